"""Where joint financing and shared boundaries coincide, by client group, for councils."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from pooledfunds.exhibits.charts import shares
from pooledfunds.exhibits.style import Caption, Context

GROUPS = {
    "joint_financing_learning_disability": "Learning disability",
    "joint_financing_mental_health": "Mental health",
    "joint_financing_older_people": "Older people",
    "joint_financing_physical_disability": "Physical disability",
}
YEAR = "2007/08"
WHAT = "joint financing"


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return the number of councils by client group, boundaries and joint financing.

    Parameters
    ----------
    inputs
        ``panel_council``.
    settings
        Not used; the panel follows the declared threshold.
    """
    return shares.counts(shares.answers_in(inputs["panel_council"], YEAR, GROUPS))


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return unit, number of councils, year and what counts as joint financing.

    Parameters
    ----------
    numbers
        From :func:`table`.
    published
        Printed values by claim id.
    """
    note = "Joint financing: income from joint arrangements at or above the declared threshold"
    return shares.caption(numbers, "councils", YEAR, WHAT, note)


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    what = "councils with joint financing in PSSEX1 by client group and shared boundaries"
    return shares.describe(numbers, what)


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw two bars for each client group.

    Parameters
    ----------
    numbers
        From :func:`table`.
    context
        Words of the frame, basis and width.
    """
    return shares.draw(numbers, context, WHAT)
