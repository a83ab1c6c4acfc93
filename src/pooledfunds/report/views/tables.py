"""Tables as the page shows them: heads and rows of text."""

from typing import Any

import pandas as pd

WITHHELD = "withheld"


def cell_text(cell: Any) -> str:
    """Return one number or word of a table, numbers to three decimals.

    A whole number that is missing is one that disclosure rules withhold.
    """
    if cell is pd.NA:
        return WITHHELD
    if isinstance(cell, float):
        return "" if pd.isna(cell) else f"{cell:,.3f}".rstrip("0").rstrip(".").replace("-", "−")
    return str(cell)


def table_view(table: pd.DataFrame) -> dict:
    """Return a table as heads and rows of text."""
    return {
        "columns": [str(name).replace("_", " ") for name in table.columns],
        "numeric": [pd.api.types.is_numeric_dtype(table[name]) for name in table.columns],
        "rows": [[cell_text(cell) for cell in row] for row in table.itertuples(index=False)],
    }
