"""The validation in short: what `make validate` shows at length for docs/validation.md."""

import numpy as np

from pooledfunds.estimation import validation
from pooledfunds.estimation.validation import one_world, scenario

SETTINGS = {"conf_level": 0.95, "draws": 99, "seed": 5}


def test_coverage_size_and_power_are_near_what_they_should_be():
    """Forty worlds: wide bounds, so that only a broken estimator falls out of them."""
    null = scenario("Poisson, five exposed bodies, no effect", 40, SETTINGS)
    assert null["coverage"] >= 0.8
    assert null["p_randomisation"] <= 0.2
    assert abs(null["bias"]) < 5 * null["bias_error"]
    effect = scenario("Gamma, effect of -10 %", 40, SETTINGS)
    assert effect["coverage"] >= 0.8
    assert effect["p_value"] >= 0.6
    assert abs(effect["bias"]) < 5 * effect["bias_error"]


def test_a_world_is_the_same_twice():
    world, specification = validation.SCENARIOS["Event study, -10 %"]
    once, again = (one_world(world, specification, 9, SETTINGS) for _ in range(2))
    assert once["estimate"] == again["estimate"]
    assert np.isfinite(once["std_error"])
