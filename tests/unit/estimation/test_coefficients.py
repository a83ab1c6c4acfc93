"""The interval and the p-value of a t distribution."""

import numpy as np
import pytest
from scipy import stats

from pooledfunds.estimation.coefficients import t_inference


def test_the_interval_and_the_p_value_are_those_of_t():
    told = t_inference(np.array([2.0]), np.array([0.8]), np.array([7.0]), 0.95)
    expected = stats.t.interval(0.95, 7, 2.0, 0.8)
    assert (told["conf_low"][0], told["conf_high"][0]) == pytest.approx(expected)
    assert told["p_value"] == pytest.approx(2 * stats.t.sf(2.5, 7))


def test_without_an_error_there_is_no_p_value():
    told = t_inference(np.array([2.0, 2.0]), np.array([0.0, np.nan]), np.array([7.0, 7.0]), 0.95)
    assert np.isnan(told["p_value"]).all()
