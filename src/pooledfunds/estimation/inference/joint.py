"""Whether several coefficients of a clustered fit are all nought."""

from dataclasses import dataclass

import numpy as np
from scipy import linalg, stats

from pooledfunds.estimation.covariance import adjusted_scores, cluster_contributions
from pooledfunds.estimation.models import Fitted


@dataclass(frozen=True)
class JointTest:
    """A test that terms are all nought: F on two degrees of freedom.

    ``hypothesis`` says in a word which terms: ``before`` or ``after`` the base.
    """

    hypothesis: str
    terms: tuple[str, ...]
    statistic: float
    df_numerator: float
    df_denominator: float
    p_value: float


def joint_test(fitted: Fitted, terms: tuple[str, ...], hypothesis: str = "") -> JointTest:
    """Return the approximate Hotelling T-squared test of some terms under CR2.

    Pustejovsky and Tipton (2018), section 3.3, clubSandwich's ``HTZ``: with D the robust variance
    in units of what it is under the working model, Q the Wald statistic and q terms,

        eta = q (q + 1) / sum_st var(D_st),  F = (eta - q + 1) / (eta q) Q

    on q and eta - q + 1 degrees of freedom. With one term it is t with Satterthwaite's.

    Parameters
    ----------
    fitted
        The fit, with clusters (n rows, k terms).
    terms
        Names of those that are nought (q).
    hypothesis
        In a word, for the test's own row.
    """
    columns = [fitted.problem.terms.index(term) for term in terms]
    parts, own = cluster_contributions(fitted, columns)
    same = np.array([part.T @ part for part in parts])
    expected = same.sum(axis=0) - np.einsum("jks,jkt->st", fitted.bread @ own, own, optimize=True)
    turn = np.real(linalg.inv(linalg.sqrtm(expected)))
    same, own = turn @ same @ turn, own @ turn
    number = len(columns)
    freedom = number * (number + 1) / total_variance(same, own, fitted.bread)
    scores = adjusted_scores(fitted) @ fitted.bread[:, columns]
    estimate = fitted.params[columns]
    wald = float(estimate @ np.linalg.solve(scores.T @ scores, estimate))
    denominator = freedom - number + 1
    statistic = denominator / (freedom * number) * wald
    p_value = float(stats.f.sf(statistic, number, denominator)) if denominator > 0 else np.nan
    return JointTest(hypothesis, terms, float(statistic), number, float(denominator), p_value)


def total_variance(same: np.ndarray, own: np.ndarray, bread: np.ndarray) -> float:
    """Return the variances of all elements of a sum of clusters' squares, summed.

    Element (s, t) is the sum over clusters of two normal shares, whose products have the variance
    P_ss P_tt + P_st P_ts, summed over pairs of clusters.

    Parameters
    ----------
    same
        Covariance of a cluster's own shares, but for what all clusters share (clusters, q, q).
    own
        (clusters, k, q), from ``cluster_contributions``.
    bread
        (k, k).
    """
    clusters, _, terms = own.shape
    shares = own.transpose(2, 0, 1).reshape(terms * clusters, -1)
    between = -(shares @ bread @ shares.T).reshape(terms, clusters, terms, clusters)
    places = np.arange(clusters)
    between[:, places, :, places] += same
    alone = [between[s, :, s].ravel() for s in range(terms)]
    return sum(
        float(alone[s] @ alone[t] + (between[s, :, t] * between[t, :, s]).sum())
        for s in range(terms)
        for t in range(terms)
    )
