import math

import pandas as pd
import pytest

from pooledfunds.exhibits.charts import forest
from pooledfunds.studies.means_to_an_end.figures import estimates_headline

SETTINGS = {
    "outcomes": {
        "delayed_patients": {"label": "Delays", "unit": "per person", "better": "lower"},
        "items_on_time": {"label": "On time", "unit": "share of items", "better": "higher"},
    },
    "exposures": {"pool_older_people": {"label": "Older people's pool"}},
}
NAN = float("nan")


def estimate(outcome, period="2007/08", value=0.1, scale="log", **columns):
    return {
        "specification": f"s/{outcome}/{period}",
        "outcome": outcome,
        "exposure": "pool_older_people",
        "area_type": "pct",
        "period": period,
        "term": "pool_older_people",
        "estimate": value,
        "scale": scale,
        "conf_low": value - 0.2,
        "conf_high": value + 0.2,
        "minimum_detectable_effect": 0.3,
        "equivalence_margin": 0.05,
        "nobs": 152,
        "n_exposed": 13,
        "n_unknown": 0,
        "cov_type": "HC2",
        "conclusion": "inconclusive",
    } | columns


def numbers(*rows):
    rows = rows or (
        estimate("delayed_patients"),
        estimate("delayed_patients", "2006/07", 0.5),
        estimate("items_on_time", value=-0.02, scale="identity", conclusion="different"),
    )
    return forest.comparisons(
        pd.DataFrame(rows), SETTINGS, ["pool_older_people"], list(SETTINGS["outcomes"])
    )


def test_logs_are_per_cent_and_shares_percentage_points():
    table = numbers().set_index("outcome")
    assert table.loc["delayed_patients", "effect"] == pytest.approx(100 * math.expm1(0.1))
    assert table.loc["items_on_time", "effect"] == pytest.approx(-2.0)
    assert list(table["panel"]) == ["percent_lower", "points_higher"]


def test_the_last_year_stands_for_an_outcome():
    assert set(numbers()["period"]) == {"2007/08"}


def test_a_comparison_that_could_not_be_tested_keeps_its_row():
    untested = estimate("items_on_time", value=NAN, scale="identity", conclusion="not testable")
    table = numbers(estimate("delayed_patients"), untested)
    assert list(table["conclusion"]) == ["inconclusive", "not testable"]


def test_without_any_estimate_there_is_nothing_to_draw():
    assert numbers(estimate("delayed_patients", value=NAN, conclusion="not testable")).empty


def test_words_tell_what_was_settled_and_keep_their_hyphens():
    words = forest.describe(numbers(), "co-terminous pools")
    assert "Older people's pool, PCTs): −2.0, 95 per cent interval −22.0 to +18.0" in words
    assert "co-terminous" in words


def test_comparisons_without_an_estimate_are_counted_and_not_drawn(drawing):
    untested = estimate("items_on_time", value=NAN, scale="identity", conclusion="not testable")
    table = numbers(estimate("delayed_patients"), untested)
    drawn = drawing(estimates_headline, table)
    assert "On time" not in drawn.words
    assert "1 comparisons could not be tested" in " ".join(forest.caption(table).notes)
    assert drawn.illegible() == []


def test_the_better_side_is_named(drawing):
    words = drawing(estimates_headline, numbers()).words
    assert "Per cent: left of zero is better for people" in words
    assert "Percentage points: right of zero is better for people" in words


def test_an_estimate_is_filled_only_where_something_is_settled(drawing):
    drawn = drawing(estimates_headline, numbers())
    points = [
        line for axes in drawn.figure.axes for line in axes.lines if line.get_gid() == "estimate"
    ]
    assert [point.get_markerfacecolor() == "white" for point in points] == [True, False]


@pytest.mark.parametrize(
    ("counts", "words"), [([], "0"), ([145, 145], "145"), ([1452, 99, 148], "99 to 1,452")]
)
def test_a_sample_that_every_estimate_shares_is_told_once(counts, words):
    assert forest.span(pd.Series(counts, dtype=int)) == words
