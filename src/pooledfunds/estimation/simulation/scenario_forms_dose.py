"""The forms of scenario of a dose: ANCOVA, contrast, and the effects by year with their test."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pooledfunds.estimation.simulation.dose_worlds import BASE, N_BEFORE, YEARS, DoseWorld
from pooledfunds.estimation.simulation.one_dose_world import PERMUTED_BEFORE, DoseFit
from pooledfunds.estimation.simulation.scenario_forms import TENTH
from pooledfunds.estimation.simulation.validation import COVERAGE, Check, Scenario
from pooledfunds.estimation.specifications import STANDARD_DEVIATION, Specification

ANCOVA = Specification(
    name="ancova",
    outcome="days",
    denominator="adult_days",
    area_type="council",
    periods=YEARS[N_BEFORE:],
    over="sum",
    before=YEARS[: N_BEFORE - 1],
    family="poisson",
    exposure="dose",
    exposure_column="dose",
    per=STANDARD_DEVIATION,
    covariates=("log_rate_before", "imd_score"),
    fixed_effects=("region_code", "area_class"),
    strata=("region_code", "area_class"),
    covariance="HC2",
    margin=0.05,
    multiplicity_family="validation",
)
BY_AREA: dict[str, Any] = {"covariance": "CR2", "cluster": "area_code"}
CONTRAST = replace(
    ANCOVA, design="contrast", minus=("other_days", "other_days", "adult_days"), **BY_AREA
)
BY_YEAR = replace(
    ANCOVA,
    design="dose",
    by="financial_year",
    base=BASE,
    periods=YEARS,
    over="",
    before=(),
    covariates=(),
    fixed_effects=("area_code", "financial_year", "region_code:financial_year"),
    **BY_AREA,
)
HC2 = "t, HC2, Satterthwaite"
CR2 = "t, CR2 by area, Satterthwaite"
HOTELLING = "approximate Hotelling T², CR2 by area"
PERMUTATION = "permutation within region and class, by score"


def dose_scenarios() -> Iterator[Scenario]:
    """Yield the scenarios of a study of doses: its four comparisons, the contrast and the years."""
    world = DoseWorld()
    yield by_year("Dose by year, months 0.9, regions 0.1", world)
    yield ancova("ANCOVA, dose per standard deviation", world, ANCOVA)
    for column, words in (("joint", "half exposed"), ("coterminous", "six in ten exposed")):
        asked = replace(ANCOVA, exposure=column, exposure_column=column, per=1.0)
        yield ancova(f"ANCOVA, {words}", world, asked)
    product = replace(ANCOVA, moderator="coterminous", interest="product")
    yield ancova("ANCOVA, dose × shared boundary", world, product, product.product)
    yield contrast("Contrast of two outcomes of the same areas", world)
    yield ancova("ANCOVA, dose, -10 %", replace(world, effect=TENTH), ANCOVA)


def ancova(
    name: str, world: DoseWorld, specification: Specification, term: str = "dose"
) -> Scenario:
    """Return a scenario of one row an area, given its own rate before.

    Parameters
    ----------
    name
        Of the scenario.
    world
        What is planted.
    specification
        What is estimated.
    term
        That is concluded from; of an exposure that is no dose, the exposure.
    """
    term = specification.exposure if term == "dose" else term
    checks = {"coverage": Check(HC2, COVERAGE)}
    if not world.effect:
        checks = {"size": Check(HC2), "size, permutation": Check(PERMUTATION)} | checks
    return Scenario(name, checks, DoseFit(world, specification, term, tuple(checks), world.effect))


def contrast(name: str, world: DoseWorld) -> Scenario:
    """Return a scenario of two outcomes on which the effects are the same."""
    checks = {"size": Check(CR2), "coverage": Check(CR2, COVERAGE)}
    return Scenario(name, checks, DoseFit(world, CONTRAST, CONTRAST.difference, tuple(checks)))


def by_year(name: str, world: DoseWorld) -> Scenario:
    """Return a scenario of the effects by year, of which the last is looked at, and their tests."""
    checks = {
        PERMUTED_BEFORE: Check(PERMUTATION),
        "size, years before": Check(HOTELLING),
        "size, years after": Check(HOTELLING),
        "size": Check(CR2),
        "coverage": Check(CR2, COVERAGE),
    }
    last = BY_YEAR.effect_in(YEARS[-1])
    return Scenario(name, checks, DoseFit(world, BY_YEAR, last, tuple(checks)))
