import math

import numpy as np
import pandas as pd
import pytest

from pooledfunds.exhibits.figures import specification_curve

SETTINGS = {"outcomes": {"spend": {"label": "Spend per head"}}}


def numbers():
    rows = [
        ("evidence=low; years=last", 1, 0.05, -0.1, 0.2),
        ("evidence=high; years=last", 2, 0.30, 0.1, 0.5),
        ("evidence=odd; years=last", 0, float("nan"), float("nan"), float("nan")),
    ]
    columns = ["choices", "rank", "estimate", "conf_low", "conf_high"]
    table = pd.DataFrame(rows, columns=columns)
    table = table.assign(curve="c", outcome="spend", scale="log", in_joint_test=True)
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


def many(curves, specifications, axes):
    """Return curves of many specifications under many axes of two options each."""
    draw = np.random.default_rng(1)
    parts = []
    for number in range(curves):
        options = draw.integers(0, 2, (specifications, axes))
        effect = np.sort(0.1 * options[:, 0] + draw.normal(0, 0.02, specifications))
        choices = [
            "; ".join(f"axis_{axis}=option_{option}" for axis, option in enumerate(row))
            for row in options
        ]
        parts.append(
            pd.DataFrame({"curve": f"c{number}", "choices": choices, "estimate": effect}).assign(
                rank=range(specifications),
                conf_low=effect - 0.1,
                conf_high=effect + 0.1,
                in_joint_test=options[:, 1] == 0,
            )
        )
    table = pd.concat(parts).assign(outcome="spend", scale="log")
    return specification_curve.table({"specification_curve": table}, SETTINGS)


def test_the_choices_whose_medians_lie_furthest_apart_are_shown():
    table = many(1, 200, 7)
    first = table["choices"].str.contains("axis_0=option_1")
    table.loc[first, "estimate"] += 50
    axes = specification_curve.by_choice(table)["axis"]
    assert axes.nunique() == specification_curve.SHOWN
    assert "axis_0" in set(axes)


def test_a_long_curve_is_drawn_in_as_many_points_as_can_be_seen_and_keeps_its_ends():
    table = many(1, 3000, 2)
    seen = specification_curve.thinned(table)
    assert len(seen) <= specification_curve.POINTS
    assert seen["place"].iloc[[0, -1]].tolist() == [0, 2999]
    assert seen["conf_low"].min() == table["conf_low"].min()
    assert len(specification_curve.thinned(table.head(200))) == 200


def test_five_curves_of_many_choices_fit(drawing):
    drawn = drawing(specification_curve, many(5, 300, 11))
    assert drawn.illegible() == []
    assert len(drawn.figure.axes) == 10


def test_the_words_say_how_many_intervals_exclude_zero():
    words = specification_curve.describe(numbers())
    assert "2 specifications" in words
    assert "50 per cent of intervals exclude zero" in words


def test_what_no_joint_test_holds_is_shown_apart(drawing):
    table = many(1, 200, 3)
    assert table["apart"].tolist() == table["choices"].str.contains("axis_1=option_1").tolist()
    apart = int(table["apart"].sum())
    assert f"{200 - apart} specifications" in specification_curve.describe(table)
    assert f"{apart} set apart" in specification_curve.describe(table)
    drawn = drawing(specification_curve, table)
    assert "Set apart" in drawn.words
    assert drawn.illegible() == []


def test_nothing_is_clipped(drawing):
    assert drawing(specification_curve, numbers()).illegible() == []
