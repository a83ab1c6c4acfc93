"""Workbooks that give one month each: which month each holds, and which months lack, or come twice.

A month is what the sheets say (``Period:``). A file whose name tells another month is a fault, and
so are a month that no file holds, one that two files hold, and two that hold the same figures.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pooledfunds.catalogue.monthly_returns import MONTHLY_WORKBOOKS
from pooledfunds.core.errors import IssueList
from pooledfunds.core.row_accounts import LINES, MARKED_CELLS, Fate
from pooledfunds.core.tables import rows_of
from pooledfunds.staging.layouts.editions import editions_of, plain
from pooledfunds.staging.layouts.monthly_headings import Layout, find_table
from pooledfunds.staging.layouts.monthly_tables import (
    Fates,
    MonthlyTable,
    read_monthly_table,
    unread,
)
from pooledfunds.staging.layouts.months import (
    date_in_words,
    financial_year_of,
    month_in_words,
    months_between,
    months_in_file_name,
)
from pooledfunds.staging.layouts.sheet_lines import KEPT, NOTE
from pooledfunds.staging.layouts.workbook import Grid, read_workbook
from pooledfunds.staging.reading import ReadingContext, conform

RENAME = "rename the file if the sheets are right, or put the right month's file in its place"
Counted = dict[str, Fates]  # by file


@dataclass(frozen=True)
class MonthlyWorkbook:
    """A workbook of one month, 2011-04, with its tables by name."""

    file: str
    month: str
    tables: Mapping[str, MonthlyTable]


def layout_of(context: ReadingContext, needed: Sequence[str]) -> Layout:
    """Return how the workbooks of a return are laid out, as the word lists declare it.

    Parameters
    ----------
    context
        Word lists and the source that is read: ``editions``, ``monthly_markers``,
        ``monthly_notes``.
    needed
        The tables that each workbook must have.
    """
    source = context.source
    editions = editions_of(source, context.editions)
    markers: dict[str, dict[str, float]] = {edition.name: {} for edition in editions}
    listed = context.codelists["monthly_markers"]
    for row in rows_of(listed[listed["source"] == source]):
        for name in [row.edition] if row.edition else list(markers):
            markers[name][row.marker.lower()] = float(row.figure)
    notes = context.codelists["monthly_notes"]
    sheets = frozenset(notes.loc[notes["source"] == source, "sheet"].map(plain))
    return Layout(editions, markers, sheets, needed)


def read_monthly_workbooks(
    files: Sequence[str], layout: Layout, context: ReadingContext
) -> tuple[list[MonthlyWorkbook], list[Fate]]:
    """Return the workbooks of a return in the order of their months, each month once.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    layout
        From ``layout_of``.
    context
        Word lists, the years that the source must hold, and where faults go.

    Returns
    -------
    workbooks, account
        The fates of the lines and of the marked cells of each file.
    """
    faults = context.issues
    counted: Counted = {}
    books: dict[str, MonthlyWorkbook] = {}
    failed: set[str] = set()
    for path in files:
        book = None
        with faults.collect():
            book = read_monthly_workbook(path, layout, faults, counted)
        if book is None:
            failed |= months_in_file_name(Path(path).name)
        elif book.month in books:
            rule = f"{book.month} is given by {books[book.month].file} too: keep one of them"
            faults.add(path, "", rule)
        else:
            books[book.month] = book
    note_months(books, failed, context)
    note_same_figures(books, faults)
    account = [
        fate for file, fates in counted.items() for fate in account_of(context.source, file, fates)
    ]
    return [books[month] for month in sorted(books)], account


def account_of(source: str, file: str, fates: Fates) -> list[Fate]:
    """Return the row accounts of the lines and of the marked cells of a file.

    Parameters
    ----------
    source
        Name of the return, as ``config/sources.csv`` has it.
    file
        Its name.
    fates
        How many lines and marked cells met each.
    """
    rows: list[Fate] = []
    for unit in (LINES, MARKED_CELLS):
        own = {fate: number for (kind, fate), number in fates.items() if kind == unit}
        if own:
            kept = own.pop(KEPT, 0)
            own = {"submitted": sum(own.values()) + kept, **own, "kept": kept}
            rows += [(f"{source} ({unit})", file, fate, number) for fate, number in own.items()]
    return rows


def read_monthly_workbook(
    path: str, layout: Layout, faults: IssueList, counted: Counted
) -> MonthlyWorkbook | None:
    """Return one workbook; None, with the faults noted, where its month or a table is not known.

    Parameters
    ----------
    path
        The file.
    layout
        From ``layout_of``.
    faults
        Gets what is wrong, each with its place and what to do.
    counted
        Gets what became of each line and of each marked cell.
    """
    tables: dict[str, MonthlyTable] = {}
    seen = set()
    fates = counted.setdefault(Path(path).name, Counter())
    for grid in read_workbook(path):
        headings = find_table(grid, layout)
        if headings is None:
            fates.update(note_sheet(grid, layout, faults))
            continue
        name = headings.table
        markers = layout.markers[headings.edition.name]
        table, own = read_monthly_table(grid, headings, markers, faults)
        fates.update(own)
        if name in seen:
            faults.add(path, grid.sheet, f"a second table of {name}: keep the right one")
        elif table is not None:
            tables[name] = table
        seen.add(name)
    for name in layout.needed:
        if name not in seen:
            faults.add(path, "", f"no sheet has a table of {name}: is the workbook whole?")
    month = month_of_tables(path, tables, faults)
    whole = set(layout.needed) <= set(tables)
    return MonthlyWorkbook(Path(path).name, month, tables) if month and whole else None


def note_sheet(grid: Grid, layout: Layout, faults: IssueList) -> Fates:
    """Return the lines of a sheet without a table as notes; where it is none of notes, a fault.

    Parameters
    ----------
    grid
        A sheet without a table.
    layout
        From ``layout_of``.
    faults
        Gets what is wrong.
    """
    if plain(grid.sheet) in layout.notes or not any(c != "" for row in grid.rows for c in row):
        return Counter({(LINES, NOTE): len(grid.rows)})
    rule = "no edition in config/editions.csv has these headings, and it is no sheet of notes"
    faults.add(grid.file, grid.sheet, rule)
    return unread(grid)


def month_of_tables(path: str, tables: Mapping[str, MonthlyTable], faults: IssueList) -> str:
    """Return the month that all sheets of a workbook are of, or nothing.

    Parameters
    ----------
    path
        The file.
    tables
        Of one workbook.
    faults
        Gets sheets without a month, sheets of different months, and a file named for another.
    """
    found: dict[str, str] = {}
    for table in tables.values():
        month = month_in_words(table.head.get("period", ""))
        if not month:
            rule = "no month above the table: it must say Period: and a month such as August 2017"
            faults.add(path, table.sheet, rule)
        else:
            found.setdefault(month, table.sheet)
    if len(found) > 1:
        told = ", ".join(f"{sheet} is of {month}" for month, sheet in found.items())
        faults.add(path, "", f"sheets of different months: {told}")
    if len(found) != 1:
        return ""
    month, named = next(iter(found)), months_in_file_name(Path(path).name)
    if named and month not in named:
        told = " or ".join(sorted(named))
        faults.add(
            path, "", f"the file is named for {told}, and its sheets are of {month}: {RENAME}"
        )
    return month


def note_months(
    books: Mapping[str, MonthlyWorkbook], failed: set[str], context: ReadingContext
) -> None:
    """Note the months that the source should hold and does not, and those that it should not.

    Parameters
    ----------
    books
        Workbooks by month.
    failed
        Months that the names of unreadable files tell.
    context
        Word lists, and where faults go.
    """
    first, last = context.allowed_years(context.source)
    due = months_between(first, last)
    for month, book in books.items():
        if month not in due:
            rule = f"{month} lies outside the years {first} to {last}: take the file away"
            context.issues.add(book.file, "", rule)
    absent = [month for month in due if month not in books and month not in failed]
    if absent:
        shown = ", ".join(absent[:6]) + (f" and {len(absent) - 6} more" if len(absent) > 6 else "")
        rule = f"no file holds {shown}: add it, or let source_years.csv say other years"
        context.issues.add(context.source, "", rule, len(absent))


def note_same_figures(books: Mapping[str, MonthlyWorkbook], faults: IssueList) -> None:
    """Note workbooks of two months whose figures are all alike: one was copied over the other.

    Parameters
    ----------
    books
        Workbooks by month.
    faults
        Gets what is wrong.
    """
    first: dict[bytes, MonthlyWorkbook] = {}
    for month in sorted(books):
        figures = b"".join(table.figures.tobytes() for table in books[month].tables.values())
        same = first.setdefault(figures, books[month])
        if same is not books[month]:
            rule = f"all figures are those of {same.file}, {same.month}: put the right file here"
            faults.add(books[month].file, "", rule)


def months_read(source: str, books: Sequence[MonthlyWorkbook]) -> pd.DataFrame:
    """Return the months of a return: when each was published, and when it was revised.

    Parameters
    ----------
    source
        Name of the return, as ``config/sources.csv`` has it.
    books
        Workbooks of one month each.
    """
    rows = []
    for book in books:
        head = next(iter(book.tables.values())).head
        dates = [date_in_words(head.get(word, "")) for word in ("published", "revised")]
        status = head.get("status", "")
        rows.append((source, book.month, financial_year_of(book.month), book.file, *dates, status))
    names = list(MONTHLY_WORKBOOKS.columns)
    return conform(pd.DataFrame(rows, columns=names), MONTHLY_WORKBOOKS)
