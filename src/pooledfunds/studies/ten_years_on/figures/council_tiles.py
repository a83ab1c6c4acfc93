"""Delayed days of the last year, council by council, each named."""

from pooledfunds.exhibits.charts import tiles

__all__ = ["caption", "describe", "draw", "table"]

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
    found="have 10 or more beds in use for delays per 100,000 adults",
    # The regions as they lie to each other.
    places={
        "E12000001": (2, 0), "E12000002": (1, 1), "E12000003": (2, 1), "E12000005": (1, 2),
        "E12000004": (2, 2), "E12000006": (3, 2), "E12000009": (0, 3), "E12000008": (1, 3),
        "E12000007": (2, 3),
    },
)  # fmt: skip

table, caption, describe, draw = tiles.exhibit(SHOWN)
