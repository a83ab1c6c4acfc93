import pytest

from pooledfunds.estimation.design_checks import design_faults, years_of_fit

YEARS = ["2011/12", "2012/13", "2013/14", "2014/15"]
DOSE = {
    "outcomes": ["days"],
    "design": "dose",
    "by": "financial_year",
    "base": "2012/13",
    "periods": [YEARS],
    "family": "poisson",
    "covariance": "CR2",
    "cluster": "area_code",
    "fixed_effects": ["area_code", "financial_year"],
}
ANCOVA = {
    "outcomes": ["days"],
    "periods": [YEARS[2:]],
    "over": "sum",
    "before": YEARS[:2],
    "covariates": ["log_rate_before"],
    "requires": "dose",
}
STUDY = {
    "financial_years": YEARS,
    "outcomes": {"days": {}, "other_days": {}},
    "specifications": {"dose": DOSE, "ancova": ANCOVA},
}


def faults(declared: dict, **changed) -> list[str]:
    return list(design_faults("here", declared | changed, STUDY))


def test_what_goes_together_has_no_fault():
    assert faults(DOSE) == faults(ANCOVA) == []
    assert faults(DOSE, requires="dose") == []
    assert faults(ANCOVA, design="contrast", minus="other_days") == []


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"before": []}, "'log_rate_before' goes with 'before', and only with it"),
        (
            {"covariates": []},
            "'log_rate_before' goes with 'before', and only with it",
        ),
        ({"before": ["2010/11"]}, "2010/11 is not a year of the study"),
        ({"before": YEARS[1:3]}, "2013/14 is not before 2013/14"),
        ({"fixed_effects": ["area_code"]}, "'over' leaves one row an area"),
        ({"base": "2012/13"}, "'base' goes with 'estimator: dose', and only with it"),
        ({"minus": "other_days"}, "'minus' goes with 'estimator: contrast', and only with it"),
        ({"design": "contrast", "minus": "others"}, "no outcome 'others' is declared"),
        (
            {"design": "contrast", "minus": "other_days", "over": ""},
            "a contrast has one row an area",
        ),
        ({"requires": "does"}, "no specification 'does' is declared, which it requires"),
        ({"requires": "ancova"}, "is no 'estimator: dose' by financial_year"),
        ({"outcomes": ["other_days"]}, "dose, which it requires, has no outcome other_days"),
        ({"interest": "product"}, "'interest' goes with 'moderator', and only with it"),
    ],
)
def test_what_does_not_is_named(changed, fault):
    assert any(fault in one for one in faults(ANCOVA, **changed))


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"base": ""}, "'base' goes with 'estimator: dose'"),
        ({"base": "2019/20"}, "the base 2019/20 is not among its years"),
        ({"family": "gamma"}, "'estimator: dose' has family: poisson"),
        ({"covariance": "HC2"}, "'estimator: dose' has covariance: CR2"),
        ({"fixed_effects": ["area_code"]}, "fixed_effects: area_code; financial_year"),
        ({"moderator": "shared"}, "'estimator: dose' has no moderator"),
    ],
)
def test_what_a_dose_lacks_is_named(changed, fault):
    assert any(fault in one for one in faults(DOSE, **changed))


@pytest.mark.parametrize(
    ("declared", "years"),
    [
        ({"design": "hazard"}, {"2010/11", "2011/12", "2012/13"}),  # after the baseline year
        ({"design": "dose"}, {"2011/12", "2012/13"}),
    ],
)
def test_something_may_begin_in_every_year_after_the_baseline(declared, years):
    study = {"baseline_year": "2009/10", "financial_years": ["2011/12", "2012/13"]}
    assert years_of_fit(declared, study) == years
    del study["baseline_year"]
    assert years_of_fit(declared, study) == {"2011/12", "2012/13"}
