"""ANCOVA, dose by year, joint tests and contrast against pyfixest and clubSandwich.

``make_dose.py`` and ``make_dose.R`` made the values, and say how. Ours start from the panel, so
that summing years, the rate before, standard deviation and dependent effects are held too.
"""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pooledfunds.estimation.covariance import fit_restricted
from pooledfunds.estimation.fit import Regression, regress
from pooledfunds.estimation.inference.assignments import assignments, units_of
from pooledfunds.estimation.inference.refit import RefitStatistic
from pooledfunds.estimation.specifications import Specification

HERE = Path(__file__).parent
REFERENCE = json.loads((HERE / "dose.json").read_text(encoding="utf-8"))
SANDWICH = json.loads((HERE / "dose_cr2.json").read_text(encoding="utf-8"))
ROWS = pd.read_csv(HERE / "dose_panel.csv")
PANEL = ROWS.rename(columns={"year": "financial_year"}).assign(
    area_code=ROWS["area"].map("{:03}".format), in_frame=True
)
ANCOVA = Specification(
    name="ancova",
    outcome="days",
    denominator="base",
    area_type="council",
    periods=("2015/16", "2016/17"),
    over="sum",
    before=("2011/12", "2012/13", "2013/14"),
    family="poisson",
    exposure="dose",
    exposure_column="dose",
    per="standard_deviation",
    covariates=("log_rate_before", "need"),
    fixed_effects=("region", "kind"),
    covariance="HC2",
    margin=0.05,
    multiplicity_family="dose",
)
BY_AREA = {"covariance": "CR2", "cluster": "area_code"}
DOSE = replace(
    ANCOVA,
    design="dose",
    by="financial_year",
    base="2014/15",
    periods=tuple(sorted(set(ROWS["year"]))),
    over="",
    before=(),
    covariates=(),
    fixed_effects=("area_code", "financial_year"),
    **BY_AREA,
)


def fitted(specification: Specification) -> Regression:
    found = regress(PANEL, specification, 0.95)
    assert not found.reason
    return found


@pytest.mark.parametrize("case", ["ancova", "product"])
def test_ancova(case):
    moderator = {"moderator": "shared"} if case == "product" else {}
    table = fitted(replace(ANCOVA, **moderator)).table.set_index("term")
    terms = {"dose": "dose", "shared": "shared", "product": "dose:shared"}
    for name, expected in REFERENCE[case]["coef"].items():
        assert table.at[terms[name], "estimate"] == pytest.approx(expected, rel=1e-6)
        error = REFERENCE[case]["HC2"][name]
        assert table.at[terms[name], "std_error"] == pytest.approx(error, rel=1e-6)


def test_dose_by_year():
    table = fitted(DOSE).table.set_index("term")
    assert list(table.index) == [f"dose:{year}" for year in DOSE.periods if year != DOSE.base]
    for term, row in table.iterrows():
        name = f"dose_{term[5:9]}"
        assert row["estimate"] == pytest.approx(REFERENCE["dose"]["coef"][name], rel=1e-6)
        expected = SANDWICH["dose"][name]
        found = row[["estimate", "std_error", "df", "p_value"]].astype(float).tolist()
        assert found == pytest.approx([expected[k] for k in ("coef", "error", "df", "p")], rel=1e-6)


@pytest.mark.parametrize("hypothesis", ["before", "after"])
def test_joint_tests(hypothesis):
    (test,) = (one for one in fitted(DOSE).joint_tests if one.hypothesis == hypothesis)
    expected = SANDWICH[hypothesis]
    found = (test.statistic, test.df_numerator, test.df_denominator, test.p_value)
    keys = ("statistic", "df_numerator", "df_denominator", "p")
    assert found == pytest.approx([expected[key] for key in keys], rel=1e-6)


def test_permutation_of_a_dose_within_strata():
    """Every draw is refitted, here and there: the p-values agree within their chance."""
    found, expected = fitted(ANCOVA), REFERENCE["permutation"]
    problem, rows = found.model.problem, found.sample.rows
    place = problem.terms.index("dose")
    units = units_of(rows, ("region", "kind"))
    dose, settings = problem.exog[:, place], {"draws": 4999, "seed": 1}
    drawn, _ = assignments(dose, units, tuple(sorted(rows["area_code"])), settings)
    step = RefitStatistic(problem, fit_restricted(problem, [place]))
    ts = step.statistic(step.free(np.vstack([dose, drawn])))[1]
    row = found.row("dose")
    assert ts[0] == pytest.approx(row["estimate"] / row["std_error"], rel=1e-6)
    p = expected["p"]
    error = np.sqrt(p * (1 - p) * (1 / expected["draws"] + 1 / settings["draws"]))
    assert 0.1 < p < 0.9
    assert abs((np.abs(ts) >= abs(ts[0]) * (1 - 1e-9)).mean() - p) < 3 * error


def test_contrast():
    minus = ("other_days", "other_days", "base")
    row = fitted(replace(ANCOVA, design="contrast", minus=minus, **BY_AREA)).table.iloc[0]
    expected = SANDWICH["contrast"]["dose:first"]
    found = row[["estimate", "std_error", "df", "p_value"]].astype(float).tolist()
    assert found == pytest.approx([expected[k] for k in ("coef", "error", "df", "p")], rel=1e-6)
