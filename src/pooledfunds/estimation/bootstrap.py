"""Wild cluster bootstrap of a term, with the null imposed.

For linear families this is the restricted wild cluster bootstrap (WCR; Cameron, Gelbach and
Miller 2008); for the others the score bootstrap (Kline and Santos 2012), which is the same
arithmetic in the null model's whitened space, without refitting.
"""

from itertools import product

import numpy as np

from pooledfunds.estimation.covariance import by_cluster, without
from pooledfunds.estimation.sample import Problem

# With fewer clusters, signs alone give too few different draws (Webb 2023).
FEW_CLUSTERS = 10
WEBB = np.sqrt([0.5, 1.0, 1.5])
TIE = 1e-9


def weights(clusters: int, draws: int, seed: int, kind: str = "") -> np.ndarray:
    """Return bootstrap weights (draws, clusters).

    Signs, all 2^G of them where these are no more than the draws; with few clusters the six
    points of Webb.

    Parameters
    ----------
    kind
        ``signs`` or ``webb``; by default by the number of clusters.
    """
    kind = kind or ("webb" if clusters < FEW_CLUSTERS else "signs")
    if kind == "signs" and 2**clusters <= draws:
        return np.array(list(product((-1.0, 1.0), repeat=clusters)))
    values = np.array([-1.0, 1.0]) if kind == "signs" else np.concatenate([-WEBB, WEBB])
    return np.random.default_rng(seed).choice(values, size=(draws, clusters))


def cluster_bootstrap(problem: Problem, term: str, drawn: np.ndarray) -> tuple[float, float]:
    """Return a term's t under CRV1 and its two-sided bootstrap p-value, ties counted.

    Parameters and errors are those of ``bootstrap_statistics``.
    """
    t, ts = bootstrap_statistics(problem, term, drawn)
    return t, float((np.abs(ts) >= abs(t) * (1 - TIE)).mean())


def bootstrap_statistics(
    problem: Problem, term: str, drawn: np.ndarray
) -> tuple[float, np.ndarray]:
    """Return a term's t under CRV1, and the same in each bootstrap sample (draws,).

    Parameters
    ----------
    problem
        With ``groups``.
    drawn
        From ``weights``.

    Raises
    ------
    NotFitted
        When the model without the term cannot be fitted.
    """
    place = problem.terms.index(term)
    null = without(problem, [place])
    root = np.sqrt(null.information)
    exog = problem.exog * root[:, None]
    residual = null.score / root
    others = np.delete(exog, place, axis=1)
    target = exog[:, place]
    target = target - others @ np.linalg.lstsq(others, target, rcond=None)[0]
    groups = problem.groups
    own = by_cluster((target * residual)[:, None], groups)[:, 0]
    moment = by_cluster(exog * residual[:, None], groups)
    reach = by_cluster(exog * target[:, None], groups) @ np.linalg.inv(exog.T @ exog)
    n, k = exog.shape
    factor = np.sqrt(len(own) / (len(own) - 1) * (n - 1) / (n - k))

    def t_of(signs: np.ndarray) -> np.ndarray:
        left = signs * own - (signs @ moment) @ reach.T
        return (signs @ own) / (factor * np.sqrt((left**2).sum(axis=1)))

    return float(t_of(np.ones((1, len(own))))[0]), t_of(drawn)
