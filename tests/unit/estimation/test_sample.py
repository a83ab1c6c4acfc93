"""Which rows are fitted, and how their exposure is read: six areas and a few values."""

import numpy as np
import pandas as pd
import pytest

from pooledfunds.estimation.sample import (
    exposure_values,
    own_effect_only,
    select_sample,
    smallest_group,
)
from pooledfunds.estimation.specifications import Specification


def specification(**changed) -> Specification:
    plain = {
        "name": "test",
        "outcome": "events",
        "area_type": "pct",
        "periods": ("2007/08",),
        "family": "poisson",
        "exposure": "joint",
        "exposure_column": "joint",
        "covariance": "HC2",
        "margin": 0.05,
        "multiplicity_family": "test",
    }
    return Specification(**(plain | changed))


def panel(**changed) -> pd.DataFrame:
    """Six areas in one year: three with, three without."""
    plain = {
        "area_code": list("ABCDEF"),
        "financial_year": "2007/08",
        "in_frame": True,
        "events": [1.0, 2, 3, 4, 5, 6],
        "people": 10.0,
        "need": [3.0, 1, 2, 5, 4, 6],
        "joint": [0.0, 0, 0, 1, 1, 1],
        "kind": [0.0, 1, 0, 1, 0, 1],
    }
    return pd.DataFrame(plain | changed)


AMOUNTS = pd.DataFrame({"joint": [499.0, 500.0, 501.0, np.nan]})


@pytest.mark.parametrize(
    ("unknown", "expected"),
    [
        ("left_out", [0, 1, 1, np.nan]),
        ("as_no", [0, 1, 1, 0]),
        ("as_yes", [0, 1, 1, 1]),
    ],
)
def test_an_amount_is_an_exposure_from_its_threshold_and_the_unknown_as_declared(unknown, expected):
    asked = specification(at_least=500.0, unknown=unknown)
    assert exposure_values(AMOUNTS, asked) == pytest.approx(expected, nan_ok=True)


def test_an_exposure_is_in_the_unit_that_is_declared_and_years_count_from_the_first():
    per_thousand = exposure_values(AMOUNTS, specification(per=1000.0))
    assert per_thousand == pytest.approx([0.499, 0.5, 0.501, np.nan], nan_ok=True)
    years = pd.DataFrame({"financial_year": ["2006/07", "2008/09", "2005/06"]})
    asked = specification(exposure_column="financial_year")
    assert exposure_values(years, asked).tolist() == [1, 3, 0]


def test_rows_are_those_of_the_frame_the_periods_and_the_condition():
    rows = pd.concat([panel(), panel(financial_year="2006/07")], ignore_index=True)
    rows.loc[0, "in_frame"] = False
    found = select_sample(rows, specification(where=(("kind", 1.0),)))
    assert found.rows["area_code"].tolist() == ["B", "D", "F"]
    assert set(found.rows["financial_year"]) == {"2007/08"}
    everyone = select_sample(rows, specification())
    assert everyone.rows["area_code"].tolist() == list("BCDEF")


def test_each_row_that_is_left_out_is_counted_by_the_first_thing_that_it_lacks():
    rows = panel(
        joint=[np.nan, 0, 0, 1, 1, 1],
        events=[np.nan, np.nan, 3, 4, 5, 6],
        people=[10, 10, 0, 10, 10, 10],
        need=[1, 1, 1, np.nan, 1, 2],
    )
    found = select_sample(rows, specification(denominator="people", covariates=("need",)))
    assert dict(found.account) == {
        "in frame": 6,
        "unknown exposure": 1,
        "missing outcome": 2,
        "missing covariate": 1,
        "own effect only": 0,
        "fitted": 2,
    }
    assert found.unknown_exposure == 1


def test_an_unknown_exposure_that_counts_as_no_is_neither_unknown_nor_left_out():
    found = select_sample(panel(joint=[np.nan, 0, 0, 1, 1, 1]), specification(unknown="as_no"))
    assert (found.account["unknown exposure"], found.account["fitted"]) == (0, 6)


def test_a_body_seen_once_or_without_any_event_is_its_own_effect_only():
    rows = pd.DataFrame({"area_code": list("AABBC"), "events": [0.0, 0, 0, 1, 5]})
    alone = [True, True, False, False, True]
    effects = {"fixed_effects": ("area_code",)}
    assert own_effect_only(rows, specification(**effects)).tolist() == alone
    linear = specification(**effects, family="linear")
    assert own_effect_only(rows, linear).tolist() == [False] * 4 + [True]
    assert not own_effect_only(rows, specification()).any()


@pytest.mark.parametrize(
    ("changed", "asked", "reason"),
    [
        ({}, {}, ""),
        ({"events": [-1.0, 2, 3, 4, 5, 6]}, {}, "events is negative"),
        ({"events": [0.0, 2, 3, 4, 5, 6]}, {}, ""),
        ({"events": [0.0, 2, 3, 4, 5, 6]}, {"family": "gamma"}, ""),
        ({"events": [-1.0, 2, 3, 4, 5, 6]}, {"family": "linear"}, ""),
        ({"events": [0.0, 2, 3, 4, 5, 6]}, {"family": "log_linear"}, "events is not positive"),
        ({}, {"family": "log_linear"}, ""),
        ({"events": 3.0}, {}, "events is the same everywhere"),
        ({}, {"family": "fractional_logit", "denominator": "people"}, ""),
        (
            {"events": [10.0, 2, 3, 4, 5, 6]},
            {"family": "fractional_logit", "denominator": "people"},
            "",
        ),
        (
            {"events": [11.0, 2, 3, 4, 5, 6]},
            {"family": "beta_binomial", "denominator": "people"},
            "events is more than people",
        ),
        ({}, {"family": "fractional_logit"}, "events is more than one"),
        ({"need": [0.0, 1, 2, 3, 4, 5]}, {"covariates": ("need",)}, ""),
        (
            {"need": [0.0, 1, 2, 3, 4, 5]},
            {"covariates": ("log(need)",)},
            "log(need) is asked, and need is not positive",
        ),
        ({"joint": [0.0, 0, 0, 0, 1, 1]}, {}, ""),
        (
            {"joint": [0.0, 0, 0, 0, 0, 1]},
            {},
            "fewer than two bodies with or without joint",
        ),
        (
            {"kind": [0.0, 1, 1, 1, 1, 1]},
            {"moderator": "kind"},
            "fewer than two bodies with or without kind",
        ),
        ({"joint": 7.0}, {}, "joint is the same everywhere"),
        ({"joint": [7.0, 7, 7, 7, 7, 8]}, {}, ""),
        ({"need": np.nan}, {"covariates": ("need",)}, "no need available"),
        ({}, {"covariates": ("wealth",)}, "no wealth available"),
        ({}, {"periods": ("2005/06",)}, "no row within frame, periods and condition"),
    ],
)
def test_what_the_rows_cannot_test_is_named(changed, asked, reason):
    assert select_sample(panel(**changed), specification(**asked)).reason == reason


def test_the_smallest_group_of_two_conditions_counts_bodies_not_rows():
    rows = pd.DataFrame({"area_code": list("AABBCDE")})
    one = np.array([1.0, 1, 1, 1, 0, 0, 0])
    two = np.array([1.0, 1, 0, 0, 1, 0, 0])
    assert smallest_group(rows, one) == 2
    assert smallest_group(rows, one, two) == 1
