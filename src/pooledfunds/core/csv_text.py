"""Text made safe for the CSV files that a run publishes."""

import re
from typing import Any
from unicodedata import normalize

import pandas as pd

FORMULA_STARTS = set("=+-@")
# Zero-width signs and marks of order, which no reader sees before a formula.
UNSEEN = "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
PLAIN_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?")


def spreadsheet_safe_csv(table: pd.DataFrame) -> str:
    """Return a table as CSV in which no cell of text is a formula to a spreadsheet.

    A cell that opens with ``= + - @``, in full width too, a tab or a return, after any blanks and
    signs without width, gets an apostrophe before it (OWASP, CSV injection); text that is a plain
    number stays one. Numbers are not touched. Lines end in a line feed, so that the bytes are the
    same on every machine.
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
    start = _seen(cell)[:1]
    risky = cell.startswith(("\t", "\r", "\n")) or normalize("NFKC", start) in FORMULA_STARTS
    return f"'{cell}" if risky else cell


def _seen(cell: str) -> str:
    """Return a cell from its first sign that is neither blank nor without width."""
    rest = cell.lstrip().lstrip(UNSEEN)
    return rest if rest == cell else _seen(rest)
