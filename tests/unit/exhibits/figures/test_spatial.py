import pandas as pd

from pooledfunds.exhibits.figures import spatial

SETTINGS = {
    "outcomes": {
        "first": {"label": "Lower respiratory disease, bed days per emergency admission"},
        "second": {"label": "Equipment"},
    }
}


def numbers():
    rows = [("s2", 0.14, 0.002), ("s1", -0.08, 0.9), ("s3", float("nan"), float("nan"))]
    table = pd.DataFrame(rows, columns=["specification", "morans_i", "p_value"])
    table = table.assign(neighbours="areas that share a PCT or council", by_chance=-0.009, nobs=110)
    estimates = pd.DataFrame(
        {
            "specification": ["s1", "s1", "s2", "s3"],
            "outcome": ["first", "first", "second", "first"],
        }
    )
    return spatial.table({"spatial": table, "estimates": estimates}, SETTINGS)


def test_models_stand_under_their_outcome_in_the_settings_order():
    table = numbers()
    assert list(table["specification"]) == ["s1", "s2"]
    assert list(table["alike"]) == [False, True]


def test_words_count_what_is_alike_beyond_chance_and_where():
    words = spatial.describe(numbers())
    assert "from −0.08 to +0.14" in words
    assert "1 are alike among neighbours by more than chance: Equipment (1)" in words
    assert spatial.caption(numbers(), {}).title.startswith("1 of 2 models")


def test_every_outcome_has_a_row_and_nothing_is_clipped(drawing):
    drawn = drawing(spatial, numbers())
    assert "Lower respiratory disease, bed days per emergency admission" in drawn.words
    assert "Moran's I" in drawn.words
    assert drawn.illegible() == []
    [axes] = drawn.figure.axes
    points = [line for line in axes.lines if line.get_marker() in ("o", "D")]
    assert [len(line.get_xdata()) for line in points] == [1, 1]
