from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import optimize

from pooledfunds.estimation.absorbed import fit_absorbed, within_areas
from pooledfunds.estimation.dose import dose_data
from pooledfunds.estimation.finer_panels import panel_of, yearly_panels
from pooledfunds.estimation.fit import regress
from pooledfunds.estimation.inference.joint import joint_test
from pooledfunds.estimation.model_data import ModelData
from pooledfunds.estimation.models import NotFitted
from pooledfunds.estimation.sample import select_sample
from pooledfunds.estimation.simulation.dose_worlds import BASE, YEARS, DoseWorld, simulate_dose
from pooledfunds.estimation.simulation.scenario_forms_dose import ANCOVA, BY_YEAR, CONTRAST

PANEL = simulate_dose(DoseWorld(effect=-0.3), np.random.default_rng(5))


def small(days: list[float]) -> ModelData:
    """Three areas over two years; the dose counts in the second year only."""
    areas, late = np.repeat([0, 1, 2], 2), np.tile([0.0, 1.0], 3)
    exog = np.column_stack([late * areas, late])
    ones = np.ones(6)
    return ModelData("poisson", np.array(days), exog, ("dose", "late"), 0 * ones, ones, areas)


def test_weighted_means_by_area_are_taken_off():
    found = within_areas(np.array([[1.0], [4.0], [7.0]]), np.array([1.0, 2.0, 5.0]), np.r_[0, 0, 1])
    assert found.ravel().tolist() == [-2, 1, 0]


def test_absorbing_areas_is_the_likelihood_given_their_totals():
    """Given an area's total its second year is binomial, with the logit of the model's change."""
    days = np.array([10.0, 20, 8, 5, 30, 90])
    first, second = days[::2], days[1::2]
    dose = np.array([0.0, 1.0, 2.0])

    def minus_log_likelihood(params):
        change = params[0] * dose + params[1]
        return -(second * change - (first + second) * np.log1p(np.exp(change))).sum()

    expected = optimize.minimize(minus_log_likelihood, [0.0, 0.0], tol=1e-12).x
    assert fit_absorbed(small(list(days))).params == pytest.approx(expected, abs=1e-5)


def test_a_dose_alike_everywhere_cannot_be_told_from_the_years():
    problem = small([10.0, 20, 8, 5, 30, 90])
    alike = replace(problem, exog=problem.exog[:, [1, 1]])
    with pytest.raises(NotFitted, match="not linearly independent"):
        fit_absorbed(alike)


def test_the_planted_effect_is_found_after_the_base_and_not_before():
    found = regress(PANEL, BY_YEAR, 0.95)
    table = found.table.set_index("term")
    assert table.index.tolist() == [f"dose:{year}" for year in YEARS if year != BASE]
    after = table["equivalence_margin"].notna()
    assert after.index[after].tolist() == [f"dose:{year}" for year in YEARS if year > BASE]
    assert (table.loc[after, "conf_high"] < 0).any()
    before, later = found.joint_tests
    assert (before.hypothesis, before.df_numerator) == ("before", 3)
    assert (later.hypothesis, later.df_numerator) == ("after", 4)
    assert later.p_value < 0.05


def test_of_one_term_the_joint_test_is_its_t_test():
    last = regress(PANEL, BY_YEAR, 0.95).table.iloc[-1]
    fitted = fit_absorbed(dose_data(select_sample(PANEL, BY_YEAR).rows, BY_YEAR))
    one = joint_test(fitted, (last["term"],))
    assert one.p_value == pytest.approx(last["p_value"], rel=1e-9)
    assert one.df_denominator == pytest.approx(last["df"], rel=1e-9)


def monthly() -> pd.DataFrame:
    """Two months a year; in the second a dose always adds, in the last year both double by dose."""
    rows = PANEL[["area_code", "financial_year"]].copy()
    dose = PANEL["dose"].to_numpy()
    last = (PANEL["financial_year"] == YEARS[-1]).to_numpy()
    parts = []
    for month, season in (("04", 0.0), ("05", 0.4)):
        days = 1000 * np.exp(season * dose - 0.2 * dose * last)
        year = rows["financial_year"].str[:4]
        parts.append(rows.assign(month=year + "-" + month, days=days, adult_days=1e6))
    return pd.concat(parts, ignore_index=True)


def test_a_month_is_held_against_the_same_month_of_the_base_year():
    panels = {"panel_council": PANEL, "panel_council_month": monthly()}
    asked = replace(BY_YEAR, by="month", fixed_effects=("area_code", "month"), per=1.0)
    found = regress(panel_of(panels, asked), asked, 0.95)
    table = found.table.set_index("term")["estimate"]
    assert list(yearly_panels(panels)) == ["panel_council"]
    assert len(table) == 2 * (len(YEARS) - 1)
    last = table.index.str.startswith(f"dose:{YEARS[-1][:4]}")
    assert table[last].tolist() == pytest.approx([-0.2, -0.2], abs=1e-7)
    assert table[~last].tolist() == pytest.approx([0.0] * (len(table) - 2), abs=1e-7)
    assert found.joint_tests == ()


def test_a_contrast_is_the_difference_of_two_ancovas():
    row = regress(PANEL, CONTRAST, 0.95).table.iloc[0]
    one = regress(PANEL, ANCOVA, 0.95).row("dose")["estimate"]
    other = regress(PANEL, replace(ANCOVA, outcome="other_days"), 0.95).row("dose")["estimate"]
    assert row["term"] == "dose less other_days"
    assert row["estimate"] == pytest.approx(one - other, abs=1e-8)
    assert (row["nobs"], row["equivalence_margin"]) == (148, 0.05)
    assert row["basis"] == "t, CR2 by area, Satterthwaite degrees of freedom"
