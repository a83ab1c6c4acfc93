import numpy as np
import pytest

from pooledfunds.claims.confidence_intervals import ratio, share_difference


def test_the_limits_of_a_difference_of_shares_are_newcombes_printed_ones():
    """Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10: 56/70 and 48/80."""
    found = share_difference((56, 48), (70, 80))
    assert found == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_a_ratio_of_sums_has_the_limits_of_leaving_out_each_body():
    above, below = np.array([1.0, 2, 6]), np.array([2.0, 3, 5])
    found = ratio(above, below)
    rest = np.array([8 / 8, 7 / 7, 3 / 5])
    error = (2 / 3 * ((rest - rest.mean()) ** 2).sum()) ** 0.5
    assert found.value == pytest.approx(0.9)
    assert found.conf_high - found.value == pytest.approx(4.302653 * error)  # t of 2 df
