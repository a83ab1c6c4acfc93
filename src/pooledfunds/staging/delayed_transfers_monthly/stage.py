"""Delayed days by council and month, as NHS England published them from April 2011 to March 2019."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pooledfunds.catalogue.monthly_returns import DELAYED_DAYS, DELAYED_DAYS_AUDIT
from pooledfunds.core.row_accounts import row_account
from pooledfunds.staging.delayed_transfers_monthly.areas import (
    BREAKDOWNS,
    OUTSIDE,
    DelaysOfMonth,
    council_codes,
    delays_of_month,
    note_changes,
)
from pooledfunds.staging.delayed_transfers_monthly.audit import ALL, DAYS, check_month, columns_of
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
    books, accounts = read_monthly_workbooks(files, layout, context)
    codes = council_codes(context)
    aligned = [delays_of_month(book, codes, faults) for book in books]
    months = [month for month in aligned if month is not None]
    note_changes(months, faults)
    checked = [check_month(month, faults) for month in months]
    account = [row_account_of(month) for month in months] + accounts
    audit = audit_of(checked, ["breakdown", "category"])
    return StagedReturn(
        {
            "delayed_days": conform(rows_of_months(months), DELAYED_DAYS),
            "delayed_days_audit": conform(audit, DELAYED_DAYS_AUDIT),
            "monthly_workbooks": months_read(context.source, books),
        },
        pd.concat([row_account(context.source, "(all files)", 0, 0), *account], ignore_index=True),
    )


def rows_of_months(months: Sequence[DelaysOfMonth]) -> pd.DataFrame:
    """Return a row for each council, month and category, the total once.

    Parameters
    ----------
    months
        Of delayed days.
    """
    columns: dict[str, list] = {name: [] for name in DELAYED_DAYS.columns}
    for month in months:
        inside = np.array([area != OUTSIDE for area in month.areas])
        areas = np.array(month.areas, dtype=object)[inside]
        for breakdown, table in month.tables.items():
            for category, column in columns_of(table, DAYS).items():
                if category == ALL and breakdown != BREAKDOWNS[0]:
                    continue  # the same total, as the audit has made sure
                columns["area_code"].append(areas)
                columns["delayed_days"].append(table.figures[inside, column])
                columns["breakdown"].append((TOTAL if category == ALL else breakdown, len(areas)))
                columns["category"].append((category, len(areas)))
                columns["month"].append((month.month, len(areas)))
                columns["financial_year"].append((financial_year_of(month.month), len(areas)))
    table = pd.DataFrame({"area_code": joined(columns["area_code"])}, dtype=str)
    for name in ("month", "financial_year", "breakdown", "category"):
        table[name] = repeated(columns[name])
    return table.assign(delayed_days=joined(columns["delayed_days"]).astype(np.int64))


def joined(parts: list[np.ndarray]) -> np.ndarray:
    """Return arrays one after the other; of none, one without a value."""
    return np.concatenate(parts) if parts else np.array([])


def repeated(words: list[tuple[str, int]]) -> pd.Categorical:
    """Return each word as many times as its number says, as categories in order of the alphabet."""
    known = sorted({word for word, _ in words})
    place = {word: n for n, word in enumerate(known)}
    codes = np.repeat([place[word] for word, _ in words], [times for _, times in words])
    return pd.Categorical.from_codes(codes.astype(int), known)


def row_account_of(month: DelaysOfMonth) -> pd.DataFrame:
    """Return the account of a workbook's areas: those kept are councils."""
    outside = sum(area == OUTSIDE for area in month.areas)
    submitted = len(month.areas)
    return row_account(
        "delayed_transfers_monthly", month.file, submitted, submitted - outside,
        {NOT_IN_ENGLAND: outside} if outside else {},
    )  # fmt: skip
