import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2
from statsmodels.stats.proportion import proportion_confint

from pooledfunds.core.own_intervals import byar_limits, wilson_limits


def test_the_limits_of_a_share_are_those_of_the_reference():
    count, trials = pd.Series([0.0, 9.0, 90.0, 10.0]), pd.Series([10.0, 10.0, 100.0, 10.0])
    reference = proportion_confint(count, trials, method="wilson")
    for own, other in zip(wilson_limits(count, trials), reference, strict=True):
        assert own.to_numpy() == pytest.approx(np.asarray(other), abs=1e-6)


@pytest.mark.parametrize("count", [10, 35, 400])
def test_the_limits_of_a_count_are_near_the_exact_ones(count):
    low, high = byar_limits(pd.Series([float(count)]), pd.Series([1.0]))
    exact = chi2.ppf(0.025, 2 * count) / 2, chi2.ppf(0.975, 2 * count + 2) / 2
    assert (low[0], high[0]) == pytest.approx(exact, rel=5e-3)


def test_no_event_has_an_upper_limit_and_what_is_missing_has_none():
    low, high = byar_limits(pd.Series([0.0, np.nan, 5.0]), pd.Series([2.0, 2.0, 0.0]))
    assert low[0] == 0
    assert high[0] > 0
    assert low[1:].isna().all()
    assert high[1:].isna().all()
    assert all(limit.isna().all() for limit in wilson_limits(pd.Series([1.0]), pd.Series([0.0])))
