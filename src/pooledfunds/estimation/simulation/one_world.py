"""What one simulated world gives: ``Scenario.one_world``, fitted and tested as the study does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from pooledfunds.estimation.estimate import conclude_inference, fewest_areas
from pooledfunds.estimation.fit import Regression, regress
from pooledfunds.estimation.inference.few_exposed import PermutationTest, rests_on_permutation
from pooledfunds.estimation.inference.multiplicity import adjust_p_values
from pooledfunds.estimation.inference.permutation import permutation_test
from pooledfunds.estimation.models import NotFitted
from pooledfunds.estimation.robustness.misclassification import attenuation
from pooledfunds.estimation.simulation.validation import POWER
from pooledfunds.estimation.simulation.worlds import YEARS, World, simulate
from pooledfunds.estimation.specifications import Specification

LAST, ALL = YEARS[-1:], YEARS


CONF_LEVEL, ALPHA = 0.95, 0.05


# No areas have a partner in these worlds: residuals are compared within regions only.
NO_PAIRS = pd.DataFrame({"pct_code": pd.Series(dtype=str), "cssr_code": pd.Series(dtype=str)})


def base_specification(family: str = "poisson", **changed: Any) -> Specification:
    """Return the specification that a scenario is estimated by."""
    outcome, denominator, weight = {
        "poisson": ("bed_days", "expected_bed_days", ""),
        "negative_binomial": ("bed_days", "expected_bed_days", ""),
        "gamma": ("mh_length_of_stay", "", "mh_stays"),
        "fractional_logit": ("items_on_time", "items", ""),
        "beta_binomial": ("items_on_time", "items", ""),
        "log_linear": ("spend_per_head", "", ""),
        "linear": ("pool", "", ""),
    }[family]
    plain: dict[str, Any] = {
        "name": family,
        "outcome": outcome,
        "denominator": denominator,
        "weights": weight,
        "area_type": "pct",
        "periods": LAST,
        "family": family,
        "exposure": "pool",
        "exposure_column": "pool",
        "covariance": "HC2",
        "margin": 0.05,
        "multiplicity_family": "validation",
        "covariates": ("imd_score", "log(population_65_plus)"),
        "strata": ("region_code",),
    }
    return Specification(**(plain | changed))


@dataclass(frozen=True)
class OneFit:
    """A world fitted by one specification as the study does, as ``Scenario.one_world``.

    Checks by name: ``size`` and ``coverage`` of what is reported; ``size, permutation`` alongside;
    ``size, own errors``, as if residuals were never alike within regions; ``size, product`` and
    ``coverage, product`` of the product with the moderator; ``power``, over the worlds in which the
    formula gives 90 per cent or more. ``truth`` is the world's effect if none is given; ``fewest``
    stands for the study's ``estimates.fewest_areas``, to see what that spares.
    """

    world: World
    specification: Specification
    checks: tuple[str, ...]
    truth: float | None = None
    fewest: int | None = None

    def __call__(self, seed: int, settings: Mapping) -> dict[str, float]:
        """Return what one world gives."""
        panel = simulate(self.world, np.random.default_rng(seed))
        settings = {**settings, "seed": seed}
        truth = self.world.effect if self.truth is None else self.truth
        found = dict.fromkeys(self.checks, np.nan)
        fewest = fewest_areas(self.specification, settings) if self.fewest is None else self.fewest
        own = regress(panel, self.specification, CONF_LEVEL, fewest)
        if rests_on_permutation(own, settings) and not self.specification.moderator:
            return found | select_rates(self.checks, permutation_rates(own, panel, truth, settings))
        reported, _ = conclude_inference(own, panel, NO_PAIRS, settings)
        terms = {
            "": (self.specification.exposure, truth),
            ", product": (self.specification.product, 0),
        }
        for suffix, (term, effect) in terms.items():
            row = row_of(reported, term)
            if row is None:
                continue
            rates = {
                f"size{suffix}": row["p_value"] < ALPHA,
                f"coverage{suffix}": row["conf_low"] <= effect <= row["conf_high"],
                f"size, own errors{suffix}": own.row(term)["p_value"] < ALPHA,
            }
            if not suffix and truth and power(row, truth) >= POWER[0]:
                rates["power"] = row["p_value"] < ALPHA
            found |= select_rates(self.checks, rates)
        if "size, permutation" in found and own.fitted is not None:
            found["size, permutation"] = permutation_rejects(own, panel, settings)
        return found


def select_rates(checks: tuple[str, ...], rates: Mapping) -> dict[str, float]:
    """Return the rates that are asked for, as numbers.

    Parameters
    ----------
    checks
        Names of the rates.
    rates
        By name.
    """
    return {name: float(value) for name, value in rates.items() if name in checks}


def row_of(regression: Regression, term: str) -> dict | None:
    """Return a term's row, or nothing where it was not estimated.

    Parameters
    ----------
    regression
        The fit.
    term
        Its name.
    """
    if term not in list(np.atleast_1d(regression.terms["term"])):
        return None
    row = regression.row(term)
    return None if np.isnan(row["estimate"]) else row


def permutation_rates(
    regression: Regression, panel: pd.DataFrame, truth: float, settings: Mapping
) -> dict[str, bool]:
    """Return size and coverage where permutation decides, as ``few_exposed`` has it.

    The interval holds the effects that the test does not reject, so it covers the truth where the
    test of the truth does not reject: the limits need not be found.

    Parameters
    ----------
    regression
        The fit.
    panel
        Areas by year, a row each.
    truth
        The effect planted.
    settings
        ``inference`` of the study.
    """
    areas = tuple(sorted(panel["area_code"].unique()))
    try:
        test = PermutationTest(regression, areas, settings)
    except NotFitted:
        return {}
    p_value = test.p_value(truth / regression.model.slope)
    return {"size": p_value < ALPHA, "coverage": p_value >= ALPHA}


def power(row: Mapping, effect: float) -> float:
    """Return the chance by the formula that a row's test finds an effect (noncentral t).

    Parameters
    ----------
    row
        A row of the fit.
    effect
        The effect planted.
    """
    away = abs(effect) / row["std_error"]
    return float(stats.nct.sf(stats.t.ppf(1 - ALPHA / 2, row["df"]), row["df"], away))


def permutation_rejects(
    regression: Regression, panel: pd.DataFrame, settings: Mapping, term: str = ""
) -> float:
    """Return whether the permutation test of a term rejects in one world.

    Parameters
    ----------
    regression
        The fit.
    panel
        Areas by year, a row each.
    settings
        ``inference`` of the study.
    term
        By default the exposure.
    """
    areas = tuple(sorted(panel["area_code"].unique()))
    problem, rows = regression.model.problem, regression.sample.rows
    try:
        tests = permutation_test(problem, rows, regression.specification, settings, areas)
        drawn = next(test for test in tests if test.term == term or not term)
    except NotFitted:
        return np.nan
    return float(drawn.p_value < ALPHA)


@dataclass(frozen=True)
class Corrected:
    """A world whose register errs at known rates, as ``Scenario.one_world``."""

    world: World
    specification: Specification

    def __call__(self, seed: int, settings: Mapping) -> dict[str, float]:
        """Return what one world gives."""
        panel = simulate(self.world, np.random.default_rng(seed))
        row = regress(panel, self.specification, CONF_LEVEL).row(self.specification.exposure)
        share = row["n_exposed"] / row["nobs"]
        left = attenuation(share, self.world.sensitivity, self.world.specificity)
        low, high, effect = row["conf_low"], row["conf_high"], self.world.effect
        return {
            "coverage": float(low <= effect <= high),
            "coverage, corrected": float(low / left <= effect <= high / left),
        }


@dataclass(frozen=True)
class AtTheMargin:
    """A world whose effect is the margin itself: equivalence and non-superiority are both false.

    Equivalence is tested by two one-sided tests, non-superiority by one.
    """

    world: World
    specification: Specification

    def __call__(self, seed: int, settings: Mapping) -> dict[str, float]:
        """Return what one world gives."""
        panel = simulate(self.world, np.random.default_rng(seed))
        row = regress(panel, self.specification, CONF_LEVEL).row(self.specification.exposure)
        # The side of the margin that the effect is on.
        side = np.sign(self.world.effect)
        short = (side * row["estimate"] - self.specification.margin) / row["std_error"]
        far = (side * row["estimate"] + self.specification.margin) / row["std_error"]
        within = max(stats.t.cdf(short, row["df"]), stats.t.sf(far, row["df"]))
        return {
            "size, equivalence at the margin": float(within < ALPHA),
            "size, non-superiority at the margin": float(stats.t.cdf(short, row["df"]) < ALPHA),
        }


@dataclass(frozen=True)
class Family:
    """A world of several outcomes without effect: whether any is found after Holm's adjustment."""

    world: World
    specifications: tuple[Specification, ...]

    def __call__(self, seed: int, settings: Mapping) -> dict[str, float]:
        """Return what one world gives."""
        panel = simulate(self.world, np.random.default_rng(seed))
        fits = [regress(panel, one, CONF_LEVEL) for one in self.specifications]
        table = pd.concat([fit.table for fit in fits], ignore_index=True)
        adjusted = adjust_p_values(table, "holm")
        plain = table.loc[adjusted.notna(), "p_value"]
        return {
            "family-wise error, Holm": float((adjusted < ALPHA).any()),
            "family-wise error, unadjusted": float((plain < ALPHA).any()),
        }
