"""Permutation, families of tests, curves, noise and neighbours."""

import numpy as np
import pandas as pd
import pytest

from pooledfunds.estimation.curve import combinations_of, curve
from pooledfunds.estimation.fit import regress
from pooledfunds.estimation.multiplicity import westfall_young
from pooledfunds.estimation.noise import (
    attenuation,
    fragility,
    nonresponse_bounds,
    relabelled,
)
from pooledfunds.estimation.randomisation import (
    assignments,
    every_assignment,
    permutation_test,
    units_of,
)
from pooledfunds.estimation.spatial import morans_i, same_region
from pooledfunds.estimation.specifications import curve_faults
from pooledfunds.estimation.validation import asked
from pooledfunds.estimation.worlds import World, simulate

PANEL = simulate(World(effect=-0.1, bodies=80), np.random.default_rng(3))
BODIES = tuple(sorted(PANEL["body_code"].unique()))
SETTINGS = {"draws": 299, "seed": 1}


def draws_of(specification, panel=PANEL, settings=SETTINGS):
    found = regress(panel, specification, 0.95)
    problem, rows = found.fitted.problem, found.sample.rows
    return found, list(permutation_test(problem, rows, specification, settings, BODIES))


def test_the_statistic_of_a_linear_model_is_its_t():
    found, (draws,) = draws_of(asked("log_linear"))
    row = found.row("pool")
    assert draws.effect == pytest.approx(row["estimate"], rel=1e-9)
    assert draws.t == pytest.approx(row["estimate"] / row["std_error"], rel=1e-9)


def test_the_statistics_of_a_product_are_its_ts():
    found, draws = draws_of(asked("log_linear", moderator="coterminous"))
    assert [one.term for one in draws] == ["pool", "pool:coterminous", "coterminous"]
    for one in draws:
        row = found.row(one.term)
        assert one.t == pytest.approx(row["estimate"] / row["std_error"], rel=1e-9)


def test_a_poisson_draw_is_the_refit_to_within_its_one_step():
    found, (draws,) = draws_of(asked(), settings={"draws": 20, "seed": 1})
    rows, specification = found.sample.rows, found.specification
    units = units_of(rows, specification.strata)
    drawn, _ = assignments(rows["pool"].to_numpy(), units, BODIES, {"draws": 20, "seed": 1})
    refitted = []
    for labels in drawn:
        panel = PANEL.loc[rows.index].assign(pool=labels)
        row = regress(panel, specification, 0.95).row("pool")
        refitted.append(row["estimate"] / row["std_error"])
    assert draws.ts == pytest.approx(np.array(refitted), abs=0.1)


def test_exposure_stays_within_its_stratum_and_keeps_its_number():
    rows = PANEL[PANEL["financial_year"] == "2007/08"]
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
    _, (draws,) = draws_of(asked("log_linear", covariates=(), strata=()), panel)
    assert draws.exact
    assert draws.p_value == pytest.approx(2 / 252)


def test_westfall_young_is_the_single_p_where_tests_move_together():
    draw = np.abs(np.random.default_rng(1).normal(size=(999, 1)))
    adjusted = westfall_young(np.array([2.0, 2.0]), np.repeat(draw, 2, axis=1))
    alone = westfall_young(np.array([2.0]), draw)
    assert adjusted == pytest.approx(np.repeat(alone, 2))
    apart = np.abs(np.random.default_rng(2).normal(size=(999, 2)))
    assert (westfall_young(np.array([2.0, 1.9]), apart) > alone).all()


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
                "level": "pct",
                "periods": ["2007/08"],
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
    rows, tests = curve({"panel_pct": PANEL}, "question", STUDY)
    assert len(rows) == len(list(combinations_of(STUDY["curves"]["question"]))) == 6
    absent = rows["choices"].str.contains("none")
    assert set(rows.loc[absent, "reason"]) == {"no absent at hand"}
    alone = regress(PANEL, asked(covariates=()), 0.95).row("pool")
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
    last = panel["financial_year"] == "2007/08"
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
        "hes": {"variants": spells | rule},
        "outcomes": {"bed_days_all": {"denominator": "expected_bed_days_all"}},
        "curves": {"question": question | {"base": question["base"] | base, "axes": axes}},
    }
    rows, tests = curve({"panel_pct": panel}, "question", study)
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
        "curve question: its families are not told on one scale",
        "curve question: no outcome 'nowhere' is declared",
    ]


def test_attenuation_by_a_world_whose_labels_err():
    rng = np.random.default_rng(1)
    true = rng.random(400_000) < 0.3
    seen = np.where(true, rng.random(400_000) < 0.7, rng.random(400_000) > 0.9)
    outcome = true + rng.normal(size=400_000)
    observed = outcome[seen].mean() - outcome[~seen].mean()
    assert attenuation(seen.mean(), 0.7, 0.9) == pytest.approx(observed, abs=0.01)
    assert np.isnan(attenuation(0.3, 0.5, 0.5))


def test_fragility_by_trying_each_label():
    regression = regress(PANEL, asked("log_linear"), 0.95)
    count, word = fragility(regression, 0.05)
    assert regression.row("pool")["p_value"] < 0.05
    assert count > 0
    assert word == "inconclusive"
    labels = regression.fitted.problem.exog[:, 1]
    _, t = relabelled(regression, np.abs(labels - np.eye(len(labels))))
    one_is_enough = (np.abs(t) < 1.99).any()
    assert (count == 1) == one_is_enough


def test_nonresponse_bounds_hold_any_answers():
    panel = PANEL.copy()
    last = panel.index[panel["financial_year"] == "2007/08"]
    panel.loc[last[:10], "pool"] = np.nan
    specification = asked("log_linear")
    bounds = nonresponse_bounds(panel, specification, 0.95)
    rng = np.random.default_rng(1)
    for _ in range(25):
        answered = panel.copy()
        answered.loc[last[:10], "pool"] = rng.integers(0, 2, 10).astype(float)
        estimate = regress(answered, specification, 0.95).row("pool")["estimate"]
        assert bounds["low"] - 1e-3 <= estimate <= bounds["high"] + 1e-3
    assert bounds["labels"] == 10


def test_morans_i_finds_regions_and_not_noise():
    rng = np.random.default_rng(1)
    regions = np.repeat(np.arange(10), 15)
    weights_of = same_region(regions)
    noise = rng.normal(size=150)
    assert morans_i(noise, weights_of, 199, 1)[1] > 0.05
    alike = noise + rng.normal(size=10)[regions]
    index, p_value = morans_i(alike, weights_of, 199, 1)
    assert index > 0.2
    assert p_value == pytest.approx(1 / 200)


def test_morans_i_by_its_own_formula():
    values = np.array([1.0, 2.0, 4.0, 8.0])
    weights_of = same_region(np.array([0, 0, 1, 1]))
    centred = values - values.mean()
    products = 2 * centred[0] * centred[1] + 2 * centred[2] * centred[3]
    expected = 4 / 4 * products / (centred**2).sum()
    assert morans_i(values, weights_of, 9, 1)[0] == pytest.approx(expected)
    assert pd.notna(expected)
