import numpy as np
import pytest

from pooledfunds.estimation.inference.dose_permutation import permuted_years_before, statistics
from pooledfunds.estimation.sample import select_sample
from pooledfunds.estimation.simulation.dose_worlds import DoseWorld, simulate_dose
from pooledfunds.estimation.simulation.scenario_forms_dose import BY_YEAR


def test_the_statistic_of_one_year_is_t_squared():
    dose, residual = np.array([0.0, 1, 2, 5]), np.array([-1.0, 0.5, -0.5, 1])
    x = dose - 2
    expected = (x @ residual) ** 2 / (x**2 @ residual**2)
    assert statistics(dose[None, :], residual[:, None])[0] == pytest.approx(expected)


def test_it_does_not_depend_on_the_unit_of_the_dose():
    residuals = np.random.default_rng(1).normal(size=(20, 3))
    doses = np.random.default_rng(2).gamma(1, size=(5, 20))
    assert statistics(7 * doses, residuals) == pytest.approx(statistics(doses, residuals))


def test_years_after_the_base_have_no_part_in_it():
    panel = simulate_dose(DoseWorld(), np.random.default_rng(6))
    later = panel["financial_year"] > BY_YEAR.base
    changed = panel.assign(days=panel["days"].where(~later, 5 * panel["days"] * panel["dose"]))
    units = tuple(sorted(panel["area_code"].unique()))
    settings = {"draws": 199, "seed": 1}
    first, second = (
        permuted_years_before(select_sample(rows, BY_YEAR).rows, BY_YEAR, settings, units)
        for rows in (panel, changed)
    )
    assert first == second
    assert 0 < first <= 1


def test_an_area_without_a_count_before_the_base_is_left_out():
    panel = simulate_dose(DoseWorld(), np.random.default_rng(6))
    silent = panel["area_code"] == panel["area_code"].iloc[0]
    early = panel["financial_year"] <= BY_YEAR.base
    units = tuple(sorted(panel["area_code"].unique()))
    settings = {"draws": 199, "seed": 1}
    without = panel.assign(days=panel["days"].mask(silent & early, 0.0))
    rows = select_sample(without, BY_YEAR).rows
    assert 0 < permuted_years_before(rows, BY_YEAR, settings, units) <= 1
