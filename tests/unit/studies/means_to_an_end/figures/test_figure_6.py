import pandas as pd
import pytest

from pooledfunds.studies.means_to_an_end.figures import figure_6


def numbers():
    panel = pd.DataFrame(
        {
            "area_code": ["701", "702", "703", "704", "705"],
            "name": list("ABCDE"),
            "financial_year": ["2007/08"] * 4 + ["2006/07"],
            "in_frame": True,
            "items_on_time": [90.0, 160.0, 30.0, 1.0, 5.0],
            "items": [100.0, 200.0, 40.0, 0.0, 10.0],
            "pool_community_equipment": [1.0, 0.0, float("nan"), 1.0, 1.0],
            "coterminous": [1.0, 0.0, 1.0, 1.0, 1.0],
        }
    )
    return figure_6.table({"panel_council": panel}, {})


def test_councils_stand_in_order_and_silence_is_not_no():
    table = numbers()
    assert list(table["cssr_code"]) == ["701", "702", "703"]
    assert list(table["pool"]) == ["yes", "no", "unknown"]


def test_england_is_of_items_and_not_of_councils():
    assert figure_6.england(numbers()) == pytest.approx(100 * 280 / 340)
    assert figure_6.caption(numbers(), {"C101": "91"}).title.startswith("82.4% of equipment")


def test_every_council_is_a_point_of_its_groups(drawing):
    drawn = drawing(figure_6, numbers())
    points = [line for line in drawn.figure.axes[0].lines if line.get_gid() == "areas"]
    shares = [sorted(line.get_xdata()) for line in points]
    # Pool: yes, no, not known; co-terminous: yes, no.
    assert shares == [[90], [80], [75], [75, 90], [80]]
    assert "Equipment pool: not known n = 1, median 75.0" in drawn.words
    assert drawn.illegible() == []
