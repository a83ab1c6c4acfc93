"""Residuals alike among neighbours or within regions, and the errors that follow."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pooledfunds.estimation.estimate import fit_specification
from pooledfunds.estimation.fit import regress
from pooledfunds.estimation.inference.regional import clustered_by_region
from pooledfunds.estimation.models import NotFitted
from pooledfunds.estimation.robustness.spatial import (
    intraclass_correlation,
    morans_i,
    partner_weights,
)
from pooledfunds.estimation.simulation.one_world import base_specification
from pooledfunds.estimation.simulation.worlds import YEARS, World, simulate

SETTINGS = {
    "conf_level": 0.95,
    "seed": 1,
    "fewest_identifying_areas": 5,
    "fewest_starting_areas": 8,
    "few_exposed_areas": 20,
    "refit_draws": 199,
    "regional_correlation_level": 0.20,
    "neighbour_correlation_level": 0.05,
}
NO_PAIRS = pd.DataFrame({"pct_code": ["X"], "cssr_code": ["1"]})


def told(world: World, specification, pairs=NO_PAIRS, seed=3):
    panel = simulate(world, np.random.default_rng(seed))
    regression = regress(panel, specification, 0.95)
    return regression, *fit_specification(panel, specification, pairs, SETTINGS)


def test_neighbours_are_areas_with_a_partner_in_common():
    pairs = pd.DataFrame({"pct_code": ["A", "B", "C", "C"], "cssr_code": ["1", "1", "2", "3"]})
    pcts = partner_weights(pairs, "pct", np.array(["C", "B", "A"]))
    assert pcts.tolist() == [[0, 0, 0], [0, 0, 1], [0, 1, 0]]
    councils = partner_weights(pairs, "council", np.array(["1", "2", "3"]))
    assert councils.tolist() == [[0, 0, 0], [0, 0, 1], [0, 1, 0]]


def test_morans_i_by_its_own_formula():
    values = np.array([1.0, 2.0, 4.0, 8.0])
    weights = np.array([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]], dtype=float)
    centred = values - values.mean()
    products = 2 * centred[0] * centred[1] + 2 * centred[2] * centred[3]
    assert morans_i(values, weights, 9, 1)[0] == pytest.approx(products / (centred**2).sum())


def test_morans_i_with_effects_of_regions_is_not_empty():
    """Residuals sum to nought in regions; neighbours are alike within them all the same."""
    rng = np.random.default_rng(1)
    pairs, region = np.repeat(np.arange(30), 2), np.repeat(np.arange(6), 10)
    weights = (pairs[:, None] == pairs).astype(float) - np.eye(60)
    values = rng.normal(size=60) + 1.5 * rng.normal(size=30)[pairs]
    values -= np.bincount(region, values)[region] / 10
    index, by_chance, p_value = morans_i(values, weights, 199, 1, region)
    assert index > 0.3
    assert by_chance == pytest.approx(-1 / 9, abs=0.03)
    assert p_value == pytest.approx(1 / 200)


def test_correlation_within_regions():
    rng = np.random.default_rng(1)
    regions = np.repeat(np.arange(10), 15)
    shared = rng.normal(size=150) + rng.normal(size=10)[regions]
    correlation, p_value = intraclass_correlation(shared, regions)
    expected = stats.f_oneway(*(shared[regions == region] for region in range(10)))
    assert p_value == pytest.approx(expected.pvalue)
    f, size = expected.statistic, 15
    assert correlation == pytest.approx((f - 1) / (f + size - 1))


def test_where_residuals_are_alike_within_regions_the_errors_by_region_are_told():
    before, after, row = told(World(regional=0.2), base_specification("log_linear"))
    assert row["p_region"] < 0.05
    found, own = after.row("pool"), before.row("pool")
    assert found["estimate"] == own["estimate"]
    assert found["cov_type"] == "CR2"
    assert found["basis"] == (
        "t, CR2 by region, Satterthwaite degrees of freedom: residuals alike within regions "
        f"(p {row['p_region']:.3f})"
    )
    for name in ("std_error", "conf_low", "conf_high", "p_value", "df"):
        assert found[name] == found[f"{name}_region"]
    assert found["std_error"] != own["std_error"]


def test_where_they_are_not_the_errors_by_region_stand_beside():
    before, after, row = told(World(regional=0.0), base_specification("log_linear"), seed=9)
    assert row["p_region"] > 0.20
    found, own = after.row("pool"), before.row("pool")
    assert found["basis"] == "t, HC2, Satterthwaite degrees of freedom"
    assert found["std_error"] == own["std_error"]
    assert found["df_region"] < 10
    clustered = base_specification("log_linear", covariance="CR2", cluster="region_code")
    panel = simulate(World(regional=0.0), np.random.default_rng(9))
    expected = regress(panel, clustered, 0.95).row("pool")
    assert found["std_error_region"] == pytest.approx(expected["std_error"], rel=1e-9)
    assert found["df_region"] == pytest.approx(expected["df"], rel=1e-9)


def test_with_effects_of_regions_only_neighbours_are_asked():
    specification = base_specification("log_linear", fixed_effects=("region_code",))
    codes = [f"A{i:03d}" for i in range(152)]
    pairs = pd.DataFrame({"pct_code": codes, "cssr_code": np.repeat(np.arange(76), 2).astype(str)})
    _, _, row = told(World(regional=0.2), specification, pairs)
    assert np.isnan(row["p_region"])
    assert row["n_neighbours"] == 152
    assert 0 < row["p_value"] < 1


def test_a_fit_of_several_years_stays_as_it_is():
    before, after, row = told(World(), base_specification("log_linear", periods=YEARS))
    assert after.row("pool") == before.row("pool")
    assert row is None


def test_one_region_has_no_errors_by_region():
    panel = simulate(World(), np.random.default_rng(1))
    regression = regress(panel, base_specification("log_linear"), 0.95)
    with pytest.raises(NotFitted, match="one region only"):
        clustered_by_region(
            regression, np.full(len(regression.sample.rows), "R1", dtype=object), 0.95
        )


def test_where_few_are_exposed_permutation_decides_however_alike_regions_are():
    _, after, row = told(World(exposed=6, regional=0.6), base_specification("log_linear"))
    assert row["p_region"] < 0.05
    assert row["errors_by_region"] is False
    assert after.row("pool")["basis"].startswith("permutation")
