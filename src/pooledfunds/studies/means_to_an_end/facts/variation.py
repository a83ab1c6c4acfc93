"""Facts on how widely areas vary: admissions, delays and spending."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pooledfunds.claims.fact import Fact, Measured
from pooledfunds.studies.means_to_an_end.facts.dispersion import (
    PLURALS,
    YEAR,
    component_of_admissions,
    component_of_delays,
    range_of_admissions,
    range_of_delays,
    range_of_spending,
    ratio_of_spreads,
    spread_of_spending,
)

Number = float | Measured
CONDITIONS = {
    "lower_respiratory": "admissions for lower respiratory disease",
    "stroke": "admissions for stroke",
    "fractured_neck_of_femur": "admissions for fractured neck of femur",
}
POPULATIONS = {
    "pct": ("pct_list", "pct_population"),
    "council": ("council_list", "council_population"),
}


MEASURES: dict[str, tuple[str, Callable[..., Number], Callable[..., Number]]] = {
    "beyond_chance": ("Systematic component of variation", component_of_admissions,
                      component_of_delays),
    "p90_over_p10": ("Ninetieth over tenth percentile", range_of_admissions, range_of_delays),
}  # fmt: skip
DELAYS = {
    "pct": ("delayed_transfers", "pct_council_pairs", "pct_list", "council_population"),
    "council": ("delayed_transfers", "council_list", "council_population"),
    "D41": ("paf_d41", "council_list", "council_population"),
}


def dispersion() -> list[Fact]:
    """Return the dispersion of admissions and delays, and how PCTs and councils compare."""
    found = []
    for measure, (words, of_admissions, of_delays) in MEASURES.items():
        found += [
            Fact(
                f"variation/{measure}/{condition}/{area_type}",
                "relative dispersion",
                YEAR,
                ("hes_apc", *POPULATIONS[area_type]),
                f"{words}: emergency {what}, 65 and over, standardised by age, "
                f"{PLURALS[area_type]}, {YEAR}",
                partial(of_admissions, condition=condition, area_type=area_type),
            )
            for condition, what in CONDITIONS.items()
            for area_type in PLURALS
        ]
        found += [
            Fact(
                f"variation/{measure}/delayed/{area_type.lower()}",
                "relative dispersion",
                YEAR,
                sources,
                f"{words}: delayed patients 65 and over at a mean census, "
                f"{PLURALS.get(area_type, 'councils, PAF D41')}, {YEAR}",
                partial(of_delays, area_type=area_type),
            )
            for area_type, sources in DELAYS.items()
        ]
    return found + [
        Fact(
            f"variation/pct_over_council/{condition}",
            "ratio",
            YEAR,
            ("hes_apc", *POPULATIONS["pct"], *POPULATIONS["council"]),
            f"Systematic spread of emergency {what}, 65 and over, between PCTs over that between "
            f"councils, {YEAR}",
            partial(ratio_of_spreads, condition=condition),
        )
        for condition, what in CONDITIONS.items()
    ]


def dispersion_of_spending() -> list[Fact]:
    """Return the dispersion of PCTs' spending on mental health."""
    budgets = ("programme_budgets", "pct_list", "pct_population")
    return [
        Fact(
            "variation/coefficient/mental_health_spend_per_head",
            "relative dispersion",
            YEAR,
            budgets,
            f"Coefficient of variation of PCTs' programme 5 per head of population, {YEAR}",
            spread_of_spending,
        ),
        Fact(
            "variation/p90_over_p10/mental_health_spend_per_head",
            "relative dispersion",
            YEAR,
            budgets,
            f"Ninetieth over tenth percentile of PCTs' programme 5 per head, {YEAR}",
            range_of_spending,
        ),
    ]


FACTS = [*dispersion(), *dispersion_of_spending()]
