"""The years of a specification put together: one row an area, and its own rate in earlier years."""

import numpy as np
import pandas as pd

from pooledfunds.estimation.specifications import (
    LOG_RATE_BEFORE,
    OTHER_RATE_BEFORE,
    Specification,
)


def put_together(panel: pd.DataFrame, specification: Specification) -> pd.DataFrame:
    """Return the panel as a specification asks for its years.

    Parameters
    ----------
    panel
        Areas by year, a row each.
    specification
        ``over`` and ``before``; without them the panel is returned as it is.
    """
    if specification.before:
        panel = with_rate_before(panel, specification)
    return one_row_an_area(panel, specification) if specification.over else panel


def one_row_an_area(panel: pd.DataFrame, specification: Specification) -> pd.DataFrame:
    """Return one row an area: what was counted over the periods, and all else as in the first.

    What is counted (``Specification.counted``) is summed, or averaged where it is a rate already.
    It is missing where a year of it is: fewer years are another measure. Covariates are those of
    the first year, so that none is changed by what the exposure did since. Rows keep their index.

    Parameters
    ----------
    panel
        Areas by year, a row each.
    specification
        ``over`` and ``periods``.
    """
    first, *later = sorted(specification.periods)
    counted = [column for column in specification.counted if column in panel]
    rows = panel[panel["financial_year"].astype(str) == first]
    totals = totals_by_area(panel, counted, [first, *later])
    if specification.over == "mean":
        totals = totals / len(specification.periods)
    of_rows = totals.reindex(rows["area_code"].astype(str))
    return rows.assign(**{column: of_rows[column].to_numpy() for column in counted})


def with_rate_before(panel: pd.DataFrame, specification: Specification) -> pd.DataFrame:
    """Return the panel with the logarithm of each area's own rate in the years ``before``.

    A contrast has one for either outcome.

    Parameters
    ----------
    panel
        Areas by year, a row each.
    specification
        ``before``, and the outcome with its denominator.
    """
    asked = {LOG_RATE_BEFORE: (specification.measured, specification.denominator)}
    if specification.minus[0]:
        asked[OTHER_RATE_BEFORE] = specification.minus[1:]
    found = {
        name: log_rate(panel, outcome, base, specification.before)
        for name, (outcome, base) in asked.items()
        if outcome in panel
    }
    return panel.assign(**found)


def log_rate(panel: pd.DataFrame, outcome: str, base: str, years: tuple[str, ...]) -> np.ndarray:
    """Return the logarithm of each area's rate over years, by row of the panel (n,).

    Missing where a year is, and where nothing was counted in any of them.

    Parameters
    ----------
    panel
        Areas by year, a row each (n).
    outcome, base
        Columns; without a base the rate is the mean over the years.
    years
        Over which.
    """
    totals = totals_by_area(panel, [column for column in (outcome, base) if column], years)
    rate = totals[outcome] / (totals[base] if base else len(years))
    of_rows = rate.where(rate > 0).reindex(panel["area_code"].astype(str))
    return np.log(of_rows.to_numpy(dtype=float))


def totals_by_area(
    panel: pd.DataFrame, columns: list[str], years: tuple[str, ...] | list[str]
) -> pd.DataFrame:
    """Return columns summed over years by area (areas, columns), missing where a year is.

    Parameters
    ----------
    panel
        Areas by year, a row each.
    columns
        What is summed.
    years
        Over which.
    """
    rows = panel[panel["financial_year"].astype(str).isin(years)]
    by = rows[columns].astype(float).groupby(rows["area_code"].astype(str))
    totals = by.sum(min_count=len(years))
    return totals.where(by.count() == len(years))
