"""What a family is fitted to, by hand for four areas."""

import numpy as np
import pandas as pd
import pytest

from pooledfunds.estimation.model_data import build_model_data, design_matrix, design_problem
from tests.unit.estimation.test_sample import specification

ROWS = pd.DataFrame(
    {
        "area_code": list("ABCD"),
        "region_code": ["S", "N", "S", "N"],
        "financial_year": "2007/08",
        "events": [2.0, 6, 3, 8],
        "people": [10.0, 20, 30, 40],
        "stays": [1.0, 2, 3, 4],
        "need": [1.0, 2, 3, 4],
        "joint": [1.0, 0, 1, 1],
        "kind": [1.0, 1, 0, 0],
    }
)
SHARES, LOGS = [0.2, 0.3, 0.1, 0.2], np.log([10, 20, 30, 40])


@pytest.mark.parametrize(
    ("family", "endog", "offset", "weights"),
    [
        ("poisson", [2, 6, 3, 8], LOGS, [1, 2, 3, 4]),
        ("negative_binomial", [2, 6, 3, 8], LOGS, [1, 2, 3, 4]),
        ("gamma", [2, 6, 3, 8], LOGS, [1, 2, 3, 4]),
        ("fractional_logit", SHARES, 0, [10, 40, 90, 160]),
        ("beta_binomial", SHARES, 0, [10, 40, 90, 160]),
        ("log_linear", np.log(SHARES), 0, [1, 2, 3, 4]),
        ("linear", SHARES, 0, [1, 2, 3, 4]),
    ],
)
def test_each_family_takes_outcome_and_denominator_in_its_own_way(family, endog, offset, weights):
    """A count has an offset; a share its trials, times what else weighs; the others the ratio."""
    found = build_model_data(
        ROWS, specification(family=family, denominator="people", weights="stays")
    )
    assert found.endog == pytest.approx(endog)
    assert found.offset == pytest.approx(np.zeros(4) + offset)
    assert found.weights == pytest.approx(weights)
    assert found.groups is None


def test_without_denominator_and_weights_all_rows_count_alike():
    found = build_model_data(ROWS, specification(family="linear"))
    assert found.endog.tolist() == [2, 6, 3, 8]
    assert found.weights.tolist() == [1, 1, 1, 1]


def test_clusters_are_numbered_in_the_order_of_their_names():
    found = build_model_data(ROWS, specification(cluster="region_code"))
    assert found.groups.tolist() == [1, 0, 1, 0]


def test_the_terms_in_their_order():
    """The product is of both less their means: three quarters have joint money, half are so."""
    asked = specification(moderator="kind", covariates=("need", "log(people)"))
    terms, matrix = design_matrix(ROWS, asked)
    assert terms == ("intercept", "joint", "kind", "joint:kind", "need", "log(people)")
    assert matrix[:, 0].tolist() == [1, 1, 1, 1]
    assert matrix[:, 1].tolist() == [1, 0, 1, 1]
    assert matrix[:, 3].tolist() == [0.125, -0.375, -0.125, -0.125]
    assert matrix[:, 4].tolist() == [1, 2, 3, 4]
    assert matrix[:, 5] == pytest.approx(LOGS)


def test_effects_stand_for_all_groups_but_the_first_and_hold_the_moderator_of_an_area():
    terms, matrix = design_matrix(ROWS, specification(fixed_effects=("region_code",)))
    assert terms == ("intercept", "joint", "region_code_S")
    assert matrix[:, 2].tolist() == [1, 0, 1, 0]
    own = specification(moderator="kind", fixed_effects=("area_code",))
    assert "kind" not in design_matrix(ROWS, own)[0]
    assert "joint:kind" in design_matrix(ROWS, own)[0]


def test_some_terms_are_kept_with_their_columns():
    found = build_model_data(ROWS, specification(covariates=("need",))).keep_terms([0, 2])
    assert found.terms == ("intercept", "need")
    assert found.exog.tolist() == [[1, 1], [1, 2], [1, 3], [1, 4]]


ONES = np.ones((5, 1))


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ([[1, 2, 3, 4, 5]], ""),
        ([[2, 2, 2, 2, 2]], "the terms are not linearly independent"),
        ([[0, 0, 0, 0, 0]], "the terms are not linearly independent"),
        ([[1, 0, 0, 0, 0]], "1 body alone determines a term"),
        ([[1, 0, 0, 0, 0], [0, 1, 0, 0, 0]], "2 bodies alone determine a term"),
        (np.eye(5)[:4], "fewer rows than terms"),
        (np.eye(5)[:3], "3 bodies alone determine a term"),
    ],
)
def test_why_a_matrix_cannot_be_fitted(columns, problem):
    matrix = np.column_stack([ONES, np.array(columns, dtype=float).T])
    assert design_problem(matrix) == problem
