"""Delayed days by council and month, from the workbooks that NHS England published."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pooledfunds.catalogue.monthly_returns import DELAYED_DAYS, DELAYED_DAYS_AUDIT
from pooledfunds.core.row_accounts import Fate, account_table, fates_of
from pooledfunds.staging.delayed_transfers_monthly.areas import (
    BREAKDOWNS,
    OUTSIDE,
    DelaysOfMonth,
    council_codes,
    delays_of_month,
    note_changes,
)
from pooledfunds.staging.delayed_transfers_monthly.audit import ALL, DAYS, check_month, columns_of
from pooledfunds.staging.layouts.long_tables import Part, long_table
from pooledfunds.staging.layouts.monthly_workbooks import (
    layout_of,
    months_read,
    read_monthly_workbooks,
)
from pooledfunds.staging.layouts.months import financial_year_of
from pooledfunds.staging.layouts.printed_totals import audit_of
from pooledfunds.staging.reading import ReadingContext, StagedReturn, conform

TOTAL = "total"
NOT_IN_ENGLAND = "residents outside England, counted in the printed England"


def read_delayed_days(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return the days of delayed transfer by council, month and breakdown, and their audit.

    Parameters
    ----------
    files
        A workbook for each month of the years that ``source_years`` says.
    context
        Word lists (``editions``, ``monthly_markers``, ``monthly_notes``, ``delayed_days_areas``,
        ``source_years``) and the list of councils.
    """
    faults = context.issues
    layout = layout_of(context, (*BREAKDOWNS, "england"))
    books, account = read_monthly_workbooks(files, layout, context)
    codes = council_codes(context)
    aligned = [delays_of_month(book, codes, faults) for book in books]
    months = [month for month in aligned if month is not None]
    note_changes(months, faults)
    checked = [check_month(month, faults) for month in months]
    areas = [fate for month in months for fate in fates_of_areas(month)]
    nothing = fates_of(context.source, "(all files)", 0, 0)
    audit = audit_of(checked, ["breakdown", "category"])
    return StagedReturn(
        {
            "delayed_days": conform(rows_of_months(months), DELAYED_DAYS),
            "delayed_days_audit": conform(audit, DELAYED_DAYS_AUDIT),
            "monthly_workbooks": months_read(context.source, books),
        },
        account_table([*nothing, *areas, *account]),
    )


def rows_of_months(months: Sequence[DelaysOfMonth]) -> pd.DataFrame:
    """Return a row for each council, month and category, the total once.

    Parameters
    ----------
    months
        Of delayed days.
    """
    parts: list[Part] = []
    for month in months:
        inside = np.array([area != OUTSIDE for area in month.areas])
        areas = np.array(month.areas, dtype=object)[inside]
        for breakdown, table in month.tables.items():
            for category, column in columns_of(table, DAYS).items():
                if category == ALL and breakdown != BREAKDOWNS[0]:
                    continue  # the same total, as the audit has made sure
                parts.append(
                    {
                        "area_code": areas,
                        "month": month.month,
                        "financial_year": financial_year_of(month.month),
                        "breakdown": TOTAL if category == ALL else breakdown,
                        "category": category,
                        "delayed_days": table.figures[inside, column],
                    }
                )
    return long_table(parts, list(DELAYED_DAYS.columns))


def fates_of_areas(month: DelaysOfMonth) -> list[Fate]:
    """Return the account of a workbook's areas: those kept are councils."""
    outside = sum(area == OUTSIDE for area in month.areas)
    submitted = len(month.areas)
    return fates_of(
        "delayed_transfers_monthly", month.file, submitted, submitted - outside,
        {NOT_IN_ENGLAND: outside} if outside else {},
    )  # fmt: skip
