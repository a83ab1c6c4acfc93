"""The validation in short: what `make validate` shows at length for docs/validation.md."""

import numpy as np
import pandas as pd
import pytest

from pooledfunds.estimation import validation, validation_page
from pooledfunds.estimation.validation import (
    COTERMINOUS,
    FIVE,
    NOISY,
    SCENARIOS,
    Rate,
    one_world,
    power_found,
    register_correction,
    summed_up,
    worlds_of,
)

SETTINGS = {"conf_level": 0.95, "worlds": 40, "randomised": 40, "draws": 99, "seed": 5}


def test_coverage_size_and_power_are_near_what_they_should_be():
    """Forty worlds: wide bounds, so that only a broken estimator falls out of them."""
    null = summed_up(FIVE, worlds_of(FIVE, SETTINGS), SETTINGS)
    assert null["coverage"] >= 0.8
    assert null["p_randomisation"] <= 0.2
    assert abs(null["bias"]) < 5 * null["bias_error"]
    name = "Gamma, effect of -10 %"
    effect = summed_up(name, worlds_of(name, SETTINGS), SETTINGS)
    assert effect["coverage"] >= 0.8
    assert effect["p_value"] >= 0.6
    assert abs(effect["bias"]) < 5 * effect["bias_error"]


def test_the_formula_of_power_and_the_correction_of_a_register():
    power = power_found(worlds_of(COTERMINOUS, SETTINGS | {"randomised": 0}), SETTINGS)
    assert power["said"] == pytest.approx(0.9, abs=0.05)
    assert np.exp(-power["detectable"]) == pytest.approx(0.9, abs=0.01)
    assert power["found"] >= 0.7
    noisy = register_correction(worlds_of(NOISY, SETTINGS | {"randomised": 0}))
    assert abs(noisy["corrected"] - np.log(0.9)) < 4 * noisy["error"]
    assert noisy["uncorrected"] > noisy["corrected"]


def test_only_the_first_worlds_are_randomised():
    found = worlds_of(FIVE, SETTINGS | {"worlds": 4, "randomised": 2})
    assert found["p_randomisation"].notna().tolist() == [True, True, False, False]
    assert found["estimate"].notna().all()


def test_a_world_is_the_same_twice():
    world, specification = validation.SCENARIOS["Event study, -10 %"]
    once, again = (one_world(world, specification, 9, 99, SETTINGS) for _ in range(2))
    assert once["estimate"] == again["estimate"]
    assert np.isfinite(once["std_error"])


def test_a_rate_knows_its_error():
    rate = Rate.of(pd.Series([True] * 90 + [False] * 10))
    assert (rate, rate.error) == (0.9, pytest.approx(0.03))
    assert str(rate) == "90.0 ± 3.0"
    assert str(Rate.of(pd.Series([], dtype=bool))) == "–"


def test_the_page_tells_every_scenario_and_each_target_that_is_missed():
    few = SETTINGS | {"worlds": 3, "randomised": 1, "draws": 19}
    told = []
    text = validation_page.validate(few, lambda name, done: told.append((name, done)))
    assert told == [(name, 3) for name in SCENARIOS]
    assert all(f"| {name} |" in text for name in SCENARIOS)
    targets = text.split("## Targets")[1]
    assert targets.count("| no |") == targets.split("Missed: ")[1].count(";") + 1
