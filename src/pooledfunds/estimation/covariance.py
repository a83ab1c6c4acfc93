"""Covariances of a fit, for every family the same formulas.

statsmodels takes HC1, HC2 and HC3 for generalised linear models and gives HC0 without a word
(its issue 7798), so these are the study's own, held against pyfixest in ``tests/reference``.
"""

import numpy as np
from scipy import linalg

from pooledfunds.estimation.families import Fitted, fit_family
from pooledfunds.estimation.sample import Problem

# Beyond this leverage a row's residual is nought by construction.
ALONE = 1 - 1e-9


def covariance(fitted: Fitted, kind: str) -> np.ndarray:
    """Return the covariance (k, k) of the coefficients.

    Parameters
    ----------
    kind
        ``nonrobust``; ``HC0``; ``HC1`` (by n / (n - k)); ``HC2`` and ``HC3``, scores scaled by the
        root of one less their leverage, or by one less their leverage (MacKinnon and White 1985);
        ``CRV1``, clustered with the factor
        G / (G - 1) · (n - 1) / (n - k), where k leaves out effects that lie within one
        cluster; ``CRV3``, the cluster jackknife (MacKinnon, Nielsen and Webb 2023), each cluster
        left out in turn and the model fitted anew.

    Raises
    ------
    NotFitted
        When a jackknife fit fails.
    """
    bread = fitted.bread
    if kind == "nonrobust":
        return fitted.dispersion * bread
    n, k = fitted.problem.exog.shape
    if kind == "CRV3":
        return jackknife(fitted)
    scores = fitted.problem.exog * fitted.score[:, None]
    factor = 1.0
    match kind:
        case "HC1":
            factor = n / (n - k)
        case "HC2":
            scores = scores / np.sqrt(1 - fitted.leverage.clip(max=ALONE))[:, None]
        case "HC3":
            scores = scores / (1 - fitted.leverage.clip(max=ALONE))[:, None]
        case "CRV1":
            scores = by_cluster(scores, fitted.problem.groups)
            k = counted(fitted.problem.exog, fitted.problem.groups)
            factor = len(scores) / (len(scores) - 1) * (n - 1) / (n - k)
    return factor * bread @ (scores.T @ scores) @ bread


def counted(exog: np.ndarray, groups: np.ndarray) -> int:
    """Return the number of terms that are not the effect of one cluster or of a part of it.

    A cluster's own effect takes up no freedom between clusters; counting 150 bodies' effects would
    widen every error by a fifth (Cameron and Miller 2015, section IIIB).
    """
    present = by_cluster((exog != 0).astype(float), groups) > 0
    return int((present.sum(axis=0) > 1).sum())


def by_cluster(rows: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return the sums of rows within each cluster."""
    sums = np.zeros((groups.max() + 1, rows.shape[1]))
    np.add.at(sums, groups, rows)
    return sums


def jackknife(fitted: Fitted) -> np.ndarray:
    """Return the covariance from leaving out each cluster in turn, about the full estimate.

    A coefficient that is not identified without some cluster, such as that cluster's own effect,
    has no variance: it is missing.
    """
    problem = fitted.problem
    clusters = problem.groups.max() + 1
    moved = np.full((clusters, len(fitted.params)), np.nan)
    for cluster in range(clusters):
        rest = problem.rows(problem.groups != cluster)
        kept, identified = independent(rest.exog)
        params = np.full(len(fitted.params), np.nan)
        params[kept] = fit_family(rest.keep(kept)).params
        moved[cluster] = np.where(identified, params - fitted.params, np.nan)
    return (clusters - 1) / clusters * moved.T @ moved


def independent(exog: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return columns that span a matrix, and which coefficients do not depend on that choice."""
    scaled = exog / np.linalg.norm(exog, axis=0).clip(min=1e-300)
    _, singular, directions = np.linalg.svd(scaled, full_matrices=True)
    rank = int((singular > 1e-9 * singular[0]).sum())
    identified = (np.abs(directions[rank:]) < 1e-9).all(axis=0)
    pivots = linalg.qr(scaled, mode="r", pivoting=True)[1]
    return np.sort(pivots[:rank]), identified


def on_told_scale(fitted: Fitted, matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return coefficients and covariance on the scale that the family is told on."""
    return fitted.slope * fitted.params, fitted.slope**2 * matrix


def degrees_of_freedom(fitted: Fitted, kind: str) -> np.ndarray:
    """Return each coefficient's degrees of freedom of t (k,).

    Satterthwaite's for HC2; clusters less one where clustered; else rows less terms.
    """
    problem = fitted.problem
    n, k = problem.exog.shape
    if kind == "HC2":
        return satterthwaite(fitted)
    clustered = kind in ("CRV1", "CRV3")
    return np.full(k, float(problem.groups.max() if clustered else n - k))


def satterthwaite(fitted: Fitted) -> np.ndarray:
    """Return the degrees of freedom of t under HC2 for each coefficient (k,).

    Those of the chi-square that has the mean and the variance of the HC2 variance where rows vary
    as the family has it (Bell and McCaffrey 2002; Imbens and Kolesar 2016, Review of Economics and
    Statistics 98). Five bodies against 147 have four, as Welch's test would.
    """
    white = fitted.problem.exog * np.sqrt(fitted.information)[:, None]
    reach = white @ fitted.bread
    room = 1 - fitted.leverage.clip(max=ALONE)
    # The variance is the sum of these times the squared whitened residuals.
    weights = reach**2 / room[:, None]
    maker = np.eye(len(white)) - reach @ white.T
    mean = weights.T @ room
    return mean**2 / np.einsum("ik,ik->k", weights, maker**2 @ weights)


def without(problem: Problem, columns: list[int]) -> Fitted:
    """Return the fit without some terms: the null model of a test of these."""
    kept = [c for c in range(problem.exog.shape[1]) if c not in columns]
    return fit_family(problem.keep(kept))
