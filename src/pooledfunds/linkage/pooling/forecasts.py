"""Forecasts of the year-end from the quarters so far, and what they mean for a target.

The rules are those of ``config/codelists/forecast_rules.csv`` (decision 111).
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Quarters = npt.NDArray[np.float64]  # the values so far, from the first quarter on; NaN: not known
QUARTERS_IN_YEAR = 4
DIGITS = 9  # of a gap: what the last bits of a sum say is no risk


def latest(values: Quarters) -> float:
    """Return the last quarter's value that is known."""
    known = values[~np.isnan(values)]
    return float(known[-1]) if len(known) else float("nan")


def mean(values: Quarters) -> float:
    """Return the mean of the quarters that are known."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def trend(values: Quarters) -> float:
    """Return where a straight line through the quarters stands in the last one.

    Least squares; of one known quarter it is that quarter's value.
    """
    known = ~np.isnan(values)
    if known.sum() < 2:
        return latest(values)
    quarter, value = np.flatnonzero(known) + 1, values[known]
    off = quarter - quarter.mean()
    slope = (off * value).sum() / (off**2).sum()
    return float(value.mean() + slope * (QUARTERS_IN_YEAR - quarter.mean()))


def year_total(values: Quarters) -> float:
    """Return the sum of the year, were the quarters to come as the known ones are on average."""
    return QUARTERS_IN_YEAR * mean(values)


FORECAST_RULES: dict[str, Callable[[Quarters], float]] = {
    "latest": latest,
    "mean": mean,
    "trend": trend,
    "year_total": year_total,
}


def gap_to_target(forecast: float, target: float, direction: str) -> float:
    """Return how far a forecast is beyond its target, as a share of it; negative: short of it.

    Parameters
    ----------
    forecast, target
        In one unit. Of a target of zero any distance is a whole one, and none is zero.
    direction
        ``higher`` or ``lower``: which is better.
    """
    beyond = (forecast - target) if direction == "higher" else (target - forecast)
    return beyond / abs(target) if target else float(np.sign(beyond))


def risk_rating(gap: float, amber_within: float) -> str:
    """Return ``green`` where the target is forecast as met, ``amber`` close to it, else ``red``.

    Parameters
    ----------
    gap
        From :func:`gap_to_target`; missing where nothing is known.
    amber_within
        How far short of the target is amber, as a share of it.
    """
    if np.isnan(gap):
        return "not_known"
    gap = round(gap, DIGITS)
    if gap >= 0:
        return "green"
    return "amber" if gap >= -amber_within else "red"
