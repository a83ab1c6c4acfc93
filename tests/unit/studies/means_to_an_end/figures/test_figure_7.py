import pandas as pd
import pytest

from pooledfunds.studies.means_to_an_end.figures import figure_7


def numbers():
    size = [20_000.0, 40_000.0, 30_000.0, 50_000.0]
    panel = pd.DataFrame(
        {
            "area_code": ["5AA", "5BB", "TAA", "5CC"],
            "name": ["A", "B", "Care", "C"],
            "financial_year": "2007/08",
            "care_trust": [0.0, 0.0, 1.0, 0.0],
            "delayed_patients": [520.0, 520.0, 780.0, None],
            "delayed_denominator": [52 * one for one in size],
            "censuses": 52.0,
            "apportioned_delays": [0.0, 0.3, 0.0, 0.0],
        }
    )
    return figure_7.table({"panel_pct": panel}, {})


def test_the_rate_is_the_mean_of_the_censuses_and_a_pct_without_a_count_is_left_out():
    table = numbers()
    assert list(table["pct_code"]) == ["5AA", "TAA", "5BB"]
    assert list(table["rate"]) == pytest.approx([50.0, 50.0, 25.0])
    assert list(table["persons_65_plus"]) == [20_000, 30_000, 40_000]


def test_the_centre_is_that_of_all_pcts_and_lies_within_its_limits():
    table = numbers()
    centre = 1e5 * 1820 / (52 * 90_000)
    assert table["all_pcts"].unique() == pytest.approx([centre])
    assert (table["low_998"] <= table["low_95"]).all()
    assert (table["high_95"] < table["high_998"]).all()


def test_care_trusts_are_told_by_their_places():
    assert "1 care trusts are at places 2 of 3" in figure_7.describe(numbers())


def test_nothing_is_clipped(drawing):
    assert drawing(figure_7, numbers()).illegible() == []
