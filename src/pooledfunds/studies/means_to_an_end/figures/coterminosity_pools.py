"""Where pooled funds and shared boundaries coincide, by service, for PCTs."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from pooledfunds.exhibits.charts import shares
from pooledfunds.exhibits.style import Caption, Context

YEAR = "2007/08"
WHAT = "pooled fund"
SERVICES = {
    "pool_learning_disability": "Learning disability",
    "pool_mental_health": "Mental health",
    "pool_community_equipment": "Community equipment",
    "pool_intermediate_care": "Intermediate care",
    "pool_older_people": "Older people",
}


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return the number of PCTs by service, shared boundaries and pool (see ``shares.counts``).

    Parameters
    ----------
    inputs
        ``panel_pct``.
    settings
        Not used; the panel follows the declared rule of evidence.
    """
    return shares.counts(shares.answers_in(inputs["panel_pct"], YEAR, SERVICES))


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return unit, number of PCTs, year and what unknown means.

    Parameters
    ----------
    numbers
        From :func:`table`.
    published
        Printed values by claim id.
    """
    note = "Unknown: the PCT did not answer the survey and was not visited"
    return shares.caption(numbers, "PCTs", YEAR, "a " + WHAT, note)


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    return shares.describe(numbers, "PCTs with a pooled fund by service and shared boundaries")


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw two bars for each service.

    Parameters
    ----------
    numbers
        From :func:`table`.
    context
        Words of the frame, basis and width.
    """
    return shares.draw(numbers, context, WHAT)
