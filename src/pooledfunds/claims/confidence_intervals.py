"""Confidence limits of facts: differences of shares, changes over the years, correlations.

A fact that rests on a whole return still varies as bodies vary; its limits say how far the
figure hangs on the bodies that there happen to be (decision 56).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pooledfunds.claims.fact import DataUnavailableError, Measured

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

CONF_LEVEL = 0.95


def wilson(yes: int, bodies: int) -> tuple[float, float]:
    """Return the score limits of a share (Wilson 1927).

    Parameters
    ----------
    yes
        How many bodies.
    bodies
        Of how many.
    """
    from scipy.stats import norm

    z = norm.ppf(0.5 + CONF_LEVEL / 2)
    share = yes / bodies
    middle = share + z**2 / (2 * bodies)
    half = z * (share * (1 - share) / bodies + z**2 / (4 * bodies**2)) ** 0.5
    whole = 1 + z**2 / bodies
    return (middle - half) / whole, (middle + half) / whole


def share_difference(yes: tuple[int, int], bodies: tuple[int, int]) -> Measured:
    """Return the first share less the second, with limits from both scores (Newcombe 1998).

    Parameters
    ----------
    yes
        How many bodies of each group.
    bodies
        Of how many of each.

    Raises
    ------
    DataUnavailableError
        When a group is empty.
    """
    if not all(bodies):
        raise DataUnavailableError("one of the two groups is empty")
    first, second = (n / of for n, of in zip(yes, bodies, strict=True))
    (low_1, high_1), (low_2, high_2) = map(wilson, yes, bodies)
    difference = first - second
    below = ((first - low_1) ** 2 + (high_2 - second) ** 2) ** 0.5
    above = ((high_1 - first) ** 2 + (second - low_2) ** 2) ** 0.5
    return Measured(difference, difference - below, difference + above)


def jackknife(value: float, left_out: np.ndarray) -> Measured:
    """Return a value with the t-limits of its jackknife.

    Parameters
    ----------
    value
        The statistic over all bodies.
    left_out
        The statistic without each body in turn (Efron and Tibshirani 1993, chapter 11).
    """
    from scipy.stats import t

    bodies = len(left_out)
    error = ((bodies - 1) / bodies * ((left_out - left_out.mean()) ** 2).sum()) ** 0.5
    half = float(t.ppf(0.5 + CONF_LEVEL / 2, bodies - 1) * error)
    return Measured(value, value - half, value + half)


def ratio(numerator: np.ndarray, denominator: np.ndarray) -> Measured:
    """Return a ratio of sums over bodies, with limits from leaving out each body in turn.

    Parameters
    ----------
    numerator
        By body (bodies,).
    denominator
        By body (bodies,), in the same order.

    Raises
    ------
    DataUnavailableError
        Of fewer than two bodies.
    """
    if len(numerator) < 2:
        raise DataUnavailableError("fewer than two bodies have a value")
    above, below = numerator.sum(), denominator.sum()
    return jackknife(float(above / below), (above - numerator) / (below - denominator))


def coefficient_of_variation(values: np.ndarray) -> Measured:
    """Return the standard deviation over the mean of bodies' values, with jackknife limits."""
    import numpy as np

    bodies = len(values)
    if bodies < 3:
        raise DataUnavailableError("fewer than three bodies have a value")
    sums, squares = values.sum() - values, (values**2).sum() - values**2
    means = sums / (bodies - 1)
    spreads = np.sqrt(np.maximum(squares - (bodies - 1) * means**2, 0) / (bodies - 2))
    return jackknife(float(values.std(ddof=1) / values.mean()), spreads / means)


def ratio_change(
    before: tuple[np.ndarray, np.ndarray],
    after: tuple[np.ndarray, np.ndarray],
    relative: bool = False,
) -> Measured:
    """Return the change of a national ratio, with limits from leaving out each body in turn.

    The jackknife over bodies takes a body's years together, so that what lasts in it cancels.

    Parameters
    ----------
    before, after
        Numerators and denominators by body, the bodies in the same order: ratios are of sums.
    relative
        Whether the change is a share of the ratio before.
    """
    import numpy as np

    sums = np.array([*before, *after], dtype=float)
    without = sums.sum(axis=1, keepdims=True) - sums

    def change(parts: np.ndarray) -> np.ndarray:
        first, last = parts[0] / parts[1], parts[2] / parts[3]
        return last / first - 1 if relative else last - first

    return jackknife(float(change(sums.sum(axis=1))), change(without))


def sum_change(before: np.ndarray, after: np.ndarray) -> Measured:
    """Return the change of a national sum, with limits from how far bodies' changes differ.

    Parameters
    ----------
    before
        By body (bodies,).
    after
        By body (bodies,), in the same order.
    """
    from scipy.stats import t

    change = after - before
    half = t.ppf(0.5 + CONF_LEVEL / 2, len(change) - 1) * change.std(ddof=1) * len(change) ** 0.5
    value = float(change.sum())
    return Measured(value, value - half, value + half)


def rank_correlation(first: pd.Series, second: pd.Series) -> Measured:
    """Return Spearman's rank correlation with limits by Fisher's z (Bonett and Wright 2000).

    Parameters
    ----------
    first
        By body (bodies,).
    second
        By body (bodies,), in the same order.

    Raises
    ------
    DataUnavailableError
        When fewer than four bodies, or none that differ, can be ranked.
    """
    import numpy as np
    from scipy.stats import norm

    bodies = len(first)
    if bodies < 4 or first.nunique() == 1 or second.nunique() == 1:
        raise DataUnavailableError("too few bodies differ to rank them")
    value = float(first.rank().corr(second.rank()))
    error = ((1 + value**2 / 2) / (bodies - 3)) ** 0.5
    half = norm.ppf(0.5 + CONF_LEVEL / 2) * error
    middle = np.arctanh(min(max(value, -1 + 1e-12), 1 - 1e-12))
    return Measured(value, float(np.tanh(middle - half)), float(np.tanh(middle + half)))


def scaled(found: Measured, factor: float) -> Measured:
    """Return a value and its limits in another unit.

    Parameters
    ----------
    found
        A value with its limits.
    factor
        Of the unit.
    """
    return Measured(*(factor * number for number in found))


def greatest(found: list[Measured]) -> Measured:
    """Return the greatest of several values with the greatest of each limit.

    A claim that all are below a bound is shown only when each is (intersection and union).
    """
    return Measured(*(max(limits) for limits in zip(*found, strict=True)))
