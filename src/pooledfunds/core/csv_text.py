"""What a published table holds as text: numbers to six digits, and no formula for a spreadsheet."""

import math
import re
from typing import Any
from unicodedata import normalize

import pandas as pd

DIGITS = 6  # significant digits of a published number (decision 66)
# What a column is called where it is published, by its type here: the words of Table Schema.
FIELD_TYPES = {
    "float64": "number",
    "int64": "integer",
    "Int64": "integer",
    "bool": "boolean",
    "datetime64[ns]": "date",
    "datetime64[us]": "date",
}
FORMULA_STARTS = set("=+-@")
# Zero-width signs and marks of order, which no reader sees before a formula.
UNSEEN = "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
PLAIN_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?")


def published_csv(table: pd.DataFrame) -> str:
    """Return a table as the CSV that is published.

    Numbers are as in :func:`published_number`; a cell of text that opens with ``= + - @``, in full
    width too, a tab or a return, after any blanks and signs without width, gets an apostrophe
    before it (OWASP, CSV injection), unless it is a plain number. Lines end in a line feed, so that
    the bytes are the same on every machine.
    """
    return published_table(table).to_csv(index=False, lineterminator="\n")


def published_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table as it is published, each column as objects; what is missing is ``None``."""
    cells = {
        _guarded(str(name)): [_published(cell) for cell in column.tolist()]
        for name, column in table.items()
    }
    return pd.DataFrame(cells, dtype=object)


def published_number(value: float) -> int | float:
    """Return a number to six significant digits, and never to less than a whole one.

    A whole number stays as it is, and is one. Codes are text, and no business of this rule.

    Parameters
    ----------
    value
        A finite number.
    """
    places = DIGITS - 1 - math.floor(math.log10(abs(value))) if value else 0
    rounded = round(value, max(0, places))
    return int(rounded) if rounded == int(rounded) else rounded


def field_type(dtype: object) -> str:
    """Return the published type of a column: number, integer, boolean, date or, as codes, string.

    Parameters
    ----------
    dtype
        Of pandas, or of a column of the catalogue.
    """
    return FIELD_TYPES.get(str(dtype), "string")


def _published(cell: Any) -> Any:
    """Return a cell as it is published."""
    if cell is None or cell is pd.NaT or cell is pd.NA or cell != cell:
        return None
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    if not isinstance(cell, float):
        return _guarded(cell)
    if math.isinf(cell):  # as Table Schema writes it; to a spreadsheet it is a word
        return "INF" if cell > 0 else "-INF"
    return published_number(cell)


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
