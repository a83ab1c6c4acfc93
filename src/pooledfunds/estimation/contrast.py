"""The effect of an exposure on one outcome less its effect on another of the same areas."""

from dataclasses import replace

import numpy as np
import pandas as pd

from pooledfunds.estimation.coefficients import Terms, t_inference
from pooledfunds.estimation.covariance import (
    covariance,
    degrees_of_freedom,
    to_reporting_scale,
)
from pooledfunds.estimation.inference.identification import identifying_areas
from pooledfunds.estimation.model_data import ModelData, build_model_data, design_problem
from pooledfunds.estimation.models import NotFitted, fit_family
from pooledfunds.estimation.specifications import (
    LOG_RATE_BEFORE,
    OTHER_RATE_BEFORE,
    Specification,
)


def difference_of_effects(
    rows: pd.DataFrame, specification: Specification, conf_level: float
) -> Terms:
    """Return the difference of the two effects as the row of a specification's table.

    Both models are fitted together, each with terms of its own, and errors are clustered: what an
    area's two outcomes have in common is in the difference's error (decision 96).

    Parameters
    ----------
    rows
        Rows of the panel that are fitted, one an area (n).
    specification
        ``minus`` is the other outcome.
    conf_level
        Of intervals, such as 0.95.

    Raises
    ------
    NotFitted
        When one of the models cannot be fitted.
    """
    fitted = fit_family(stacked_data(rows, specification))
    place = fitted.problem.terms.index(specification.difference)
    estimate, matrix = to_reporting_scale(fitted, covariance(fitted, specification.covariance))
    df = degrees_of_freedom(fitted, specification.covariance, [place])
    alone = replace(specification, design="regression")
    identifying = identifying_areas(rows, alone)[specification.exposure]
    error = np.sqrt(np.diag(matrix)[[place]])
    return {
        "term": (specification.difference,),
        "n_identifying_areas": np.array([float(identifying)]),
        "equivalence_margin": np.array([specification.margin]),
    } | t_inference(estimate[[place]], error, df, conf_level)


def stacked_data(rows: pd.DataFrame, specification: Specification) -> ModelData:
    """Return both models as one (2n rows, 2k terms), the rows of the outcome before the other's.

    Each outcome has its own terms, but that the second one's exposure is in all rows: what the
    first one's exposure then has beside it is the difference.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    specification
        What is estimated.

    Raises
    ------
    NotFitted
        When a model's terms cannot be told apart.
    """
    name, column, base = specification.minus
    second = replace(specification, outcome=name, outcome_column=column, denominator=base)
    of_second = rows
    if specification.before:
        of_second = rows.assign(**{LOG_RATE_BEFORE: rows[OTHER_RATE_BEFORE]})
    one, other = build_model_data(rows, specification), build_model_data(of_second, second)
    for problem in (one, other):
        reason = design_problem(problem.exog)
        if reason:
            raise NotFitted(reason)
    exposure = one.terms.index(specification.exposure)
    across = np.zeros_like(one.exog)
    across[:, exposure] = one.exog[:, exposure]
    exog = np.block([[one.exog, across], [np.zeros_like(one.exog), other.exog]])
    own = [*(f"{term}, {specification.outcome}" for term in one.terms)]
    own[exposure] = specification.difference
    both = [one, other]
    groups = None if one.groups is None else np.tile(one.groups, 2)
    return ModelData(
        one.family,
        np.concatenate([problem.endog for problem in both]),
        exog,
        (*own, *(f"{term}, {name}" for term in other.terms)),
        np.concatenate([problem.offset for problem in both]),
        np.concatenate([problem.weights for problem in both]),
        groups,
    )
