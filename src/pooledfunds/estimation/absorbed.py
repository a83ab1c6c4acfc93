"""Poisson quasi-maximum likelihood with an effect of every area, which is never a column.

Given the other coefficients an area's effect is known: it makes its fitted total the observed one.
What is left is fitted by Newton's method in the columns less their weighted means by area, as few
as there are terms (Hausman, Hall and Griliches 1984; Correia, Guimaraes and Zylkin 2020).
"""

from dataclasses import replace

import numpy as np

from pooledfunds.estimation.model_data import DETERMINED, ModelData
from pooledfunds.estimation.models import Fitted, NotFitted

MAX_ITERATIONS = 50
# The largest change of a row's predictor at which the next step would change nothing.
CONVERGED = 1e-10
# No step moves a row's predictor further: from a start at nought the first may lead too far.
LONGEST_STEP = 3.0


def within_areas(columns: np.ndarray, weights: np.ndarray, areas: np.ndarray) -> np.ndarray:
    """Return columns less their weighted means by area (n, k).

    Parameters
    ----------
    columns
        (n, k).
    weights
        (n,), above nought.
    areas
        Place of each row's area (n,), all places from nought on taken.
    """
    order = np.argsort(areas, kind="stable")
    starts = np.searchsorted(areas[order], np.arange(areas.max() + 1))
    totals = np.add.reduceat((columns * weights[:, None])[order], starts, axis=0)
    return columns - (totals / np.bincount(areas, weights)[:, None])[areas]


def fit_absorbed(problem: ModelData) -> Fitted:
    """Return the fit of a count with effects of areas, which are the problem's groups.

    The fit's columns are the problem's less their means by area, weighted by the fitted counts:
    coefficients, CR2 and its degrees of freedom are those of the model with a column for each area
    (Pustejovsky and Tipton 2018, section 3.2).

    Parameters
    ----------
    problem
        Family ``poisson``, its terms without an intercept (n, k), ``groups`` the place of each
        row's area; every area has a count above nought.

    Raises
    ------
    NotFitted
        When the terms are not independent within areas, or the fit does not converge.
    """
    if problem.groups is None:
        raise ValueError("effects of areas are absorbed by the problem's groups, and it has none")
    areas, count = problem.groups, problem.endog
    totals = np.bincount(areas, count)
    params = np.zeros(problem.exog.shape[1])
    for _ in range(MAX_ITERATIONS):
        base = np.exp(problem.offset + problem.exog @ params)
        mean = base * (totals / np.bincount(areas, base))[areas]
        exog = within_areas(problem.exog, mean, areas)
        root = exog * np.sqrt(mean)[:, None]
        refuse_dependent(root)
        step = np.linalg.solve(root.T @ root, exog.T @ (count - mean))
        furthest = np.abs(exog @ step).max()
        if furthest < CONVERGED:
            within = replace(problem, exog=exog, absorbed=True)
            return Fitted(within, params, count - mean, mean, mean, 1.0)
        params = params + step * min(1.0, LONGEST_STEP / furthest)
    raise NotFitted("the fit did not converge")


def refuse_dependent(columns: np.ndarray) -> None:
    """Refuse columns (n, k) of which one is determined by the others.

    Raises
    ------
    NotFitted
        Saying so.
    """
    size = np.linalg.norm(columns, axis=0)
    scaled = columns / size.clip(min=1e-300)
    if not size.all() or np.linalg.eigvalsh(scaled.T @ scaled)[0] < DETERMINED:
        raise NotFitted("the terms are not linearly independent")
