import pandas as pd

from pooledfunds.core.codelists import read_table
from pooledfunds.staging.layouts.markers import marked, missing_reason, take_out_markers
from tests.conftest import ROOT

TABLE = pd.DataFrame({"items": ["*", "", "5", "N/A"], "name": ["-"] * 4, "file": "d54.csv"})


def test_a_marker_becomes_a_blank_with_a_meaning_and_is_counted():
    table, counted = take_out_markers(TABLE, ["items"])
    assert table["items"].tolist() == ["", "", "5", ""]
    assert missing_reason(table, "items").tolist() == [
        "suppressed",
        "no figure returned",
        "",
        "not available",
    ]
    assert marked(table, "items").tolist() == [True, False, False, True]
    assert dict(zip(counted["fate"], counted["rows"], strict=True)) == {
        "blank items": 1,
        "* suppressed": 1,
        "N/A not available": 1,
    }


def test_a_dash_in_a_column_of_text_is_text():
    assert take_out_markers(TABLE, ["items"])[0]["name"].tolist() == ["-"] * 4


def test_every_marker_is_listed_once_in_small_letters_with_meaning_and_source():
    markers = read_table(ROOT / "config/codelists/markers.csv")
    assert markers["marker"].is_unique
    assert (markers["marker"] == markers["marker"].str.lower()).all()
    assert (markers != "").all(axis=None)
