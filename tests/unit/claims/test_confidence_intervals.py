"""Limits by their formulas, worked out on a few bodies."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pooledfunds.claims.confidence_intervals import (
    coefficient_of_variation,
    greatest,
    jackknife,
    rank_correlation,
    ratio,
    ratio_change,
    scaled,
    share_difference,
    sum_change,
    wilson,
)
from pooledfunds.claims.fact import DataUnavailableError, Measured

T_2 = 4.302653  # 97.5th percentile of t with 2 degrees of freedom


def test_the_limits_of_a_share_are_wilsons_as_newcombe_prints_them():
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3: 81/263 and 0/20."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0, 0.1611), abs=5e-5)


def test_the_limits_of_a_difference_of_shares_are_newcombes_printed_ones():
    """Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10: 56/70 and 48/80."""
    found = share_difference((56, 48), (70, 80))
    assert found == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_a_difference_from_an_empty_group_is_not_known():
    with pytest.raises(DataUnavailableError, match="one of the two groups is empty"):
        share_difference((3, 0), (10, 0))


def test_the_jackknife_of_a_mean_is_students_interval():
    values = np.array([1.0, 2, 6])
    found = jackknife(values.mean(), (values.sum() - values) / 2)
    half = T_2 * values.std(ddof=1) / 3**0.5
    assert found == pytest.approx((3, 3 - half, 3 + half))


def test_a_ratio_of_sums_has_the_limits_of_leaving_out_each_body():
    above, below = np.array([1.0, 2, 6]), np.array([2.0, 3, 5])
    found = ratio(above, below)
    rest = np.array([8 / 8, 7 / 7, 3 / 5])
    half = T_2 * (2 / 3 * ((rest - rest.mean()) ** 2).sum()) ** 0.5
    assert found == pytest.approx((0.9, 0.9 - half, 0.9 + half))


def test_a_ratio_needs_two_bodies():
    assert ratio(np.array([1.0, 2]), np.array([2.0, 4])).value == 0.5
    with pytest.raises(DataUnavailableError, match="fewer than two bodies"):
        ratio(np.array([1.0]), np.array([2.0]))


def test_a_coefficient_of_variation_has_the_limits_of_leaving_out_each_body():
    values = np.array([2.0, 4, 9])
    left = [np.delete(values, i) for i in range(3)]
    rest = np.array([v.std(ddof=1) / v.mean() for v in left])
    half = T_2 * (2 / 3 * ((rest - rest.mean()) ** 2).sum()) ** 0.5
    value = 13**0.5 / 5
    assert coefficient_of_variation(values) == pytest.approx((value, value - half, value + half))
    with pytest.raises(DataUnavailableError, match="fewer than three bodies"):
        coefficient_of_variation(values[:2])


def test_a_coefficient_of_variation_of_bodies_that_are_all_alike_is_nought():
    assert coefficient_of_variation(np.full(4, 0.1)) == pytest.approx((0, 0, 0), abs=1e-7)


def test_the_change_of_a_ratio_leaves_out_a_bodys_years_together():
    before = np.array([1.0, 2, 3]), np.array([10.0, 10, 10])
    after = np.array([2.0, 4, 3]), np.array([10.0, 10, 20])
    rest = np.array([7 / 30 - 5 / 20, 5 / 30 - 4 / 20, 6 / 20 - 3 / 20])
    half = T_2 * (2 / 3 * ((rest - rest.mean()) ** 2).sum()) ** 0.5
    change = 9 / 40 - 6 / 30
    assert ratio_change(before, after) == pytest.approx((change, change - half, change + half))
    assert ratio_change(before, after, relative=True).value == pytest.approx(0.225 / 0.2 - 1)


def test_the_change_of_a_sum_varies_as_bodies_changes_do():
    found = sum_change(np.array([10.0, 10, 10]), np.array([11.0, 12, 16]))
    half = T_2 * 7**0.5 * 3**0.5  # changes 1, 2 and 6: variance 7
    assert found == pytest.approx((9, 9 - half, 9 + half))


def test_a_rank_correlation_has_the_limits_of_bonett_and_wright():
    """Their error of Fisher's z: the root of (1 + r^2 / 2) / (n - 3); here r is 0.8, n is 4."""
    found = rank_correlation(pd.Series([1, 2, 3, 4]), pd.Series([10, 30, 20, 90]))
    half = stats.norm.ppf(0.975) * 1.32**0.5
    middle = np.arctanh(0.8)
    assert found == pytest.approx((0.8, np.tanh(middle - half), np.tanh(middle + half)))


def test_ranks_that_agree_wholly_have_limits_too():
    found = rank_correlation(pd.Series(range(9)), pd.Series(range(9)))
    assert 0.9 < found.conf_low < found.conf_high <= 1
    found = rank_correlation(pd.Series(range(9)), -pd.Series(range(9)))
    assert -1 <= found.conf_low < found.conf_high < -0.9


@pytest.mark.parametrize(
    ("first", "second"), [([1, 2, 3], [1, 3, 2]), ([5] * 4, [1, 2, 3, 4]), ([1, 2, 3, 4], [5] * 4)]
)
def test_three_bodies_or_bodies_that_are_all_alike_are_not_ranked(first, second):
    with pytest.raises(DataUnavailableError, match="too few bodies differ"):
        rank_correlation(pd.Series(first), pd.Series(second))


def test_limits_go_with_their_value_into_another_unit_and_each_by_itself_to_the_greatest():
    found = [Measured(1.0, 0.0, 3.0), Measured(2.0, -1.0, 2.5)]
    assert scaled(found[1], 100) == (200, -100, 250)
    assert greatest(found) == (2.0, 0.0, 3.0)
