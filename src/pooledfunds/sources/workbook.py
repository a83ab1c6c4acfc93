"""Workbooks of any vintage as grids of cells, with one clear fault when one cannot be read."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from pooledfunds.faults import BadInput, Fault


@dataclass(frozen=True)
class Grid:
    """One sheet: its cells row by row from A1, numbers as float and all else as text."""

    file: str
    sheet: str
    rows: list[list]


def read_workbook(path: str | Path) -> Iterator[Grid]:
    """Yield every sheet of an .xls or .xlsx workbook.

    Raises
    ------
    BadInput
        When the workbook is truncated, locked by a password or not a workbook at all.
    """
    file = Path(path).name
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        for sheet in workbook.sheet_names:
            cells = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            yield Grid(file, sheet, cells)
    except PasswordError:
        raise BadInput([Fault(file, "", "locked by a password")]) from None
    except CalamineError:
        # A locked .xlsx is another kind of container, with its content in one encrypted part.
        locked = "EncryptedPackage".encode("utf-16-le") in Path(path).read_bytes()
        rule = "locked by a password" if locked else "cut short, or not a workbook"
        raise BadInput([Fault(file, "", rule)]) from None


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell, such as ``C10``, from its numbers counted from nought."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"
