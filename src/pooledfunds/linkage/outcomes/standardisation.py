"""Rates made comparable by age and sex, directly and indirectly, with confidence limits.

Limits of a count are exact (Garwood 1936) or Byar's approximation (Breslow and Day 1987);
those of a directly standardised rate follow Dobson et al. (1991). All take the counts as
Poisson: right for admissions, too narrow for bed days, which come in stays.
"""

import numpy as np
import pandas as pd
from scipy.stats import chi2, norm


def exact_limits(count: pd.Series, conf_level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Return the exact confidence limits of Poisson counts (Garwood 1936).

    Parameters
    ----------
    count
        Numbers of events.
    conf_level
        Of the limits.
    """
    tail = (1 - conf_level) / 2
    seen = np.asarray(count, dtype=float)
    low = np.where(seen > 0, chi2.ppf(tail, 2 * seen) / 2, 0.0)
    return low, chi2.ppf(1 - tail, 2 * seen + 2) / 2


def byar_limits(count: pd.Series, conf_level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Return Byar's approximate limits of Poisson counts (Breslow and Day 1987, p. 69).

    Parameters
    ----------
    count, conf_level
        See :func:`exact_limits`.
    """
    z = norm.ppf(1 - (1 - conf_level) / 2)
    seen = np.asarray(count, dtype=float)
    positive = np.maximum(seen, 1)
    low = positive * (1 - 1 / (9 * positive) - z / (3 * np.sqrt(positive))) ** 3
    more = seen + 1
    high = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return np.where(seen > 0, low, 0.0), high


LIMITS = {"exact": exact_limits, "byar": byar_limits}


def directly_standardised(
    cells: pd.DataFrame,
    by: list[str],
    strata: list[str],
    standard: pd.Series,
    limits: str = "exact",
    conf_level: float = 0.95,
) -> pd.DataFrame:
    """Return the rate that a standard population would have at each body's own rates.

    Parameters
    ----------
    cells
        ``by``, ``strata``, ``events`` and ``population``, one row per body and stratum.
        Every body needs every stratum of the standard.
    by, strata
        Columns that name a body (and year), and an age band (and sex).
    standard
        Population of each stratum in the standard, indexed by ``strata``.
    limits
        A name of ``LIMITS``, for the count behind the rate.

    conf_level
        Of the limits, which are those of Dobson et al. (1991).

    Returns
    -------
    DataFrame
        ``by``, ``events``, ``population``, ``estimate``, ``conf_low``, ``conf_high``; the last
        three per head of the standard population.

    Raises
    ------
    ValueError
        When a body lacks a stratum of the standard, or has nobody in it.
    """
    joined = _weighted(cells, by, strata, standard)
    table = joined.groupby(by, as_index=False)[
        ["events", "population", "estimate", "variance"]
    ].sum()
    low, high = LIMITS[limits](table["events"], conf_level)
    # With no event the scale is that of one event in the stratum that weighs most per person
    largest = joined.groupby(by)["per_head"].max().to_numpy()
    some = table["events"] > 0
    spread = (table["variance"] / table["events"].where(some)) ** 0.5
    spread = spread.where(some, largest)
    table["conf_low"] = table["estimate"] + spread * (low - table["events"])
    table["conf_high"] = table["estimate"] + spread * (high - table["events"])
    return table.drop(columns="variance")


def _weighted(
    cells: pd.DataFrame, by: list[str], strata: list[str], standard: pd.Series
) -> pd.DataFrame:
    """Return the cells with what each adds to its body's rate, and to the rate's variance."""
    weight = standard.rename("weight") / standard.sum()
    joined = cells.merge(weight.reset_index(), on=strata, validate="many_to_one")
    sizes = joined.groupby(by).size()
    if (sizes != len(standard)).any() or (joined["population"] <= 0).any():
        raise ValueError("a body lacks people in a stratum of the standard population")
    per_head = joined["weight"] / joined["population"]
    return joined.assign(
        per_head=per_head,
        estimate=per_head * joined["events"],
        variance=per_head**2 * joined["events"],
    )


def indirectly_standardised(
    cells: pd.DataFrame,
    by: list[str],
    strata: list[str],
    standard_rates: pd.Series,
    limits: str = "byar",
    conf_level: float = 0.95,
) -> pd.DataFrame:
    """Return each body's events over those expected at the standard's rates.

    Parameters
    ----------
    cells, by, strata, limits, conf_level
        See ``directly_standardised``; a body may lack a stratum.
    standard_rates
        Events per head of each stratum in the standard, indexed by ``strata``.

    Returns
    -------
    DataFrame
        ``by``, ``events``, ``expected``, ``estimate`` (their ratio, 1 where a body has what the
        standard's rates give it), ``conf_low``, ``conf_high``.
    """
    rate = standard_rates.rename("rate").reset_index()
    joined = cells.merge(rate, on=strata, validate="many_to_one")
    joined["expected"] = joined["rate"] * joined["population"]
    table = joined.groupby(by, as_index=False)[["events", "expected"]].sum()
    low, high = LIMITS[limits](table["events"], conf_level)
    table["estimate"] = table["events"] / table["expected"]
    table["conf_low"], table["conf_high"] = low / table["expected"], high / table["expected"]
    return table
