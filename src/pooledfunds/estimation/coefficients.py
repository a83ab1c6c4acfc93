"""The coefficients of a fit as columns: estimates, errors, intervals and p-values by term."""

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from pooledfunds.estimation.covariance import covariance, degrees_of_freedom, to_reporting_scale
from pooledfunds.estimation.inference.identification import identifying_areas
from pooledfunds.estimation.models import Fitted
from pooledfunds.estimation.specifications import Specification

# By column a value for each term: an array, or the names of the terms.
Terms = dict[str, Any]


def coefficients(
    fitted: Fitted, rows: pd.DataFrame, specification: Specification, conf_level: float
) -> Terms:
    """Return each term's estimate, standard error, interval, p-value, df and margin.

    Fixed effects have neither interval nor p-value: nothing is asked of them, and where a cluster
    is one area its own effect has no spread.

    Parameters
    ----------
    fitted
        The fit (n rows, k terms).
    rows
        Rows of the panel that are fitted (n).
    specification
        What is estimated.
    conf_level
        Of intervals, such as 0.95.
    """
    terms = fitted.problem.terms
    matrix = covariance(fitted, specification.covariance)
    estimate, matrix = to_reporting_scale(fitted, matrix)
    # A fixed effect of one cluster has no spread of its own: rounding may leave it below zero.
    std_error = np.sqrt(np.diag(matrix).clip(min=0))
    effects = tuple(f"{name}_" for name in specification.fixed_effects)
    asked = [
        place for place, term in enumerate(terms) if not (effects and term.startswith(effects))
    ]
    df = np.full(len(terms), np.nan)
    df[asked] = degrees_of_freedom(fitted, specification.covariance, asked)
    identifying = identifying_areas(rows, specification)
    interest = np.isin(terms, list(specification.of_interest))
    return {
        "term": terms,
        "n_identifying_areas": np.array([identifying.get(term, np.nan) for term in terms]),
        "equivalence_margin": np.where(interest, specification.margin, np.nan),
    } | t_inference(estimate, std_error, df, conf_level)


def t_inference(
    estimate: np.ndarray, std_error: np.ndarray, df: np.ndarray, conf_level: float
) -> dict[str, np.ndarray]:
    """Return estimates with the interval and the two-sided p-value of their t distribution.

    Parameters
    ----------
    estimate, std_error
        (k,).
    df
        (k,), degrees of freedom of t.
    conf_level
        Of intervals, such as 0.95.
    """
    reach = stats.t.ppf((1 + conf_level) / 2, df) * std_error
    known = std_error > 0
    ratio = np.divide(estimate, std_error, out=np.full(len(estimate), np.nan), where=known)
    p_value = 2 * stats.t.sf(np.abs(ratio), df)
    return {
        "estimate": estimate,
        "std_error": std_error,
        "conf_low": estimate - reach,
        "conf_high": estimate + reach,
        "p_value": p_value,
        "p_t": p_value,
        "df": df,
    }
