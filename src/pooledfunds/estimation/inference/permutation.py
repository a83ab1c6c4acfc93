"""Permutation tests: what the statistic would be with the exposure permuted among areas.

Under the sharp null of no effect, any permutation of exposure within strata leaves the outcomes as
they are. The statistic is studentised, so that the test also holds, in large samples, for no
average effect where effects vary (Chung and Romano 2013; DiCiccio and Romano 2017). The null model
is fitted once, and all draws are worked out at once: each by one Newton step from it, the score
statistic, which for linear families is the fit itself; or, where few areas are exposed, by fitting
the model anew (``refit``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pooledfunds.estimation.covariance import fit_restricted
from pooledfunds.estimation.inference.assignments import assignments, units_of
from pooledfunds.estimation.inference.refit import FAMILIES as REFITTED
from pooledfunds.estimation.inference.refit import RefitStatistic
from pooledfunds.estimation.inference.score import ScoreStatistic, Statistic
from pooledfunds.estimation.model_data import ModelData, exposure_terms
from pooledfunds.estimation.sample import exposure_values, is_binary, smallest_group
from pooledfunds.estimation.specifications import Specification

# Draws worked out together: their matrices stay within a processor's cache.
CHUNK = 256
# Ties in the statistic are counted as ties, whatever the last bits of two sums.
TIE = 1e-9


@dataclass(frozen=True)
class PermutationDistribution:
    """One term's statistic as observed and under each permutation of the exposure.

    ``effect`` and ``effects`` are the coefficients, ``t`` and ``ts`` (draws,) the studentised
    ones. When ``exact``, the draws are every possible assignment, the observed one among them.
    ``statistic`` is ``refit`` where each draw's is that of the fitted model, else ``score``.
    """

    term: str
    effect: float
    t: float
    effects: np.ndarray
    ts: np.ndarray
    exact: bool
    statistic: str = "score"

    @property
    def p_value(self) -> float:
        """Two-sided p-value; drawn at random, the observed assignment counts as one more draw."""
        as_far = int((np.abs(self.ts) >= abs(self.t) * (1 - TIE)).sum())
        one_more = not self.exact
        return (as_far + one_more) / (len(self.ts) + one_more)


def permutation_test(
    problem: ModelData,
    rows: pd.DataFrame,
    specification: Specification,
    settings: Mapping,
    all_units: tuple[str, ...],
) -> Iterator[PermutationDistribution]:
    """Yield the draws of the exposure, of its product with the moderator, and of the moderator.

    Parameters
    ----------
    problem, rows
        What was fitted, and the panel's rows behind it.
    settings
        ``draws``, ``seed``, and where models may be refitted ``refit_draws`` and
        ``few_exposed_areas``: that many areas on the smaller side are no longer few.
    all_units
        Every body of the panel, so that draws agree between specifications.
    specification
        What is estimated.

    Raises
    ------
    NotFitted
        When the null model cannot be fitted.
    """
    exposure = exposure_values(rows, specification)
    fitted = (problem, rows, specification, settings, all_units)
    if not specification.moderator:
        terms = {"column": specification.exposure}
        moved = MovedColumn(specification.exposure_column, exposure, None, terms)
        yield from permute_column(*fitted, moved)
        return
    moderator = rows[specification.moderator].to_numpy(dtype=float)
    terms = {"product": specification.product}
    if not specification.absorbed:
        by_exposure = {"column": specification.exposure} | terms
        moved = MovedColumn(specification.exposure_column, exposure, moderator, by_exposure)
        yield from permute_column(*fitted, moved)
        terms = {"column": specification.moderator} | terms
    moved = MovedColumn(specification.moderator, moderator, exposure, terms)
    yield next(permute_column(*fitted, moved))


@dataclass(frozen=True)
class MovedColumn:
    """A column whose values areas permute, and the terms that change with it.

    Attributes
    ----------
    name, values
        The column, and its values by row (rows,).
    other
        What it is multiplied with (rows,), which stays where it is; None without a product.
    terms
        Which terms change: the ``column`` itself, unless fixed effects absorb it, and its
        ``product`` with the other.
    """

    name: str
    values: np.ndarray
    other: np.ndarray | None
    terms: Mapping[str, str]


def permute_column(
    problem: ModelData,
    rows: pd.DataFrame,
    specification: Specification,
    settings: Mapping,
    all_units: tuple[str, ...],
    moved: MovedColumn,
) -> Iterator[PermutationDistribution]:
    """Yield the distribution of each term that changes when areas permute a column's values.

    Parameters
    ----------
    problem, rows, specification, settings, all_units
        As ``permutation_test`` has them.
    moved
        The column.
    """
    units = units_of(rows, tuple(s for s in specification.strata if s != moved.name))
    moving = [problem.terms.index(term) for term in moved.terms.values()]
    null = fit_restricted(problem, moving)
    few = is_refitted(problem, specification, rows, moved.values, settings)
    if few:
        settings = {**settings, "draws": settings["refit_draws"]}
    drawn, exact = assignments(moved.values, units, all_units, settings)
    step: Statistic = RefitStatistic(problem, null) if few else ScoreStatistic(null)
    statistic = "refit" if few or problem.family in LINEAR else "score"
    chunks = [moved.values[None, :]]
    chunks += [drawn[start : start + CHUNK] for start in range(0, len(drawn), CHUNK)]
    for kind, term in moved.terms.items():
        found = [evaluate_term(step, chunk, moved.other, kind, moved.terms) for chunk in chunks]
        effects, ts = (np.concatenate(part) for part in zip(*found, strict=True))
        effect, t = float(effects[0]), float(ts[0])
        yield PermutationDistribution(term, effect, t, effects[1:], ts[1:], exact, statistic)


# The score statistic of a linear model is the fitted one.
LINEAR = ("linear", "log_linear")


def is_refitted(
    problem: ModelData,
    specification: Specification,
    rows: pd.DataFrame,
    values: np.ndarray,
    settings: Mapping,
) -> bool:
    """Return whether so few areas are exposed, or are not, that each draw is fitted anew.

    With effects of areas the model has as many terms as areas, and the score statistic stands.

    Parameters
    ----------
    problem
        What is fitted (n rows, k terms).
    specification
        What is estimated.
    rows
        Rows of the panel that are fitted (n).
    values
        Exposure by row (n,).
    settings
        ``inference`` of the study: ``few_exposed_areas``.
    """
    if problem.family not in REFITTED or "area_code" in specification.fixed_effects:
        return False
    return is_binary(values) and smallest_group(rows, values) < settings.get("few_exposed_areas", 0)


def evaluate_term(
    step: Statistic,
    values: np.ndarray,
    other: np.ndarray | None,
    kind: str,
    terms: Mapping[str, str],
) -> tuple[np.ndarray, np.ndarray]:
    """Return coefficient and t of a term under each draw, given the other that changes with it.

    Parameters
    ----------
    step
        How the statistic is worked out.
    values
        The moved column under each draw (draws, n).
    other
        What it is multiplied with (n,), if anything.
    kind
        ``column`` or ``product``: which of the two is asked for.
    terms
        Names of the terms that change, by kind.
    """
    column, product_column = exposure_terms(values, other)
    columns = {"column": column}
    if product_column is not None:
        columns["product"] = product_column
    free = {name: step.free(columns[name]) for name in terms}
    target = free.pop(kind)
    return step.statistic(target, *free.values())
