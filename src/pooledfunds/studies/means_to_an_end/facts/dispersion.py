"""What a fact on variation between areas is: spread beyond chance, and the width of the middle.

The systematic component of variation (McPherson and others 1982) is the mean over areas of
((observed - expected)^2 - expected) / expected^2: what is left of the spread of observed over
expected numbers once a Poisson count's chance is taken off. Areas are weighted by the square of
their expected number, the inverse of what chance alone makes of each: an area that expects two
admissions would drown the others.
"""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from pooledfunds.claims.confidence_intervals import coefficient_of_variation, ratio
from pooledfunds.claims.fact import DataUnavailableError, FactTables, Measured
from pooledfunds.studies.means_to_an_end.facts import delays

if TYPE_CHECKING:
    import pandas as pd

YEAR = "2007/08"
PLURALS = {"pct": "PCTs", "council": "councils"}


def systematic_component(observed: pd.Series, expected: pd.Series) -> Measured:
    """Return the systematic component of variation of observed numbers about expected ones.

    A ratio of sums over areas, with a jackknife that leaves out each area in turn.

    Parameters
    ----------
    observed
        Numbers by body.
    expected
        Expected numbers, in the same order.
    """
    beyond_chance = (observed - expected) ** 2 - expected
    return ratio(beyond_chance.to_numpy(), (expected**2).to_numpy())


def ninety_over_ten(values: pd.Series) -> float:
    """Return the ninetieth over the tenth percentile of areas.

    Raises
    ------
    DataUnavailableError
        When the tenth percentile is zero: a tenth of the areas has none.
    """
    low = values.quantile(0.1)
    if low <= 0:
        raise DataUnavailableError("a tenth of the bodies or more have none")
    return float(values.quantile(0.9) / low)


def admissions(evidence: FactTables, condition: str, area_type: str) -> pd.DataFrame:
    """Return observed and expected emergency admissions of those 65 and over, by body.

    Parameters
    ----------
    evidence
        The tables of the run.
    condition
        A diagnosis set.
    area_type
        Type of area.

    Raises
    ------
    DataUnavailableError
        When the study counts no such condition.
    """
    panel = evidence.panel(area_type, YEAR)
    columns = [f"admissions_{condition}", f"expected_admissions_{condition}"]
    if not set(columns) <= set(panel):
        words = condition.replace("_", " ")
        raise DataUnavailableError(f"the study counts no condition '{words}' (hes.diagnosis_sets)")
    table = panel[columns].dropna()
    table.columns = ["observed", "expected"]
    return known(table)


def delayed(evidence: FactTables, area_type: str) -> pd.DataFrame:
    """Return observed and expected delayed patients at a mean census, by body.

    The same patients are counted week after week, so that it is a census, not their sum, whose
    chance is a Poisson count's.

    Parameters
    ----------
    evidence
        The tables of the run.
    area_type
        Type of area, or ``D41`` for councils by that indicator.
    """
    if area_type == "D41":
        frame = evidence.panel("council", YEAR).index
        table = delays.by_council(evidence, YEAR, "D41", "65_plus")
        table = table[table.index.isin(frame)]
    else:
        panel = evidence.panel(area_type, YEAR)
        table = panel.assign(patients=panel["delayed_patients"] / panel["censuses"])
        table = table.rename(columns={"population_65_plus": "persons"})[["patients", "persons"]]
    table = table.dropna()
    rate = table["patients"].sum() / table["persons"].sum() if len(table) else 0
    table = table.assign(observed=table["patients"], expected=rate * table["persons"])
    return known(table[["observed", "expected"]])


def known(table: pd.DataFrame) -> pd.DataFrame:
    """Return observed and expected numbers, or say that there are none."""
    table = table[table["expected"] > 0]
    if table.empty:
        raise DataUnavailableError(f"no body has both a number and one expected in {YEAR}")
    return table


def component_of_admissions(evidence: FactTables, condition: str, area_type: str) -> Measured:
    """Return the systematic component of variation of admissions between bodies of a type.

    Parameters
    ----------
    evidence
        The tables of the run.
    condition
        A diagnosis set.
    area_type
        Type of area, or ``D41`` for councils by that indicator.
    """
    table = admissions(evidence, condition, area_type)
    return systematic_component(table["observed"], table["expected"])


def component_of_delays(evidence: FactTables, area_type: str) -> Measured:
    """Return the systematic component of variation of delayed patients between bodies.

    Parameters
    ----------
    evidence
        The tables of the run.
    area_type
        Type of area, or ``D41`` for councils by that indicator.
    """
    table = delayed(evidence, area_type)
    return systematic_component(table["observed"], table["expected"])


def range_of_admissions(evidence: FactTables, condition: str, area_type: str) -> float:
    """Return the ninetieth over the tenth percentile of standardised admission ratios.

    Parameters
    ----------
    evidence
        The tables of the run.
    condition
        A diagnosis set.
    area_type
        Type of area, or ``D41`` for councils by that indicator.
    """
    table = admissions(evidence, condition, area_type)
    return ninety_over_ten(table["observed"] / table["expected"])


def range_of_delays(evidence: FactTables, area_type: str) -> float:
    """Return the ninetieth over the tenth percentile of bodies' rates of delay.

    Parameters
    ----------
    evidence
        The tables of the run.
    area_type
        Type of area, or ``D41`` for councils by that indicator.
    """
    table = delayed(evidence, area_type)
    return ninety_over_ten(table["observed"] / table["expected"])


def ratio_of_spreads(evidence: FactTables, condition: str) -> Measured:
    """Return the systematic spread between PCTs over that between councils.

    Spreads are square roots of the component, and the limits those of the ratio's log by the delta
    method, as if the two types of area were independent: the same patients make both, so that the
    limits are too wide rather than too narrow. Where chance explains all the spread of a type there
    is none to compare.

    Parameters
    ----------
    evidence
        The tables of the run.
    condition
        A diagnosis set.
    """
    found = {
        area_type: component_of_admissions(evidence, condition, area_type) for area_type in PLURALS
    }
    if min(part.value for part in found.values()) <= 0:
        raise DataUnavailableError("chance alone explains how bodies of one type differ")
    value = (found["pct"].value / found["council"].value) ** 0.5
    relative = [(part.conf_high - part.value) / part.value for part in found.values()]
    half = sum(part**2 for part in relative) ** 0.5 / 2
    return Measured(value, value * exp(-half), value * exp(half))


def spending_per_head(evidence: FactTables) -> pd.Series:
    """Return PCTs' spending on mental health per head in 2007/08."""
    values = evidence.panel("pct", YEAR)["budget_per_head_mental_health"].dropna()
    if values.empty:
        raise DataUnavailableError(f"no PCT's spending per head of {YEAR} is known")
    return values


def spread_of_spending(evidence: FactTables) -> Measured:
    """Return the coefficient of variation of PCTs' mental health spending per head."""
    return coefficient_of_variation(spending_per_head(evidence).to_numpy())


def range_of_spending(evidence: FactTables) -> float:
    """Return the ninetieth over the tenth percentile of PCTs' mental health spending per head."""
    return ninety_over_ten(spending_per_head(evidence))
