import pandas as pd

from pooledfunds.exhibits.charts import tiles
from pooledfunds.studies.means_to_an_end.figures import region_tiles


def numbers(codes=("Q32", "Q32", "Q36", "Q36")):
    panel = pd.DataFrame(
        {
            "area_code": ["701", "702", "703", "704"],
            "name": list("ABCD"),
            "region_code": list(codes),
            "region": ["Yorkshire and the Humber"] * 2 + ["London (invented)"] * 2,
            "financial_year": "2007/08",
            "in_frame": True,
            "joint_share_learning_disability": [0.0, 0.019, 0.25, None],
        }
    )
    return region_tiles.table({"panel_council": panel}, {})


def test_steps_hold_their_lower_bound_and_unknown_is_its_own():
    steps = numbers().set_index("area_code")["step"]
    assert steps.to_dict() == {
        "701": "none", "702": "under 2%", "703": "10% and over", "704": "unknown",
    }  # fmt: skip


def test_the_words_name_the_first_and_the_last_region():
    assert "from 1 of 2 in" in region_tiles.describe(numbers())


def test_regions_of_an_invented_england_are_drawn_in_order(drawing):
    drawn = drawing(region_tiles, numbers(("Q80", "Q80", "Q81", "Q81")))
    assert "Yorkshire and the Humber" in drawn.words
    assert drawn.illegible() == []


def test_a_tile_begins_below_its_column_and_no_higher_than_the_row_above():
    places = {"a": (0, 0), "b": (1, 0), "c": (0, 1), "d": (2, 1), "e": (1, 2)}
    deep = {"a": 1.0, "b": 3.0, "c": 2.0, "d": 1.0, "e": 1.0}
    assert tiles._tops(places, deep) == {"a": 0, "b": 0, "c": 1.0, "d": 0, "e": 3.0}
