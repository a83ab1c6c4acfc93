"""Figure 1: joint expenditure within NHS and adult social care outturn."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.exhibits.charts import amounts
from pooledfunds.exhibits.charts.amounts import draw
from pooledfunds.exhibits.style import Caption

__all__ = ["caption", "describe", "draw", "table"]

WHAT = "joint expenditure within total outturn, 2007/08"
PARTS = {
    "left": ("NHS net outturn", "nhs_net_outturn", "C002"),
    "right": (
        "Adult social care net spend",
        "net_current_expenditure/total_adults/including_sp/2007_08",
        "C003",
    ),
    "joint": ("Joint expenditure (formal)", "joint_money", "C004"),
}


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return the three amounts in GBP billion (see ``amounts.amounts``), from the facts.

    Parameters
    ----------
    inputs
        Tables by name.
    settings
        The settings of the study.
    """
    return amounts.amounts(inputs["facts"], PARTS)


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return unit, year, what the joint money comes to, and the formulas.

    Parameters
    ----------
    numbers
        From :func:`table`.
    published
        Printed values by claim id.
    """
    return amounts.caption(numbers, "2007/08")


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    return amounts.describe(numbers, WHAT)
