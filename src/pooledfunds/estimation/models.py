"""Every family of models, fitted by statsmodels and reduced to the same few numbers.

Whatever the family, a fit is the coefficients, and for each row the score and the information of
its linear predictor. Covariances and permutation tests need nothing else.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import statsmodels.api as sm
from scipy.special import expit, gammaln, polygamma, psi
from statsmodels.base.model import GenericLikelihoodModel

from pooledfunds.estimation.model_data import ModelData

# A row whose information is this small to the average row's is fitted perfectly.
SEPARATED = 1e-7


class NotFitted(Exception):
    """A fit failed; the message says why in words for a reader."""


@dataclass(frozen=True, eq=False)
class Fitted:
    """A fit reduced to its coefficients and, by row, score and information.

    A fit equals itself alone, so that what follows from it can be kept.

    ``score`` (n,) is the derivative of the row's log-likelihood by its linear predictor, and
    ``information`` (n,) is minus the second derivative, expected where the family has it so.
    ``variance`` (n,) is the working variance of the row's outcome, up to a factor.
    ``dispersion`` scales the model's own covariance. ``slope`` turns a coefficient into the
    scale that it is reported on: the average slope of a share, else one.
    """

    problem: ModelData
    params: np.ndarray
    score: np.ndarray
    information: np.ndarray
    variance: np.ndarray
    dispersion: float
    slope: float = 1.0

    @cached_property
    def bread(self) -> np.ndarray:
        """Inverse of the information matrix (k, k)."""
        exog = self.problem.exog
        return np.linalg.inv(exog.T @ (exog * self.information[:, None]))

    @cached_property
    def leverage(self) -> np.ndarray:
        """Diagonal of the hat matrix (n,)."""
        exog = self.problem.exog
        return self.information * ((exog @ self.bread) * exog).sum(axis=1)


def least_squares(problem: ModelData) -> Fitted:
    """Return weighted least squares."""
    results = sm.WLS(problem.endog, problem.exog, problem.weights).fit()
    score = problem.weights * (problem.endog - problem.exog @ results.params)
    variance = 1 / problem.weights
    return Fitted(problem, results.params, score, problem.weights, variance, results.scale)


def generalised_linear(problem: ModelData, family: Any, weighted: bool = False) -> Fitted:
    """Return a generalised linear model whose link is the family's own or the log.

    Parameters
    ----------
    problem
        What is fitted.
    family
        Of ``statsmodels.genmod.families``, with its link.
    weighted
        Whether rows weigh by the problem's weights.

    Raises
    ------
    NotFitted
        When the fit does not converge.
    """
    options = {"var_weights": problem.weights} if weighted else {}
    model = sm.GLM(problem.endog, problem.exog, family, offset=problem.offset, **options)
    results = model.fit(maxiter=100, tol=1e-10, rtol=1e-12)
    if not results.converged:
        raise NotFitted("the fit did not converge")
    mean = results.fittedvalues
    weights = problem.weights if weighted else np.ones(len(mean))
    slope = family.link.inverse_deriv(family.link(mean))
    variance = family.variance(mean) / weights
    information = slope**2 / variance
    score = slope * (problem.endog - mean) / variance
    freedom = len(mean) - problem.exog.shape[1]
    dispersion = float((score**2 / information).sum() / freedom)
    return Fitted(problem, results.params, score, information, variance, dispersion)


def poisson(problem: ModelData) -> Fitted:
    """Return Poisson quasi-maximum likelihood with an offset."""
    return generalised_linear(problem, sm.families.Poisson())


def gamma(problem: ModelData) -> Fitted:
    """Return a gamma model with log link, weighted by how many units an average is over."""
    family = sm.families.Gamma(sm.families.links.Log())
    return generalised_linear(problem, family, weighted=True)


def fractional_logit(problem: ModelData) -> Fitted:
    """Return a logit of a share, weighted by its trials (Papke and Wooldridge 1996)."""
    fitted = generalised_linear(problem, sm.families.Binomial(), weighted=True)
    return with_slope(fitted)


def logit(problem: ModelData) -> Fitted:
    """Return a logit of whether something happens, on the scale of the log odds."""
    return generalised_linear(problem, sm.families.Binomial())


def complementary_log_log(problem: ModelData) -> Fitted:
    """Return the model of hazards that are proportional, seen by whole years (Prentice and
    Gloeckler 1978, Biometrics 34)."""
    return generalised_linear(problem, sm.families.Binomial(sm.families.links.CLogLog()))


def with_slope(fitted: Fitted) -> Fitted:
    """Return a fit of a share, to be reported in points of share: the average slope over rows."""
    problem = fitted.problem
    share = expit(problem.exog @ fitted.params + problem.offset)
    return replace(fitted, slope=float(np.mean(share * (1 - share))))


def negative_binomial(problem: ModelData) -> Fitted:
    """Return a negative binomial model (NB2), its dispersion by maximum likelihood."""
    start = sm.GLM(problem.endog, problem.exog, sm.families.Poisson(), offset=problem.offset).fit()
    mean = start.fittedvalues
    excess = ((problem.endog - mean) ** 2 - mean).sum() / (mean**2).sum()
    # In an orthonormal basis the search for the dispersion is well conditioned.
    basis, turn = np.linalg.qr(problem.exog)
    scale = np.sqrt(len(basis))
    model = sm.NegativeBinomial(problem.endog, basis * scale, offset=problem.offset)
    guess = np.append(turn @ start.params / scale, max(excess, 1e-4))
    results = model.fit(guess, method="bfgs", maxiter=500, disp=0)
    settled = np.abs(model.score(results.params)).max() < 1e-3 * len(problem.endog)
    if not (settled and results.params[-1] > 0):
        raise NotFitted("the fit did not converge")
    family = sm.families.NegativeBinomial(alpha=results.params[-1])
    return generalised_linear(problem, family)


class BetaBinomial(GenericLikelihoodModel):
    """Shares of trials whose chance varies between rows as a beta distribution.

    The last parameter is the logarithm of the precision: the sum of the beta's two parameters.
    """

    def __init__(self, endog: np.ndarray, exog: np.ndarray, trials: np.ndarray):
        super().__init__(endog, exog, trials=trials)
        self.k_params = self.exog.shape[1] + 1
        self.df_model, self.df_resid = self.exog.shape[1], len(self.endog) - self.k_params

    def loglikeobs(self, params: np.ndarray) -> np.ndarray:
        """Return each row's log-likelihood, without what the parameters do not move."""
        share, precision = expit(self.exog @ params[:-1]), np.exp(params[-1])
        a, b = share * precision, (1 - share) * precision
        yes, no = self.endog * self.trials, (1 - self.endog) * self.trials
        together = gammaln(yes + a) + gammaln(no + b) - gammaln(yes + no + a + b)
        return together - gammaln(a) - gammaln(b) + gammaln(a + b)

    def derivative(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the derivative of each row by its linear predictor and by log precision."""
        share, precision = expit(self.exog @ params[:-1]), np.exp(params[-1])
        a, b = share * precision, (1 - share) * precision
        yes, no = self.endog * self.trials, (1 - self.endog) * self.trials
        total = psi(precision) - psi(yes + no + precision)
        by_a = psi(yes + a) - psi(a) + total
        by_b = psi(no + b) - psi(b) + total
        return precision * share * (1 - share) * (by_a - by_b), a * by_a + b * by_b

    def score(self, params: np.ndarray) -> np.ndarray:
        """Return the gradient of the log-likelihood."""
        predictor, precision = self.derivative(params)
        return np.append(self.exog.T @ predictor, precision.sum())

    def information_by_row(self, params: np.ndarray) -> np.ndarray:
        """Return each row's information on its predictor, successes taken at their expectation."""
        share, precision = expit(self.exog @ params[:-1]), np.exp(params[-1])
        a, b = share * precision, (1 - share) * precision
        yes, no = share * self.trials, (1 - share) * self.trials
        bend = polygamma(1, a) + polygamma(1, b) - polygamma(1, yes + a) - polygamma(1, no + b)
        return (share * (1 - share) * precision) ** 2 * bend


def beta_binomial(problem: ModelData) -> Fitted:
    """Return a beta-binomial model of a share of trials."""
    start = fractional_logit(problem)
    # The between-row share of variance that Pearson's statistic gives, as precision.
    intra = (start.dispersion - 1) / max(np.mean(problem.weights) - 1, 1)
    if intra <= 0:
        raise NotFitted("the shares vary no more than chance, so there is no beta to fit")
    model = BetaBinomial(problem.endog, problem.exog, problem.weights)
    guess = np.append(start.params, np.log(1 / min(intra, 0.9)))
    results = model.fit(guess, method="bfgs", maxiter=500, disp=0, skip_hessian=True, gtol=1e-6)
    gradient = model.score(results.params)
    if np.abs(gradient).max() > 1e-3 * len(problem.endog):
        raise NotFitted("the fit did not converge")
    score, _ = model.derivative(results.params)
    information = model.information_by_row(results.params)
    share = expit(problem.exog @ results.params[:-1])
    variance = (share * (1 - share)) ** 2 / information
    return with_slope(Fitted(problem, results.params[:-1], score, information, variance, 1.0))


FAMILIES: dict[str, Callable[[ModelData], Fitted]] = {
    "poisson": poisson,
    "negative_binomial": negative_binomial,
    "gamma": gamma,
    "fractional_logit": fractional_logit,
    "beta_binomial": beta_binomial,
    "logit": logit,
    "cloglog": complementary_log_log,
    "log_linear": least_squares,
    "linear": least_squares,
}


def fit_family(problem: ModelData) -> Fitted:
    """Return the fit of a problem by its family.

    Raises
    ------
    NotFitted
        Saying that the fit did not converge, or that a term separates the outcome perfectly:
        some rows are then fitted without error however large its coefficient grows.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            fitted = FAMILIES[problem.family](problem)
        except (np.linalg.LinAlgError, FloatingPointError, ValueError) as error:
            raise NotFitted(f"the fit failed: {error}") from None
        except sm.tools.sm_exceptions.PerfectSeparationError:
            raise NotFitted("a term separates the outcome perfectly") from None
    if problem.family not in ("log_linear", "linear"):
        base = problem.weights * np.exp(problem.offset)
        relative = fitted.information / base
        if problem.family in ("gamma", "beta_binomial"):
            relative = np.ones(1)
        if relative.min() < SEPARATED * relative.mean():
            raise NotFitted("a term separates the outcome perfectly")
    if not np.isfinite(fitted.params).all():
        raise NotFitted("the fit did not converge")
    return fitted
