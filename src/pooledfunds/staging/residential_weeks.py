"""Weeks of residential and nursing care that councils support: PSSEX1's sheets of activity."""

from collections.abc import Sequence

import pandas as pd

from pooledfunds.areas.names import council_finder
from pooledfunds.catalogue.returns import RESIDENTIAL_WEEKS
from pooledfunds.core.errors import IssueList
from pooledfunds.staging.layouts.checks import (
    accounts_by_file,
    financial_year,
    financial_years,
    note_repeated,
    numbers,
    report_violations,
)
from pooledfunds.staging.layouts.editions import read_returns
from pooledfunds.staging.layouts.frames import hold_against_frame
from pooledfunds.staging.layouts.markers import missing_reason
from pooledfunds.staging.layouts.plausibility import note_implausible
from pooledfunds.staging.reading import ReadingContext, StagedReturn, conform

SOURCE = "residential_weeks"
DIFFERENCES = "residential_weeks_differences"
ROUNDING = 1.0  # weeks, of a printed total


def read_residential_weeks(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return weeks by council and year, after holding them against the printed totals.

    Rows of years before the source's first (``source_years``) are set aside, and so are totals and
    councils without a figure.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.

    Returns
    -------
    StagedReturn
        ``catalogue.returns.RESIDENTIAL_WEEKS``.
    """
    faults, councils = context.issues, context.councils
    first, last = context.allowed_years(SOURCE)
    table, counted = read_returns(files, SOURCE, context.editions, faults)
    early = table["financial_year"].map(financial_year).between("1", first, inclusive="left")
    table["financial_year"] = financial_years(faults, table, "financial_year", ("", last))
    name_areas(table, context)
    note_repeated(faults, table, ["cssr_code", "financial_year"], "council and year")
    table["weeks"] = numbers(faults, table, "weeks_ld_18_64")
    of_council = table["area_type"] == "council"
    note_implausible(faults, SOURCE, table[of_council & ~early])
    class_of = dict(zip(councils["cssr_code"], councils["area_class"], strict=True))
    differences = context.codelists[DIFFERENCES]
    classed = table.assign(area_class=table["cssr_code"].map(class_of))
    check_totals(faults, classed[~early], differences)
    reasons = missing_reason(table, "weeks_ld_18_64")
    reasons = reasons.mask(~of_council, "a total").mask(early, f"before {first}: not comparable")
    account = accounts_by_file(SOURCE, table, reasons, counted)
    kept = table[(reasons == "") & table["weeks"].notna()]
    frame = hold_against_frame(SOURCE, kept, councils["cssr_code"], faults)
    weeks = conform(kept.rename(columns={"weeks": "weeks_supported"}), RESIDENTIAL_WEEKS)
    return StagedReturn({SOURCE: weeks}, pd.concat([account, frame], ignore_index=True))


def name_areas(table: pd.DataFrame, context: ReadingContext) -> None:
    """Add ``area_type`` and ``cssr_code``, in the place of which a total has its area's name.

    Parameters
    ----------
    table
        ``council`` as printed, with ``file`` and ``line``.
    context
        The list of councils, their other spellings, and where names are noted that are in neither.
    """
    area_of = council_finder(context.councils, context.codelists["council_aliases"])
    found = table["council"].map(lambda name: area_of(name) or ("", ""))
    table["area_type"], table["cssr_code"] = found.str[0], found.str[1]
    unknown = "no council or class of the list: add the spelling to council_aliases.csv"
    report_violations(context.issues, table, "council", unknown, table["area_type"] == "")


def check_totals(faults: IssueList, table: pd.DataFrame, differences: pd.DataFrame) -> None:
    """Note each printed total that is neither the sum of its councils nor a known difference.

    Parameters
    ----------
    faults
        Gets what is wrong.
    table
        ``financial_year, area_type, cssr_code, area_class, weeks`` with ``file`` and ``line``; a
        total has its area in the place of a code. A year without totals is not checked.
    differences
        ``financial_year, area, weeks``: sum of the councils less the printed total.
    """
    councils = table[table["area_type"] == "council"]
    sums = councils.groupby(["financial_year", "area_class"])["weeks"].sum().to_dict()
    sums |= {
        (year, "England"): weeks
        for year, weeks in councils.groupby("financial_year")["weeks"].sum().items()
    }
    known = {
        (year, area): float(weeks)
        for year, area, weeks in differences[["financial_year", "area", "weeks"]].to_numpy()
    }
    printed = table[(table["area_type"] != "council") & table["weeks"].notna()]
    keys = list(zip(printed["financial_year"], printed["cssr_code"], strict=True))
    apart = [sums.get(key, 0.0) - known.get(key, 0.0) for key in keys] - printed["weeks"]
    rule = "a printed total is not the sum of its councils: put it right, or give the reason in "
    rule += f"{DIFFERENCES}.csv"
    report_violations(faults, printed, "weeks_ld_18_64", rule, apart.abs() > ROUNDING)
