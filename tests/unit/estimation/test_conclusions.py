import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.weightstats import ttost_ind

from pooledfunds.estimation.conclusions import conclude, equivalence_p, minimum_detectable_effect

SETTINGS = {"conf_level": 0.95, "power": 0.8}


def estimates(*rows) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["estimate", "std_error"], dtype=float)
    table = table.assign(
        df=100.0, equivalence_margin=0.05, multiplicity_family="spending", reason=""
    )
    table = table.assign(descriptive="", basis="t", sensitivity_of="")
    t = table["estimate"] / table["std_error"]
    return table.assign(p_value=2 * stats.t.sf(t.abs(), table["df"]))


def test_the_conclusions():
    table = estimates((0.20, 0.02), (0.00, 0.01), (0.00, 0.10), (np.nan, np.nan), (0.02, 0.004))
    table.loc[3, "reason"] = "only 2 areas change"
    found = conclude(table, SETTINGS)
    assert found["conclusion"].tolist() == [
        "different",
        "equivalent",
        "inconclusive",
        "not testable: only 2 areas change",
        "different, within the margin",
    ]
    assert found["conclusion_basis"].tolist() == ["t", "t", "t", "", "t"]


def test_findings_are_told_after_adjustment_over_the_family():
    """An effect that alone is both different and equivalent is neither among twenty."""
    alone = conclude(estimates((0.03, 0.01)), SETTINGS).iloc[0]
    assert (alone["p_value"], alone["equivalence_p"]) < (0.05, 0.05)
    assert alone["conclusion"] == "different, within the margin"
    among = conclude(estimates((0.03, 0.01), *[(0.0, 0.1)] * 19), SETTINGS).iloc[0]
    assert among["p_value"] == alone["p_value"]
    assert among["p_adjusted"] == pytest.approx(20 * alone["p_value"])
    assert among["equivalence_p_adjusted"] == pytest.approx(20 * alone["equivalence_p"])
    assert among["conclusion"] == "inconclusive"


def test_what_only_describes_has_no_conclusion_and_is_not_of_the_family():
    table = estimates((0.20, 0.02), (0.024, 0.01))
    table.loc[0, "descriptive"] = "three years"
    found = conclude(table, SETTINGS)
    assert found["conclusion"][0] == "descriptive: three years"
    assert pd.isna(found["p_adjusted"][0])
    assert found["p_adjusted"][1] == table["p_value"][1]
    assert found["conclusion_basis"].tolist() == ["", "t"]


def test_no_significance_is_not_equivalence():
    row = conclude(estimates((0.03, 0.04)), SETTINGS).iloc[0]
    assert row["p_value"] > 0.05
    assert row["equivalence_p"] > 0.05
    assert row["conclusion"] == "inconclusive"


def test_an_equivalence_test_of_its_own_stands_and_the_others_have_the_two_one_sided_tests():
    """A two-by-two table brings its own; 0.30 would leave an effect of nought inconclusive."""
    table = estimates((0.00, 0.01), (0.00, 0.01)).assign(equivalence_p=[0.30, np.nan])
    table["multiplicity_family"] = ["first", "second"]
    found = conclude(table, SETTINGS)
    assert found["equivalence_p"][0] == 0.30
    assert found["equivalence_p"][1] == pytest.approx(stats.t.sf(5, 100))
    assert found["conclusion"].tolist() == ["inconclusive", "equivalent"]


def test_covariates_have_no_conclusion():
    table = estimates((0.2, 0.02)).assign(equivalence_margin=np.nan)
    row = conclude(table, SETTINGS).iloc[0]
    assert row["conclusion"] == ""
    assert pd.isna(row["minimum_detectable_effect"])


def test_equivalence_as_statsmodels_has_it_for_two_means():
    draw = np.random.default_rng(3)
    one, two = draw.normal(0, 1, 60), draw.normal(0.1, 1, 50)
    expected = ttost_ind(one, two, -0.5, 0.5)[0]
    n1, n2 = len(one), len(two)
    pooled = ((n1 - 1) * one.var(ddof=1) + (n2 - 1) * two.var(ddof=1)) / (n1 + n2 - 2)
    found = equivalence_p(
        pd.Series([one.mean() - two.mean()]),
        pd.Series([np.sqrt(pooled * (1 / n1 + 1 / n2))]),
        pd.Series([0.5]),
        pd.Series([n1 + n2 - 2]),
    )
    assert found[0] == pytest.approx(expected, rel=1e-9)


def test_the_detectable_effect_is_found_with_the_declared_power():
    """2.8 standard errors in large samples (Bloom 1995); checked by simulation at 30 df."""
    large = minimum_detectable_effect(pd.Series([1.0]), pd.Series([1e6]), 0.05, 0.8)[0]
    assert large == pytest.approx(1.959964 + 0.841621, rel=1e-4)
    effect = minimum_detectable_effect(pd.Series([1.0]), pd.Series([30.0]), 0.05, 0.8)[0]
    draw = np.random.default_rng(5)
    t = (effect + draw.normal(size=200_000)) / np.sqrt(draw.chisquare(30, 200_000) / 30)
    power = (np.abs(t) > stats.t.ppf(0.975, 30)).mean()
    assert power == pytest.approx(0.8, abs=0.01)


def test_holm_adjusts_within_a_family_only():
    table = estimates((0.03, 0.01), (0.02, 0.01), (0.02, 0.01))
    table.loc[2, "multiplicity_family"] = "another"
    found = conclude(table, SETTINGS)
    assert found["p_adjusted"][2] == pytest.approx(table["p_value"][2])
    assert found["p_adjusted"][0] == pytest.approx(2 * table["p_value"][0])
    assert found["p_adjusted"][1] == pytest.approx(
        max(table["p_value"][1], 2 * table["p_value"][0])
    )


def asked_twice(primary: tuple, again: tuple) -> pd.DataFrame:
    """Two families: the second asks the first's question once more."""
    table = estimates(primary, again)
    table = table.assign(multiplicity_family=["first", "second"], sensitivity_of=["", "first"])
    return table.assign(
        specification=["first/stroke/2007_08", "second/stroke/2007_08"],
        outcome="bed_days_stroke",
        term="pool",
    )


def test_a_sensitivity_analysis_announces_nothing_that_its_primary_does_not():
    found = conclude(asked_twice((0.08, 0.06), (0.20, 0.02)), SETTINGS)
    assert found["p_value"][1] < 0.001
    assert found["p_adjusted"][1] == found["p_adjusted"][0] == found["p_value"][0]
    assert found["conclusion"].tolist() == ["inconclusive", "inconclusive"]


def test_a_sensitivity_analysis_confirms_or_does_not_confirm_what_its_primary_announces():
    found = conclude(asked_twice((0.20, 0.02), (0.20, 0.02)), SETTINGS)
    assert found["conclusion"].tolist() == ["different", "different"]
    found = conclude(asked_twice((0.20, 0.02), (0.20, 0.20)), SETTINGS)
    assert found["conclusion"].tolist() == ["different", "inconclusive"]
    assert found["p_adjusted"][1] == found["p_value"][1]


def test_the_sensitivity_of_another_outcome_is_not_confirmed():
    table = asked_twice((0.20, 0.02), (0.20, 0.02))
    table.loc[1, "outcome"] = "bed_days_lower_respiratory"
    found = conclude(table, SETTINGS)
    assert found["conclusion"].tolist() == ["different", "inconclusive"]
