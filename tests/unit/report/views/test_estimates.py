import pandas as pd

from pooledfunds.report.views.estimates import curves_view, estimates_view

ROW = {
    "specification": "s/older_people/2007_08",
    "outcome": "spend",
    "area_type": "council",
    "period": "2006/07; 2007/08",
    "term": "joint_financing:coterminous",
    "scale": "log",
    "estimate": 0.1,
    "conf_low": -0.1,
    "conf_high": 0.3,
    "p_value": 0.0004,
    "p_adjusted": 0.5,
    "minimum_detectable_effect": 0.2,
    "equivalence_margin": 0.05,
    "equivalence_p": 0.7,
    "nobs": 1290,
    "n_exposed": 60,
    "n_identifying_areas": 60.0,
    "conclusion_basis": "t, HC2, Satterthwaite degrees of freedom",
    "n_unknown": 2,
    "cov_type": "HC2",
    "conclusion": "inconclusive",
}


def view(*changes):
    table = pd.DataFrame([ROW | change for change in changes])
    return estimates_view(table, {"outcomes": {"spend": {"label": "Spend per head"}}})


def test_a_log_effect_is_shown_in_per_cent_with_its_margin_either_side():
    [[row]] = [group["rows"] for group in view({})]
    assert row["estimate"] == "+10.5%"
    assert row["interval"] == "−9.5% to +35.0%"
    assert row["margin"] == "−4.9% to +5.1%"
    assert row["detectable"] == "22.1%"
    assert (row["p"], row["n"]) == ("<0.001", "1,290")
    assert row["term"] == "joint financing × coterminous"
    assert row["period"] == "2006/07 and 2007/08"


def test_effects_are_put_in_order_by_what_is_shown_and_blanks_by_nothing():
    [[row]] = [group["rows"] for group in view({"p_adjusted": float("nan")})]
    assert row["order"]["estimate"] == "10.517"
    assert row["order"]["p_value"] == "0.0004"
    assert row["order"]["p_adjusted"] == ""


def test_an_interval_without_end_is_not_told_to_the_last_digit():
    [[row]] = [group["rows"] for group in view({"conf_high": 30.0})]
    assert row["interval"] == "−9.5% to >+9,999%"


def test_an_effect_on_its_own_scale_is_left_as_it_is():
    [[row]] = [group["rows"] for group in view({"scale": "identity", "estimate": -2.04})]
    assert row["estimate"] == "−2.0"


def test_what_could_not_be_fitted_shows_no_number():
    nan = float("nan")
    design_problem = {"estimate": nan, "conf_low": nan, "conf_high": nan, "p_value": nan}
    design_problem |= {"minimum_detectable_effect": nan, "equivalence_margin": nan}
    [[row]] = [
        group["rows"] for group in view(design_problem | {"conclusion": "not testable: no row"})
    ]
    shown = [row[name] for name in ("estimate", "interval", "p", "detectable", "margin")]
    assert shown == ["–"] * 5
    assert row["conclusion"] == "not testable: no row"


def test_effects_stand_under_their_outcome():
    groups = view({}, {"outcome": "other"}, {})
    assert [(group["outcome"], len(group["rows"])) for group in groups] == [
        ("Spend per head", 2),
        ("other", 1),
    ]


def test_a_curve_is_told_by_its_choices():
    settings = {
        "outcomes": {"spend": {"label": "Spend", "unit": "GBP"}},
        "exposures": {"joint": {"label": "Joint financing"}},
        "margins": {"spending": 0.05},
        "curves": {
            "c": {
                "margin": "spending",
                "base": {"exposure": "joint"},
                "axes": {
                    "evidence": {"low": {}, "high": {}},
                    "covariates": {"a": {}, "b_c": {}, "d": {}},
                },
            }
        },
    }
    row = {
        "curve": "c",
        "choices": "evidence=high; covariates=b_c",
        "outcome": "spend",
        "area_type": "council",
        "period": "2007/08",
        "estimate": 0.1,
        "conf_low": 0.0,
        "conf_high": 0.2,
        "scale": "log",
        "nobs": 148,
    }
    both = row | {"period": "2006/07; 2007/08", "choices": "evidence=low; covariates=d"}
    curves = pd.DataFrame([row, both, row | {"choices": "x", "estimate": float("nan")}])
    (view,) = curves_view(curves, settings)
    assert view["axes"] == [["evidence", ["low", "high"]], ["covariates", ["a", "b c", "d"]]]
    assert view["periods"] == ["2007/08", "2006/07 and 2007/08"]
    assert view["rows"] == [[10.52, 0.0, 22.14, 0, 148, 1 * 3 + 1], [10.52, 0.0, 22.14, 1, 148, 2]]
    assert view["common"]["margin"] == [-4.88, 5.13]


def test_without_curves_there_are_none():
    assert curves_view(None, {}) == []
