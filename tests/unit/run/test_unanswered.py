"""What a study asks for and nothing produces."""

import pytest

from pooledfunds.catalogue.panel import columns_of_panels
from pooledfunds.core.settings import read_study
from pooledfunds.run.unanswered import unanswered, unanswered_indicators


@pytest.fixture
def study():
    return read_study("means_to_an_end")


def faults(study) -> list[str]:
    columns = columns_of_panels(study)
    return unanswered(study, columns)


def test_the_study_itself_asks_for_nothing_that_is_not_there(study):
    assert faults(study) == []


def test_an_outcome_of_a_condition_is_answered_when_the_condition_is_counted(study):
    study["outcomes"]["admissions_copd"] = {"label": "COPD", "unit": "ratio"}
    study["specifications"]["hospital_pool_pct"]["outcomes"].append("admissions_copd")
    assert faults(study) == [
        "outcome admissions_copd: no panel has 'admissions_copd'; the nearest is "
        "'admissions_stroke'"
    ]
    study["hes"]["diagnosis_sets"]["copd"] = "main"
    assert faults(study) == []


@pytest.mark.parametrize("role", ["denominator", "weights", "column"])
def test_every_column_of_an_outcome_is_asked_for(study, role):
    study["outcomes"]["items_on_time"][role] = "itms"
    assert faults(study) == ["outcome items_on_time: no panel has 'itms'; the nearest is 'items'"]


def test_an_exposure_that_one_level_alone_has(study):
    study["specifications"]["budget_coterminous_pct"]["exposure"] = "joint_financing"
    assert len(faults(study)) == 2
    assert faults(study)[0].startswith(
        "specification budget_coterminous_pct: the pct panel has no "
        "'joint_financing_learning_disability'"
    )


def test_a_declared_exposure_without_its_column(study):
    study["exposures"]["care_trust"]["column"] = "care_trusts"
    assert "exposure care_trust: no panel has 'care_trusts'; the nearest is 'care_trust'" in (
        faults(study)
    )


def test_curves_and_the_register_of_errors(study):
    study["curves"]["coterminous_bed_days"]["base"]["periods"] = ["2011/12"]
    study["register_noise"]["exposures"].append("pools")
    assert faults(study) == [
        "register_noise: no exposure 'pools' is declared; the nearest is 'pool'",
        "curve coterminous_bed_days: 2011/12 is not a year of the study",
    ]


def test_what_the_page_compares_areas_by_is_asked_for():
    report = {
        "indicators": [
            {"label": "Falls", "unit": "n", "column": "fals", "base": "population"},
            {"label": "Stays: {condition}", "unit": "n", "column": "stays_{condition}"},
        ]
    }
    columns = {"council": {"falls", "population", "stays_stroke"}}
    assert unanswered_indicators(report, ["stroke", "copd"], columns) == [
        "report.yaml, Falls: no panel has 'fals'; the nearest is 'falls'",
        "report.yaml, Stays: {condition}: no panel has 'stays_copd'; the nearest is 'stays_stroke'",
    ]
    assert unanswered_indicators({}, [], columns) == []
