import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pooledfunds.estimation.conclusions import conclude
from pooledfunds.estimation.fit import fit, regress
from pooledfunds.estimation.inference.tests import tests_table as every_test
from pooledfunds.estimation.specifications import Specification
from pooledfunds.estimation.two_by_two import equivalence_by_interval, newcombe_interval

SETTINGS = {"conf_level": 0.95, "power": 0.8, "draws": 499, "seed": 1}
QUESTION = Specification(
    name="pool_exists",
    outcome="pool",
    area_type="pct",
    periods=("2007/08",),
    family="linear",
    exposure="coterminous",
    exposure_column="coterminous",
    covariance="Newcombe",
    margin=0.1,
    multiplicity_family="pool_exists",
    design="two_by_two",
)


def panel(yes_1: int, n_1: int, yes_0: int, n_0: int) -> pd.DataFrame:
    exposed = np.repeat([1.0, 0.0], [n_1, n_0])
    pool = np.concatenate([np.arange(n_1) < yes_1, np.arange(n_0) < yes_0]).astype(float)
    return pd.DataFrame(
        {
            "area_code": [f"5{i:03}" for i in range(n_1 + n_0)],
            "financial_year": "2007/08",
            "in_frame": True,
            "pool": pool,
            "coterminous": exposed,
        }
    )


def row_of(*counts: int) -> dict:
    return fit(panel(*counts), QUESTION, 0.95).iloc[0]


def test_the_interval_is_newcombes_own_example():
    """Newcombe (1998), Statistics in Medicine 17, table II: 56 of 70 against 48 of 80."""
    row = row_of(56, 70, 48, 80)
    assert row["estimate"] == pytest.approx(0.2)
    assert [row["conf_low"], row["conf_high"]] == pytest.approx([0.0524, 0.3339], abs=5e-5)
    assert row["cov_type"] == "Newcombe"
    assert (row["nobs"], row["n_exposed"]) == (150, 70)


def test_the_p_value_is_barnards():
    """Mehta and Senchaudhuri (2003): 7 of 15 against 12 of 15 has 0.034 on one side."""
    assert row_of(7, 15, 12, 15)["p_value"] == pytest.approx(2 * 0.0341, abs=1e-4)


@pytest.mark.parametrize("counts", [(30, 100, 29, 100), (30, 100, 45, 100), (0, 40, 0, 60)])
def test_equivalence_is_that_of_the_interval(counts):
    """At the p-value that is found, the interval of both one-sided tests touches the margin."""
    p_value = equivalence_by_interval(counts, 0.1)
    if p_value < 0.5:
        low, high = newcombe_interval(counts, 2 * p_value)
        assert max(-low, high) == pytest.approx(0.1)
    else:
        low, high = newcombe_interval(counts, 2 * (1 - p_value))
        assert min(abs(low), abs(high)) == pytest.approx(0.1)
    assert (p_value < 0.05) == (max(np.abs(newcombe_interval(counts, 0.1))) < 0.1)


def test_a_conclusion_of_each_kind():
    table = pd.concat([row_of(*c).to_frame().T for c in [
        (10, 100, 80, 100), (150, 500, 152, 500), (3, 13, 20, 97)
    ]]).infer_objects().fillna({"reason": ""})  # fmt: skip
    table["multiplicity_family"] = ["a", "b", "c"]
    table["sensitivity_of"] = ""
    found = conclude(table, SETTINGS)
    assert found["conclusion"].tolist() == ["different", "equivalent", "inconclusive"]
    # 2.8 of the standard errors that the interval is worth.
    width = (found["conf_high"] - found["conf_low"]) / (2 * 1.959964)
    assert found["minimum_detectable_effect"].to_numpy() == pytest.approx(
        (1.959964 + 0.841621) * width.to_numpy(), rel=1e-5
    )


def test_randomisation_and_fisher_stand_beside_it():
    regression = regress(panel(20, 60, 28, 50), QUESTION, 0.95)
    bodies = tuple(regression.sample.rows["area_code"])
    (row,) = every_test(
        regression.table, [regression], SETTINGS, {"pct": bodies}
    ).to_dict("records")  # fmt: skip
    expected = stats.fisher_exact([[20, 28], [40, 22]]).pvalue
    assert row["p_fisher"] == pytest.approx(expected)
    # Without strata, exchange holds both margins as Fisher does.
    assert row["p_randomisation"] == pytest.approx(expected, abs=3 * np.sqrt(expected / 499))


def test_what_is_more_than_yes_or_no_is_named():
    rows = panel(5, 10, 5, 10)
    rows.loc[0, "pool"] = 0.5
    regression = regress(rows, QUESTION, 0.95)
    assert regression.fitted is None
    assert regression.reason == "outcome or exposure is more than yes or no"
