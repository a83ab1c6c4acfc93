"""Covariances and degrees of freedom by their formulas, for two small groups."""

from dataclasses import replace

import numpy as np
import pytest

from pooledfunds.estimation.covariance import (
    covariance,
    degrees_of_freedom,
    fit_restricted,
    to_reporting_scale,
)
from pooledfunds.estimation.model_data import ModelData
from pooledfunds.estimation.models import least_squares

FIRST, SECOND = np.array([1.0, 2, 6]), np.array([4.0, 5, 9, 10, 12])
PROBLEM = ModelData(
    family="linear",
    endog=np.concatenate([FIRST, SECOND]),
    exog=np.column_stack([np.ones(8), np.repeat([0.0, 1], [3, 5])]),
    terms=("intercept", "pool"),
    offset=np.zeros(8),
    weights=np.ones(8),
)
FITTED = least_squares(PROBLEM)


def squares(values: np.ndarray) -> float:
    return float(((values - values.mean()) ** 2).sum())


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("nonrobust", (squares(FIRST) + squares(SECOND)) / 6 * (1 / 3 + 1 / 5)),
        ("HC1", 8 / 6 * (squares(FIRST) / 9 + squares(SECOND) / 25)),
        ("HC2", FIRST.var(ddof=1) / 3 + SECOND.var(ddof=1) / 5),
        ("HC3", squares(FIRST) / 4 + squares(SECOND) / 16),
    ],
)
def test_the_variance_of_a_difference_of_means(kind, expected):
    assert covariance(FITTED, kind)[1, 1] == pytest.approx(expected)


@pytest.mark.parametrize("kind", ["nonrobust", "HC1"])
def test_what_has_no_satterthwaite_has_rows_less_terms(kind):
    assert degrees_of_freedom(FITTED, kind).tolist() == [6, 6]
    assert degrees_of_freedom(FITTED, kind, [1]).tolist() == [6]


def test_satterthwaites_of_a_difference_of_means():
    """Bell and McCaffrey: both variances as they are where all rows vary alike.

    Under HC2 a group of n adds 1/n, with n - 1 degrees; under HC3 it adds 1/(n - 1).
    """
    hc2 = (1 / 3 + 1 / 5) ** 2 / ((1 / 3) ** 2 / 2 + (1 / 5) ** 2 / 4)
    hc3 = (1 / 2 + 1 / 4) ** 2 / ((1 / 2) ** 2 / 2 + (1 / 4) ** 2 / 4)
    assert degrees_of_freedom(FITTED, "HC2") == pytest.approx([2, hc2])
    assert degrees_of_freedom(FITTED, "HC3", [1]) == pytest.approx([hc3])


def test_clusters_of_one_row_are_hc2():
    alone = replace(FITTED, problem=replace(PROBLEM, groups=np.arange(8)))
    assert covariance(alone, "CR2") == pytest.approx(covariance(FITTED, "HC2"))
    assert degrees_of_freedom(alone, "CR2") == pytest.approx(degrees_of_freedom(FITTED, "HC2"))


def test_clusters_that_lie_within_the_groups_give_the_variance_of_their_means():
    """Pairs of rows on either side of the comparison: as if each pair's mean were one row."""
    problem = ModelData(
        family="linear",
        endog=np.repeat(PROBLEM.endog, 2) + np.tile([-0.5, 0.5], 8),
        exog=np.repeat(PROBLEM.exog, 2, axis=0),
        terms=PROBLEM.terms,
        offset=np.zeros(16),
        weights=np.ones(16),
        groups=np.repeat(np.arange(8), 2),
    )
    pairs = least_squares(problem)
    assert covariance(pairs, "CR2") == pytest.approx(covariance(FITTED, "HC2"))
    assert degrees_of_freedom(pairs, "CR2") == pytest.approx(degrees_of_freedom(FITTED, "HC2"))


def test_clusters_are_asked_for_where_there_are_none():
    with pytest.raises(ValueError, match="CR2 needs clusters"):
        covariance(FITTED, "CR2")


def test_a_clusters_own_mean_has_no_degrees_of_freedom():
    """Nothing is left of it once its own effect is taken: its variance is not known."""
    groups = np.array([0, 0, 1, 1, 2, 2, 2, 2])
    asked = replace(PROBLEM, exog=np.eye(3)[groups], terms=("A", "B", "C"), groups=groups)
    assert np.isnan(degrees_of_freedom(least_squares(asked), "CR2")).all()


def test_the_reported_scale_goes_to_estimate_and_error_alike():
    estimate, matrix = to_reporting_scale(replace(FITTED, slope=0.5), np.diag([4.0, 9.0]))
    assert estimate == pytest.approx(FITTED.params / 2)
    assert np.diag(matrix).tolist() == [1, 2.25]


def test_a_null_model_is_the_fit_without_the_term():
    null = fit_restricted(PROBLEM, [1])
    assert null.problem.terms == ("intercept",)
    assert null.params == pytest.approx([PROBLEM.endog.mean()])
