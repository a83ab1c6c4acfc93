"""What a fact from hospital episodes is: bed days, shares of them, and changes over the years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pooledfunds.claims.confidence_intervals import ratio_change, scaled, sum_change
from pooledfunds.claims.fact import DataUnavailableError, FactTables, Measured

if TYPE_CHECKING:
    import pandas as pd

CONDITIONS = ("lower_respiratory", "stroke", "fractured_neck_of_femur")
EMERGENCY, MENTAL_HEALTH = "all_emergency", "mental_health"
OLDER = ("65-74", "75-84", "85+")
MILLION = 1e6
WHOLE = 0.5  # of the published emergency admissions; an extract that holds less is a sample


@dataclass(frozen=True)
class Rate:
    """How a change is expressed: per so many persons, or as a share of the rate before.

    Parameters
    ----------
    per
        Persons; 100 for per cent where the change is relative.
    relative
        Whether the change is a share of the rate before.
    """

    per: float
    relative: bool = False


def activity(evidence: FactTables, condition: str, ages: tuple[str, ...] = OLDER) -> pd.DataFrame:
    """Return England's emergency activity of a condition by year, as it may be published.

    Whoever's home is not known is in it too.

    Parameters
    ----------
    evidence
        The tables of the run.
    condition
        A diagnosis set.
    ages
        Some of ``OLDER``.

    Raises
    ------
    DataUnavailableError
        When the hospital tables hold no such condition.
    """
    table = evidence.tables["england_activity"]
    chosen = table[(table["area_type"] == "pct") & (table["condition"] == condition)]
    if chosen.empty:
        words = condition.replace("_", " ")
        raise DataUnavailableError(
            f"the hospital tables count emergency stays and hold no set '{words}'"
        )
    return chosen[chosen["age_band"].isin(ages)]


def bed_days(
    evidence: FactTables, condition: str, year: str, ages: tuple[str, ...] = OLDER
) -> float:
    """Return England's emergency bed days of a condition and year.

    Parameters
    ----------
    evidence
        The tables of the run.
    condition
        A diagnosis set.
    year
        Financial year.
    ages
        Some of ``OLDER``.

    Raises
    ------
    DataUnavailableError
        When no records of the year are available.
    """
    table = activity(evidence, condition, ages)
    chosen = table[table["financial_year"] == year]
    if chosen.empty:
        raise DataUnavailableError(f"no hospital records of {year} are available")
    return float(chosen["bed_days"].sum())


def share_of_bed_days(evidence: FactTables, year: str, whole: str) -> float:
    """Return the three conditions' share of the bed days of those 65 and over, in per cent.

    Parameters
    ----------
    evidence
        The tables of the run.
    year
        Financial year.
    whole
        ``all_emergency``, or ``all`` for planned stays too, which the tables may not hold.
    """
    parts = sum(bed_days(evidence, condition, year) for condition in CONDITIONS)
    return 100 * parts / bed_days(evidence, whole, year)


def raising_factor(evidence: FactTables, year: str) -> float:
    """Return published emergency admissions of those 65 and over, over those of the records.

    Parameters
    ----------
    evidence
        The tables of the run.
    year
        Financial year.
    """
    published = evidence.figure("national_totals", "emergency_FAE_65plus", year, "episodes")
    table = activity(evidence, EMERGENCY)
    held = table.loc[table["financial_year"] == year, "admissions"].sum()
    if not held:
        raise DataUnavailableError(f"no hospital records of {year} are available")
    return float(published / held)


def million_bed_days(evidence: FactTables, condition: str, year: str, raised: bool) -> float:
    """Return England's emergency bed days of those 65 and over, in millions.

    Parameters
    ----------
    evidence
        The tables of the run.
    condition
        A diagnosis set.
    year
        Financial year.
    raised
        Whether to raise what the records hold to the published emergency admissions.

    Raises
    ------
    DataUnavailableError
        When the records are a sample, as the published admissions show, and are not raised.
    """
    counted = bed_days(evidence, condition, year) / MILLION
    if raised:
        return counted * raising_factor(evidence, year)
    if evidence.holds("national_totals"):
        share = 1 / raising_factor(evidence, year)
        if share < WHOLE:
            raise DataUnavailableError(
                f"the records hold {share:.1%} of the published emergency admissions of {year}: "
                "a sample, which has no national number"
            )
    return counted


def share_of_age(evidence: FactTables, condition: str, age_band: str, year: str) -> float:
    """Return an age band's share of the bed days of those 65 and over, in per cent.

    Parameters
    ----------
    evidence
        The tables of the run.
    condition
        A diagnosis set.
    age_band
        One of ``OLDER``.
    year
        Financial year.
    """
    own = bed_days(evidence, condition, year, (age_band,))
    return 100 * own / bed_days(evidence, condition, year)


def by_pct(
    evidence: FactTables, condition: str, measure: str, year: str, ages: tuple[str, ...]
) -> pd.Series:
    """Return a measure by PCT, zero where the year has none; unknown homes left out.

    These are exact counts: only how far they differ is told, to two digits (``told``).

    Parameters
    ----------
    evidence
        The tables of the run.
    condition
        A diagnosis set.
    measure
        ``bed_days`` or ``admissions``.
    year
        Financial year.
    ages
        Some of ``OLDER``.
    """
    table = evidence.tables["hes_activity"]
    table = table[(table["area_type"] == "pct") & (table["condition"] == condition)]
    table = table[table["age_band"].isin(ages)]
    if year not in set(table["financial_year"]):
        raise DataUnavailableError(f"no hospital records of {year} are available")
    bodies = evidence.tables["bodies"]
    codes = sorted(bodies.loc[bodies["area_type"] == "pct", "area_code"])
    counted = (
        table[table["financial_year"] == year].groupby("area_code", observed=True)[measure].sum()
    )
    return counted.reindex(codes, fill_value=0).astype(float)


def of_england(
    evidence: FactTables, condition: str, measure: str, year: str, ages: tuple[str, ...]
) -> float:
    """Return a measure of all PCTs together as it may be published; unknown homes left out.

    Parameters
    ----------
    evidence, condition, measure, year, ages
        See :func:`by_pct`.
    """
    table = activity(evidence, condition, ages)
    known = (table["financial_year"] == year) & (table["home"] == "known")
    return float(table.loc[known, measure].sum())


def told(value: float, measured: Measured) -> Measured:
    """Return a value made of protected counts, with limits whose distance has two digits.

    Parameters
    ----------
    value
        From protected counts.
    measured
        The same of exact counts, with its limits.
    """
    half = float(f"{(measured.conf_high - measured.conf_low) / 2:.2g}")
    return Measured(value, value - half, value + half)


def persons(evidence: FactTables, year: str, ages: tuple[str, ...]) -> pd.Series:
    """Return mid-year persons by PCT, of some of the age bands of activity.

    Parameters
    ----------
    evidence
        The tables of the run.
    year
        Financial year.
    ages
        Some of ``OLDER``.
    """
    from pooledfunds.linkage.outcomes.population import older_by_band

    population = evidence.tables["pct_population"].rename(columns={"pct_code": "area_code"})
    table = older_by_band(population)
    chosen = table[(table["financial_year"] == year) & table["age_band"].isin(ages)]
    if chosen.empty:
        raise DataUnavailableError(f"no population of PCTs for {year}")
    return chosen.groupby("area_code")["persons"].sum()


def change_in_number(
    evidence: FactTables, condition: str, measure: str, base: str, end: str
) -> Measured:
    """Return the change of England's number of bed days or admissions of those 65 and over.

    Parameters
    ----------
    evidence
        The tables of the run.
    condition
        A diagnosis set.
    measure
        ``bed_days`` or ``admissions``.
    base
        First year.
    end
        Last year.
    """
    before, after = (by_pct(evidence, condition, measure, year, OLDER) for year in (base, end))
    first, last = (of_england(evidence, condition, measure, year, OLDER) for year in (base, end))
    return told(last - first, sum_change(before.to_numpy(), after.to_numpy()))


def change_in_rate(
    evidence: FactTables,
    condition: str,
    measure: str,
    years: tuple[str, str],
    ages: tuple[str, ...],
    rate: Rate,
) -> Measured:
    """Return the change of England's rate from one year to another.

    Parameters
    ----------
    evidence
        The tables of the run.
    condition, measure
        ``bed_days`` or ``admissions`` of a diagnosis set.
    years
        The first and the last.
    ages
        Age bands of the persons, and of the stays counted.
    rate
        How the change is expressed.
    """
    sides, rates = [], []
    for year in years:
        counted = by_pct(evidence, condition, measure, year, ages)
        people = persons(evidence, year, ages).reindex(counted.index)
        sides.append((counted.to_numpy(), people.to_numpy()))
        rates.append(of_england(evidence, condition, measure, year, ages) / people.sum())
    value = rates[1] / rates[0] - 1 if rate.relative else rates[1] - rates[0]
    return scaled(told(float(value), ratio_change(sides[0], sides[1], rate.relative)), rate.per)


def change_in_length_of_stay(evidence: FactTables, base: str, end: str) -> Measured:
    """Return the change of the mean length of mental health stays that ended in a year, nights.

    Parameters
    ----------
    evidence
        The tables of the run.
    base
        First year.
    end
        Last year.
    """
    from pooledfunds.linkage.outcomes.lengths_of_stay import mental_health_stays

    table = mental_health_stays(evidence.tables["hes_lengths_of_stay"], "pct")
    table = table.set_index(["financial_year", "area_code"])
    missing = {base, end} - set(table.index.get_level_values(0))
    if missing:
        raise DataUnavailableError(
            f"no mental health stays of {', '.join(sorted(missing))} are available"
        )
    table["nights"] = table["mh_stays"] * table["mh_length_of_stay"]
    before, after = table.loc[base], table.loc[end]
    both = before.index.intersection(after.index)
    sides = [
        (side.loc[both, "nights"].to_numpy(), side.loc[both, "mh_stays"].to_numpy())
        for side in (before, after)
    ]
    lengths = activity(evidence, MENTAL_HEALTH, ("all",)).groupby("financial_year")
    sums = lengths[["stay_days", "stays"]].sum()
    means = sums["stay_days"] / sums["stays"]
    return told(float(means[end] - means[base]), ratio_change(sides[0], sides[1]))
