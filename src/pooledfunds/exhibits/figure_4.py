"""Figure 4: council, PCT and pooled funding of learning disability services."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.exhibits import circles
from pooledfunds.exhibits.circles import draw
from pooledfunds.exhibits.style import Caption

__all__ = ["caption", "describe", "draw", "table"]

WHAT = "funding of learning disability services, 2007/08"
PARTS = {
    "left": ("PCT spend", "programme_budget/learning_disability", "C031"),
    "right": (
        "Council spend",
        "gross_current_expenditure/learning_disability/including_sp/2007_08",
        "C032",
    ),
    "joint": (
        "Pooled funds, extrapolated to all PCTs",
        "pools/spending/learning_disability/all_pcts",
        "C033",
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
