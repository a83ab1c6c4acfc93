"""Figure 5: council, PCT and pooled funding of mental health services."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.exhibits import circles
from pooledfunds.exhibits.circles import draw
from pooledfunds.exhibits.style import Caption

__all__ = ["caption", "describe", "draw", "table"]

WHAT = "funding of mental health services, 2007/08"
PARTS = {
    "left": ("PCT spend", "programme_budget/mental_health", "C036"),
    "right": (
        "Council spend",
        "gross_current_expenditure/mental_health/including_sp/2007_08",
        "C037",
    ),
    "joint": (
        "Pooled funds, extrapolated to all PCTs",
        "pools/spending/mental_health/all_pcts",
        "C038",
    ),
}


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return the three amounts in GBP billion (see ``circles.amounts``), from the facts."""
    return circles.amounts(inputs["facts"], PARTS)


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return unit, year, what the joint money comes to, and the formulas."""
    return circles.caption(numbers, "2007/08")


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    return circles.describe(numbers, WHAT)
