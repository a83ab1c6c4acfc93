"""Chances of agreement by hand: lengths of windows on the scale of the logarithm."""

import math

import pytest

from pooledfunds.claims.chance import (
    accepted_factors,
    accepted_values,
    chance_of_agreement,
    intersection_of_intervals,
    is_weak,
    share_of_range,
    union_of_intervals,
)
from pooledfunds.claims.ledger import chances_of
from pooledfunds.claims.readings import Reading

INFINITE = math.inf


def read(comparison: str, published: str = "", **others) -> Reading:
    return Reading(comparison=comparison, published=published, **others)


@pytest.mark.parametrize(
    ("reading", "window"),
    [
        (read("printed", "3.4"), (3.35, 3.45)),
        (read("exact", "12"), (11.5, 12.5)),
        (read("80 to 100"), (80, 100)),
        (read("> 3"), (3, INFINITE)),
        (read("<= 3"), (-INFINITE, 3)),
        (read("= 3"), (2.5, 3.5)),
        (read("> 0"), None),
        (read("no difference"), None),
    ],
)
def test_the_values_that_bear_a_number_out(reading, window):
    found = accepted_values(reading)
    assert found == (window if window is None else pytest.approx(window))


@pytest.mark.parametrize(
    ("reading", "value", "window"),
    [
        (read("80 to 100"), 100, (math.log(0.8), 0)),
        (read("80 to 100"), 40, (math.log(2), math.log(2))),  # at the end of what is plausible
        (read("> 3"), 3, (0, math.log(2))),
        (read("<= 3"), 3, (-math.log(2), 0)),
        (read("80 to 100"), -90, None),
        (read("80 to 100"), 0, None),
        (read("-2 to 2"), 1, (-math.log(2), math.log(2))),
    ],
)
def test_the_factors_by_which_a_value_may_be_off(reading, value, window):
    found = accepted_factors(reading, value, 2)
    if window is None or window[0] == window[1]:
        assert found is None
    else:
        assert found == pytest.approx(window)


def test_windows_that_touch_are_one_and_others_stay_apart():
    found = union_of_intervals([(3, 4), None, (0, 1), (1, 2), (0.5, 0.7)])
    assert found == [(0, 2), (3, 4)]
    assert intersection_of_intervals(found, [(1, 3.5)]) == [(1, 2), (3, 3.5)]
    assert intersection_of_intervals([(0, 1)], [(1, 2)]) == []


def test_a_share_is_of_the_range_on_either_side():
    half = math.log(2) / 2
    assert share_of_range([[(-half, half)]], 2) == pytest.approx(0.5)
    assert share_of_range([[(-half, half)], [(0, 9)]], 2) == pytest.approx(0.25)
    assert share_of_range([], 2) == 1


def test_numbers_signs_and_tests_multiply():
    number, sign, shown = read("80 to 100"), read("> 0"), read("shown > 0")
    window = (math.log(1.25)) / (2 * math.log(2))
    assert chance_of_agreement([[(number, 100.0)]], 2, 0.05) == pytest.approx(window)
    assert chance_of_agreement([[(number, 100.0)], [(sign, 1.0)]], 2, 0.05) == pytest.approx(
        window / 2
    )
    assert chance_of_agreement([[(shown, 1.0)], [(shown, 1.0)]], 2, 0.05) == 0.05
    assert chance_of_agreement([[(sign, 1.0)], [(sign, 1.0)]], 2, 0.05) == 0.25
    assert math.isnan(chance_of_agreement([[(number, math.nan)]], 2, 0.05))


def test_a_chance_is_weak_beyond_what_the_study_allows():
    assert is_weak(0.21, {"weak_above": 0.2})
    assert not is_weak(0.2, {"weak_above": 0.2})


STUDY = {"verdicts": {"plausible_factor": 2, "weak_above": 0.2}, "inference": {"conf_level": 0.95}}


def test_any_reading_of_a_component_counts_and_none_of_another():
    """The other reading of money doubles its window; that of people, and a part, add nothing."""
    window = math.log(1.25) / (2 * math.log(2))
    money = read("80 to 100", component="money"), {"computed": 100.0}
    pairs = [
        money,
        (read("80 to 100", component="money", role="sensitivity"), {"computed": 80.0}),
        (read("80 to 100", component="people", role="sensitivity"), {"computed": 60.0}),
        (read("80 to 100", component="money", role="part"), {"computed": 60.0}),
    ]
    found = chances_of(pairs, [money], STUDY)
    assert found["chance_of_agreement"] == pytest.approx(window)
    assert found["chance_of_any_reading"] == pytest.approx(2 * window)
    assert not found["weak"]


def test_without_a_number_no_other_reading_has_a_chance_and_without_words_none_has():
    shown = read("shown > 0"), {"computed": 1.0}
    found = chances_of([shown], [shown], STUDY)
    assert found["chance_of_agreement"] == pytest.approx(0.05)
    assert math.isnan(found["chance_of_any_reading"])
    cited = read(""), {"computed": math.nan}
    assert math.isnan(chances_of([cited], [cited], STUDY)["chance_of_agreement"])
