"""Delayed days of the last year, council by council, each named."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from pooledfunds.exhibits.charts import tiles
from pooledfunds.exhibits.style import Caption, Context

SHOWN = tiles.Tiles(
    year="2018/19",
    column="delayed_days",
    base="adult_days",
    scale=1e5,
    unit="Delayed days a day (beds) per 100,000 residents of 18 and over",
    what="delayed days",
    steps={"under 5": 0.0, "5 to 10": 5.0, "10 to 15": 10.0, "15 and over": 15.0},
    some=10.0,
    counted="have 10 or more",
    # The regions as they lie to each other.
    places={
        "E12000001": (2, 0), "E12000002": (1, 1), "E12000003": (2, 1), "E12000005": (1, 2),
        "E12000004": (2, 2), "E12000006": (3, 2), "E12000009": (0, 3), "E12000008": (1, 3),
        "E12000007": (2, 3),
    },
)  # fmt: skip


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return each area's delayed days over its adult days.

    Parameters
    ----------
    inputs
        ``panel_council``.
    settings
        Not used.
    """
    return tiles.shares(inputs["panel_council"], SHOWN)


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return unit, number of areas, year and how to read the tiles.

    Parameters
    ----------
    numbers
        From :func:`table`.
    published
        Not used.
    """
    return tiles.caption(numbers, SHOWN)


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    return tiles.describe(numbers, SHOWN)


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw a tile for each region.

    Parameters
    ----------
    numbers
        From :func:`table`.
    context
        Words of the frame, basis and width.
    """
    return tiles.draw(numbers, context, SHOWN)
