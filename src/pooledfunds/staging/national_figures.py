"""Single printed figures: national totals, published answers, surveys, places' own returns."""

import re
from collections.abc import Sequence

import pandas as pd

from pooledfunds.core.cells import split_list
from pooledfunds.core.errors import IssueList
from pooledfunds.core.financial_year import EXAMPLE
from pooledfunds.staging.layouts.checks import (
    accounts_by_file,
    financial_year,
    note_repeated,
    numbers,
    report_violations,
)
from pooledfunds.staging.layouts.date_forms import parse_date
from pooledfunds.staging.layouts.editions import read_returns
from pooledfunds.staging.layouts.frames import hold_against_frame
from pooledfunds.staging.layouts.plausibility import note_implausible
from pooledfunds.staging.reading import ReadingContext, StagedReturn

YEAR = re.compile(r"(?:19|20)[0-9]{2}")
KEY = ["source_id", "measure", "geography", "period"]


def read_national_figures(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return every printed figure of a source (``catalogue.returns.NATIONAL_FIGURES``).

    A period that is a financial year is written 2007/08; any other stays as the source writes it.
    The code list ``national_measures`` has ``source, measure, units, low, high, first, last``: what
    each source measures.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    faults, measures = context.issues, context.codelists["national_measures"]
    source = context.source
    table, counted = read_returns(files, "figures", context.editions, faults)
    table["source_id"] = source
    note_periods(faults, table)
    table["period"] = [financial_year(text) or text for text in table["period"]]
    for column in ("measure", "geography", "unit", "source"):
        report_violations(faults, table, column, "blank", table[column] == "")
    table["value"] = numbers(faults, table, "value", low=float("-inf"), needed=True)
    note_measures(faults, table, measures[measures["source"] == source])
    note_implausible(faults, "figures", table)
    note_repeated(faults, table, KEY[1:], "measure, geography and period")
    account = accounts_by_file(source, table, counted=counted)
    frame = hold_series_against_frame(source, table, measures, faults)
    account = pd.concat([account, frame], ignore_index=True)
    figures = table.rename(columns={"source": "printed_in"})
    figures = figures[[*KEY, "value", "unit", "printed_in"]].sort_values(KEY, ignore_index=True)
    return StagedReturn({"national_figures": figures}, account)


def note_periods(faults: IssueList, table: pd.DataFrame) -> None:
    """Note periods that are neither a year nor a date.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    table
        Records as text or typed, with ``file`` and ``line``.
    """
    told = [
        bool(financial_year(text) or YEAR.fullmatch(text)) or not pd.isna(parse_date(text))
        for text in table["period"]
    ]
    rule = f"not a financial year ({EXAMPLE}), a calendar year (2007) or a date (2007-06-29)"
    report_violations(
        faults, table, "period", rule, ~pd.Series(told, index=table.index, dtype=bool)
    )


def note_measures(faults: IssueList, table: pd.DataFrame, measures: pd.DataFrame) -> None:
    """Note measures that are not declared, in a unit that is not, or outside their range.

    `measures` has ``measure, units, low, high``: those of one source.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    table
        Records as text or typed, with ``file`` and ``line``.
    measures
        The code list of the measures of the source.
    """
    known = measures.set_index("measure")
    declared = table["measure"].isin(known.index)
    for name in table.loc[~declared, "measure"].unique():
        rule = f"no such measure of this source: {name} (config/codelists/national_measures.csv)"
        report_violations(faults, table, "measure", rule, table["measure"] == name)
    for name, rows in table[declared].groupby("measure", sort=False):
        row = pd.Series(known.loc[name])
        units = tuple(split_list(row["units"]))
        name = str(name)
        rule = f"{name} is not in this unit but in {' or '.join(units)}"
        report_violations(faults, rows, "unit", rule, ~rows["unit"].str.startswith(units))
        outside = ~rows["value"].between(float(row["low"]), float(row["high"]))
        rule = f"{name} outside {row['low']} to {row['high']}: is it in another unit?"
        report_violations(faults, rows, "value", rule, outside & rows["value"].notna())


def hold_series_against_frame(
    source: str, table: pd.DataFrame, measures: pd.DataFrame, faults: IssueList
) -> pd.DataFrame:
    """Return the account of a source's series: each declared measure, in every year of the source.

    The years of a source are those that it has, and those from ``first`` to ``last`` of a measure.
    What a source prints is no frame: a series that ends before others is counted and no fault.

    Parameters
    ----------
    source
        Name of the return, as ``config/sources.csv`` has it.
    table
        Figures of the source.
    measures
        The code list of the measures of the source.
    faults
        Gets what is wrong, each with its place and what to do.
    """
    yearly = table[table["period"].map(financial_year) != ""]
    series = yearly["measure"] + " of " + yearly["geography"]
    unseen = set(measures.loc[measures["source"] == source, "measure"]) - set(table["measure"])
    wanted = pd.concat([series, pd.Series(sorted(unseen), dtype=object)])
    rows = yearly.assign(series=series, financial_year=yearly["period"])
    spans = measures[(measures["source"] == source) & (measures["first"] != "")]
    declared = pd.unique(spans[["first", "last"]].to_numpy().ravel())  # the years between follow
    rows = pd.concat([rows, pd.DataFrame({"series": "", "financial_year": declared})])
    return hold_against_frame("figures", rows, wanted, faults, source)
