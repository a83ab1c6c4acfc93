"""The printed totals of monthly activity, held against their parts in every month (decision 86)."""

import numpy as np

from pooledfunds.core.errors import IssueList
from pooledfunds.staging.layouts.monthly_tables import MonthlyTable
from pooledfunds.staging.layouts.monthly_workbooks import MonthlyWorkbook
from pooledfunds.staging.layouts.printed_totals import PrintedTotals
from pooledfunds.staging.monthly_activity.commissioners import (
    CODE,
    COMMISSIONERS,
    REGIONS,
    months_of_lines,
)

ENGLAND = "commissioners to England"
PARTS = "parts to their total"
WHOLE = "whole numbers"
REGION = "commissioners to regions"
SHEETS = "totals of two sheets"
# Totals of the return with the measures that make them up.
MADE_OF = {
    "elective_admissions": ("elective_ordinary_admissions", "elective_day_case_admissions"),
    "planned_admissions": ("planned_ordinary_admissions", "planned_day_case_admissions"),
}
PRINTED_SO = "commissioners return total and parts, and print what they returned"
FRACTION = "printed with a fraction, which England's total includes"


def check_month(book: MonthlyWorkbook, faults: IssueList) -> PrintedTotals:
    """Return every comparison of a month's printed figures.

    Only England's totals must hold. That a commissioner's total is not the sum of its parts, or a
    figure not whole, is as it was returned; sheets of regions give nothing that is used.

    Parameters
    ----------
    book
        A workbook of one month.
    faults
        Gets totals of England that differ from the sum of commissioners, and regions that differ
        without a reason.
    """
    totals = PrintedTotals(book.file, book.month, faults)
    table = book.tables[COMMISSIONERS]
    place = {measure: n for n, measure in enumerate(table.labelled("measure"))}
    assert table.total is not None  # a sheet without it has been set aside
    for measure, column in place.items():
        printed, sums = table.total[[column]], table.figures[:, [column]].sum(axis=0)
        where = table.cells([column], first=len(table.lines))
        totals.compare(ENGLAND, printed, sums, where, measure=measure)
    for measure, names in MADE_OF.items():
        column, parts = place[measure], [place[name] for name in names]
        printed, sums = table.figures[:, column], table.figures[:, parts].sum(axis=1)
        totals.compare(PARTS, printed, sums, table.cells([column]), PRINTED_SO, measure=measure)
    printed, where = table.figures.ravel(), table.cells(range(len(place)))
    totals.compare(WHOLE, printed, np.floor(printed), where, FRACTION, measure="")
    check_regions(totals, table, book.tables[REGIONS])
    return totals


def check_regions(totals: PrintedTotals, table: MonthlyTable, regions: MonthlyTable) -> None:
    """Hold the figures of each region against the sum of its commissioners.

    A commissioner without a region is one of its own. A sheet whose lines say another
    month, as they do in one published workbook, is reported with that reason.

    Parameters
    ----------
    totals
        Gets the comparisons.
    table
        Of commissioners.
    regions
        Of the sheet of regions.
    """
    codes = table.keys["region_code"]
    own = [region or code for region, code in zip(codes, table.keys[CODE], strict=True)]
    known = regions.keys["region_code"]
    places = {code: n for n, code in enumerate(known)}
    sums = np.zeros_like(regions.figures)
    lost = 0.0
    for record, code in enumerate(own):
        if code in places:
            sums[places[code]] += table.figures[record]
        else:
            lost += table.figures[record].sum()
    others = sorted(set(months_of_lines(regions)) - {totals.month})
    reason = f"the sheet's lines say {', '.join(others)}" if others else ""
    printed, sums = np.append(regions.figures.ravel(), 0.0), np.append(sums.ravel(), lost)
    where = regions.cells(range(len(regions.columns)))
    totals.compare(REGION, printed, sums, where, reason, measure="")
    totals.rows[-1]["explanation"] = reason  # told where the figures agree too
    if regions.total is not None and table.total is not None:
        last = regions.cells(range(len(regions.columns)), first=len(regions.lines))
        totals.compare(SHEETS, regions.total, table.total, last, reason, measure="")
