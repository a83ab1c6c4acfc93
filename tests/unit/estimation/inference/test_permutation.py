"""The p-value of a permutation distribution, counted by hand."""

import numpy as np
import pytest

from pooledfunds.estimation.inference.permutation import PermutationDistribution


def p_value(t: float, ts: list[float], exact: bool) -> float:
    values = np.array(ts)
    return PermutationDistribution("pool", t, t, values, values, exact).p_value


@pytest.mark.parametrize(
    ("t", "ts", "exact", "expected"),
    [
        (2.0, [-3, 1, 0, -1], False, 2 / 5),  # one of four is as far, and the observed one
        (2.0, [-3, 1, 0, 2], True, 2 / 4),  # the observed one is among them
        (-2.0, [2, 0, 0, 0], False, 2 / 5),  # both sides count, and a tie is as far
        (2.0, [2 - 1e-14, 0, 0, 0], True, 1 / 4),  # a tie but for rounding
        (0.0, [0, 0, 1, -1], True, 1.0),  # no draw is nearer than nought
        (9.0, [0, 0, 0, 0], False, 1 / 5),  # never nought
    ],
)
def test_a_p_value_is_the_share_of_assignments_that_are_as_far(t, ts, exact, expected):
    assert p_value(t, ts, exact) == expected
