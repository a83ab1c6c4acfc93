"""Hospital activity by commissioner and month: NHS England's Monthly Activity Return."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from pooledfunds.catalogue.monthly_returns import MONTHLY_ACTIVITY, MONTHLY_ACTIVITY_AUDIT
from pooledfunds.core.row_accounts import account_table, fates_of
from pooledfunds.staging.layouts.long_tables import Part, long_table
from pooledfunds.staging.layouts.monthly_workbooks import (
    MonthlyWorkbook,
    layout_of,
    months_read,
    read_monthly_workbooks,
)
from pooledfunds.staging.layouts.months import financial_year_of
from pooledfunds.staging.layouts.printed_totals import audit_of
from pooledfunds.staging.monthly_activity.audit import check_month
from pooledfunds.staging.monthly_activity.commissioners import (
    CODE,
    COMMISSIONERS,
    REGIONS,
    note_absent,
    note_commissioners,
    note_exchanged,
    types_of,
)
from pooledfunds.staging.reading import ReadingContext, StagedReturn, conform


def read_monthly_activity(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return admissions, referrals and attendances by commissioner and month, and their audit.

    Parameters
    ----------
    files
        A workbook for each month of the years that ``source_years`` says.
    context
        Word lists: ``editions``, ``monthly_markers``, ``monthly_notes``, ``commissioner_types``,
        ``source_years``.
    """
    faults = context.issues
    layout = layout_of(context, (COMMISSIONERS, REGIONS))
    books, account = read_monthly_workbooks(files, layout, context)
    codes = {book.month: book.tables[COMMISSIONERS].keys[CODE] for book in books}
    types = types_of(codes, context.codelists["commissioner_types"])
    sound = []
    for book in books:
        before = len(faults)
        note_commissioners(book, types[book.month], faults)
        sound += [book] if len(faults) == before else []
    note_absent(books, faults)
    note_exchanged(books, faults)
    checked = [check_month(book, faults) for book in sound]
    sizes = {book.file: len(book.tables[COMMISSIONERS].lines) for book in sound}
    sizes = {"(all files)": 0} | sizes
    records = [f for file, n in sizes.items() for f in fates_of(context.source, file, n, n)]
    audit = audit_of(checked, ["measure"])
    return StagedReturn(
        {
            "monthly_activity": conform(rows_of_months(sound, types), MONTHLY_ACTIVITY),
            "monthly_activity_audit": conform(audit, MONTHLY_ACTIVITY_AUDIT),
            "monthly_workbooks": months_read(context.source, books),
        },
        account_table([*records, *account]),
    )


def rows_of_months(
    books: Sequence[MonthlyWorkbook], types: Mapping[str, Mapping[str, str]]
) -> pd.DataFrame:
    """Return a row for each commissioner, month and measure.

    Parameters
    ----------
    books
        Workbooks of one month each.
    types
        Type by code of commissioner, by month.
    """
    parts: list[Part] = []
    for book in books:
        table = book.tables[COMMISSIONERS]
        codes = np.array(table.keys[CODE], dtype=object)
        own = np.array([types[book.month][code] for code in codes], dtype=object)
        parts += [
            {
                "commissioner_code": codes,
                "commissioner_type": own,
                "month": book.month,
                "financial_year": financial_year_of(book.month),
                "measure": measure,
                "count": table.figures[:, column],
            }
            for column, measure in enumerate(table.labelled("measure"))
        ]
    return long_table(parts, list(MONTHLY_ACTIVITY.columns))
