"""Workbooks whose bytes depend on what they hold, and on nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import xlsxwriter

MADE_ON = datetime(2009, 2, 26)  # a fixed day: the clock must not reach the bytes
NOTICE = "INVENTED DATA"


@contextmanager
def new_workbook(path: Path) -> Iterator[xlsxwriter.Workbook]:
    """Give a workbook that is written row by row, and close it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    book.set_properties({"title": NOTICE, "created": MADE_ON})
    yield book
    book.close()


def write_rows(sheet: xlsxwriter.worksheet.Worksheet, rows: list, first: int = 0) -> None:
    """Write rows of text and numbers from a row on; None and "" leave a cell empty.

    Parameters
    ----------
    sheet
        Of a workbook that is written row by row: rows may not go back.
    rows
        Lists of cells, from the first column on.
    first
        Row of the first, from nought.
    """
    for number, row in enumerate(rows, start=first):
        for column, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            else:
                sheet.write_number(number, column, value)
