"""Workbooks of any vintage as grids of cells; what a grid of values would hide is a fault.

calamine reads the values of all formats at one speed, and gives an error cell, or a formula that
was saved without its result, as a blank. ``workbook_ooxml``, ``workbook_biff`` and
``workbook_opendocument`` find those in each format's own records (decision 27).
"""

import struct
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from pooledfunds.core.errors import BadInput, Issue, IssueList
from pooledfunds.staging.layouts.workbook_biff import biff_marks, open_records
from pooledfunds.staging.layouts.workbook_container import CUT_SHORT, LOCKED, check_container
from pooledfunds.staging.layouts.workbook_marks import LARGEST_SHEET, Cell, Marks, cell_name
from pooledfunds.staging.layouts.workbook_ooxml import OoxmlMarks
from pooledfunds.staging.layouts.workbook_opendocument import opendocument_marks

NUMBER = {float, int}  # not bool, which is a kind of int
DAMAGE = (
    CalamineError, BadZipFile, ParseError, ExpatError, zlib.error, struct.error,
    EOFError, KeyError, ValueError, StopIteration,
)  # fmt: skip
YEARS = range(1900, 2101)  # a year over the columns that it heads is no figure


@dataclass(frozen=True)
class Grid:
    """One sheet: its cells row by row from A1, numbers as float and all else as text.

    ``unreadable`` gives, for each cell whose value cannot be known, the rule that it breaks;
    ``hidden_rows`` and ``hidden_columns`` are read as those shown, and counted.
    """

    file: str
    sheet: str
    rows: list[list]
    unreadable: dict[Cell, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def hidden_cells(self) -> Iterator[Cell]:
        """Yield each cell that holds a number in a hidden row or column."""
        if self.hidden_rows or self.hidden_columns:
            for i, row in enumerate(self.rows):
                for j, cell in enumerate(row):
                    if cell.__class__ in NUMBER and (
                        i in self.hidden_rows or j in self.hidden_columns
                    ):
                        yield i, j


def read_workbook(path: str | Path) -> Iterator[Grid]:
    """Yield every sheet of an .xls, .xlsx, .xlsm or .ods workbook.

    Raises
    ------
    BadInput
        When the file is truncated, locked, too large or no workbook of its name's form, at once;
        and, after the last sheet, for all error cells, formulas without a result, figures in
        merged cells and hidden sheets. A sheet with such a cell is not yielded.
    """
    faults = IssueList()
    for grid in inspect_workbook(path, faults):
        note_unreadable(grid, grid.unreadable, faults)
        if not grid.unreadable:
            yield grid
    merge_alike(faults)
    faults.raise_if_any()


def inspect_workbook(path: str | Path, faults: IssueList) -> Iterator[Grid]:
    """Yield every sheet with its unreadable cells, for a reader that may put some right.

    Hidden sheets that hold cells, and sheets too large to be a return, are noted and not yielded.

    Parameters
    ----------
    path
        The file.
    faults
        Gets what is wrong, each with its place and what to do.
    """
    file = Path(path).name
    workbook, marks_in = open_workbook(file, Path(path).read_bytes())
    for sheet in workbook.sheets_metadata:
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue  # a chart has no cells
        with damage_as_fault(file):
            marks = marks_in(sheet.name)
        if marks.rows * marks.columns > LARGEST_SHEET:
            last = cell_name(marks.rows - 1, marks.columns - 1)
            rule = "a cell so far out that the sheet is no return: clear what lies outside it"
            faults.add(file, f"{sheet.name}!{last}", rule)
            continue
        with damage_as_fault(file):
            cells = workbook.get_sheet_by_name(sheet.name)
            rows = cells.to_python(skip_empty_area=False)
        if sheet.visible != SheetVisibleEnum.Visible:
            if any(cell != "" for row in rows for cell in row):
                rule = "a hidden sheet: show it if it is part of the return, else delete it"
                faults.add(file, sheet.name, rule)
            continue
        for (row, column), text in marks.errors.items():
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = text
        unreadable = marks.unreadable() | merged_figures(rows, cells.merged_cell_ranges or [])
        hidden = frozenset(marks.hidden_rows), frozenset(marks.hidden_columns)
        yield Grid(file, sheet.name, rows, unreadable, *hidden)


def open_workbook(file: str, content: bytes) -> tuple[CalamineWorkbook, Callable[[str], Marks]]:
    """Return a workbook, and a function from a sheet's name to its marks.

    Parameters
    ----------
    file
        Name of the file.
    content
        The bytes of the file.

    Raises
    ------
    BadInput
        One fault, when the file is truncated, locked or no workbook of its name's form.
    """
    kind = check_container(file, content)
    stream = open_records(file, content) if kind == "xls" else None
    with damage_as_fault(file):
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        if stream is not None:
            names = [sheet.name for sheet in workbook.sheets_metadata]
            return workbook, biff_marks(stream, names).__getitem__
        if kind == "ods":
            return workbook, opendocument_marks(content).__getitem__
        return workbook, OoxmlMarks(content)


@contextmanager
def damage_as_fault(file: str) -> Iterator[None]:
    """Make one fault of whatever a reader of workbooks says of a damaged one."""
    try:
        yield
    except PasswordError:
        rule = LOCKED
    except DAMAGE:
        rule = CUT_SHORT
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # calamine's own, which it does not export
            raise
        rule = CUT_SHORT
    else:
        return
    raise BadInput([Issue(file, "", rule)])


def merged_figures(rows: list[list], ranges: list[tuple[Cell, Cell]]) -> dict[Cell, str]:
    """Return the merged cells that hold a figure, which may belong to any of their rows.

    A year that heads several columns is a heading. Merged words are headings or notes.

    Parameters
    ----------
    rows
        Cells by row, from the top.
    ranges
        First and last cell of each merged range.
    """
    found = {}
    for (row, column), (last_row, last_column) in ranges:
        if row >= len(rows) or column >= len(rows[row]):
            continue
        value = rows[row][column]
        if value.__class__ not in NUMBER or (row == last_row and value in YEARS):
            continue
        end = cell_name(last_row, last_column)
        found[row, column] = f"a figure in cells merged to {end}: whose is it? Split the cells"
    return found


def note_unreadable(grid: Grid, cells: dict[Cell, str], faults: IssueList) -> None:
    """Note the unreadable cells of a sheet, one fault a rule.

    Parameters
    ----------
    grid
        A sheet of a workbook.
    cells
        Rule by cell, which is row and column from 0.
    faults
        Gets what is wrong, each with its place and what to do.
    """
    by_rule = defaultdict(list)
    for cell, rule in sorted(cells.items()):
        by_rule[rule].append(cell_name(*cell))
    for rule, names in by_rule.items():
        more = f" and {len(names) - 3:,} more" if len(names) > 3 else ""
        faults.add(grid.file, f"{grid.sheet}!{', '.join(names[:3])}{more}", rule, len(names))


def merge_alike(faults: IssueList) -> None:
    """Make one fault of those that break one rule in several places of one file.

    A workbook of 156 sheets that all have one thing wrong is one thing wrong.
    """
    alike = defaultdict(list)
    for fault in faults:
        alike[fault.file, fault.rule].append(fault)
    faults.clear()
    for (file, rule), found in alike.items():
        place = found[0].place
        if len(found) > 1:
            place += f" and {len(found) - 1:,} more place{'s' * (len(found) > 2)}"
        faults.append(Issue(file, place, rule, sum(fault.count for fault in found)))
