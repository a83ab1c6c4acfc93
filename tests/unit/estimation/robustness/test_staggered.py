"""Starts at different dates: the effect, and what it would be had bodies exchanged their starts."""

from dataclasses import replace

import numpy as np
import pytest

from pooledfunds.estimation.models import NotFitted
from pooledfunds.estimation.robustness.staggered import (
    average_effects,
    permute_starts,
    staggered_effects,
    starting_cohorts,
)
from pooledfunds.estimation.simulation.scenario_forms import EVENT_STUDY
from pooledfunds.estimation.simulation.worlds import World, simulate

ASKED = EVENT_STUDY
SETTINGS = {"draws": 499, "seed": 1}


def panel(effect):
    return simulate(World(effect=effect, staggered=True), np.random.default_rng(4))


def all_units(rows):
    return tuple(sorted(rows["area_code"].unique()))


def test_a_body_that_stops_or_was_exposed_from_the_first_year_has_no_start():
    exposure = np.array([[0, 0, 1], [0, 1, 1], [0, 0, 0], [1, 1, 1], [0, 1, 0]])
    assert starting_cohorts(exposure).tolist() == [2, 1, 3, -1, -1]


def test_the_effect_is_the_difference_of_changes():
    outcome = np.array([[1.0, 4.0], [3.0, 4.0], [2.0, 3.0], [5.0, 5.0], [1.0, 3.0]])
    effect, error = average_effects(outcome, np.array([[1, 1, 2, 2, 2]]))
    assert effect[0] == pytest.approx(2.0 - 1.0)
    # Welch's error: variances 2 of two bodies and 1 of three
    assert effect[0] / error[0] == pytest.approx(1.0 / np.sqrt(2 / 2 + 1 / 3))


@pytest.mark.parametrize("effect", [0.0, np.log(0.9)])
def test_the_draw_that_was_observed_is_the_estimate_itself(effect):
    rows = panel(effect)
    draws = permute_starts(rows, ASKED, SETTINGS, all_units(rows))
    told = staggered_effects(rows, ASKED, 0.95)
    assert draws.effect == pytest.approx(told["estimate"][0])
    assert draws.t == pytest.approx(told["estimate"][0] / told["std_error"][0])
    assert len(draws.ts) == SETTINGS["draws"]
    assert (draws.p_value < 0.01) == (effect != 0)


def test_under_no_effect_the_draws_spread_as_t_does():
    rows = panel(0.0)
    draws = permute_starts(rows, replace(ASKED, strata=()), SETTINGS, all_units(rows))
    assert abs(draws.ts.mean()) < 0.15
    assert draws.ts.std() == pytest.approx(1, abs=0.12)


def test_a_start_of_one_body_is_no_comparison():
    with pytest.raises(NotFitted):
        average_effects(np.zeros((4, 2)), np.array([[1, 2, 2, 2]]))


def test_starts_are_exchanged_within_strata_only():
    rows = panel(0.0)
    alone = replace(ASKED, strata=("area_code",))
    draws = permute_starts(rows, alone, SETTINGS, all_units(rows))
    assert draws.ts == pytest.approx(draws.t)
