"""Estimates and covariances against pyfixest; degrees of freedom against diff-diff; event study
against csdid.

``make_estimation.py`` made the values, and says how.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pooledfunds.estimation.covariance import covariance, degrees_of_freedom
from pooledfunds.estimation.model_data import ModelData
from pooledfunds.estimation.models import fit_family
from pooledfunds.estimation.robustness.staggered import group_time, starting_cohorts

HERE = Path(__file__).parent
REFERENCE = json.loads((HERE / "estimation.json").read_text(encoding="utf-8"))
AREAS = pd.read_csv(HERE / "estimation_data.csv")
# Family and outcome of each case of the reference.
CASES = {
    "linear": ("linear", "log_ratio"),
    "weighted": ("linear", "log_ratio"),
    "poisson": ("poisson", "count"),
    "logit": ("fractional_logit", "late"),
}
TERMS = {"Intercept": "Intercept", "pool": "pool", "need": "need"}


def posed(case: str) -> ModelData:
    family, outcome = CASES[case]
    ones = np.ones(len(AREAS))
    return ModelData(
        family,
        AREAS[outcome].to_numpy(dtype=float),
        np.column_stack([ones, AREAS["pool"], AREAS["need"]]),
        tuple(TERMS),
        AREAS["log_expected"].to_numpy() if case == "poisson" else 0 * ones,
        AREAS["weight"].to_numpy() if case == "weighted" else ones,
        AREAS["cluster"].to_numpy(),
    )


def in_order(values: dict[str, float]) -> list[float]:
    return [values[term] for term in TERMS]


@pytest.mark.parametrize("case", CASES)
def test_estimates(case):
    fitted = fit_family(posed(case))
    assert fitted.params == pytest.approx(in_order(REFERENCE[case]["coef"]), rel=1e-6)


@pytest.mark.parametrize("kind", ["HC1", "HC2", "HC3"])
@pytest.mark.parametrize("case", CASES)
def test_standard_errors(case, kind):
    matrix = covariance(fit_family(posed(case)), kind)
    assert np.sqrt(np.diag(matrix)) == pytest.approx(in_order(REFERENCE[case][kind]), rel=1e-6)


@pytest.mark.parametrize("case", CASES)
def test_degrees_of_freedom_of_hc2(case):
    expected = in_order(REFERENCE[case]["HC2 degrees of freedom"])
    assert degrees_of_freedom(fit_family(posed(case)), "HC2") == pytest.approx(expected, rel=1e-6)


def test_event_study():
    """Against those not yet exposed.

    An effect of one cohort has csdid's error, but for the factor n / (n - 1) of its two groups of
    30; over several cohorts csdid adds what it holds uncertain in the cohorts' shares.
    """
    bodies = pd.read_csv(HERE / "estimation_panel.csv")
    wide = bodies.pivot(index="body", columns="year")
    cohort = starting_cohorts(wide["exposed"].to_numpy())
    found = group_time(wide["outcome"].to_numpy(), cohort)
    reference = REFERENCE["staggered"]
    assert list(found) == [-2, 0, 1, 2]
    errors = {time: np.sqrt((influence**2).sum()) for time, (_, influence) in found.items()}
    for time, expected in reference["effect"].items():
        assert found[int(time)][0] == pytest.approx(expected, rel=1e-6)
        assert errors[int(time)] <= np.sqrt(30 / 29) * reference["error"][time] * (1 + 1e-6)
    assert errors[2] == pytest.approx(np.sqrt(30 / 29) * reference["error"]["2"], rel=1e-6)


def test_event_study_before_the_start_by_hand():
    bodies = pd.read_csv(HERE / "estimation_panel.csv")
    wide = bodies.pivot(index="body", columns="year")
    cohort = starting_cohorts(wide["exposed"].to_numpy())
    change = (wide["outcome"][0] - wide["outcome"][1]).to_numpy()
    expected = change[cohort == 2].mean() - change[cohort == 4].mean()
    found = group_time(wide["outcome"].to_numpy(), cohort)
    assert found[-2][0] == pytest.approx(expected, rel=1e-12)
