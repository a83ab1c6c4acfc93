"""The chance that a claim is borne out by accident, to go with its verdict (decision 50).

For a number: had the computed value been off by a common factor, drawn from a declared range
evenly on the log scale, how often would the claim still have been borne out? A wide window, a
number printed to one digit, or many readings make that likely. The share is exact: windows are
intervals of the factor, and their length is measured.
"""

import math
from collections.abc import Iterable, Mapping

from pooledfunds.claims.readings import Reading, comparison_sort, parse_comparison
from pooledfunds.claims.verdicts import last_digit_of

Interval = tuple[float, float]
EVEN = 0.5  # chance of a sign where nothing is behind it


def accepted_values(reading: Reading) -> Interval | None:
    """Return the interval of values that bears a number out; nothing where only a sign counts."""
    wanted = parse_comparison(reading.comparison)
    match wanted.sort:
        case "printed" | "exact":
            printed, half = float(reading.published), float(last_digit_of(reading.published)) / 2
            return printed - half, printed + half
        case "interval":
            return wanted.low, wanted.high
        case "sign" if wanted.bound != 0:
            whole = wanted.bound - 0.5, wanted.bound + 0.5
            ends = {"<": (-math.inf, wanted.bound), ">": (wanted.bound, math.inf), "=": whole}
            return ends[wanted.sign[0]]
        case _:
            return None


def accepted_factors(reading: Reading, value: float, factor: float) -> Interval | None:
    """Return the logs of the factors by which a value may be off and still bear the claim out.

    Within the plausible range, from ``1 / factor`` to ``factor``; nothing where there are none.

    Parameters
    ----------
    reading
        A reading of a claim.
    value
        As computed.
    factor
        The plausible range is from one over it to it.
    """
    window = accepted_values(reading)
    if window is None or value == 0:
        return None
    low, high = sorted(bound / value for bound in window)
    if high <= 0:
        return None
    most = math.log(factor)
    ends = math.log(low) if low > 0 else -math.inf, math.log(high) if high < math.inf else math.inf
    clipped = max(ends[0], -most), min(ends[1], most)
    return clipped if clipped[0] < clipped[1] else None


def union_of_intervals(intervals: Iterable[Interval | None]) -> list[Interval]:
    """Return the union of intervals as intervals that are apart, in their order."""
    apart: list[Interval] = []
    for low, high in sorted(interval for interval in intervals if interval):
        if apart and low <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(high, apart[-1][1])
        else:
            apart.append((low, high))
    return apart


def intersection_of_intervals(
    first: Iterable[Interval], second: Iterable[Interval]
) -> list[Interval]:
    """Return what two unions of intervals have in common.

    Parameters
    ----------
    first, second
        Intervals that are apart, in order.
    """
    pairs = [(max(a[0], b[0]), min(a[1], b[1])) for a in first for b in second]
    return [(low, high) for low, high in pairs if low < high]


def share_of_range(components: Iterable[list[Interval]], factor: float) -> float:
    """Return the share of the plausible range in which every component is borne out.

    Parameters
    ----------
    components
        For each the intervals of the logarithm of the factor in which it is borne out.
    factor
        The plausible range is from one over it to it.
    """
    most = math.log(factor)
    common: list[Interval] = [(-most, most)]
    for intervals in components:
        common = intersection_of_intervals(common, intervals)
    return sum(high - low for low, high in common) / (2 * most)


def chance_of_agreement(
    components: Iterable[Iterable[tuple[Reading, float]]], factor: float, alpha: float
) -> float:
    """Return the chance that a claim of so many components is borne out by accident.

    Components that are numbers move by one common factor. A sign has an even chance. A test has
    its size: it bears the claim out so often, at most, where the claim just fails.

    Parameters
    ----------
    components
        For each component the readings, any of which may bear it out, with their values.
    factor
        The plausible range, ``verdicts.plausible_factor`` of the study.
    alpha
        Size of the study's tests.

    Returns
    -------
    float
        Missing where a component has no value.
    """
    numbers, chance, tested = [], 1.0, False
    for readings in components:
        readings = [(reading, value) for reading, value in readings if not math.isnan(value)]
        if not readings:
            return math.nan
        if accepted_values(readings[0][0]) is not None:
            numbers.append(
                union_of_intervals(accepted_factors(r, value, factor) for r, value in readings)
            )
        elif comparison_sort(readings[0][0].comparison) == "sign":
            chance *= EVEN
        else:
            tested = True
    size = alpha if tested else 1.0  # of the test that all of several must pass (Berger 1982)
    return chance * size * (share_of_range(numbers, factor) if numbers else 1.0)


def is_weak(chance: float, settings: Mapping) -> bool:
    """Return whether a claim would be borne out by accident more often than the study allows.

    Parameters
    ----------
    chance
        From ``chance_of_agreement``.
    settings
        ``verdicts`` of the study: ``weak_above``.
    """
    return chance > settings["weak_above"]
