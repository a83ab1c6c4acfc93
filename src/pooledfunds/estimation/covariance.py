"""Covariances of a fit and their degrees of freedom, for every family the same formulas.

statsmodels takes HC1, HC2 and HC3 for generalised linear models and gives HC0 without a word
(its issue 7798), so these are the study's own, held against pyfixest, diff-diff and clubSandwich
in ``tests/reference``.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pooledfunds.estimation.model_data import ModelData
from pooledfunds.estimation.models import Fitted, fit_family

# Beyond this leverage a row's residual is zero by construction.
ALONE = 1 - 1e-9
# Eigenvalues below this share of the largest are zero: a fixed effect of one cluster.
SINGULAR = 1e-10
# Share of its columns' own size that must be left of a term for it to have a variance.
ABSORBED = 1e-12


def covariance(fitted: Fitted, kind: str) -> np.ndarray:
    """Return the covariance (k, k) of the coefficients.

    Parameters
    ----------
    fitted
        The fit (n rows, k terms).
    kind
        ``nonrobust``; ``HC1`` (by n / (n - k)); ``HC2`` and ``HC3``, scores scaled by the root of
        one less their leverage, or by one less their leverage (MacKinnon and White 1985); ``CR2``,
        clustered, residuals adjusted so that the variance is unbiased under the working model
        (Bell and McCaffrey 2002; Pustejovsky and Tipton 2018).
    """
    bread = fitted.bread
    if kind == "nonrobust":
        return fitted.dispersion * bread
    if kind == "CR2":
        scores = adjusted_scores(fitted)
        return bread @ (scores.T @ scores) @ bread
    n, k = fitted.problem.exog.shape
    scores = fitted.problem.exog * fitted.score[:, None]
    match kind:
        case "HC1":
            scores = scores * np.sqrt(n / (n - k))
        case "HC2" | "HC3":
            power = 0.5 if kind == "HC2" else 1.0
            scores = scores / ((1 - fitted.leverage.clip(max=ALONE)) ** power)[:, None]
    return bread @ (scores.T @ scores) @ bread


@dataclass(frozen=True)
class Cluster:
    """A cluster's rows, and the matrix that CR2 adjusts its whitened residuals with."""

    rows: np.ndarray
    adjustment: np.ndarray


@lru_cache(maxsize=2)  # errors, degrees of freedom and joint tests of one fit share them
def cluster_adjustments(fitted: Fitted) -> tuple[Cluster, ...]:
    """Return the CR2 adjustment of every cluster.

    With whitened residuals e of variance I - H under the working model, the adjustment of cluster
    j is (V (I - H_jj) V)^(-1/2) V, where V holds the rows' variances: of the roots that make the
    clustered variance unbiased, the one that clubSandwich takes. Where a fixed effect belongs to
    one cluster the matrix is singular, and its generalised inverse gives what absorbing the effect
    gives (Pustejovsky and Tipton 2018, section 3.2). Clusters of one size are worked out at once.
    """
    white = fitted.problem.exog * np.sqrt(fitted.information)[:, None]
    basis = np.linalg.qr(white)[0]
    variance = fitted.variance / fitted.variance.mean()
    groups = fitted.problem.groups
    if groups is None:
        raise ValueError("CR2 needs clusters, and the problem has none")
    sizes = np.bincount(groups)
    members = np.split(np.argsort(groups, kind="stable"), np.cumsum(sizes)[:-1])
    roots: dict[int, np.ndarray] = {}
    for size in np.unique(sizes):
        alike = np.flatnonzero(sizes == size)
        rows = np.array([members[cluster] for cluster in alike])
        own, spread = basis[rows], variance[rows]
        hat = own @ own.transpose(0, 2, 1)
        if fitted.problem.absorbed:
            along = absorbed_directions(fitted)[rows]
            hat += along[:, :, None] * along[:, None, :]
        room = (np.eye(size) - hat) * spread[:, :, None] * spread[:, None, :]
        values, vectors = np.linalg.eigh(room)
        least = SINGULAR * np.maximum(values[:, -1], (spread**2).max(axis=1) * SINGULAR)
        kept = values > least[:, None]
        power = np.where(kept, np.where(kept, values, 1.0) ** -0.5, 0.0)
        root = (vectors * power[:, None, :]) @ vectors.transpose(0, 2, 1)
        roots |= dict(zip(alike.tolist(), root * spread[:, None, :], strict=True))
    return tuple(Cluster(rows, roots[cluster]) for cluster, rows in enumerate(members))


def absorbed_directions(fitted: Fitted) -> np.ndarray:
    """Return what each group's absorbed effect would be in whitened space, of length one (n,)."""
    groups = np.asarray(fitted.problem.groups)
    return np.sqrt(fitted.information / np.bincount(groups, fitted.information)[groups])


def adjusted_scores(fitted: Fitted) -> np.ndarray:
    """Return each cluster's sum of scores with its residuals adjusted by CR2 (clusters, k)."""
    root = np.sqrt(fitted.information)
    white, residual = fitted.problem.exog * root[:, None], fitted.score / root
    return np.array(
        [white[c.rows].T @ (c.adjustment @ residual[c.rows]) for c in cluster_adjustments(fitted)]
    )


def to_reporting_scale(fitted: Fitted, matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return coefficients and covariance on the scale that the family is reported on.

    Parameters
    ----------
    fitted
        The fit (n rows, k terms).
    matrix
        Covariance of the coefficients (k, k).
    """
    return fitted.slope * fitted.params, fitted.slope**2 * matrix


def degrees_of_freedom(fitted: Fitted, kind: str, columns: list[int] | None = None) -> np.ndarray:
    """Return the degrees of freedom of t of some coefficients, by default of all.

    Satterthwaite's for HC2, HC3 and CR2; else rows less terms.

    Parameters
    ----------
    fitted
        The fit (n rows, k terms).
    kind
        Of covariance, as ``covariance`` has it.
    columns
        Places of the coefficients asked for.
    """
    n, k = fitted.problem.exog.shape
    columns = list(range(k)) if columns is None else columns
    if kind == "CR2":
        return clustered_satterthwaite(fitted, columns)
    if kind in ("HC2", "HC3"):
        return satterthwaite(fitted, columns, power=1.0 if kind == "HC2" else 2.0)
    return np.full(len(columns), float(n - k))


def satterthwaite(fitted: Fitted, columns: list[int], power: float) -> np.ndarray:
    """Return the degrees of freedom of t under HC2 or HC3 for each coefficient.

    Those of the chi-square that has the mean and the variance of the robust variance where rows
    vary as the family has it (Bell and McCaffrey 2002; Imbens and Kolesar 2016, Review of
    Economics and Statistics 98). Five bodies against 147 have four, as Welch's test would.

    Parameters
    ----------
    fitted
        The fit (n rows, k terms).
    columns
        Places of the coefficients asked for.
    power
        Of one less the leverage that divides the squared residuals: 1 for HC2, 2 for HC3.
    """
    white = fitted.problem.exog * np.sqrt(fitted.information)[:, None]
    reach = white @ fitted.bread
    room = 1 - fitted.leverage.clip(max=ALONE)
    # The variance is the sum of these times the squared whitened residuals.
    weights = reach[:, columns] ** 2 / (room**power)[:, None]
    maker = np.eye(len(white)) - reach @ white.T
    mean = weights.T @ room
    return mean**2 / np.einsum("ik,ik->k", weights, maker**2 @ weights)


def clustered_satterthwaite(fitted: Fitted, columns: list[int]) -> np.ndarray:
    """Return the degrees of freedom of t under CR2 for some coefficients.

    The variance is a sum of squares, one of each cluster, that are normal with covariance P under
    the working model; its chi-square has tr(P)^2 / tr(P P) degrees (Pustejovsky and Tipton 2018,
    section 3.3). Missing where a coefficient has no variance, as one cluster's own effect.

    Parameters
    ----------
    fitted
        The fit (n rows, k terms).
    columns
        Places of the coefficients asked for.
    """
    bread = fitted.bread
    adjusted, own = cluster_contributions(fitted, columns)
    size = np.array([(part**2).sum(axis=0) for part in adjusted])
    df = np.full(len(columns), np.nan)
    for place, column in enumerate(columns):
        if size[:, place].sum() <= ABSORBED * bread[column, column]:
            continue
        between = np.diag(size[:, place]) - own[:, :, place] @ bread @ own[:, :, place].T
        df[place] = np.trace(between) ** 2 / (between**2).sum()
    return df


def cluster_contributions(
    fitted: Fitted, columns: list[int]
) -> tuple[list[np.ndarray], np.ndarray]:
    """Return how whitened errors make each cluster's share of some coefficients under CR2.

    Cluster j's share of coefficient s is e' g_js. Under the working model, in which the whitened
    residuals are I - H times errors of variance one, the shares of clusters j and l have covariance
    (j = l) g_js'g_jt - (Z_j'g_js)' B (Z_l'g_lt), where Z is whitened and B its bread.

    Parameters
    ----------
    fitted
        The fit (n rows, k terms).
    columns
        Places of the coefficients (q).

    Returns
    -------
    g, Z'g
        By cluster (its rows, q), less what an absorbed effect takes; (clusters, k, q).
    """
    white = fitted.problem.exog * np.sqrt(fitted.information)[:, None]
    reach = white @ fitted.bread[:, columns]
    clusters = cluster_adjustments(fitted)
    parts = [one.adjustment.T @ reach[one.rows] for one in clusters]
    own = np.array([white[one.rows].T @ part for one, part in zip(clusters, parts, strict=True)])
    if fitted.problem.absorbed:
        along = absorbed_directions(fitted)
        for place, one in enumerate(clusters):
            own_effect = along[one.rows]
            parts[place] = parts[place] - np.outer(own_effect, own_effect @ parts[place])
    return parts, own


def fit_restricted(problem: ModelData, columns: list[int]) -> Fitted:
    """Return the fit without some terms: the null model of a test of these.

    Parameters
    ----------
    problem
        What is fitted (n rows, k terms).
    columns
        Places of the terms left out.

    Raises
    ------
    NotFitted
        When the model without them cannot be fitted.
    """
    kept = [c for c in range(problem.exog.shape[1]) if c not in columns]
    return fit_family(problem.keep_terms(kept))
