"""Joint tests of a specification curve, and what its choices explain."""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import stats

from pooledfunds.estimation.covariance import fit_restricted
from pooledfunds.estimation.fit import Regression
from pooledfunds.estimation.inference.linked_permutation import Permutation
from pooledfunds.estimation.inference.permutation import CHUNK, ScoreStatistic, evaluate_term


class PermutedExposure:
    """A regression's exposure under each draw, and its null model, for every way to studentise.

    Raises
    ------
    NotFitted
        When the null model cannot be fitted.
    """

    def __init__(self, regression: Regression, permutation: Permutation):
        specification, rows = regression.specification, regression.sample.rows
        problem = regression.model.problem
        self.terms = {"column": specification.exposure}
        self.moderator = None
        if specification.moderator:
            self.terms["product"] = specification.product
            self.moderator = rows[specification.moderator].to_numpy(dtype=float)
        moved = [problem.terms.index(term) for term in self.terms.values()]
        self.null = fit_restricted(problem, moved)
        self.values = permutation.exposures(rows, specification)
        self.known: dict[str, tuple[np.ndarray, np.ndarray]] = {}

    def statistics(self, cluster: str, groups: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
        """Return the coefficient and t: as observed, then under each draw.

        Parameters
        ----------
        cluster
            Column of the clusters, or blank.
        groups
            Number of each row's cluster (n,).
        """
        if cluster not in self.known:
            step = ScoreStatistic(
                replace(self.null, problem=replace(self.null.problem, groups=groups))
            )
            found = [
                evaluate_term(
                    step, self.values[at : at + CHUNK], self.moderator, "column", self.terms
                )
                for at in range(0, len(self.values), CHUNK)
            ]
            effects, ts = (np.concatenate(part) for part in zip(*found, strict=True))
            self.known[cluster] = effects, ts
        return self.known[cluster]


def joint_tests(ts: np.ndarray, effects: np.ndarray, alpha: float) -> list[dict]:
    """Return the three joint tests of Simonsohn, Simmons and Nelson (2020).

    Parameters
    ----------
    ts, effects
        By draw (rows, the first as observed) and specification.
    alpha
        Size of the test, such as 0.05.
    """
    bound = stats.norm.ppf(1 - alpha / 2)
    median = np.abs(np.median(effects, axis=1))
    one_way = [(sign * ts > bound).mean(axis=1) for sign in (1, -1)]
    share = np.maximum(*one_way)
    mean = np.abs(ts.mean(axis=1))
    named = {
        "median effect": (np.median(effects[0]), median),
        "share significant in the dominant direction": (share[0], share),
        "mean t": (ts[0].mean(), mean),
    }
    return [
        {
            "statistic": name,
            "value": float(value),
            "p_value": float((all_[0] * (1 - 1e-9) <= all_).mean()),
        }
        for name, (value, all_) in named.items()
    ]


def variance_explained(table: pd.DataFrame, combined: list[dict[str, str]]) -> list[dict]:
    """Return the share of the estimates' variance between the choices of each axis.

    In a full factorial these shares add up; what is left lies in how axes act together.

    Parameters
    ----------
    table
        A row for each combination.
    combined
        The choice's name by axis, of each.
    """
    known = table["estimate"].notna()
    estimate = table.loc[known, "estimate"]
    total = ((estimate - estimate.mean()) ** 2).sum()
    choices = pd.DataFrame(combined, index=table.index)[known]
    shares = []
    for axis in choices:
        centre = estimate.groupby(choices[axis]).transform("mean")
        share = ((centre - estimate.mean()) ** 2).sum() / total if total else 0.0
        shares.append({"statistic": f"share explained by {axis}", "value": float(share)})
    return shares
