"""Every family and every failure, on simulated panels of the study's shape."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from pooledfunds.catalogue.estimation import COEFFICIENTS, ESTIMATES
from pooledfunds.estimation.covariance import covariance, degrees_of_freedom
from pooledfunds.estimation.estimate import effects_and_others
from pooledfunds.estimation.fit import regress
from pooledfunds.estimation.model_data import ModelData
from pooledfunds.estimation.models import fit_family, least_squares
from pooledfunds.estimation.simulation.one_world import base_specification
from pooledfunds.estimation.simulation.worlds import YEARS, World, simulate
from pooledfunds.estimation.specifications import HAZARDS, SCALES
from pooledfunds.linkage.outcomes.hospital import emergency_activity

PANEL = simulate(World(effect=-0.3, bodies=80), np.random.default_rng(3))


def reason_of(panel: pd.DataFrame, specification) -> str:
    regression = regress(panel, specification, 0.95)
    assert regression.fitted is None
    assert regression.table["estimate"].isna().all()
    return regression.reason


@pytest.mark.parametrize("family", set(SCALES) - {"linear", *HAZARDS})
def test_every_family_finds_a_large_effect(family):
    row = regress(PANEL, base_specification(family), 0.95).row("pool")
    assert row["conf_high"] < 0
    assert row["p_value"] < 0.05
    # A logit effect of -0.3 is some three points where nine in ten are on time.
    planted = -0.03 if SCALES[family] == "identity" else -0.3
    assert row["estimate"] == pytest.approx(planted, abs=3 * row["std_error"] + 0.01)


def test_hc3_of_a_poisson_model_is_not_statsmodels():
    """statsmodels gives HC0 when asked for HC3 (its issue 7798); scores must be scaled."""
    fitted = regress(PANEL, base_specification(), 0.95).fitted
    problem = fitted.problem
    model = sm.GLM(problem.endog, problem.exog, sm.families.Poisson(), offset=problem.offset)
    results = model.fit()
    leverage = results.get_influence().hat_matrix_diag
    residual = (problem.endog - results.fittedvalues) / (1 - leverage)
    meat = (problem.exog * residual[:, None] ** 2).T @ problem.exog
    expected = results.normalized_cov_params @ meat @ results.normalized_cov_params
    assert covariance(fitted, "HC3") == pytest.approx(expected, rel=1e-6)
    assert covariance(fitted, "HC0") == pytest.approx(model.fit(cov_type="HC3").cov_params())


def test_hc2_of_two_groups_is_welchs_test():
    """Its error, and Bell and McCaffrey's degrees of freedom by their formula for two groups.

    Imbens and Kolesar (2016), section II: with 5 of 80 bodies they are near the five's four.
    """
    panel = simulate(World(exposed=5, bodies=80), np.random.default_rng(3))
    regression = regress(
        panel, base_specification("log_linear", covariates=(), covariance="HC2"), 0.95
    )
    row, problem = regression.row("pool"), regression.fitted.problem
    there, others = (problem.endog[problem.exog[:, 1] == label] for label in (1, 0))
    error = np.sqrt(there.var(ddof=1) / 5 + others.var(ddof=1) / 75)
    assert row["std_error"] == pytest.approx(error, rel=1e-9)
    df = 80**2 * 4 * 74 / (5**2 * 4 + 75**2 * 74)
    assert row["df"] == pytest.approx(df, rel=1e-9)
    assert 4 < df < 5


def test_under_hc3_five_bodies_have_about_four_degrees_of_freedom_too():
    panel = simulate(World(exposed=5, bodies=80), np.random.default_rng(3))
    df = regress(panel, base_specification(covariance="HC3", covariates=()), 0.95).row("pool")["df"]
    assert 3 < df < 5


@pytest.mark.parametrize("kind", ["HC2", "HC3"])
def test_a_row_that_determines_its_own_coefficient_adds_nothing_to_the_others(kind):
    """Its leverage is one, its residual nought: four bodies' mean has the four's own variance."""
    endog = np.array([1.0, 2, 3, 6, 50])
    exog = np.array([[1.0, 0], [1, 0], [1, 0], [1, 0], [1, 1]])
    five = ModelData("linear", endog, exog, ("mean", "alone"), np.zeros(5), np.ones(5))
    four = ModelData("linear", endog[:4], exog[:4, :1], ("mean",), np.zeros(4), np.ones(4))
    with_it, without = (covariance(least_squares(problem), kind) for problem in (five, four))
    assert with_it[0, 0] == pytest.approx(without[0, 0], rel=1e-6)


def test_perfect_separation_is_named():
    panel = PANEL.assign(bed_days=PANEL["bed_days"].where(PANEL["pool"] == 0, 0.0))
    assert (
        reason_of(panel, base_specification(covariates=()))
        == "a term separates the outcome perfectly"
    )


@pytest.mark.parametrize(
    ("change", "specification", "reason"),
    [
        ({"bed_days": np.nan}, base_specification(), "no bed_days available"),
        ({"bed_days": -1.0}, base_specification(), "bed_days is negative"),
        (
            {"spend_per_head": 0.0},
            base_specification("log_linear"),
            "spend_per_head is not positive",
        ),
        ({"bed_days": 7.0}, base_specification(), "bed_days is the same everywhere"),
        ({"imd_score": 3.0}, base_specification(), "the terms are not linearly independent"),
        (
            {"population_65_plus": 0.0},
            base_specification(),
            "log(population_65_plus) is asked, and population_65_plus is not positive",
        ),
        (
            {"items": 1.0},
            base_specification("fractional_logit"),
            "items_on_time is more than items",
        ),
        ({"mh_stays": 0.0}, base_specification("gamma"), "no row available"),
        ({"in_frame": False}, base_specification(), "no row within frame, periods and condition"),
    ],
)
def test_what_cannot_be_fitted_is_named(change, specification, reason):
    assert reason_of(PANEL.assign(**change), specification) == reason


def test_rows_are_accounted_for():
    last = PANEL.index[PANEL["financial_year"] == YEARS[-1]]
    panel = PANEL.copy()
    panel.loc[last[:3], "pool"] = np.nan
    panel.loc[last[3:5], "bed_days"] = np.nan
    panel.loc[last[5], "imd_score"] = np.nan
    panel.loc[last[6], "expected_bed_days"] = 0.0
    account = regress(panel, base_specification(), 0.95).sample.account
    assert list(account.values()) == [80, 3, 3, 1, 0, 73]
    assert account["in frame"] == sum(account.values()) - account["in frame"]


def test_a_body_without_any_event_says_nothing_beside_its_own_effect():
    panel = PANEL.assign(bed_days=PANEL["bed_days"].where(PANEL["area_code"] != "A000", 0.0))
    specification = base_specification(
        exposure="year",
        exposure_column="financial_year",
        periods=YEARS,
        covariates=(),
        fixed_effects=("area_code",),
        covariance="CR2",
        cluster="area_code",
    )
    found = regress(panel, specification, 0.95)
    assert found.sample.account["own effect only"] == 3
    without = regress(panel[panel["area_code"] != "A000"], specification, 0.95)
    assert found.row("year")["estimate"] == pytest.approx(without.row("year")["estimate"])


def test_an_amount_counts_from_its_threshold_and_unknown_stays_unknown():
    amounts = PANEL["pool"].map({1.0: 700.0, 0.0: 20.0})
    amounts.iloc[2] = np.nan
    specification = replace(base_specification(), exposure_column="joint", at_least=500.0)
    row = regress(PANEL.assign(joint=amounts), specification, 0.95).row("pool")
    assert row["n_unknown"] == 1
    last = PANEL["financial_year"] == YEARS[-1]
    assert row["n_exposed"] == PANEL.loc[last & amounts.notna(), "pool"].sum()


def test_effects_of_areas_absorbed_give_the_same_cr2_as_their_dummies():
    """Pustejovsky and Tipton (2018, 2023): where the working variance is one over the weights."""
    panel = PANEL.assign(move=np.random.default_rng(8).normal(size=len(PANEL)))
    specification = base_specification(
        "log_linear",
        exposure="move",
        exposure_column="move",
        periods=YEARS,
        covariates=(),
        fixed_effects=("area_code",),
        covariance="CR2",
        cluster="area_code",
    )
    regression = regress(panel, specification, 0.95)
    row, problem = regression.row("move"), regression.fitted.problem
    values = pd.DataFrame({"y": problem.endog, "x": panel["move"].to_numpy()})
    within = values - values.groupby(problem.groups).transform("mean")
    absorbed = replace(
        problem, exog=within[["x"]].to_numpy(), endog=within["y"].to_numpy(), terms=("move",)
    )
    fitted = fit_family(absorbed)
    assert row["estimate"] == pytest.approx(fitted.params[0])
    assert row["std_error"] == pytest.approx(np.sqrt(covariance(fitted, "CR2")[0, 0]))
    assert row["df"] == pytest.approx(degrees_of_freedom(fitted, "CR2")[0])


def test_the_trend_of_hospital_counts_is_found_over_fixed_rates_only():
    """Bed days fall by five per cent a year while the older people grow by two."""
    rng = np.random.default_rng(5)
    years = [f"{2005 + t}/{6 + t:02d}" for t in range(3)]
    cells = [
        (f"5R{body}", year, 8_000 * (1 + body / 10) * 1.02**t, 0.95**t)
        for body in range(30)
        for t, year in enumerate(years)
    ]
    columns = ["area_code", "financial_year", "persons", "level_of_rate"]
    persons = pd.DataFrame(cells, columns=columns).assign(age_band="65-74", sex="all")
    planted = 0.3 * persons["persons"] * persons.pop("level_of_rate")
    activity = persons.assign(
        area_type="council", condition="stroke", admissions=1, bed_days=rng.poisson(planted)
    )
    panel = emergency_activity(activity, persons, "council", ["stroke"], "2005/06")
    panel["in_frame"] = True
    trend = base_specification(
        outcome="bed_days_stroke",
        exposure="year",
        exposure_column="financial_year",
        periods=tuple(years),
        covariates=(),
        strata=(),
        fixed_effects=("area_code",),
        covariance="CR2",
        cluster="area_code",
    )
    own, fixed = (
        regress(panel, replace(trend, denominator=f"expected_bed_days_stroke{rates}"), 0.95).row(
            "year"
        )
        for rates in ("", "_at_fixed_rates")
    )
    assert own["estimate"] == pytest.approx(0, abs=1e-3)
    assert fixed["estimate"] == pytest.approx(np.log(0.95), abs=3 * fixed["std_error"])
    assert fixed["conf_high"] < -0.03


@pytest.mark.parametrize(
    ("unknown", "left_out", "exposed"), [("left_out", 10, 5), ("as_no", 0, 5), ("as_yes", 0, 15)]
)
def test_unknown_exposure_is_left_out_or_bounded(unknown, left_out, exposed):
    last = PANEL[PANEL["financial_year"] == YEARS[-1]].copy()
    last["pool"] = [1.0] * 5 + [np.nan] * 10 + [0.0] * (len(last) - 15)
    found = regress(last, base_specification(unknown=unknown), 0.95)
    assert found.row("pool")["n_unknown"] == left_out
    assert found.row("pool")["n_exposed"] == exposed
    assert found.row("pool")["nobs"] == len(last) - left_out


def test_a_gamma_model_takes_nought_as_a_quasi_likelihood_does():
    panel = PANEL.copy()
    panel.loc[panel.index[-1], "bed_days"] = 0.0
    given = {"outcome": "bed_days", "denominator": "expected_bed_days", "weights": ""}
    found = regress(panel, base_specification("gamma", **given), 0.95)
    problem = found.fitted.problem
    mean = np.exp(problem.exog @ found.fitted.params + problem.offset)
    # its estimating equation: residuals relative to the mean are free of every term
    assert problem.exog.T @ (problem.endog / mean - 1) == pytest.approx(0, abs=1e-4)
    assert problem.endog.min() == 0


def test_effects_of_interest_stand_apart_from_all_other_terms():
    """The fixed effect's error is what rounding left of nought; it is not published."""
    schemas = ESTIMATES.columns | COEFFICIENTS.columns
    filler = {
        name: {"int64": 0, "float64": 0.5}.get(str(column.dtype), "")
        for name, column in schemas.items()
    }
    row = filler | {"specification": "pools/bed_days/2007_08", "area_type": "pct", "scale": "log"}
    row |= {"cov_type": "CR2"}
    nothing = {"std_error": 3.5e-07, "conf_low": np.nan, "conf_high": np.nan, "p_value": np.nan}
    table = pd.DataFrame(
        [
            row | {"term": "intercept"},
            row | {"term": "pool", "conclusion": "inconclusive", "df": np.inf},
            row | {"term": "pool:coterminous", "conclusion": "not testable: no area has both"},
            row | {"term": "area_code_5UP"} | nothing,
        ]
    )
    split = effects_and_others(table)
    assert list(split["estimates"]["term"]) == ["pool", "pool:coterminous"]
    assert list(split["coefficients"]["term"]) == ["intercept", "area_code_5UP"]
    assert split["estimates"]["df"].isna().tolist() == [True, False]
    assert split["coefficients"]["std_error"].tolist()[0] == 0.5
    assert np.isnan(split["coefficients"]["std_error"].tolist()[1])
