import numpy as np
import pandas as pd
import pytest

from pooledfunds.estimation.fit import fit
from pooledfunds.estimation.model_data import fixed_effects
from pooledfunds.estimation.specifications import Specification


def specification(**changed) -> Specification:
    plain = {
        "name": "test",
        "outcome": "spend",
        "area_type": "council",
        "periods": ("2006/07", "2007/08"),
        "family": "log_linear",
        "exposure": "joint",
        "exposure_column": "joint_mh",
        "covariance": "HC3",
        "margin": 0.05,
        "multiplicity_family": "spending",
        "moderator": "coterminous",
        "covariates": ("imd_score",),
    }
    return Specification(**(plain | changed))


def panel(councils: int = 120, effect: float = -0.2, seed: int = 1) -> pd.DataFrame:
    """Councils with more need pool more and spend more: leaving need out gives a wrong answer."""
    draw = np.random.default_rng(seed)
    need = draw.normal(0, 1, councils)
    joint = (need + draw.normal(0, 1, councils) > 0).astype(float)
    rows = pd.DataFrame(
        {
            "area_code": np.repeat(np.arange(councils).astype(str), 2),
            "financial_year": np.tile(["2006/07", "2007/08"], councils),
            "joint_mh": np.repeat(joint, 2),
            "coterminous": np.repeat((draw.random(councils) < 0.7).astype(float), 2),
            "imd_score": np.repeat(20 + 5 * need, 2),
            "in_frame": True,
        }
    )
    noise = np.repeat(draw.normal(0, 0.1, councils), 2) + draw.normal(0, 0.05, 2 * councils)
    log_spend = 3 + effect * rows["joint_mh"] + 0.04 * rows["imd_score"] + noise
    return rows.assign(spend=np.exp(log_spend))


def joint_row(table: pd.DataFrame) -> pd.Series:
    return table.set_index("term").loc["joint"]


def test_the_adjusted_regression_finds_the_planted_effect_and_the_unadjusted_misses_it():
    clustered = {"covariance": "CR2", "cluster": "area_code"}
    adjusted = joint_row(fit(panel(), specification(**clustered), 0.95))
    assert adjusted["conf_low"] < -0.2 < adjusted["conf_high"]
    bare = joint_row(fit(panel(), specification(covariates=(), **clustered), 0.95))
    assert bare["conf_low"] > -0.2


def test_the_exposures_coefficient_is_its_average_effect():
    """With the product centred, it is the average over the sample of the effect in each stratum."""
    rows = panel().query("financial_year == '2006/07'")
    rows = rows.assign(spend=rows["spend"] * np.exp(0.3 * rows["joint_mh"] * rows["coterminous"]))
    centred = fit(rows, specification(covariates=()), 0.95).set_index("term")["estimate"]
    strata = rows.assign(y=np.log(rows["spend"])).groupby(["coterminous", "joint_mh"])["y"].mean()
    effects = strata.xs(1.0, level="joint_mh") - strata.xs(0.0, level="joint_mh")
    share = rows["coterminous"].mean()
    assert centred["joint"] == pytest.approx(effects[1.0] * share + effects[0.0] * (1 - share))
    assert centred["joint:coterminous"] == pytest.approx(effects[1.0] - effects[0.0])


def test_hc3_by_its_own_formula():
    """MacKinnon and White (1985): residuals inflated by their leverage."""
    rows = panel(40).query("financial_year == '2007/08'")
    found = fit(rows, specification(moderator=""), 0.95).set_index("term")
    x = np.column_stack([np.ones(len(rows)), rows["joint_mh"], rows["imd_score"]])
    y = np.log(rows["spend"]).to_numpy()
    bread = np.linalg.inv(x.T @ x)
    residual = y - x @ (bread @ x.T @ y)
    leverage = np.einsum("ij,jk,ik->i", x, bread, x)
    meat = (x * (residual / (1 - leverage))[:, None] ** 2).T @ x
    errors = np.sqrt(np.diag(bread @ meat @ bread))
    assert found["std_error"].to_numpy() == pytest.approx(errors, rel=1e-9)


def test_unknown_exposure_is_counted_and_left_out():
    rows = panel(40)
    rows.loc[rows.index[:6], "joint_mh"] = np.nan
    row = joint_row(fit(rows, specification(), 0.95))
    assert (row["n_unknown"], row["nobs"]) == (6, 74)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda t: t.assign(joint_mh=0.0), "fewer than two bodies with or without joint_mh"),
        (lambda t: t.assign(coterminous=1.0), "fewer than two bodies with or without coterminous"),
        (lambda t: t.drop(columns="imd_score"), "no imd_score available"),
        (lambda t: t.assign(imd_score=np.nan), "no imd_score available"),
        (lambda t: t.assign(imd_score=t["joint_mh"]), "the terms are not linearly independent"),
    ],
)
def test_what_cannot_be_fitted_gives_a_row_with_its_reason(change, reason):
    table = fit(change(panel(40)), specification(), 0.95)
    assert table["reason"].tolist() == [reason]
    assert table["estimate"].isna().all()


def test_a_body_that_alone_determines_a_term_makes_the_fit_not_testable():
    rows = panel(40).query("financial_year == '2006/07'").reset_index(drop=True)
    rows["joint_mh"] = 1.0
    rows.loc[[0, 1, 2], "joint_mh"] = 0.0
    rows["coterminous"] = 1.0
    rows.loc[[0, 5, 6], "coterminous"] = 0.0
    table = fit(rows, specification(covariates=()), 0.95)
    assert table["reason"].tolist() == ["1 body alone determines a term"]


def test_effects_that_earlier_ones_determine_have_no_column():
    """Classes of one region alone: the region's effect leaves one difference of them."""
    rows = pd.DataFrame(
        {"region": ["A", "A", "B", "B", "C", "C"], "kind": ["x", "y", "x", "y", "v", "w"]}
    )
    names, matrix = fixed_effects(rows, ("region", "kind"))
    assert names == ["region_B", "region_C", "kind_w", "kind_x"]
    assert np.linalg.matrix_rank(np.column_stack([np.ones(6), matrix])) == 5
