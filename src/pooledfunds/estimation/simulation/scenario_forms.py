"""The forms of scenario: one for each kind of test that the study concludes from."""

from typing import Any

import numpy as np

from pooledfunds.estimation.simulation.one_world import (
    ALL,
    AtTheMargin,
    Corrected,
    Family,
    OneFit,
    base_specification,
)
from pooledfunds.estimation.simulation.validation import AT_MOST, COVERAGE, POWER, Check, Scenario
from pooledfunds.estimation.simulation.worlds import TREND, World
from pooledfunds.estimation.specifications import Specification

TENTH = float(np.log(0.9))


# What of a specification a scenario changes.
FIXED: dict[str, Any] = {"fixed_effects": ("region_code",)}


FEW: dict[str, Any] = {"covariates": ("imd_score",)}


MODERATED: dict[str, Any] = {"moderator": "coterminous", "strata": ("region_code", "coterminous")}


PANEL: dict[str, Any] = {
    "periods": ALL,
    "covariates": (),
    "fixed_effects": ("area_code", "financial_year"),
    "covariance": "CR2",
    "cluster": "area_code",
}


EVENT_STUDY = base_specification("log_linear", design="staggered", periods=ALL)


# Nothing is concluded from fewer identifying areas (`inference.fewest_identifying_areas`).
FEWEST = 5


FEWEST_STARTING = 8  # the same of an event study (`inference.fewest_starting_areas`)


FEW_EXPOSED = 20  # with fewer, permutation decides (`inference.few_exposed_areas`)


WORDS = {
    "poisson": "Poisson",
    "gamma": "Gamma",
    "fractional_logit": "Fractional logit",
    "log_linear": "Log-linear",
}


ALONGSIDE = "a sensitivity analysis: permutation in its primary decides (decision 71)"
TOO_FEW = "only {} areas change: not testable (decision 71)"


HC2 = "t, HC2 (CR2 by region where residuals are alike), Satterthwaite"


FIXED_HC2 = "t, HC2, Satterthwaite"


PERMUTATION = "permutation within strata, refitted"


BY_REGION: dict[str, Any] = {"covariance": "CR2", "cluster": "region_code"}


BY_AREA = "t, CR2 by area, Satterthwaite"


OF_COUNCILS = "a sensitivity analysis: told by the figures of councils themselves (decision 16)"


def cross_section(
    name: str, world: World, specification: Specification, permutation: bool = False
) -> Scenario:
    """Return a scenario of one year; the permutation test may stand alongside.

    Parameters
    ----------
    name
        Of the scenario.
    world
        What is planted.
    specification
        What is estimated.
    permutation
        Whether the permutation test is checked too.
    """
    kind, why = FIXED_HC2 if specification.fixed_effects else HC2, ""
    few = world.exposed is not None and 0 < world.exposed < FEW_EXPOSED
    if specification.cluster:
        kind, why = "t, CR2 by region, Satterthwaite", ALONGSIDE if few else ""
    elif few:
        kind = PERMUTATION
    checks = {"coverage": Check(kind, COVERAGE, why)}
    if not world.effect:
        checks = {"size": Check(kind, not_concluded=why)} | checks
        if permutation:
            checks["size, permutation"] = Check("permutation within strata, by score")
    if specification.moderator:
        checks |= {"size, product": Check(kind), "coverage, product": Check(kind, COVERAGE)}
    return Scenario(name, checks, OneFit(world, specification, tuple(checks)))


def panel_of(changing: int, skewed: bool = False) -> Scenario:
    """Return a scenario of a panel with effects of areas and years, of which so many change.

    Parameters
    ----------
    changing
        How many areas change.
    skewed
        Whether areas differ skewly.
    """
    world = World(
        bodies=110, exposed=max(12, changing), changing=changing, by_year=0.08, skewed=skewed
    )
    why = TOO_FEW.format(changing) if changing < FEWEST else ""
    checks = {
        "size": Check(BY_AREA, not_concluded=why),
        "coverage": Check(BY_AREA, COVERAGE, why),
    }
    fit = OneFit(world, base_specification(**PANEL), tuple(checks), fewest=0)
    words = ", skewed" if skewed else ""
    return Scenario(f"Panel of 110, {changing} areas change{words}", checks, fit)


def regions_alike(correlation: float) -> Scenario:
    """Return a scenario of spending whose areas are alike within regions, and no region in it."""
    noise = 0.15
    regional = noise * np.sqrt(correlation / (1 - correlation))
    world = World(noise=noise, regional=regional, regional_exposure=1.0)
    checks = {
        "size": Check(HC2),
        "coverage": Check(HC2, COVERAGE),
        "size, own errors": Check(FIXED_HC2, not_concluded="errors by region take their place"),
    }
    fit = OneFit(world, base_specification("log_linear"), tuple(checks))
    return Scenario(f"Regional correlation {correlation}", checks, fit)


def staggered(starters: int, skewed: bool = False) -> Scenario:
    """Return a scenario of the event study, in which so many areas start.

    Parameters
    ----------
    starters
        How many areas start.
    skewed
        Whether areas differ skewly.
    """
    kind = "t of the areas' influences"
    why = TOO_FEW.format(starters) if starters < FEWEST_STARTING else ""
    checks = {"size": Check(kind, not_concluded=why), "coverage": Check(kind, COVERAGE, why)}
    world = World(bodies=110, exposed=starters, staggered=True, by_year=0.08, skewed=skewed)
    fit = OneFit(world, EVENT_STUDY, tuple(checks), fewest=0)
    words = ", skewed" if skewed else ""
    return Scenario(f"Event study, {starters} of 110 start{words}", checks, fit)


def planted() -> Scenario:
    """Return a scenario whose formula gives an effect of a tenth about 90 per cent power."""
    checks = {"coverage": Check(HC2, COVERAGE), "power": Check(f"{HC2}, formula gives 90", POWER)}
    world = World(TENTH, exposed=107, noise=0.16)
    fit = OneFit(world, base_specification(**FIXED), tuple(checks))
    return Scenario("Poisson, 107 of 152, -10 %", checks, fit)


def over_years() -> Scenario:
    """Return a scenario of several years without effects of areas."""
    checks = {"size": Check(BY_AREA), "coverage": Check(BY_AREA, COVERAGE)}
    by_area = PANEL | {"fixed_effects": ("financial_year",), **FEW}
    fit = OneFit(World(exposed=60), base_specification("log_linear", **by_area), tuple(checks))
    return Scenario("Log-linear over years, 60 of 152", checks, fit)


def two_by_two() -> Scenario:
    """Return a scenario of a table of two by two: whether a pool exists, by co-terminosity."""
    checks = {
        "size": Check("Barnard's exact test", AT_MOST),
        "coverage": Check("Newcombe's interval", COVERAGE),
    }
    specification = base_specification(
        "linear",
        exposure="coterminous",
        exposure_column="coterminous",
        design="two_by_two",
        covariance="Newcombe",
        covariates=(),
    )
    fit = OneFit(World(bodies=110, share=0.28), specification, tuple(checks))
    return Scenario("Two by two, 28 % of 110", checks, fit)


def at_the_margin() -> Scenario:
    """Return a scenario whose effect is the margin, and precise."""
    checks = {
        "size, equivalence at the margin": Check("two one-sided t tests, HC2"),
        "size, non-superiority at the margin": Check("one-sided t test, HC2"),
    }
    world = World(effect=0.05, exposed=60, noise=0.05, regional=0.02)
    return Scenario(
        "An effect of the margin itself", checks, AtTheMargin(world, base_specification(**FIXED))
    )


def family() -> Scenario:
    """Return a scenario of four outcomes that share their areas' effects."""
    checks = {
        "family-wise error, Holm": Check("p-values adjusted over the family", AT_MOST),
        "family-wise error, unadjusted": Check(
            "p-values as they are", AT_MOST, "findings are told after adjustment"
        ),
    }
    families = ("poisson", "gamma", "fractional_logit", "log_linear")
    specifications = tuple(base_specification(one, **FIXED) for one in families)
    world = World(exposed=60)
    return Scenario("A family of four outcomes", checks, Family(world, specifications))


def noisy_register() -> Scenario:
    """Return a scenario of a register that misses three in ten pools and errs on one in ten."""
    world = World(TENTH, sensitivity=0.7, specificity=0.9)
    checks = {
        "coverage": Check(HC2, COVERAGE, "told beside what the register's errors leave of it"),
        "coverage, corrected": Check(f"{HC2}, over the attenuation by known rates", COVERAGE),
    }
    return Scenario(
        "Noisy register (70 %, 90 %), -10 %", checks, Corrected(world, base_specification())
    )


def trend() -> Scenario:
    """Return a scenario of a trend over three years, each with what it does to all areas."""
    why = "descriptive: a trend over three years cannot be told from what one year did to all"
    world = World(common_by_year=0.03)
    by_year = PANEL | {"fixed_effects": ("area_code",)}
    specification = base_specification(exposure="year", exposure_column="financial_year", **by_year)
    checks = {"coverage": Check(BY_AREA, COVERAGE, why)}
    fit = OneFit(world, specification, tuple(checks), truth=TREND)
    return Scenario("A trend over three years", checks, fit)
