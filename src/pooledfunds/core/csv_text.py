"""Text made safe for the CSV files that a run publishes."""

import re
from typing import Any

import pandas as pd

PLAIN_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?")


def spreadsheet_safe_csv(table: pd.DataFrame) -> str:
    """Return a table as CSV in which no cell of text is a formula to a spreadsheet.

    A cell that opens with ``= + - @``, a tab or a return, after any blanks, gets an apostrophe
    before it (OWASP, CSV injection); text that is a plain number stays one. Numbers are not
    touched. Lines end in a line feed, so that the bytes are the same on every machine.
    """
    guarded = table.copy()
    for column in guarded.columns:
        if not pd.api.types.is_numeric_dtype(guarded[column]):
            guarded[column] = guarded[column].astype(object).map(_guarded, na_action="ignore")
    guarded.columns = [_guarded(str(name)) for name in guarded.columns]
    return guarded.to_csv(index=False, lineterminator="\n")


def _guarded(cell: Any) -> Any:
    """Return a cell of text that no spreadsheet takes for a formula."""
    if not isinstance(cell, str) or PLAIN_NUMBER.fullmatch(cell):
        return cell
    risky = cell.startswith(("\t", "\r", "\n")) or cell.lstrip()[:1] in set("=+-@")
    return f"'{cell}" if cell and risky else cell
