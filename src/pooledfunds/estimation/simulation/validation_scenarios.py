"""Every scenario of the validation, in the order of its table.

Where it concludes nothing from a test, the scenario shows why.
"""

from collections.abc import Iterator

from pooledfunds.estimation.simulation.one_world import (
    base_specification,
)
from pooledfunds.estimation.simulation.scenario_forms import (
    BY_REGION,
    FEW,
    FIXED,
    MODERATED,
    OF_COUNCILS,
    TENTH,
    WORDS,
    at_the_margin,
    cross_section,
    family,
    noisy_register,
    over_years,
    panel_of,
    planted,
    regions_alike,
    staggered,
    trend,
    two_by_two,
)
from pooledfunds.estimation.simulation.scenario_forms_dose import dose_scenarios
from pooledfunds.estimation.simulation.scenario_forms_hazard import hazard_scenarios
from pooledfunds.estimation.simulation.scenario_forms_linked import (
    ApportionedSpending,
    apportioned_figures,
    joint_test,
)
from pooledfunds.estimation.simulation.validation import Scenario
from pooledfunds.estimation.simulation.worlds import World


def scenarios() -> Iterator[Scenario]:
    """Yield every scenario, in the order of the table: first those that are hardest to hold."""
    yield from dose_scenarios()
    yield from hazard_scenarios()
    yield from map(regions_alike, (0.1, 0.2))
    yield from apportioned_shares()
    yield from (staggered(starters, skewed=True) for starters in (5, 8, 12))
    yield from map(staggered, (3, 5, 8, 15))
    yield from beside_a_moderator()
    yield joint_test("boundaries", "Curve, shared boundaries, both levels")
    yield joint_test("pools", "Curve, pools, both levels and sources")
    yield joint_test("joint_financing", "Curve, joint financing, councils")
    yield from map(panel_of, (2, 3, 5, 12, 15))
    yield panel_of(5, skewed=True)
    yield from few_or_skewed()
    yield from few_by_region()
    yield from of_one_year()
    yield over_years()
    yield two_by_two()
    yield at_the_margin()
    yield family()
    yield noisy_register()
    yield trend()


def apportioned_shares() -> Iterator[Scenario]:
    """Yield PCTs that hold shares of their councils' figures."""
    shares = "Apportioned shares on time"
    yield apportioned_figures(
        "fractional_logit", "coterminous", f"{shares}, boundaries", why=OF_COUNCILS
    )
    yield apportioned_figures("fractional_logit", "pool", f"{shares}, pools")
    yield apportioned_figures("fractional_logit", "pool", f"{shares}, few pools", pooled=0.12)
    for exposure, words in (("coterminous", "boundaries"), ("pool", "pools")):
        yield apportioned_figures(
            "log_linear", exposure, f"Apportioned spending, {words}", seen=ApportionedSpending
        )


def beside_a_moderator() -> Iterator[Scenario]:
    """Yield exposures with a moderator, few of them and in skewed areas."""
    for bodies, exposed, kind, terms in (
        (110, 13, "poisson", FIXED),
        (152, 13, "poisson", FEW),
        (152, 13, "log_linear", FEW),
        (110, 31, "poisson", FIXED),
    ):
        words = "with" if terms == FIXED else "without"
        yield cross_section(
            f"{WORDS[kind]}, skewed, {exposed} of {bodies}, with co-terminosity, {words} regions",
            World(exposed=exposed, bodies=bodies, noise=0.2, skewed=True),
            base_specification(kind, **MODERATED, **terms),
        )
    for exposed in (13, 31):
        yield cross_section(
            f"Poisson, {exposed} of 110, with co-terminosity",
            World(exposed=exposed, bodies=110),
            base_specification(**MODERATED, **FIXED),
        )
    yield cross_section(
        "Fractional logit, 76 of 110, with co-terminosity, with regions",
        World(exposed=76, bodies=110),
        base_specification("fractional_logit", **MODERATED, **FIXED),
    )


def few_or_skewed() -> Iterator[Scenario]:
    """Yield comparisons of few areas, or of areas that are skewed."""
    for exposed in (5, 13):
        yield cross_section(
            f"Poisson, {exposed} of 152", World(exposed=exposed), base_specification(**FEW)
        )
        yield cross_section(
            f"Skewed areas, {exposed} of 152",
            World(exposed=exposed, noise=0.2, skewed=True),
            base_specification(**FEW),
        )
    yield cross_section(
        "Skewed areas, 20 events each, 5 of 152",
        World(exposed=5, events=20, skewed=True),
        base_specification(**FEW),
    )
    yield cross_section(
        "Skewed areas, 20 events each, 60 of 152",
        World(exposed=60, events=20, skewed=True),
        base_specification(**FIXED),
        True,
    )
    yield cross_section(
        "Fractional logit, 5 of 152",
        World(exposed=5),
        base_specification("fractional_logit", **FEW),
    )


def few_by_region() -> Iterator[Scenario]:
    """Yield comparisons of few, skewed areas whose errors are clustered by region."""
    for bodies, exposed in ((110, 13), (152, 5)):
        yield cross_section(
            f"Skewed areas, errors by region, {exposed} of {bodies}",
            World(exposed=exposed, bodies=bodies, noise=0.2, skewed=True),
            base_specification(**FEW, **BY_REGION),
        )


def of_one_year() -> Iterator[Scenario]:
    """Yield comparisons of many areas, by family."""
    many = World(exposed=60)
    yield cross_section("Poisson, 60 of 152", many, base_specification(**FIXED), True)
    yield planted()
    yield cross_section(
        "Poisson, confounding by deprivation, -10 %",
        World(TENTH, confounding=0.1, exposed=60),
        base_specification(**FIXED),
    )
    for one in ("gamma", "fractional_logit", "log_linear"):
        yield cross_section(
            f"{WORDS[one]}, 60 of 152", many, base_specification(one, **FIXED), True
        )
    yield cross_section(
        "Gamma, 60 of 152, -10 %", World(TENTH, exposed=60), base_specification("gamma")
    )
    yield cross_section("Beta-binomial, 60 of 152", many, base_specification("beta_binomial"))
