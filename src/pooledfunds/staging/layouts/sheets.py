"""The sheets of a file, delimited or a workbook, as rows of text."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from pathlib import Path

from pooledfunds.core.errors import IssueList
from pooledfunds.staging.layouts.text_rows import ends_its_last_line, read_text_rows
from pooledfunds.staging.layouts.workbook import read_workbook

WORKBOOKS = {".xls", ".xlsx", ".xlsm", ".xlsb", ".ods"}
WORKBOOK_SIGNATURES = (b"PK", b"\xd0\xcf\x11\xe0", b"\x09")  # zip, compound file, early BIFF


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, or a whole delimited file, as rows of text."""

    file: str
    name: str
    rows: list[list[str]]
    last_line_ends: bool = True

    @property
    def place(self) -> str:
        """Return the file, with the sheet when it is one of a workbook."""
        return f"{self.file}, sheet {self.name}" if self.name else self.file


def sheets_of(path: str | Path, faults: IssueList, published_in: str = "") -> list[Sheet]:
    """Return the sheets of a workbook, or the one of a delimited file, as text.

    Parameters
    ----------
    path
        The file.
    faults
        Gets what is wrong, each with its place and what to do.
    published_in
        Another encoding that a delimited return is published in (``read_text_rows``).
    """
    if Path(path).suffix.lower() not in WORKBOOKS:
        rows = read_text_rows(path, faults, published_in)
        return [] if rows is None else [Sheet(Path(path).name, "", rows, ends_its_last_line(path))]
    if not Path(path).read_bytes().startswith(WORKBOOK_SIGNATURES):
        faults.add(path, "", "no workbook, for all its name: if it is text, name it .csv")
        return []
    grids = list(read_workbook(path))
    return [Sheet(g.file, g.sheet, [[cell_text(c) for c in r] for r in g.rows]) for g in grids]


def padded(rows: list[list[str]], width: int) -> list[list[str]]:
    """Return rows of at least some width: those that end early end in blank cells.

    Parameters
    ----------
    rows
        Of a sheet.
    width
        In cells.
    """
    return [row if len(row) >= width else row + [""] * (width - len(row)) for row in rows]


def cell_text(value: object) -> str:
    """Return a cell as a user would have typed it: 104 and not 104.0, dates as 2007-03-31."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f") if isfinite(value) else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()
