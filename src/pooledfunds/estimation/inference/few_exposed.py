"""A comparison with few exposed areas, by permutation: its p-value, interval and equivalence.

With five exposed areas and a skewed outcome t finds a difference in one of ten worlds without one,
whatever its degrees of freedom. Permutation within strata does not: its size is exact where areas
of a stratum could have had each other's exposure. Limits are the effects that the same test, with
the effect taken out of the outcome, does not reject (Rosenbaum 2002, section 2.6.2). With a
moderator they are by the permuted t of no effect, as a bootstrap's t would be.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from math import comb, prod

import numpy as np
import pandas as pd

from pooledfunds.estimation.covariance import fit_restricted
from pooledfunds.estimation.fit import Regression
from pooledfunds.estimation.inference.assignments import Units, assignments, units_of
from pooledfunds.estimation.inference.permutation import (
    CHUNK,
    LINEAR,
    TIE,
    PermutationDistribution,
    permutation_test,
)
from pooledfunds.estimation.inference.refit import FAMILIES as REFITTED
from pooledfunds.estimation.inference.refit import RefitStatistic
from pooledfunds.estimation.inference.score import ScoreStatistic, Statistic
from pooledfunds.estimation.models import NotFitted
from pooledfunds.estimation.sample import exposure_values, is_binary, smallest_group

# With fewer assignments, the p-values that there can be are too coarse for a test at 5 per cent to
# have a size of 3.5 or more.
FEWEST_ASSIGNMENTS = 60
# What is blank of a term that is not testable.
ESTIMATED = ("estimate", "std_error", "conf_low", "conf_high", "p_value", "df")
# How far limits are sought, in lengths of the t interval, and how often a bracket is halved.
WIDEST, HALVINGS = 8.0, 7


def rests_on_permutation(regression: Regression, settings: Mapping) -> bool:
    """Return whether so few areas are exposed, or are not, that permutation decides (decision 71).

    Parameters
    ----------
    regression
        The fit.
    settings
        ``inference`` of the study: ``few_exposed_areas``.
    """
    specification, rows = regression.specification, regression.sample.rows
    if regression.fitted is None or not specification.cross_sectional:
        return False
    if specification.design != "regression" or specification.cluster:
        return False
    if specification.family not in (*REFITTED, *LINEAR):
        return False
    values = exposure_values(rows, specification)
    return is_binary(values) and smallest_group(rows, values) < settings["few_exposed_areas"]


class PermutationTest:
    """The permutation test of any effect of a regression's exposure, over the same draws.

    Raises
    ------
    NotFitted
        When too few assignments differ.
    """

    def __init__(self, regression: Regression, all_units: tuple[str, ...], settings: Mapping):
        specification, rows = regression.specification, regression.sample.rows
        self.problem = regression.model.problem
        self.place = self.problem.terms.index(specification.exposure)
        self.exposure = exposure_values(rows, specification)
        strata = tuple(s for s in specification.strata if s != specification.exposure_column)
        units = units_of(rows, strata)
        number = count_assignments(self.exposure[units.row_of[:, 0]], units)
        if number < FEWEST_ASSIGNMENTS:
            raise NotFitted(f"only {number} ways to permute the exposure within strata")
        asked = {"draws": settings["refit_draws"], "seed": settings["seed"]}
        self.drawn, self.exact = assignments(self.exposure, units, all_units, asked)

    def statistics(self, effect: float) -> tuple[float, np.ndarray]:
        """Return t of an effect (a coefficient), observed and by draw, the model refitted."""
        moved = effect * self.exposure
        linear = self.problem.family in LINEAR
        shifted = (
            replace(self.problem, endog=self.problem.endog - moved)
            if linear
            else replace(self.problem, offset=self.problem.offset + moved)
        )
        null = fit_restricted(shifted, [self.place])
        step: Statistic = ScoreStatistic(null) if linear else RefitStatistic(shifted, null)
        values = np.vstack([self.exposure, self.drawn])
        chunks = [values[at : at + CHUNK] for at in range(0, len(values), CHUNK)]
        ts = np.concatenate([step.statistic(step.free(chunk))[1] for chunk in chunks])
        return float(ts[0]), ts[1:]

    def p_value(self, effect: float, side: int = 0) -> float:
        """Return the p-value of an effect: two-sided, or one-sided that it is more (1) or less.

        Parameters
        ----------
        effect
            A coefficient.
        side
            0 for two sides, 1 for more, -1 for less.
        """
        t, ts = self.statistics(effect)
        observed, drawn = (abs(t), np.abs(ts)) if side == 0 else (side * t, side * ts)
        as_far = int((drawn >= observed - TIE * abs(observed)).sum())
        return (as_far + (not self.exact)) / (len(ts) + (not self.exact))

    def limit(self, estimate: float, reach: float, alpha: float) -> float:
        """Return the limit of the interval on the side that ``reach`` points to.

        Infinite where no effect within ``WIDEST`` times the reach is rejected.

        Parameters
        ----------
        estimate
            The coefficient.
        reach
            Of the t interval, signed by the side that is asked for.
        alpha
            Size of the test, such as 0.05.
        """
        inside, outside = 0.0, 1.0
        while self.p_value(estimate + outside * reach) >= alpha:
            inside, outside = outside, 1.5 * outside
            if outside > WIDEST:
                return float(np.copysign(np.inf, reach))
        for _ in range(HALVINGS):
            middle = (inside + outside) / 2
            if self.p_value(estimate + middle * reach) >= alpha:
                inside = middle
            else:
                outside = middle
        return estimate + outside * reach


def count_assignments(values: np.ndarray, units: Units) -> int:
    """Return how many assignments of a binary exposure there are within strata.

    Parameters
    ----------
    values
        Exposure by unit (units,).
    units
        Who permutes with whom.
    """
    stratum = np.array(units.strata)
    sizes, exposed = np.bincount(stratum), np.bincount(stratum, values).astype(int)
    return prod(comb(int(n), int(k)) for n, k in zip(sizes, exposed, strict=True))


def with_permutation_inference(
    regression: Regression, panel: pd.DataFrame, settings: Mapping
) -> Regression:
    """Return a regression whose exposure is inferred by permutation.

    Parameters
    ----------
    regression
        The fit.
    panel
        That it was fitted to: draws are those of every area in it.
    settings
        ``inference`` of the study.
    """
    specification, terms = regression.specification, regression.terms
    row = regression.row(specification.exposure)
    if np.isnan(row["estimate"]):
        return regression
    place = list(terms["term"]).index(specification.exposure)
    alpha, slope = 1 - settings["conf_level"], regression.model.slope
    estimate, reach = row["estimate"] / slope, (row["conf_high"] - row["estimate"]) / slope
    all_units = tuple(sorted(panel["area_code"].astype(str).unique()))
    try:
        test = PermutationTest(regression, all_units, settings)
        margin = row["equivalence_margin"] / slope
        reported: dict[str, float | str] = {
            "p_value": test.p_value(0.0),
            "conf_low": slope * test.limit(estimate, -reach, alpha),
            "conf_high": slope * test.limit(estimate, reach, alpha),
            "equivalence_p": max(test.p_value(-margin, 1), test.p_value(margin, -1)),
        }
    except NotFitted as error:
        reported = {**dict.fromkeys(ESTIMATED, np.nan), "reason": str(error)}
        return replace(regression, terms=terms | replace_term(terms, place, reported))
    how = "every assignment" if test.exact else f"{len(test.drawn):,} draws"
    basis = f"permutation within strata, {how}, the model refitted at each"
    return replace(
        regression,
        head=regression.head | {"basis": basis},
        terms=terms | replace_term(terms, place, reported),
    )


def permuted_with_moderator(
    reported: Regression, own: Regression, panel: pd.DataFrame, settings: Mapping
) -> Regression:
    """Return a regression whose exposure, and its product with a moderator, are inferred by
    permutation.

    Exposure is permuted among areas, and both terms are fitted anew; each is held against its own t
    under no effect of the exposure. The moderator's own term is left as it is.

    Parameters
    ----------
    reported, own
        As the study reports it so far, and with the errors of its own that the draws have.
    panel, settings
        As ``with_permutation_inference`` has them.
    """
    specification = own.specification
    all_units = tuple(sorted(panel["area_code"].astype(str).unique()))
    problem, rows = own.model.problem, own.sample.rows
    # The first two are those of the exposure; what follows permutes the moderator.
    tests = islice(permutation_test(problem, rows, specification, settings, all_units), 2)
    terms = dict(reported.terms)
    terms["basis"] = np.full(len(terms["term"]), reported.head["basis"], dtype=object)
    for test in tests:
        row = own.row(test.term)
        if test.exact and len(test.ts) < FEWEST_ASSIGNMENTS:
            reason = f"only {len(test.ts)} ways to permute the exposure within strata"
            place = list(terms["term"]).index(test.term)
            terms |= replace_term(
                terms, place, dict.fromkeys(ESTIMATED, np.nan) | {"reason": reason}
            )
        elif not np.isnan(row["estimate"]):
            place = list(terms["term"]).index(test.term)
            terms |= replace_term(
                terms, place, permuted_t_inference(test, row, 1 - settings["conf_level"])
            )
    return replace(reported, terms=terms)


def permuted_t_inference(test: PermutationDistribution, row: Mapping, alpha: float) -> dict:
    """Return what a term's distribution of t under permutation says of it.

    The interval is the estimate and the t that the fewest draws exceed at which the test rejects
    (a studentised one: Hall 1992, section 1.3, for the bootstrap).

    Parameters
    ----------
    test
        The term's permutation distribution.
    row
        The term's row of the fit.
    alpha
        Size of the test, such as 0.05.
    """
    estimate, std_error, margin = row["estimate"], row["std_error"], row["equivalence_margin"]
    one_more = int(not test.exact)
    number = len(test.ts) + one_more
    largest = np.sort(np.abs(test.ts))[::-1]
    # The test rejects where fewer draws than this are as far.
    fewest = max(int(np.ceil(alpha * number - one_more - TIE)), 1)
    reach = largest[fewest - 1] * std_error
    above = (test.ts >= (estimate + margin) / std_error).sum()
    below = (test.ts <= (estimate - margin) / std_error).sum()
    how = "every assignment" if test.exact else f"{len(test.ts):,} draws"
    return {
        "std_error": std_error,
        "df": row["df"],
        "p_value": test.p_value,
        "conf_low": estimate - reach,
        "conf_high": estimate + reach,
        "equivalence_p": (max(above, below) + one_more) / number,
        "basis": f"permutation within strata, {how}, the model refitted at each",
    }


def replace_term(terms: Mapping, place: int, reported: Mapping) -> dict[str, np.ndarray]:
    """Return columns of terms with one term's values changed; new columns are blank elsewhere.

    Parameters
    ----------
    terms
        By column a value for each term.
    place
        Of the term.
    reported
        Its values by column.
    """
    changed = {}
    for name, value in reported.items():
        kind, blank = (object, "") if isinstance(value, str) else (float, np.nan)
        column = np.array(terms.get(name, np.full(len(terms["term"]), blank)), dtype=kind)
        column[place] = value
        changed[name] = column
    return changed
