"""The printed totals of delayed days, held against their parts in every month (decision 92)."""

import calendar
from collections.abc import Sequence

import numpy as np

from pooledfunds.core.errors import IssueList
from pooledfunds.staging.delayed_transfers_monthly.areas import BREAKDOWNS, DelaysOfMonth
from pooledfunds.staging.layouts.monthly_tables import MonthlyTable
from pooledfunds.staging.layouts.printed_totals import PrintedTotals

ALL = "all"
DAYS, BEDS = "delayed_days", "dtoc_beds"
AREAS = "areas to England"
PARTS = "parts to their total"
SHEETS = "totals of two sheets"
ENGLAND_SHEET = "sheet of England"
BED_DAYS = "beds times days of the month"


def check_month(month: DelaysOfMonth, faults: IssueList) -> PrintedTotals:
    """Return every comparison of a month's printed figures.

    Parameters
    ----------
    month
        A month of delayed days.
    faults
        Gets totals that differ from their parts, and days that are not whole.
    """
    totals = PrintedTotals(month.file, month.month, faults)
    for breakdown in BREAKDOWNS:
        table = month.tables[breakdown]
        note_fractions(table, faults)
        check_areas(totals, breakdown, table)
        check_parts(totals, breakdown, table)
        check_beds(totals, breakdown, table)
        if breakdown != BREAKDOWNS[0]:
            check_sheets(totals, breakdown, table, month.tables[BREAKDOWNS[0]])
    check_england_sheet(totals, month)
    return totals


def columns_of(table: MonthlyTable, measure: str) -> dict[str, int]:
    """Return the number of each column of a measure by its category.

    Parameters
    ----------
    table
        Of one sheet.
    measure
        ``delayed_days`` or ``dtoc_beds``.
    """
    return {
        labels["category"]: n for n, labels in enumerate(table.labels)
        if labels["measure"] == measure
    }  # fmt: skip


def with_england(table: MonthlyTable) -> np.ndarray:
    """Return the figures with England's line as the last record."""
    assert table.total is not None  # a sheet without it has been set aside
    return np.vstack([table.figures, table.total])


def note_fractions(table: MonthlyTable, faults: IssueList) -> None:
    """Note days that are not whole: patients, or beds, in the place of days.

    Parameters
    ----------
    table
        Of one sheet.
    faults
        Gets what is wrong.
    """
    columns = list(columns_of(table, DAYS).values())
    broken = np.argwhere(table.figures[:, columns] % 1 > 0)
    if len(broken):
        place = table.cell(int(broken[0][0]), columns[int(broken[0][1])])
        rule = "not a whole number: days are, beds are not; are the columns exchanged?"
        faults.add(table.file, place, rule, len(broken))


def check_areas(totals: PrintedTotals, breakdown: str, table: MonthlyTable) -> None:
    """Hold England's line against the sum of all areas, those outside England among them.

    Parameters
    ----------
    totals
        Gets the comparisons.
    breakdown
        What the total is broken down by.
    table
        Of the sheet of that breakdown.
    """
    assert table.total is not None  # a sheet without it has been set aside
    sums = table.figures.sum(axis=0)
    for category, column in columns_of(table, DAYS).items():
        totals.compare(
            AREAS,
            table.total[column : column + 1],
            sums[column : column + 1],
            table.cells([column], first=len(table.lines)),
            breakdown=breakdown,
            category=category,
        )


def check_parts(totals: PrintedTotals, breakdown: str, table: MonthlyTable) -> None:
    """Hold the total of each area, and of England, against its parts.

    Parameters
    ----------
    totals
        Gets the comparisons.
    breakdown
        What the total is broken down by.
    table
        Of the sheet of that breakdown.
    """
    parts = columns_of(table, DAYS)
    total = parts.pop(ALL)
    whole = with_england(table)
    sums = whole[:, list(parts.values())].sum(axis=1)
    of = {"breakdown": breakdown, "category": ALL}
    totals.compare(PARTS, whole[:, total], sums, table.cells([total]), **of)


def check_sheets(
    totals: PrintedTotals, breakdown: str, table: MonthlyTable, first: MonthlyTable
) -> None:
    """Hold the total of each area, and of England, against that of the first sheet.

    Parameters
    ----------
    totals
        Gets the comparisons.
    breakdown
        What the total is broken down by.
    table
        Of the sheet of that breakdown.
    first
        Of the sheet that the others are held against.
    """
    column, other = columns_of(table, DAYS)[ALL], columns_of(first, DAYS)[ALL]
    printed, before = with_england(table)[:, column], with_england(first)[:, other]
    of = {"breakdown": breakdown, "category": ALL}
    totals.compare(SHEETS, printed, before, table.cells([column]), **of)


def check_beds(totals: PrintedTotals, breakdown: str, table: MonthlyTable) -> None:
    """Hold printed beds against days over the days of the month: they tell nothing further.

    Parameters
    ----------
    totals
        Gets the comparisons.
    breakdown
        What the total is broken down by.
    table
        Of the sheet of that breakdown.
    """
    beds, days = columns_of(table, BEDS), columns_of(table, DAYS)
    if not beds:
        return
    length = calendar.monthrange(int(totals.month[:4]), int(totals.month[5:]))[1]
    whole, columns = with_england(table), list(beds.values())
    own = whole[:, [days[category] for category in beds]]
    of = {"breakdown": breakdown, "category": ""}
    totals.compare(
        BED_DAYS, whole[:, columns].ravel() * length, own.ravel(), table.cells(columns), **of
    )


def check_england_sheet(totals: PrintedTotals, month: DelaysOfMonth) -> None:
    """Hold England's lines against the sheet that gives England by all three breakdowns at once.

    Its first lines are kinds of care without a reason, ``-``; those below are reasons within a kind
    of care, which only the first reason names.

    Parameters
    ----------
    totals
        Gets the comparisons.
    month
        A month of delayed days.
    """
    sheet = month.england
    bodies = sheet.labelled("responsible")
    cares = filled_down(sheet.keys["care_type"])
    reasons = [reason_of(text) for text in sheet.keys["reason"]]
    whole = np.array([reason == "" for reason in reasons])
    by_body = sheet.figures[whole].sum(axis=0)
    sums: dict[str, dict[str, float]] = {
        "type_of_care": {}, "reason": {},
        "responsible_body": dict(zip(bodies, map(float, by_body), strict=True)),
    }  # fmt: skip
    for n, days in enumerate(sheet.figures.sum(axis=1)):
        breakdown, word = ("type_of_care", cares[n]) if whole[n] else ("reason", reasons[n])
        sums[breakdown][word] = sums[breakdown].get(word, 0.0) + float(days)
    for breakdown, table in month.tables.items():
        columns = columns_of(table, DAYS)
        columns.pop(ALL)
        # A reason for which England's sheet has no line is no delay there, and must be none here.
        own = np.array([sums[breakdown].get(category, 0.0) for category in columns])
        places = list(columns.values())
        totals.compare(
            ENGLAND_SHEET,
            with_england(table)[-1, places],
            own,
            table.cells(places, first=len(table.lines)),
            breakdown=breakdown,
            category="",
        )


def filled_down(texts: Sequence[str]) -> list[str]:
    """Return kinds of care as the return's words have them, each blank as the one above."""
    words: list[str] = []
    for text in texts:
        word = text.lower().replace("-", "_")
        words.append(word or (words[-1] if words else ""))
    return words


def reason_of(text: str) -> str:
    """Return the code of a reason written ``Dii) Awaiting ...``, or nothing where there is none."""
    code, bracket, _ = text.partition(")")
    return code.strip().upper() if bracket else ""
