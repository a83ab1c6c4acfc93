import math

import pandas as pd
import pytest

from pooledfunds.exhibits import specification_curve

SETTINGS = {"outcomes": {"spend": {"label": "Spend per head"}}}


def numbers():
    rows = [
        ("evidence=low; years=last", 1, 0.05, -0.1, 0.2),
        ("evidence=high; years=last", 2, 0.30, 0.1, 0.5),
        ("evidence=odd; years=last", 0, float("nan"), float("nan"), float("nan")),
    ]
    columns = ["choices", "rank", "estimate", "conf_low", "conf_high"]
    table = pd.DataFrame(rows, columns=columns)
    table = table.assign(curve="c", outcome="spend", scale="log")
    return specification_curve.table({"specification_curve": table}, SETTINGS)


def test_estimates_are_per_cent_in_order_and_what_was_not_fitted_is_left_out():
    table = numbers()
    assert list(table["rank"]) == [1, 2]
    assert table["estimate"].iloc[1] == pytest.approx(100 * math.expm1(0.3))
    assert list(table["significant"]) == [False, True]


def test_only_an_axis_with_several_options_is_a_choice():
    choices = specification_curve.by_choice(numbers())
    assert list(choices["option"]) == ["low", "high"]
    assert set(choices["axis"]) == {"evidence"}


def test_the_words_say_how_many_intervals_exclude_nought():
    words = specification_curve.describe(numbers())
    assert "2 specifications" in words
    assert "50 per cent of intervals exclude nought" in words


def test_nothing_is_clipped(drawing):
    assert drawing(specification_curve, numbers()).clipped() == []
