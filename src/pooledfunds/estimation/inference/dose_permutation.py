"""Whether a dose has effects before its base, by permutation of doses among areas.

Areas of a stratum exchange their doses. What moves all areas of a region is then in every draw, so
the test holds where areas of a region are alike in dose and in what moves them (decision 95).
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pooledfunds.estimation.absorbed import fit_absorbed
from pooledfunds.estimation.dose import dose_data, effect_periods
from pooledfunds.estimation.inference.assignments import assignments, units_of
from pooledfunds.estimation.sample import exposure_values, own_effect_only
from pooledfunds.estimation.specifications import Specification

TIE = 1e-9  # ties are ties, whatever the last bits of two sums


def permuted_years_before(
    rows: pd.DataFrame,
    specification: Specification,
    settings: Mapping,
    all_units: tuple[str, ...],
) -> float:
    """Return the p-value that the effects of all years before the base are nought.

    The model without the dose is fitted to the years up to the base. With r_i the residuals of area
    i in the years before and x_i its dose less the mean, the statistic is U'S^-1 U,

        U = sum_i x_i r_i,  S = sum_i x_i^2 r_i r_i'

    the score test with errors clustered by area; under each draw areas have another's dose.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    specification
        Of the estimator ``dose``: ``base``, ``strata`` and effects.
    settings
        ``inference`` of the study: ``draws`` and ``seed``.
    all_units
        Every area of the panel, so that draws agree between specifications.

    Raises
    ------
    NotFitted
        When the model without the dose cannot be fitted.
    """
    early = rows[rows["financial_year"].to_numpy(dtype=str) <= specification.base]
    early = early[~own_effect_only(early, specification)]
    before = effect_periods(early, specification)
    problem = dose_data(early, specification)
    doses = {specification.effect_in(period) for period in before}
    null = fit_absorbed(
        problem.keep_terms([i for i, term in enumerate(problem.terms) if term not in doses])
    )
    period = early[specification.by].to_numpy(dtype=str)
    place = pd.factorize(early["area_code"], sort=True)[0]
    residuals = np.column_stack([np.bincount(place, null.score * (period == y)) for y in before])
    areas = early.drop_duplicates("area_code").sort_values("area_code")
    values = exposure_values(areas, specification)
    drawn, exact = assignments(values, units_of(areas, specification.strata), all_units, settings)
    observed = statistics(values[None, :], residuals)[0]
    as_far = int((statistics(drawn, residuals) >= observed * (1 - TIE)).sum())
    return (as_far + (not exact)) / (len(drawn) + (not exact))


def statistics(doses: np.ndarray, residuals: np.ndarray) -> np.ndarray:
    """Return the score statistic of each draw (draws,).

    Parameters
    ----------
    doses
        (draws, areas).
    residuals
        Of the years before (areas, years).
    """
    centred = doses - doses.mean(axis=1, keepdims=True)
    scores = centred @ residuals
    products = residuals[:, :, None] * residuals[:, None, :]
    spread = np.tensordot(centred**2, products, axes=1)
    return np.einsum("dp,dp->d", scores, np.linalg.solve(spread, scores[:, :, None])[:, :, 0])
