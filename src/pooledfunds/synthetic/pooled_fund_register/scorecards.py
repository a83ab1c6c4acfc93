"""Integrated scorecards of some invented partnerships, four quarters of one year."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from pooledfunds.synthetic.pooled_fund_register.form import NOTE

PARTNERSHIPS, SERVICE, YEAR, SINCE = 12, "mental_health", "2007/08", "2007-04-01"
MISSING = 0.04  # of quarters' values: asked for and not returned
SKILL = 0.5  # how far partnerships differ, in standard deviations of a quarter's value


class Invented(NamedTuple):
    """An indicator of the invented scorecards.

    Parameters
    ----------
    domain, indicator, measure, unit, direction, weight, target, rule
        As the form has them; `weight` in per cent.
    start, drift, spread
        Mean of the first quarter, what is added each quarter, and the standard deviation.
    decimals
        To which values are rounded.
    """

    domain: str
    indicator: str
    measure: str
    unit: str
    direction: str
    weight: int
    target: float
    rule: str
    start: float = 0
    drift: float = 0
    spread: float = 0
    decimals: int = 1


# After the examples of the report's case study 3, and weighted towards service users and carers.
INDICATORS = (
    Invented("service_users_and_carers", "Service users on direct payments", "", "persons",
             "higher", 15, 60, "trend", 44, 6, 5, 0),
    Invented("service_users_and_carers", "Carers with an assessment of their own", "", "per cent",
             "higher", 15, 75, "trend", 64, 3.5, 4),
    Invented("service_users_and_carers", "Satisfied with their part in the care plan", "",
             "per cent", "higher", 15, 80, "mean", 79, 0.5, 3),
    Invented("process", "Care plans reviewed within the year", "", "per cent", "higher", 10, 90,
             "trend", 82, 2.5, 3),
    Invented("process", "Delayed transfers of care, aged 65 and over", "delayed_rate", "", "lower",
             10, 30, "mean"),
    Invented("process", "Known to both partners under one number", "", "per cent", "higher", 5, 95,
             "latest", 90, 1, 2),
    Invented("resources", "Expenditure from the pool", "spent_of_fund", "", "lower", 10, 100,
             "latest"),
    Invented("resources", "Posts vacant", "", "per cent", "lower", 5, 8, "latest", 10, -0.5, 1.5),
    Invented("learning_and_growth", "Staff trained together", "", "persons", "higher", 10, 160,
             "year_total", 38, 1, 6, 0),
    Invented("learning_and_growth", "Incidents reviewed jointly", "", "per cent", "higher", 5, 90,
             "latest", 86, 1.5, 4),
)  # fmt: skip
HEAD = ["scheme_id", "evidence_source"]
CARD = [*HEAD, "financial_year", "domain", "indicator", "measure", "unit", "direction",
        "weight_percent", "target", "forecast_rule", "note"]  # fmt: skip
QUARTERS = [*HEAD, "quarter", "indicator", "value", "note"]


def declare_scorecards(
    rng: np.random.Generator, arrangements: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return ``scorecard`` and ``quarters`` of the partnerships that have one.

    Parameters
    ----------
    rng
        Of this theme's own.
    arrangements
        As the register states them.
    """
    able = arrangements[
        arrangements["arrangement_types"].str.startswith("pooled_fund")
        & arrangements["evidence_source"].eq("survey")
        & arrangements["service_areas"].eq(SERVICE)
        & arrangements["confirmed_on_review"].isin(["not_reviewed", "pooled_fund"])
        & arrangements["start"].between("1", SINCE)
    ]
    chosen = np.sort(rng.choice(able["scheme_id"].to_numpy(), PARTNERSHIPS, replace=False))
    cards, values = [], []
    for scheme in chosen:
        skill = rng.normal(0, SKILL)
        for one in INDICATORS:
            head = (scheme, "survey")
            cards.append(
                (*head, YEAR, one.domain, one.indicator, one.measure, one.unit, one.direction,
                 one.weight, one.target, one.rule, NOTE)
            )  # fmt: skip
            if one.measure:  # the study's own returns have it
                continue
            better = 1 if one.direction == "higher" else -1
            luck = rng.normal(0, 1, 4) + better * skill
            told = one.start + one.drift * np.arange(4) + one.spread * luck
            if one.unit == "per cent":
                told = np.clip(told, 0, 100)
            missing = rng.random(4) < MISSING
            values += [
                (*head, f"{YEAR} Q{number}", one.indicator,
                 "" if blank else f"{value:.{one.decimals}f}", NOTE)
                for number, (value, blank) in enumerate(zip(told, missing, strict=True), 1)
            ]  # fmt: skip
    return {
        "scorecard": pd.DataFrame(cards, columns=CARD),
        "quarters": pd.DataFrame(values, columns=QUARTERS),
    }
