"""How numbers and text are shown on the page."""

import math
import re
from collections.abc import Sequence
from typing import Any

import pandas as pd

from pooledfunds.core.csv_text import published_csv

__all__ = [
    "NOTHING",
    "decimals",
    "interval",
    "joined",
    "p_value",
    "published_csv",
    "shown",
    "slug",
    "text_of",
]

NOTHING = "–"


def decimals(printed: str) -> int | None:
    """Return how many decimals a printed number has; nothing where it prints no number."""
    numbers = re.findall(r"\d+(?:\.\d+)?", printed.replace(",", ""))
    if not numbers:
        return None
    return len(numbers[0].partition(".")[2])


def shown(value: float, printed: str = "", unit: str = "") -> str:
    """Return a number with one decimal more than the report printed, or three digits.

    A whole number has no decimals where the report printed none; a financial year is written as
    one.

    Parameters
    ----------
    value
        The number.
    printed
        How the report prints it; blank where it does not.
    unit
        Of the number.
    """
    if value is None or not math.isfinite(value):
        return NOTHING
    if unit == "financial year":
        return f"{value:.0f}/{(value + 1) % 100:02.0f}"
    places = decimals(printed)
    size = abs(value)
    if places is None and 0 < size < 0.1:
        return f"{value:.2g}".replace("-", "−")
    if not places and value == int(value):
        places = 0
    elif places is None:
        places = 0 if size >= 100 else 1 if size >= 10 else 2
    else:
        places += 1
    return f"{value:,.{places}f}".replace("-", "−")


def interval(low: float, high: float, printed: str = "") -> str:
    """Return a confidence interval, or nothing where there is none.

    Parameters
    ----------
    low, high
        End of the interval.
    printed
        How the report prints it; blank where it does not.
    """
    if any(end is None or not math.isfinite(end) for end in (low, high)):
        return ""
    return f"{shown(low, printed)} to {shown(high, printed)}"


def p_value(value: float) -> str:
    """Return a p-value as a reader expects it."""
    if value is None or not math.isfinite(value):
        return NOTHING
    return "<0.001" if value < 0.001 else f"{value:.3f}"


def text_of(value: Any) -> str:
    """Return a cell as text, and nothing where it is missing."""
    return "" if pd.isna(value) else str(value)


def slug(text: str) -> str:
    """Return a text as a name that an address or a style can use."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "none"


def joined(parts: Sequence[str]) -> str:
    """Return a list as it reads in a sentence."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
