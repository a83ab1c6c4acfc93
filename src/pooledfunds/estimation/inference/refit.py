"""A permutation test's statistic from a model that is fitted anew at every draw.

One Newton step from the model without the exposure is a score statistic: a test of its own, which
goes with an estimate only where the step is the fit. Where few areas are exposed it is not, so all
draws are fitted to the end, at once, by Newton's method.
"""

import numpy as np
from scipy.special import expit

from pooledfunds.estimation.inference.score import ScoreStatistic
from pooledfunds.estimation.model_data import ModelData
from pooledfunds.estimation.models import Fitted

# Models whose score and information are known from their mean alone.
FAMILIES = ("poisson", "gamma", "fractional_logit")
MAX_ITERATIONS = 30
# The largest change of a row's predictor at which the next step would change nothing.
CONVERGED = 1e-7
# No step moves a coefficient further: an exposed group without events runs to minus infinity.
LONGEST_STEP = 3.0


class RefitStatistic:
    """The studentised coefficient of a column, the whole model fitted at each draw.

    Its standard error is HC2, or by the sums of scores of clusters where the problem has these.
    """

    def __init__(self, problem: ModelData, null: Fitted):
        self.problem, self.null = problem, null
        self.score = ScoreStatistic(null)

    def free(self, columns: np.ndarray) -> np.ndarray:
        """Return columns as they are: the fit itself frees them of the other terms."""
        return columns

    def statistic(
        self, target: np.ndarray, alongside: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return coefficient and t of a column, given another that also moves.

        Parameters
        ----------
        target, alongside
            (draws, rows), from ``free``.

        Returns
        -------
        effect, t
            (draws,). A draw in which the other terms explain the column has no coefficient, and t
            of zero; one that does not converge, where the column separates the outcome, has t
            without bound.
        """
        moving = [target] if alongside is None else [target, alongside]
        identified = np.isfinite(self.score.statistic(*map(self.score.free, moving))[0])
        effect, t = np.full(len(target), np.nan), np.zeros(len(target))
        if identified.any():
            columns = np.stack([column[identified] for column in moving], axis=2)
            effect[identified], t[identified] = self.fit(columns)
        return effect, t

    def fit(self, moving: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the first moving column's coefficient and t (draws,) by Newton's method.

        A share's coefficient is in points of share, as ``models.with_slope`` has it.

        Parameters
        ----------
        moving
            (draws, rows, columns).
        """
        draws, _, columns = moving.shape
        fixed = np.broadcast_to(self.null.problem.exog, (draws, *self.null.problem.exog.shape))
        exog = np.concatenate([moving, fixed], axis=2)
        turned = exog.transpose(0, 2, 1)
        params = np.tile(np.append(np.zeros(columns), self.null.params), (draws, 1))
        predictor = self.problem.offset + (exog @ params[:, :, None])[:, :, 0]
        for _ in range(MAX_ITERATIONS):
            score, information = score_and_information(self.problem, predictor)
            hessian = turned @ (exog * information[:, :, None])
            gradient = turned @ score[:, :, None]
            step = np.linalg.solve(hessian, gradient).clip(-LONGEST_STEP, LONGEST_STEP)
            params += step[:, :, 0]
            change = (exog @ step)[:, :, 0]
            predictor = predictor + change
            if np.abs(change).max() < CONVERGED:
                break
        settled = np.abs(change).max(axis=1) < CONVERGED
        score, information = score_and_information(self.problem, predictor)
        bread = np.linalg.inv(turned @ (exog * information[:, :, None]))
        part = (exog @ bread[:, :, :1])[:, :, 0] * score
        if self.problem.groups is None:
            leverage = information * np.einsum("dnk,dnk->dn", exog @ bread, exog)
            part = part / np.sqrt((1 - leverage).clip(min=1e-9))
        else:
            part = part @ np.eye(self.problem.groups.max() + 1)[self.problem.groups]
        with np.errstate(divide="ignore", invalid="ignore"):
            t = params[:, 0] / np.sqrt((part**2).sum(axis=1))
        slope = 1.0
        if self.problem.family == "fractional_logit":
            slope = (information / self.problem.weights).mean(axis=1)
        return slope * params[:, 0], np.where(settled, t, np.inf)


def score_and_information(
    problem: ModelData, predictor: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return each row's score and information of its predictor (draws, rows).

    Parameters
    ----------
    problem
        What is fitted (n rows, k terms).
    predictor
        Linear predictor (draws, n).

    Raises
    ------
    ValueError
        Of a family whose score does not follow from its mean.
    """
    match problem.family:
        case "poisson":
            mean = np.exp(predictor)
            return problem.endog - mean, mean
        case "gamma":
            weights = np.broadcast_to(problem.weights, predictor.shape)
            return weights * (problem.endog / np.exp(predictor) - 1), weights
        case "fractional_logit":
            share = expit(predictor)
            return (
                problem.weights * (problem.endog - share),
                problem.weights * share * (1 - share),
            )
    raise ValueError(f"no refit of the family '{problem.family}'")
