"""What each partner puts into a pool, from amounts, shares and the whole fund."""

import numpy as np
import pytest

from pooledfunds.linkage.pooling.incomes import COPIED, IN_KIND, UPLIFT, income_of

NONE = np.nan


def partners(amounts: list[float], shares: list[float]) -> dict[str, np.ndarray]:
    n = len(amounts)
    columns = {name: np.full(n, "x", dtype=object) for name in COPIED}
    columns |= {name: np.full(n, NONE) for name in (*UPLIFT, *IN_KIND)}
    names = np.array([f"partner {place}" for place in range(n)], dtype=object)
    return columns | {
        "as_written": names,
        "gbp": np.array(amounts, dtype=float),
        "share_percent": np.array(shares, dtype=float),
    }


@pytest.mark.parametrize(
    ("amounts", "shares", "fund", "pounds"),
    [
        ([60, 40], [NONE, NONE], NONE, [60, 40]),
        ([60, NONE], [NONE, 40], 100, [60, 40]),  # its share of the fund
        ([60, NONE], [NONE, NONE], 100, [60, 40]),  # what the others leave
        ([60, NONE], [NONE, NONE], 50, [60, 0]),  # nothing is left
        ([60, NONE, NONE], [NONE] * 3, 100, [60, 0, 0, 40]),  # attributed to none
        ([60, NONE, NONE], [NONE] * 3, 60, [60, 0, 0]),
        ([60, NONE], [NONE, NONE], NONE, [60, 0]),  # nothing says how much there is
    ],
)
def test_contributions_by_hand(amounts, shares, fund, pounds):
    assert income_of(partners(amounts, shares), fund).contributions.tolist() == pounds
