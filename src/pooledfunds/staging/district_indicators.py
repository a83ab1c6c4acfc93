"""Public health indicators by district (Fingertips): values, and England's beside their mean."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from pooledfunds.areas.district_weights import district_persons, weighted_mean
from pooledfunds.catalogue.indicators import DISTRICT_INDICATORS, INDICATOR_AUDIT
from pooledfunds.core.financial_year import EXAMPLE, year_name
from pooledfunds.staging.layouts.checks import (
    accounts_by_file,
    financial_year,
    note_repeated,
    numbers,
    report_violations,
)
from pooledfunds.staging.layouts.editions import read_returns
from pooledfunds.staging.layouts.plausibility import note_implausible
from pooledfunds.staging.reading import ReadingContext, StagedReturn, conform
from pooledfunds.staging.small_area_lookup import ENGLAND, LOCAL_AUTHORITY, UNKNOWN, successions_of

Weights = Callable[[pd.DataFrame, Mapping[str, str], ReadingContext], pd.Series]
COMBINED = r"E47[0-9]{6}$"  # combined authorities: their districts stand in the return too


def read_district_indicator(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return ``indicator_of`` a return whose districts weigh by the persons of its age.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    known = context.tables["local_authority_areas"].set_index("ons_code")["area_code"]
    return indicator_of(files, context, known, persons_of)


def read_by_small_areas(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return ``indicator_of`` a return whose districts weigh by their small areas (decision 103).

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    districts = context.tables["district_small_areas"].set_index("district_code")

    def small_areas_of(rows: pd.DataFrame, *_: object) -> pd.Series:
        return rows["district_code"].map(districts["small_areas"])

    return indicator_of(files, context, districts["area_code"], small_areas_of)


def indicator_of(
    files: Sequence[str], context: ReadingContext, known: pd.Series, weights_of: Weights
) -> StagedReturn:
    """Return an indicator by district and year, and the audit of what is printed for England.

    The word list ``district_indicators`` says what the file must hold: one indicator, of one age,
    in one unit. A calendar year stands for the financial year that began in it (decision 94).

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    known
        Area of the study by district.
    weights_of
        From rows, the row of ``district_indicators`` and the context to the weight of each row.

    Returns
    -------
    StagedReturn
        ``catalogue.indicators.DISTRICT_INDICATORS`` and ``INDICATOR_AUDIT``.
    """
    faults, source = context.issues, context.source
    rows = context.codelists["district_indicators"].set_index("source")
    listed = {str(name): str(rows.at[source, name]) for name in rows}
    table, counted = read_returns(files, "district_indicators", context.editions, faults)
    for column in ("title", "measure", "unit"):
        rule = f"not {listed[column]!r}: is it another indicator, or another sex or age?"
        report_violations(faults, table, column, rule, table[column] != listed[column])
    note_repeated(faults, table, ["district_code", "period"])
    table["financial_year"] = table["period"].map(year_of_period)
    rule = f"neither a calendar year of four digits nor a financial year such as {EXAMPLE}"
    report_violations(faults, table, "period", rule, table["financial_year"] == "")
    text = table["value"]
    table["value"] = numbers(faults, table, "value")
    note_implausible(faults, source, table)
    combined = table["district_code"].str.match(COMBINED)
    england = table["district_code"].str.match(ENGLAND)
    table["area_code"] = table["district_code"].map(known)
    lost = table["area_code"].isna() & ~combined & ~england
    report_violations(faults, table, "district_code", UNKNOWN, lost)
    kept = table[table["area_code"].notna() & (table["financial_year"] != "")]
    kept = kept.assign(indicator=listed["indicator"], weight=weights_of(kept, listed, context))
    audit = audit_england(kept, table[england].assign(indicator=listed["indicator"]))
    note_audit(context, table[england], audit, float(listed["tolerance"]))
    reasons = pd.Series("", index=table.index).mask(combined, "combined authority: its districts")
    reasons = reasons.mask(england, "England: held against the districts").mask(lost, "no area")
    account = accounts_by_file(source, table.assign(value=text), reasons, counted)
    tables = {
        "district_indicators": conform(kept, DISTRICT_INDICATORS),
        "indicator_audit": conform(audit, INDICATOR_AUDIT),
    }
    return StagedReturn(tables, account)


def year_of_period(period: str) -> str:
    """Return the financial year of a period: its own, or the one that began in a calendar year."""
    if period.isdecimal() and len(period) == len("yyyy"):
        return year_name(int(period))
    return financial_year(period)


def persons_of(rows: pd.DataFrame, listed: Mapping[str, str], context: ReadingContext) -> pd.Series:
    """Return the persons of the indicator's age in each row's district and year.

    Parameters
    ----------
    rows
        ``district_code, financial_year``.
    listed
        Row of the word list ``district_indicators``.
    context
        Population by district, the lookup of small areas, and successions.
    """
    population = context.tables["district_population"]
    population = population[population["age_band"] == listed["age_band"]]
    columns = ["district_code", "financial_year", "persons"]
    lookup, moved = context.tables["small_area_lookup"], successions_of(context, LOCAL_AUTHORITY)
    return district_persons(rows, population[columns], lookup, moved)


def audit_england(districts: pd.DataFrame, england: pd.DataFrame) -> pd.DataFrame:
    """Return England's printed value of each year beside the weighted mean of the districts.

    Districts without a value have no part in the mean; years without a weight have no audit.

    Parameters
    ----------
    districts
        ``indicator, financial_year, value, weight``.
    england
        ``indicator, financial_year, value``.
    """
    given = districts[districts["value"].notna() & districts["weight"].notna()]
    by = given.groupby("financial_year")["value"].size().rename("districts")
    mean = weighted_mean(given["value"], given["weight"], [given["financial_year"]])
    table = england[["indicator", "financial_year", "value"]].rename(columns={"value": "printed"})
    table = table.merge(by.to_frame().assign(weighted=mean), on="financial_year")
    table = table.astype({"printed": float, "weighted": float})
    return table.assign(difference=table["weighted"] / table["printed"] - 1)


def note_audit(
    context: ReadingContext, england: pd.DataFrame, audit: pd.DataFrame, tolerance: float
) -> None:
    """Note years in which the districts' weighted mean is far from what is printed for England.

    Parameters
    ----------
    context
        Gets what is wrong.
    england
        England's rows, with ``file, line, financial_year``.
    audit
        ``financial_year, difference``.
    tolerance
        Share of the printed value.
    """
    apart = audit.set_index("financial_year")["difference"].abs()
    far = england["financial_year"].map(apart) > tolerance
    rule = (
        f"the weighted mean of the districts is over {tolerance:.0%} from England's: is one lost?"
    )
    report_violations(context.issues, england, "value", rule, far)
