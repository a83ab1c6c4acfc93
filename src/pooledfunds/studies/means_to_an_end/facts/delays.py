"""What a fact on delayed transfers of care is: rates, shares, changes, from SitRep or D41."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pooledfunds.claims.confidence_intervals import greatest, rank_correlation, ratio_change, scaled
from pooledfunds.claims.fact import DataUnavailableError, FactTables, Measured

if TYPE_CHECKING:
    import pandas as pd

AGES = {"65_plus": "65 and over", "18_plus": "18 and over"}
CENSUSES_A_YEAR, DAYS_A_YEAR = 52, 365
PER = 1e5


def patients(evidence: FactTables, year: str, frequency: str, age: str) -> pd.Series:
    """Return the mean number of delayed patients at a census, by council.

    Parameters
    ----------
    evidence
        The tables of the run.
    year
        Financial year.
    frequency
        ``week`` or ``quarter``.
    age
        A name of ``AGES``.

    Raises
    ------
    DataUnavailableError
        When the situation report holds no such counts.
    """
    from pooledfunds.linkage.outcomes.delayed_transfers import delayed_patients

    table = evidence.tables["delayed_transfers"]
    table = table[(table["financial_year"] == year) & (table["frequency"] == frequency)]
    counted = delayed_patients(table, "council", age)
    if counted.empty:
        raise DataUnavailableError(
            f"no counts of patients aged {AGES[age]} by {frequency} and council for {year}"
        )
    counted = counted.set_index("area_code")
    return counted["delayed_patients"] / counted["censuses"]


def people(evidence: FactTables, year: str, age: str) -> pd.Series:
    """Return the mid-year population of councils by code.

    Parameters
    ----------
    evidence
        The tables of the run.
    year
        Financial year.
    age
        A name of ``AGES``.
    """
    table = evidence.tables["council_population"]
    chosen = table[
        (table["area_type"] == "council")
        & (table["financial_year"] == year)
        & (table["age_band"] == AGES[age])
    ]
    if chosen.empty:
        raise DataUnavailableError(f"no population aged {AGES[age]} for {year}")
    return chosen.set_index("area")["persons"]


def by_council(evidence: FactTables, year: str, source: str, age: str) -> pd.DataFrame:
    """Return mean delayed patients and persons by council, of the councils that have both.

    Parameters
    ----------
    evidence
        The tables of the run.
    year
        Financial year.
    age
        A name of ``AGES``.
    source
        ``week`` or ``quarter``: the situation report at that frequency; or ``D41``.
    """
    import pandas as pd

    if source == "D41":
        table = evidence.tables["delayed_transfer_indicators"]
        chosen = table[
            (table["indicator"] == source)
            & (table["financial_year"] == year)
            & (table["reason"] == "all")
        ]
        columns = {"mean_weekly_patients": "patients", "population": "persons"}
        found = chosen.set_index("cssr_code").rename(columns=columns)[[*columns.values()]]
    else:
        counted = patients(evidence, year, source, age)
        persons = people(evidence, year, age)
        found = pd.DataFrame({"patients": counted, "persons": persons})
    found = found.dropna()
    if found.empty:
        raise DataUnavailableError(f"{source} gives no patients with their population for {year}")
    return found


def rate(evidence: FactTables, year: str, source: str, age: str = "65_plus") -> float:
    """Return delayed patients at a census per 100,000 persons of the age, England.

    Parameters
    ----------
    evidence
        The tables of the run.
    year
        Financial year.
    source
        See :func:`by_council`.
    age
        A name of ``AGES``.
    """
    sums = by_council(evidence, year, source, age).sum()
    return float(PER * sums["patients"] / sums["persons"])


def change(evidence: FactTables, base: str, end: str, source: str) -> Measured:
    """Return the change of England's rate, per 100,000, over the councils of both years.

    Parameters
    ----------
    evidence
        The tables of the run.
    base
        First year.
    end
        Last year.
    source
        See :func:`by_council`.
    """
    before = by_council(evidence, base, source, "65_plus")
    after = by_council(evidence, end, source, "65_plus")
    both = before.index.intersection(after.index)
    sides = [
        (table.loc[both, "patients"].to_numpy(), table.loc[both, "persons"].to_numpy())
        for table in (before, after)
    ]
    return scaled(ratio_change(sides[0], sides[1]), PER)


def greatest_change(evidence: FactTables, years: tuple[str, ...], source: str) -> Measured:
    """Return the greatest of the changes from year to year, with the greatest of their limits.

    Below zero when the rate fell each year.

    Parameters
    ----------
    evidence
        The tables of the run.
    years
        In their order.
    source
        See :func:`by_council`.
    """
    return greatest([change(evidence, base, end, source) for base, end in pairwise(years)])


def share_for_equipment(evidence: FactTables, year: str, source: str) -> float:
    """Return the share of delayed patients aged 65 and over who wait for equipment, per cent.

    Reason F, community equipment and adaptations, of all reasons.

    Parameters
    ----------
    evidence
        The tables of the run.
    year
        Financial year.
    source
        See :func:`by_council`.
    """
    if source != "D41":
        from pooledfunds.linkage.outcomes.delayed_transfers import share_by_reason

        patients(evidence, year, "quarter", "65_plus")  # says so where there is none
        table = evidence.tables["delayed_transfers"]
        if "F" not in set(table.loc[table["financial_year"] == year, "reason"]):
            raise DataUnavailableError(f"the situation report parts no reasons for {year}")
        return float(100 * share_by_reason(table, "F", year))
    table = evidence.tables["delayed_transfer_indicators"]
    chosen = table[(table["indicator"] == source) & (table["financial_year"] == year)]
    waiting = chosen.groupby("reason", observed=True)["mean_weekly_patients"].sum(min_count=1)
    if "F" not in waiting.dropna().index or "all" not in waiting.dropna().index:
        raise DataUnavailableError(f"D41 parts no reasons for {year}")
    return float(100 * waiting["F"] / waiting["all"])


def snapshot_share(evidence: FactTables, year: str, snapshots: int) -> float:
    """Return delayed patients of so many snapshots as a share of persons 65 and over, per cent.

    Parameters
    ----------
    evidence
        The tables of the run.
    year
        Financial year.
    snapshots
        How many are added up.
    """
    return snapshots * rate(evidence, year, "week") * 100 / PER


def share_of_activity(evidence: FactTables, year: str, measure: str, snapshots: int) -> float:
    """Return delayed patients of so many snapshots over emergency activity, in per cent.

    Activity is raised to the published emergency admissions, because the situation report counts
    all patients where an extract of records may be a sample.

    Parameters
    ----------
    evidence
        The tables of the run.
    year
        Financial year.
    measure
        ``admissions``, ``stays`` (those that ended) or ``bed_days``, of those aged 65 and over.
    snapshots
        1: a mean snapshot; 52: a year's weekly ones; 365: delayed days, a patient a day each.
    """
    from pooledfunds.studies.means_to_an_end.facts.hospital import (
        EMERGENCY,
        activity,
        raising_factor,
    )

    waiting = patients(evidence, year, "week", "65_plus").sum()
    table = activity(evidence, EMERGENCY)
    counted = table.loc[table["financial_year"] == year, measure].sum()
    return float(100 * snapshots * waiting / (counted * raising_factor(evidence, year)))


def printed_share_of_admissions(evidence: FactTables, year: str, snapshots: int) -> float:
    """Return the printed rate times the people, over the published emergency admissions.

    Parameters
    ----------
    evidence
        The tables of the run.
    year
        Financial year.
    snapshots
        How many are added up.
    """
    admitted = evidence.figure("national_totals", "emergency_FAE_65plus", year, "episodes")
    waiting = evidence.printed("C115") / PER * people(evidence, year, "65_plus").sum()
    return float(100 * snapshots * waiting / admitted)


def correlation_with_spending(evidence: FactTables, year: str) -> Measured:
    """Return the rank correlation of councils' rates of delay with spending on older people.

    Spending per person aged 65 and over is taken for the supply of care at home, of rehabilitation
    and of intermediate care, of which no return counts places.

    Parameters
    ----------
    evidence
        The tables of the run.
    year
        Financial year.
    """
    panel = evidence.panel("council", year)
    table = panel[["delayed_rate", "spend_per_head_older_people"]].dropna()
    return rank_correlation(table["delayed_rate"], table["spend_per_head_older_people"])
