"""CR2 and Satterthwaite's degrees of freedom against clubSandwich; ``make_cr2.R`` says how."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pooledfunds.estimation.covariance import covariance, degrees_of_freedom
from pooledfunds.estimation.model_data import ModelData
from pooledfunds.estimation.models import fit_family

HERE = Path(__file__).parent
REFERENCE = json.loads((HERE / "cr2.json").read_text(encoding="utf-8"))
AREAS = pd.read_csv(HERE / "estimation_data.csv")
BODIES = pd.read_csv(HERE / "estimation_panel.csv")
CROSS_SECTIONS = {
    "linear": ("linear", "log_ratio"),
    "weighted": ("linear", "log_ratio"),
    "poisson": ("poisson", "count"),
    "logit": ("fractional_logit", "late"),
}
PANELS = ["panel linear", "panel poisson"]
PANELS += [f"{name}, four change" for name in PANELS]


def cross_section(case: str) -> ModelData:
    family, outcome = CROSS_SECTIONS[case]
    ones = np.ones(len(AREAS))
    return ModelData(
        family,
        AREAS[outcome].to_numpy(dtype=float),
        np.column_stack([AREAS["pool"], AREAS["need"], ones]),
        ("pool", "need", "intercept"),
        AREAS["log_expected"].to_numpy() if case == "poisson" else 0 * ones,
        AREAS["weight"].to_numpy() if case == "weighted" else ones,
        AREAS["cluster"].to_numpy(),
    )


def panel(case: str) -> ModelData:
    """Return bodies over years with an effect of each body and of each year."""
    few = case.endswith("four change")
    exposure = BODIES["exposed"] * (BODIES["body"] < 5) if few else BODIES["exposed"]
    effects = pd.get_dummies(BODIES[["body", "year"]].astype(str), dtype=float)
    exog = effects.drop(columns="year_0").assign(exposure=exposure)
    exog = exog[["exposure", *exog.columns.drop("exposure")]]
    family = "poisson" if "poisson" in case else "linear"
    outcome = np.round(100 * np.exp(BODIES["outcome"])) if "poisson" in case else BODIES["outcome"]
    return ModelData(
        family,
        outcome.to_numpy(dtype=float),
        exog.to_numpy(dtype=float),
        ("few" if few else "exposed", *exog.columns[1:]),
        np.zeros(len(BODIES)),
        np.ones(len(BODIES)),
        BODIES["body"].to_numpy(),
    )


@pytest.mark.parametrize("case", [*CROSS_SECTIONS, *PANELS])
def test_cr2_is_clubsandwichs(case):
    problem = panel(case) if case in PANELS else cross_section(case)
    expected = pd.DataFrame(REFERENCE[case])
    columns = [problem.terms.index(term) for term in expected]
    fitted = fit_family(problem)
    error = np.sqrt(np.diag(covariance(fitted, "CR2")))[columns]
    df = degrees_of_freedom(fitted, "CR2", columns)
    p_value = 2 * stats.t.sf(np.abs(fitted.params[columns] / error), df)
    assert fitted.params[columns] == pytest.approx(expected.loc["coef"].tolist(), rel=1e-6)
    assert error == pytest.approx(expected.loc["error"].tolist(), rel=1e-6)
    assert df == pytest.approx(expected.loc["df"].tolist(), rel=1e-6)
    assert p_value == pytest.approx(expected.loc["p"].tolist(), rel=1e-6)
