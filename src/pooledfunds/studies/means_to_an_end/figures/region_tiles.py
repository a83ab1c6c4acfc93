"""Regions as tiles, a square for each council, by its joint financing of learning disability."""

from pooledfunds.exhibits.charts import tiles

__all__ = ["caption", "describe", "draw", "table"]

SHOWN = tiles.Tiles(
    year="2007/08",
    column="joint_share_learning_disability",
    unit="Income from joint arrangements, per cent of gross total cost of learning disability",
    what="joint financing of learning disability",
    steps={"none": 0.0, "under 2%": 1e-9, "2% to 10%": 2.0, "10% and over": 10.0},
    some=1e-9,
    counted="report some",
    found="report some joint financing of learning disability",
    # The strategic health authorities of 2006 to 2013, as they lie to each other.
    places={
        "Q30": (2, 0), "Q31": (1, 1), "Q32": (2, 1), "Q34": (1, 2), "Q33": (2, 2), "Q35": (3, 2),
        "Q39": (0, 3), "Q38": (1, 3), "Q36": (2, 3), "Q37": (3, 3),
    },
)  # fmt: skip

table, caption, describe, draw = tiles.exhibit(SHOWN)
