"""Limits for comparing bodies of different size, with room for what they do not share."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

LIMITS = {"95%": 1.96, "99.8%": 3.09}  # standard errors either side of the centre
TAIL = 0.1  # share of bodies at each end whose distance is drawn in, so that they do not set it


@dataclass(frozen=True)
class Funnel:
    """The rate of all bodies together, and each body's standard error about it."""

    centre: float
    dispersion: float
    error: pd.Series


def funnel(count: pd.Series, size: pd.Series, *, share: bool = False) -> Funnel:
    """Return the common rate and each body's standard error, widened for over-dispersion.

    Bodies differ for more reasons than chance, and one long stay is many bed days, so plain
    binomial or Poisson limits would call most of them outlying. The error is widened by the
    square root of the mean squared distance, winsorised at a tenth at each end, where that is
    above one (Spiegelhalter, Statistics in Medicine 2005; 24: 1185-1202).

    Parameters
    ----------
    count, size
        Events and their base, by body; a body of which either is missing has no error.
    share
        Whether an event is one of ``size`` trials (binomial), else a count (Poisson).
    """
    known = count.notna() & size.gt(0)
    centre = float(count[known].sum() / size[known].sum())
    error = np.sqrt(centre * (1 - centre if share else 1) / size.where(known))
    distance = ((count / size - centre) / error)[known].replace([np.inf, -np.inf], np.nan).dropna()
    if distance.empty:
        return Funnel(centre, 1.0, error)
    low, high = distance.quantile([TAIL, 1 - TAIL])
    dispersion = max(1.0, float((distance.clip(low, high) ** 2).mean()))
    return Funnel(centre, dispersion, error * np.sqrt(dispersion))
