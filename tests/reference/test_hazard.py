"""Discrete-time hazards against R's glm, their errors against clubSandwich; ``make_hazard.R``."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pooledfunds.estimation.covariance import covariance, degrees_of_freedom
from pooledfunds.estimation.fit import regress
from pooledfunds.estimation.model_data import build_model_data
from pooledfunds.estimation.models import fit_family
from pooledfunds.estimation.simulation.hazard_worlds import hazard_specification

HERE = Path(__file__).parent
REFERENCE = json.loads((HERE / "hazard.json").read_text(encoding="utf-8"))
PANEL = pd.read_csv(HERE / "hazard_panel.csv").assign(in_frame=True)
TERM = "stable_boundaries"


def specification(link: str):
    return hazard_specification(TERM, link, covariates=("imd_score",))


def fitted(link: str):
    return fit_family(build_model_data(PANEL, specification(link)))


def in_order(values: dict[str, float], terms: tuple[str, ...]) -> list[float]:
    """R writes ``client_groupolder_people`` where the study has an underscore between."""
    named = {"intercept": "(Intercept)"}
    of_r = (named.get(t, t.replace("client_group_", "client_group")) for t in terms)
    return [values[t.replace("financial_year_", "financial_year")] for t in of_r]


@pytest.mark.parametrize("link", ["logit", "cloglog"])
def test_coefficients(link):
    found = fitted(link)
    expected = in_order(REFERENCE[link]["coef"], found.problem.terms)
    assert found.params == pytest.approx(expected, rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("link", ["logit", "cloglog"])
def test_errors_of_the_model_and_by_area(link):
    found = fitted(link)
    terms = found.problem.terms
    own = np.sqrt(np.diag(found.bread))
    assert own == pytest.approx(in_order(REFERENCE[link]["model_error"], terms), rel=1e-6)
    by_area = np.sqrt(np.diag(covariance(found, "CR2")))
    assert by_area == pytest.approx(in_order(REFERENCE[link]["cr2_error"], terms), rel=1e-5)


@pytest.mark.parametrize("link", ["logit", "cloglog"])
def test_degrees_of_freedom(link):
    found = fitted(link)
    expected = in_order(REFERENCE[link]["cr2_df"], found.problem.terms)
    assert degrees_of_freedom(found, "CR2") == pytest.approx(expected, rel=1e-5)


def test_what_is_reported_is_the_fit():
    row = regress(PANEL, specification("logit"), 0.95).row(TERM)
    assert row["estimate"] == pytest.approx(REFERENCE["logit"]["coef"][TERM], rel=1e-7)
    assert row["std_error"] == pytest.approx(REFERENCE["logit"]["cr2_error"][TERM], rel=1e-5)
