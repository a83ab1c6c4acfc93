"""Confidence intervals of an area's own value: of a share, and of a count over its base."""

import numpy as np
import pandas as pd

Z = 1.959964  # of a 95 per cent interval


def wilson_limits(count: pd.Series, trials: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the 95 per cent score limits of shares (Wilson, JASA 1927; 22: 209-212).

    Parameters
    ----------
    count, trials
        Of each area; one of which either is missing, or that has no trial, has no limits.
    """
    trials = trials.where(trials > 0)
    share = count / trials
    middle = share + Z**2 / (2 * trials)
    half = Z * np.sqrt(share * (1 - share) / trials + Z**2 / (4 * trials**2))
    whole = 1 + Z**2 / trials
    return (middle - half) / whole, (middle + half) / whole


def byar_limits(count: pd.Series, base: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the 95 per cent limits of rates of persons or events, by Byar's method.

    Of a Poisson count; below ten it is a little too wide (Breslow and Day, Statistical Methods in
    Cancer Research II, 1987, page 69).

    Parameters
    ----------
    count, base
        Of each area; one of which either is missing, or that has no base, has no limits.
    """
    base = base.where(base > 0)
    more = count + 1
    low = count * (1 - 1 / (9 * count.where(count > 0)) - Z / (3 * np.sqrt(count))) ** 3
    high = more * (1 - 1 / (9 * more) + Z / (3 * np.sqrt(more))) ** 3
    return low.mask(count == 0, 0.0) / base, high / base
