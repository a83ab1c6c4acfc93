"""The commissioners of a month of activity: of which type each is, and which months lack one."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from pooledfunds.core.errors import IssueList
from pooledfunds.core.tables import rows_of
from pooledfunds.staging.layouts.monthly_tables import MonthlyTable
from pooledfunds.staging.layouts.monthly_workbooks import MonthlyWorkbook
from pooledfunds.staging.layouts.months import financial_year_of, month_number, month_of
from pooledfunds.staging.layouts.workbook_marks import cell_name

COMMISSIONERS, REGIONS = "commissioners", "regions"
CODE = "commissioner_code"
YEAR = re.compile(r"(20[0-9]{2})[-/](?:[0-9]{2})?[0-9]{2}")
SHOWN = 5  # codes in one message


def types_of(
    months: Mapping[str, Sequence[str]], listed: pd.DataFrame
) -> dict[str, dict[str, str]]:
    """Return the type of each code that may commission in its month, by month.

    Parameters
    ----------
    months
        Codes of commissioners by month, 2014-04.
    listed
        ``commissioner_types``: the pattern of each type's codes, its first and its last month.
    """
    types: dict[str, dict[str, str]] = {month: {} for month in months}
    for row in rows_of(listed):
        pattern = re.compile(row.codes)
        for month, codes in months.items():
            if (row.first or month) <= month <= (row.last or month):
                fitting = filter(pattern.fullmatch, codes)
                types[month] |= dict.fromkeys(fitting, row.commissioner_type)
    return types


def note_commissioners(book: MonthlyWorkbook, types: Mapping[str, str], faults: IssueList) -> None:
    """Note commissioners that are unknown in the month or given twice, and lines of other months.

    Parameters
    ----------
    book
        A workbook of one month.
    types
        From ``types_of``.
    faults
        Gets what is wrong.
    """
    table = book.tables[COMMISSIONERS]
    codes = table.keys[CODE]
    unknown = [code for code in dict.fromkeys(codes) if code not in types]
    if unknown:
        shown = ", ".join(code or "a blank code" for code in unknown[:SHOWN])
        rule = f"no commissioner of {book.month} in commissioner_types.csv: {shown}"
        faults.add(book.file, cell_of(table, codes.index(unknown[0])), rule, len(unknown))
    for code, times in Counter(codes).items():
        if times > 1:
            last = len(codes) - 1 - codes[::-1].index(code)
            rule = f"{code or 'a blank code'} is given more than once: keep the right line"
            faults.add(book.file, cell_of(table, last), rule, times - 1)
    if table.total is None:
        faults.add(book.file, table.sheet, "no line of England: the sums cannot be checked")
    months = months_of_lines(table)
    others = [n for n, month in enumerate(months) if month != book.month]
    if others:
        what = months[others[0]] or "no month that can be read"
        rule = f"the line is of {what}, and the sheet of {book.month}"
        faults.add(book.file, cell_of(table, others[0]), rule, len(others))


def months_of_lines(table: MonthlyTable) -> list[str]:
    """Return the month of each line, as ``month_of_words`` reads its year and period."""
    written = list(zip(table.keys["year"], table.keys["period"], strict=True))
    meant = {texts: month_of_words(*texts) for texts in set(written)}
    return [meant[texts] for texts in written]


def month_of_words(year: str, period: str) -> str:
    """Return the month of a year and period: ``2017-18`` and ``Janaury`` are 2018-01; or nothing.

    Parameters
    ----------
    year
        Financial year as written.
    period
        Month as written.
    """
    found, number = YEAR.fullmatch(year), month_number(period)
    return month_of(int(found[1]) + (number < 4), number)[0] if found and number else ""


def note_absent(books: Sequence[MonthlyWorkbook], faults: IssueList) -> None:
    """Note months that lack a commissioner which other months of the financial year have.

    Commissioners begin, end and merge on 1 April.

    Parameters
    ----------
    books
        In order of their months.
    faults
        Gets what is wrong.
    """
    by_year: dict[str, set[str]] = {}
    for book in books:
        codes = by_year.setdefault(financial_year_of(book.month), set())
        codes.update(book.tables[COMMISSIONERS].keys[CODE])
    for book in books:
        table = book.tables[COMMISSIONERS]
        lacking = sorted(by_year[financial_year_of(book.month)] - set(table.keys[CODE]))
        if lacking:
            shown = ", ".join(lacking[:SHOWN])
            rule = f"no line of {shown}, which other months of the financial year have"
            faults.add(book.file, table.sheet, rule, len(lacking))


def note_exchanged(books: Sequence[MonthlyWorkbook], faults: IssueList) -> None:
    """Note names that stand beside two codes in one financial year: were lines exchanged?

    A commissioner may be renamed, and a name written in two ways.

    Parameters
    ----------
    books
        In order of their months.
    faults
        Gets what is wrong.
    """
    first: dict[tuple[str, str], tuple[str, str]] = {}
    for book in books:
        table, year = book.tables[COMMISSIONERS], financial_year_of(book.month)
        for record, name in enumerate(table.keys["commissioner"]):
            code = table.keys[CODE][record]
            known, since = first.setdefault((year, name), (code, book.month))
            if known != code:
                rule = f"{name} is {code} here and {known} in {since}: were lines exchanged?"
                faults.add(book.file, cell_of(table, record), rule)


def cell_of(table: MonthlyTable, record: int) -> str:
    """Return the sheet and the first cell of figures of a record.

    Parameters
    ----------
    table
        Of commissioners.
    record
        From zero.
    """
    return f"{table.sheet}!{cell_name(table.lines[record], table.columns[0])}"
