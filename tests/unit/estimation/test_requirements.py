from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from pooledfunds.estimation.fit import regress
from pooledfunds.estimation.requirements import joint_tests_table, under_requirements
from pooledfunds.estimation.simulation.dose_worlds import YEARS, DoseWorld, simulate_dose
from pooledfunds.estimation.simulation.scenario_forms_dose import ANCOVA, BY_YEAR

SETTINGS = {"conf_level": 0.95, "draws": 199, "seed": 1}
TABLE = pd.DataFrame(
    {
        "specification": ["ancova/days/all", "free/days/all"],
        "outcome": "days",
        "term": "dose",
        "conclusion": ["different", "inconclusive"],
        "conclusion_basis": ["t, HC2", "t, HC2"],
    }
)
REGRESSIONS = [
    type(
        "One",
        (),
        {"specification": replace(ANCOVA, name="ancova/days/all", requires="dose")},
    ),
    SimpleNamespace(specification=replace(ANCOVA, name="free/days/all")),
]


def told(p_randomisation: float) -> pd.DataFrame:
    row = {
        "specification": "dose/days/all",
        "outcome": "days",
        "hypothesis": "before",
        "statistic": 4.0,
        "df_numerator": 3,
        "df_denominator": 20.0,
        "p_value": 0.02,
        "p_randomisation": p_randomisation,
    }
    return pd.DataFrame([row])


def test_where_the_years_before_differ_what_rests_on_the_design_only_describes():
    found = under_requirements(TABLE, REGRESSIONS, told(0.01), SETTINGS)
    words = "effects in the years before the base (p = 0.010 by permutation; F(3, 20.0) = 4.00)"
    assert found["conclusion"].tolist() == [f"descriptive: {words}", "inconclusive"]
    assert found["conclusion_basis"].tolist() == [f"t, HC2; dose: {words}", "t, HC2"]


def test_where_they_do_not_the_conclusion_stands_and_its_basis_says_so():
    found = under_requirements(TABLE, REGRESSIONS, told(0.4), SETTINGS)
    assert found["conclusion"].tolist() == TABLE["conclusion"].tolist()
    assert found["conclusion_basis"][0].startswith("t, HC2; dose: no effects in the years before")


@pytest.mark.parametrize("table", [told(np.nan), told(0.4).iloc[:0]])
def test_without_the_test_nothing_is_concluded(table):
    found = under_requirements(TABLE, REGRESSIONS, table, SETTINGS)
    assert found["conclusion"][0].startswith("descriptive: the years before the base could not")


def test_a_trend_that_goes_with_the_dose_is_found_before_the_base():
    panel = simulate_dose(DoseWorld(monthly=0.0, moving=0.1), np.random.default_rng(5))
    early = panel["financial_year"].map(YEARS.index) - 3
    trend = panel.assign(days=(panel["days"] * np.exp(0.2 * panel["dose"] * early)).round())
    units = {"council": tuple(sorted(panel["area_code"].unique()))}
    for rows, rejected in ((panel, False), (trend, True)):
        regression = regress(rows, replace(BY_YEAR, name="dose/days/all"), 0.95)
        table = joint_tests_table([regression], SETTINGS, units).set_index("hypothesis")
        assert (table["p_randomisation"]["before"] < 0.05) == rejected
        assert (table["p_value"]["before"] < 0.05) == rejected
        assert np.isnan(table["p_randomisation"]["after"])
