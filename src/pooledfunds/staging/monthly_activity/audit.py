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
    assert table.total is not None
    for measure, column in place.items():
        totals.compare(
            ENGLAND, table.total[column], table.figures[:, column].sum(),
            lambda _, column=column: table.cell(-1, column), measure=measure,
        )  # fmt: skip
    for measure, parts in MADE_OF.items():
        column, own = place[measure], [place[part] for part in parts]
        totals.compare(
            PARTS, table.figures[:, column], table.figures[:, own].sum(axis=1),
            lambda record, column=column: table.cell(record, column), PRINTED_SO, measure=measure,
        )  # fmt: skip
    totals.compare(
        WHOLE, table.figures.ravel(), np.floor(table.figures).ravel(),
        lambda n: table.cell(*divmod(n, len(place))), FRACTION, measure="",
    )  # fmt: skip
    check_regions(totals, table, book.tables[REGIONS])
    return totals


def check_regions(totals: PrintedTotals, table: MonthlyTable, regions: MonthlyTable) -> None:
    """Hold the figures of each region against the sum of its commissioners.

    A commissioner without a region is one of its own. A sheet whose lines are of another month, as
    they are in one published workbook, is reported with that reason.
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
    reason = f"the sheet's lines are of {', '.join(others)}" if others else ""
    width = len(regions.columns)
    totals.compare(
        REGION, np.append(regions.figures.ravel(), 0.0), np.append(sums.ravel(), lost),
        lambda n: regions.cell(*divmod(min(n, regions.figures.size - 1), width)),
        reason, measure="",
    )  # fmt: skip
