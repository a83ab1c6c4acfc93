from copy import deepcopy

import pytest

from pooledfunds.estimation.specifications import specifications, unknown_names

STUDY = {
    "financial_years": ["2006/07", "2007/08"],
    "margins": {"spending": 0.05},
    "exposures": {"joint_financing": {"column": "joint_financing_{client_group}"}},
    "outcomes": {"spend_per_head_mental_health": {"client_group": "mental_health"}},
    "specifications": {
        "spending": {
            "outcomes": ["spend_per_head_mental_health"],
            "level": "council",
            "periods": [["2006/07"], ["2006/07", "2007/08"]],
            "family": "log_linear",
            "exposure": "joint_financing",
            "moderator": "coterminous",
            "covariates": ["imd_score"],
            "covariance": "HC3",
            "margin": "spending",
            "tests": "spending",
        }
    },
}
COLUMNS = {
    "council": {
        "spend_per_head_mental_health",
        "joint_financing_mental_health",
        "coterminous",
        "imd_score",
        "body_code",
    }
}


def test_one_fit_for_each_outcome_and_period():
    names = [s.name for s in specifications(STUDY)]
    assert names == ["spending/mental_health/2006_07", "spending/mental_health/2006_07-2007_08"]
    assert next(specifications(STUDY)).exposure_column == "joint_financing_mental_health"


def test_a_right_declaration_has_no_unknown_name():
    assert unknown_names(STUDY, COLUMNS) == []


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("outcomes", ["spend"], "no outcome 'spend' is declared"),
        ("exposure", "pool", "no exposure 'pool' is declared"),
        ("moderator", "coterminus", "the council panel has no 'coterminus'"),
        ("covariates", ["imd"], "the council panel has no 'imd'"),
        ("fixed_effects", ["year"], "the council panel has no 'year'"),
        ("margin", "five", "no margin 'five' is declared"),
        ("periods", [["2003/04"]], "2003/04 is not a year of the study"),
        ("strata", ["regions"], "the council panel has no 'regions'"),
        ("where", {"kind": 1}, "the council panel has no 'kind'"),
        (
            "cluster",
            "body_code",
            "'cluster' goes with covariance: CRV1 or CRV3, and only with them",
        ),
    ],
)
def test_a_name_that_stands_for_nothing_is_told(key, value, fault):
    study = deepcopy(STUDY)
    study["specifications"]["spending"][key] = value
    assert unknown_names(study, COLUMNS) == [f"specification spending: {fault}"]
