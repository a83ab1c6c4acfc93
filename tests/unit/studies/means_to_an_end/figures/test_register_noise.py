import math

import pandas as pd
import pytest

from pooledfunds.studies.means_to_an_end.figures import register_noise
from tests.unit.exhibits.charts.test_forest import SETTINGS, estimate

NAN = float("nan")
ONE, OTHER = "s/delayed_patients/2007/08", "s/items_on_time/2007/08"


def noise(specification=ONE, method="rates", labels=0, low=-0.3, high=0.9, **columns):
    return {
        "specification": specification,
        "method": method,
        "setting": "",
        "sensitivity": 0.7 if method == "rates" else NAN,
        "specificity": 0.95 if method == "rates" else NAN,
        "labels": labels,
        "estimate": 0.25 if method == "rates" else NAN,
        "conf_low": low,
        "conf_high": high,
        "conclusion": "",
    } | columns


def numbers(*rows):
    found = rows or (
        noise(),
        noise(specificity=0.9, estimate=7.0),
        noise(method="fragility", labels=2, conclusion="different", low=NAN, high=NAN),
        noise(method="non-response", labels=42, low=-0.5, high=0.6),
        noise(OTHER, estimate=NAN, low=NAN, high=NAN),
        noise(OTHER, "fragility", 4, NAN, NAN, conclusion="equivalent"),
    )
    estimates = [estimate("delayed_patients"), estimate("items_on_time", value=-0.02, scale="x")]
    inputs = {"estimates": pd.DataFrame(estimates), "register_noise": pd.DataFrame(found)}
    return register_noise.table(inputs, SETTINGS)


def test_an_estimate_stands_beside_what_errors_would_leave_of_it():
    table = numbers().set_index("specification")
    assert table.loc[ONE, "corrected"] == pytest.approx(100 * math.expm1(0.25))
    assert table.loc[ONE, "silent_high"] == pytest.approx(100 * math.expm1(0.6))
    assert (table.loc[ONE, "labels"], table.loc[ONE, "silent"]) == (2, 42)
    assert table.loc[OTHER, "turns_to"] == "equivalent"


def test_rates_that_no_share_of_pools_fits_leave_a_blank():
    assert math.isnan(numbers().set_index("specification").loc[OTHER, "corrected"])


def test_an_estimate_that_no_register_bears_on_is_left_out():
    assert list(numbers(noise())["specification"]) == [ONE]
    assert numbers(noise("elsewhere")).empty


def test_words_tell_how_few_labels_turn_a_conclusion():
    words = register_noise.describe(numbers())
    assert "One or two wrong answers would change 1 of 2 conclusions" in words
    assert "1 fit no true share of pools" in words
    assert "1 of 1 estimates could have either sign" in words


def test_without_a_label_that_turns_anything_the_words_say_so():
    assert "No wrong answers" in register_noise.caption(numbers(noise()), {}).title


def test_no_number_that_was_tried_is_many_and_not_few():
    table = numbers(noise(method="fragility", labels=0, conclusion="inconclusive"))
    assert (
        register_noise.headline(table) == "One or two wrong answers would change 0 of 1 conclusions"
    )
    assert [register_noise.answers_in_words(count) for count in (0, 1, 2)] == [
        "many", "1 answer", "2 answers",
    ]  # fmt: skip


def test_labels_stand_beside_each_estimate_and_nothing_is_clipped(drawing):
    drawn = drawing(register_noise, numbers())
    assert "2 answers" in drawn.words
    assert drawn.illegible() == []
    corrected = [
        line
        for axes in drawn.figure.axes
        for line in axes.lines
        if line.get_gid() == "estimate" and line.get_marker() == "d"
    ]
    assert len(corrected) == 1  # the other's rates fit nothing
