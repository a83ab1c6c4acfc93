"""The financial year: April to March, written 2007/08."""

import pandas as pd

FINANCIAL_YEAR = r"^[12]\d{3}/\d{2}$"


def year_name(opening: int) -> str:
    """Return the financial year that begins in a calendar year, 2007/08 in 2007; none for zero."""
    return f"{opening}/{(opening + 1) % 100:02d}" if opening else ""


EXAMPLE = year_name(2007)  # for messages that say how a year is written


def year_of(days: pd.Series) -> pd.Series:
    """Return the financial year that each date lies in; blank where the date is missing."""
    opening = days.dt.year - (days.dt.month < 4)
    return pd.Series(
        ["" if pd.isna(y) else year_name(int(y)) for y in opening],
        index=days.index,
        dtype=str,
    )
