"""A comparison with few exposed areas, told by permutation."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pooledfunds.estimation.fit import regress
from pooledfunds.estimation.inference.assignments import units_of
from pooledfunds.estimation.inference.few_exposed import (
    PermutationTest,
    count_assignments,
    permuted_t_inference,
    permuted_with_moderator,
    rests_on_permutation,
    with_permutation_inference,
)
from pooledfunds.estimation.inference.permutation import PermutationDistribution, permutation_test
from pooledfunds.estimation.simulation.one_world import base_specification
from pooledfunds.estimation.simulation.worlds import World, simulate

SETTINGS = {"conf_level": 0.95, "seed": 1, "few_exposed_areas": 20, "refit_draws": 399}
SETTINGS |= {"draws": 399}
PANEL = simulate(World(bodies=80, exposed=5), np.random.default_rng(3))
BODIES = tuple(sorted(PANEL["area_code"].unique()))


def fitted(family="poisson", panel=PANEL, **changed):
    return regress(panel, base_specification(family, covariates=("imd_score",), **changed), 0.95)


@pytest.mark.parametrize("family", ["poisson", "log_linear", "fractional_logit"])
def test_its_p_value_is_the_permutation_tests(family):
    regression = fitted(family)
    told = with_permutation_inference(regression, PANEL, SETTINGS).row("pool")
    rows, problem = regression.sample.rows, regression.fitted.problem
    (draws,) = permutation_test(problem, rows, regression.specification, SETTINGS, BODIES)
    assert told["p_value"] == draws.p_value
    assert told["basis"] == "permutation within strata, 399 draws, the model refitted at each"


@pytest.mark.parametrize("family", ["poisson", "log_linear", "fractional_logit"])
def test_the_limits_are_the_effects_that_the_test_just_rejects(family):
    regression = fitted(family)
    told = with_permutation_inference(regression, PANEL, SETTINGS).row("pool")
    test, slope = PermutationTest(regression, BODIES, SETTINGS), regression.fitted.slope
    for limit in ("conf_low", "conf_high"):
        assert test.p_value(told[limit] / slope) <= 0.05
        inward = told["estimate"] + 0.97 * (told[limit] - told["estimate"])
        assert test.p_value(inward / slope) > 0.05


def test_at_an_effect_the_statistic_is_that_of_the_model_with_the_effect_taken_out():
    regression = fitted("log_linear")
    shifted = PANEL.assign(spend_per_head=PANEL["spend_per_head"] * np.exp(-0.2 * PANEL["pool"]))
    row = fitted("log_linear", shifted).row("pool")
    t, _ = PermutationTest(regression, BODIES, SETTINGS).statistics(0.2)
    assert t == pytest.approx(row["estimate"] / row["std_error"], rel=1e-9)


def test_equivalence_is_by_the_same_test_on_either_side():
    regression = fitted("log_linear", margin=0.6)
    told = with_permutation_inference(regression, PANEL, SETTINGS).row("pool")
    assert told["conf_low"] > -0.6
    assert told["conf_high"] < 0.6
    assert told["equivalence_p"] < 0.025
    narrow = with_permutation_inference(fitted("log_linear", margin=0.01), PANEL, SETTINGS).row(
        "pool"
    )
    assert narrow["equivalence_p"] > 0.3


def test_who_is_told_by_permutation():
    assert rests_on_permutation(fitted(), SETTINGS)
    assert rests_on_permutation(fitted(moderator="coterminous"), SETTINGS)
    assert not rests_on_permutation(fitted(covariance="CR2", cluster="region_code"), SETTINGS)
    assert not rests_on_permutation(fitted(), SETTINGS | {"few_exposed_areas": 5})


def test_too_few_ways_to_exchange_make_it_not_testable():
    """All five in one stratum of seven: 21 ways, and p-values that no test at 5 % can use."""
    rows = PANEL.assign(stratum=np.where(PANEL["pool"] == 1, "a", "b"))
    rows.loc[rows["area_code"].isin(rows.loc[rows["pool"] == 0, "area_code"].unique()[:2]),
             "stratum"] = "a"  # fmt: skip
    regression = fitted(panel=rows)
    chosen = regression.sample.rows.assign(stratum=rows["stratum"])
    assert count_assignments(
        chosen["pool"].to_numpy(), units_of(chosen, ("stratum",))
    ) == 21  # fmt: skip
    specification = replace(regression.specification, strata=("stratum",))
    sample = replace(regression.sample, rows=chosen)
    told = with_permutation_inference(
        replace(regression, specification=specification, sample=sample), rows, SETTINGS
    ).row("pool")
    assert told["reason"] == "only 21 ways to permute the exposure within strata"
    assert pd.isna(told["estimate"])


def test_too_few_ways_beside_a_moderator_blank_the_exposures_terms_alone():
    rows = PANEL.assign(stratum=np.where(PANEL["pool"] == 1, "a", "b"))
    others = rows.loc[rows["pool"] == 0, "area_code"].unique()[:2]
    rows.loc[rows["area_code"].isin(others), "stratum"] = "a"
    own = fitted(panel=rows, moderator="coterminous", strata=("stratum",))
    told = permuted_with_moderator(own, own, rows, SETTINGS)
    for term in ("pool", own.specification.product):
        assert told.row(term)["reason"] == "only 21 ways to permute the exposure within strata"
        assert pd.isna(told.row(term)["estimate"])
    assert told.row("coterminous")["estimate"] == own.row("coterminous")["estimate"]


def test_beside_a_moderator_the_exposures_terms_are_told_by_permutation():
    own = fitted(moderator="coterminous")
    told, specification = permuted_with_moderator(own, own, PANEL, SETTINGS), own.specification
    tests = permutation_test(own.fitted.problem, own.sample.rows, specification, SETTINGS, BODIES)
    p_values = {one.term: one.p_value for one in tests}
    for term in ("pool", specification.product):
        row = told.row(term)
        assert row["p_value"] == p_values[term]
        assert (row["conf_low"] <= 0 <= row["conf_high"]) == (row["p_value"] >= 0.05)
        assert row["basis"].startswith("permutation within strata, 399 draws")
        assert row["estimate"] == own.row(term)["estimate"]
    before, after = own.row("coterminous"), told.row("coterminous")
    assert (after["p_value"], after["basis"]) == (before["p_value"], before["basis"])


@pytest.mark.parametrize(("exact", "limit"), [(False, 4), (True, 5)])
def test_the_interval_by_permuted_t_ends_where_the_test_begins_to_reject(exact, limit):
    """Of 99 draws and the one observed, fewer than five may be as far; of 100 in all, too."""
    ts = np.arange(1.0, 100.0 + exact)
    test = PermutationDistribution("pool", 0.0, 0.0, ts, ts, exact)
    row = {"estimate": 0.5, "std_error": 2.0, "equivalence_margin": 100.5, "df": 9.0}
    told = permuted_t_inference(test, row, 0.05)
    assert told["conf_high"] == 0.5 + 2 * np.sort(ts)[-limit]
    assert told["conf_low"] == 0.5 - 2 * np.sort(ts)[-limit]
    as_far = (ts >= np.sort(ts)[-limit] + 0.1).sum() + (not exact)
    assert as_far / (len(ts) + (not exact)) < 0.05
    assert told["equivalence_p"] == 0.5
