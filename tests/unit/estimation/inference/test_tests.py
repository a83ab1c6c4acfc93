"""Permutation, families of tests, curves, noise and neighbours."""

import itertools

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from pooledfunds.estimation.covariance import fit_restricted
from pooledfunds.estimation.fit import regress
from pooledfunds.estimation.inference.assignments import assignments, every_assignment, units_of
from pooledfunds.estimation.inference.permutation import permutation_test
from pooledfunds.estimation.inference.refit import RefitStatistic
from pooledfunds.estimation.robustness.combinations import combinations_of
from pooledfunds.estimation.robustness.curve import fit_curve
from pooledfunds.estimation.robustness.misclassification import attenuation
from pooledfunds.estimation.robustness.relabelling import (
    Relabelling,
    conclusion_of,
    fragility,
    holm_level,
    nonresponse_bounds,
)
from pooledfunds.estimation.simulation.one_world import base_specification
from pooledfunds.estimation.simulation.worlds import YEARS, World, simulate
from pooledfunds.estimation.specification_checks import curve_faults

PANEL = simulate(World(effect=-0.1, bodies=80), np.random.default_rng(3))
BODIES = tuple(sorted(PANEL["area_code"].unique()))
SETTINGS = {"draws": 299, "seed": 1}


def draws_of(specification, panel=PANEL, settings=SETTINGS):
    found = regress(panel, specification, 0.95)
    problem, rows = found.fitted.problem, found.sample.rows
    return found, list(permutation_test(problem, rows, specification, settings, BODIES))


def test_the_statistic_of_a_linear_model_is_its_t():
    found, (draws,) = draws_of(base_specification("log_linear"))
    row = found.row("pool")
    assert draws.effect == pytest.approx(row["estimate"], rel=1e-9)
    assert draws.t == pytest.approx(row["estimate"] / row["std_error"], rel=1e-9)


def test_the_statistics_of_a_product_are_its_ts():
    found, draws = draws_of(base_specification("log_linear", moderator="coterminous"))
    assert [one.term for one in draws] == ["pool", "pool:coterminous", "coterminous"]
    for one in draws:
        row = found.row(one.term)
        assert one.t == pytest.approx(row["estimate"] / row["std_error"], rel=1e-9)


def refitted(found, panel):
    """Return t of each of 20 draws from a whole regression of its own."""
    rows, specification = found.sample.rows, found.specification
    units = units_of(rows, specification.strata)
    drawn, _ = assignments(rows["pool"].to_numpy(), units, BODIES, {"draws": 20, "seed": 1})
    ts = []
    for labels in drawn:
        row = regress(panel.loc[rows.index].assign(pool=labels), specification, 0.95).row("pool")
        ts.append(row["estimate"] / row["std_error"])
    return np.array(ts)


FEW = simulate(World(bodies=80, exposed=5), np.random.default_rng(3))
REFIT = {"draws": 9, "refit_draws": 20, "few_exposed_areas": 20, "seed": 1}


@pytest.mark.parametrize("family", ["poisson", "gamma", "fractional_logit"])
def test_where_few_are_exposed_each_draw_is_the_refit(family):
    specification = base_specification(family, covariates=("imd_score",))
    found, (draws,) = draws_of(specification, FEW, REFIT)
    row = found.row("pool")
    assert draws.statistic == "refit"
    assert draws.effect == pytest.approx(row["estimate"], rel=1e-6)
    assert draws.t == pytest.approx(row["estimate"] / row["std_error"], rel=1e-6)
    assert draws.ts == pytest.approx(refitted(found, FEW), rel=1e-6)


def test_the_refits_of_a_product_are_those_of_its_model():
    specification = base_specification(covariates=("imd_score",), moderator="coterminous")
    found, draws = draws_of(specification, FEW, REFIT)
    for one in draws[:2]:
        row = found.row(one.term)
        assert one.effect == pytest.approx(row["estimate"], rel=1e-6)
        assert one.t == pytest.approx(row["estimate"] / row["std_error"], rel=1e-6)


def test_a_draw_that_separates_the_outcome_is_as_far_as_can_be():
    rows = FEW[FEW["financial_year"] == YEARS[-1]].copy()
    rows["bed_days"] = rows["bed_days"].where(rows["area_code"] > "A002", 0.0)
    found = regress(rows, base_specification(covariates=()), 0.95)
    problem = found.fitted.problem
    refit = RefitStatistic(problem, fit_restricted(problem, [1]))
    separating = (rows["area_code"] <= "A002").to_numpy(dtype=float)
    assert np.isinf(refit.statistic(separating[None, :])[1])


def test_where_many_are_exposed_the_score_statistic_says_so():
    found, (draws,) = draws_of(base_specification(), settings=REFIT | {"draws": 20})
    assert draws.statistic == "score"
    assert draws.ts == pytest.approx(refitted(found, PANEL), abs=0.1)


def test_exposure_stays_within_its_stratum_and_keeps_its_number():
    rows = PANEL[PANEL["financial_year"] == YEARS[-1]]
    drawn, exact = assignments(
        rows["pool"].to_numpy(), units_of(rows, ("region_code",)), BODIES, SETTINGS
    )
    assert not exact
    for _, places in rows.reset_index().groupby("region_code").groups.items():
        assert set(drawn[:, places].sum(axis=1)) == {rows["pool"].to_numpy()[places].sum()}


def test_bodies_exchange_their_whole_course():
    drawn, _ = assignments(PANEL["pool"].to_numpy(), units_of(PANEL, ()), BODIES, SETTINGS)
    courses = drawn.reshape(len(drawn), -1, 3)
    assert (courses == courses[:, :, :1]).all()


def test_five_against_five_has_252_assignments():
    values = np.array([1.0] * 5 + [0.0] * 5)
    every = every_assignment(values, (0,) * 10, 9999)
    assert every.shape == (252, 10)
    assert len(np.unique(every, axis=0)) == 252
    assert (every.sum(axis=1) == 5).all()


def test_the_smallest_p_of_five_against_five():
    panel = simulate(World(bodies=10, exposed=5, regional=0, noise=0), np.random.default_rng(1))
    panel["spend_per_head"] = np.exp(5.0 * panel["pool"] + 0.01 * np.arange(len(panel)))
    _, (draws,) = draws_of(base_specification("log_linear", covariates=(), strata=()), panel)
    assert draws.exact
    assert draws.p_value == pytest.approx(2 / 252)


STUDY = {
    "inference": {"conf_level": 0.95, "curve_draws": 199, "seed": 1},
    "margins": {"five": 0.05},
    "exposures": {"pool": {}},
    "outcomes": {
        "bed_days": {"denominator": "expected_bed_days"},
        "spend_per_head": {},
        "absent": {},
    },
    "curves": {
        "question": {
            "margin": "five",
            "base": {
                "area_type": "pct",
                "periods": [YEARS[-1]],
                "exposure": "pool",
                "strata": ["region_code"],
                "covariance": "HC2",
            },
            "axes": {
                "outcome": {
                    "days": {"outcome": "bed_days", "family": "poisson"},
                    "spend": {"outcome": "spend_per_head", "family": "log_linear"},
                    "none": {"outcome": "absent", "family": "log_linear"},
                },
                "covariance": {
                    "HC2": {},
                    "region": {"covariance": "CR2", "cluster": "region_code"},
                },
            },
        }
    },
}


def test_a_curve_holds_every_combination_each_as_it_is_fitted_alone():
    rows, tests = fit_curve({"panel_pct": PANEL}, "question", STUDY)
    assert len(rows) == len(list(combinations_of(STUDY["curves"]["question"]))) == 6
    absent = rows["choices"].str.contains("none")
    assert set(rows.loc[absent, "reason"]) == {"no absent available"}
    alone = regress(PANEL, base_specification(covariates=()), 0.95).row("pool")
    one = rows.set_index("choices").loc["outcome=days; covariance=HC2"]
    assert one[["estimate", "conf_low", "conf_high"]].tolist() == pytest.approx(
        [alone["estimate"], alone["conf_low"], alone["conf_high"]]
    )
    by_name = tests.set_index("statistic")
    assert set(by_name["specifications"]) == {4}
    assert by_name.loc["median effect", "p_value"] < 0.05
    shares = by_name[by_name.index.str.startswith("share explained")]["value"]
    assert shares.sum() == pytest.approx(1)


def test_choices_of_definition_add_up_and_unknown_answers_are_bounded():
    spells, rule = {"spells": {"york": {}}}, {"bed_days": {"by_discharge": {}}}
    panel = PANEL.copy()
    last = panel["financial_year"] == YEARS[-1]
    panel.loc[panel[last].index[:10], "pool"] = np.nan
    both = "spells=york; bed_days=by_discharge"
    for column in ("bed_days_all", "expected_bed_days_all"):
        panel[column] = panel[column.removesuffix("_all")]
        for name in ("spells=york", "bed_days=by_discharge", both):
            panel[f"{column} ({name})"] = panel[column]
    panel[f"bed_days_all ({both})"] *= np.exp(0.2 * panel["pool"].fillna(0))
    question = STUDY["curves"]["question"]
    base = {"outcome": "bed_days_all", "family": "poisson"}
    axes = {
        "spells": {"provider": {}, "york": {"definition": {"spells": "york"}}},
        "rule": {"in_year": {}, "discharge": {"definition": {"bed_days": "by_discharge"}}},
        "unknown": {"out": {}, "no": {"unknown": "as_no"}, "yes": {"unknown": "as_yes"}},
    }
    study = {
        **STUDY,
        "hes": {"variants": {"axes": spells | rule}},
        "outcomes": {"bed_days_all": {"denominator": "expected_bed_days_all"}},
        "curves": {"question": question | {"base": question["base"] | base, "axes": axes}},
    }
    rows, tests = fit_curve({"panel_pct": panel}, "question", study)
    estimate = rows.set_index("choices")["estimate"]
    plain = estimate["spells=provider; rule=in_year; unknown=out"]
    assert estimate["spells=york; rule=in_year; unknown=out"] == pytest.approx(plain)
    moved = estimate["spells=york; rule=discharge; unknown=out"] - plain
    assert moved == pytest.approx(0.2, abs=1e-6)
    left_out = rows["choices"].str.contains("unknown=out")
    assert set(rows.loc[left_out, "n_unknown"]) == {10}
    assert set(rows.loc[~left_out, "n_unknown"]) == {0}
    assert "share explained by unknown" in set(tests["statistic"])


def test_a_curve_on_two_scales_is_a_fault():
    study = {**STUDY, "curves": {"question": {**STUDY["curves"]["question"], "axes": {
        "family": {"a": {"family": "poisson"}, "b": {"family": "linear", "outcome": "nowhere"}}
    }}}}  # fmt: skip
    assert curve_faults(study) == [
        "curve question: its families are not reported on one scale",
        "curve question: no outcome 'nowhere' is declared; there are: absent, bed_days, "
        "spend_per_head",
    ]


def test_attenuation_by_a_world_whose_labels_err():
    rng = np.random.default_rng(1)
    true = rng.random(400_000) < 0.3
    seen = np.where(true, rng.random(400_000) < 0.7, rng.random(400_000) > 0.9)
    outcome = true + rng.normal(size=400_000)
    observed = outcome[seen].mean() - outcome[~seen].mean()
    assert attenuation(seen.mean(), 0.7, 0.9) == pytest.approx(observed, abs=0.01)
    assert np.isnan(attenuation(0.3, 0.5, 0.5))


def conclusions_by_one_turned_label(regression, levels):
    """Return the conclusion of a whole fit for each label turned over."""
    model = Relabelling(regression.fitted.problem, regression.sample.rows, regression.specification)
    for turned in np.abs(model.labels - np.eye(len(model.labels))):
        yield conclusion_of(model.estimate(turned, 0.95), levels)


@pytest.mark.parametrize("family", ["log_linear", "poisson"])
def test_fragility_by_trying_each_label(family):
    regression = regress(PANEL, base_specification(family), 0.95)
    assert regression.row("pool")["p_value"] < 0.05
    # So that one label is not far from enough.
    levels = (1.3 * regression.row("pool")["p_value"], 0.05)
    count, word = fragility(regression, levels, 0.95)
    assert count > 0
    assert word == "inconclusive"
    one_is_enough = "inconclusive" in set(conclusions_by_one_turned_label(regression, levels))
    assert (count == 1) == one_is_enough


def test_fragility_starts_from_the_told_model_with_its_product():
    regression = regress(PANEL, base_specification("log_linear", moderator="coterminous"), 0.95)
    model = Relabelling(regression.fitted.problem, regression.sample.rows, regression.specification)
    told, again = regression.row("pool"), model.estimate(model.labels, 0.95)
    for name in ("estimate", "std_error", "df", "p_value"):
        assert again[name] == pytest.approx(told[name], rel=1e-9)


def test_holms_level_is_where_the_adjusted_p_crosses():
    others = np.array([0.001, 0.013, 0.4, 0.8])
    level = holm_level(others, 0.05)
    for p_value, significant in ((0.999 * level, True), (1.001 * level, False)):
        adjusted = multipletests([p_value, *others], method="holm")[1]
        assert (adjusted[0] < 0.05) == significant


@pytest.mark.parametrize("moderator", ["", "coterminous"])
@pytest.mark.parametrize("family", ["log_linear", "poisson"])
@pytest.mark.parametrize("all_answers", [8, 0])
def test_nonresponse_bounds_are_the_extremes_of_all_answers(
    family, moderator, all_answers, monkeypatch
):
    """Whether every answer is fitted or they are searched."""
    monkeypatch.setattr("pooledfunds.estimation.robustness.relabelling.ALL_ANSWERS", all_answers)
    panel = PANEL.copy()
    last = panel.index[panel["financial_year"] == YEARS[-1]]
    panel.loc[last[:6], "pool"] = np.nan
    specification = base_specification(family, moderator=moderator)
    bounds = nonresponse_bounds(panel, specification, 0.95)
    estimates = []
    for answers in itertools.product((0.0, 1.0), repeat=6):
        panel.loc[last[:6], "pool"] = answers
        estimates.append(regress(panel, specification, 0.95).row("pool")["estimate"])
    assert bounds["low"] == pytest.approx(min(estimates), rel=1e-6)
    assert bounds["high"] == pytest.approx(max(estimates), rel=1e-6)
    assert (bounds["labels"], bounds["exact"]) == (6, all_answers == 8)
