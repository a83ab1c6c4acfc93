from copy import deepcopy
from dataclasses import replace

import pytest

from pooledfunds.estimation.simulation.one_world import base_specification
from pooledfunds.estimation.specification_checks import alternative_faults, unknown_names
from pooledfunds.estimation.specifications import specification, specifications

STUDY = {
    "financial_years": ["2006/07", "2007/08"],
    "margins": {"spending": 0.05},
    "exposures": {"joint_financing": {"column": "joint_financing_{client_group}"}},
    "outcomes": {"spend_per_head_mental_health": {"client_group": "mental_health"}},
    "specifications": {
        "spending": {
            "outcomes": ["spend_per_head_mental_health"],
            "area_type": "council",
            "periods": [["2006/07"], ["2006/07", "2007/08"]],
            "family": "log_linear",
            "exposure": "joint_financing",
            "moderator": "coterminous",
            "covariates": ["imd_score"],
            "covariance": "HC3",
            "margin": "spending",
            "multiplicity_family": "spending",
        }
    },
}
COLUMNS = {
    "council": {
        "spend_per_head_mental_health",
        "joint_financing_mental_health",
        "coterminous",
        "imd_score",
        "area_code",
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
            "area_code",
            "'cluster' goes with covariance: CR2, and only with it",
        ),
        (
            "covariance",
            "Newcombe",
            "'design: two_by_two' goes with covariance: Newcombe, and only with it",
        ),
    ],
)
def test_a_name_that_stands_for_nothing_is_told(key, value, fault):
    study = deepcopy(STUDY)
    study["specifications"]["spending"][key] = value
    (told,) = unknown_names(study, COLUMNS)
    # What is there instead may follow
    assert told.split("; there are")[0].split("; the nearest")[0] == (
        f"specification spending: {fault}"
    )


def test_a_table_of_two_by_two_has_no_other_terms():
    study = deepcopy(STUDY)
    study["specifications"]["spending"] |= {"design": "two_by_two", "covariance": "Newcombe"}
    assert unknown_names(study, COLUMNS) == [
        "specification spending: a table of two by two has no moderator",
        "specification spending: a table of two by two has no covariates",
    ]


def test_two_outcomes_of_one_client_group_need_entries_of_their_own():
    study = deepcopy(STUDY)
    study["outcomes"]["budget_per_head_mental_health"] = {"client_group": "mental_health"}
    spending = study["specifications"]["spending"]
    spending |= {
        "outcomes": [*spending["outcomes"], "budget_per_head_mental_health"],
        "periods": [["2007/08"]],
    }
    (fault,) = unknown_names(study, COLUMNS)
    assert fault.startswith("specification spending/mental_health/2007_08: declared twice")


HOSPITAL = {
    "financial_years": ["2007/08"],
    "margins": {"five": 0.05},
    "hes": {"variants": {"axes": {"spells": {"york": {}}, "bed_days": {"by_discharge": {}}}}},
    "pools": {"rules": {"survey": {}, "union": {}}},
    "exposures": {"pool": {"column": "pool_{client_group}"}, "coterminous": {}, "year": {}},
    "outcomes": {
        "bed_days_stroke": {
            "client_group": "older_people",
            "denominator": "expected_bed_days_stroke",
            "other_denominators": {"population": "population_65_plus"},
        },
        "length_of_stay": {"column": "bed_days_stroke", "denominator": "admissions_stroke"},
    },
}
ENTRY = {
    "outcome": "bed_days_stroke",
    "area_type": "pct",
    "periods": ["2007/08"],
    "family": "poisson",
    "exposure": "pool",
    "covariance": "HC3",
    "margin": "five",
    "multiplicity_family": "stroke",
}


@pytest.mark.parametrize(
    ("asked", "measured", "denominator", "exposure"),
    [
        ({}, "bed_days_stroke", "expected_bed_days_stroke", "pool_older_people"),
        (
            {"definition": {"bed_days": "by_discharge", "spells": "york"}, "evidence": "union"},
            "bed_days_stroke (spells=york; bed_days=by_discharge)",
            "expected_bed_days_stroke (spells=york; bed_days=by_discharge)",
            "pool_older_people (union)",
        ),
        (
            {"definition": {"spells": "york"}, "denominator": "population"},
            "bed_days_stroke (spells=york)",
            "population_65_plus",
            "pool_older_people",
        ),
        (
            {"definition": {"spells": "york"}, "outcome": "length_of_stay", "exposure": "year"},
            "bed_days_stroke (spells=york)",
            "admissions_stroke (spells=york)",
            "year",
        ),
    ],
)
def test_another_definition_is_another_column(asked, measured, denominator, exposure):
    found = specification("stroke", ENTRY | asked, HOSPITAL)
    assert found.measured == measured
    assert found.denominator == denominator
    assert found.exposure_column == exposure


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (
            {"definition": {"spells": "swift"}},
            "hes.variants.axes has no spells 'swift'; there are: york",
        ),
        ({"definition": {"beds": "york"}}, "hes.variants.axes has no beds 'york'"),
        ({"denominator": "heads"}, "outcome bed_days_stroke has no denominator 'heads'"),
        ({"evidence": "rumour"}, "there is no evidence 'rumour' of pool"),
        ({"exposure": "year", "evidence": "union"}, "there is no evidence 'union' of year"),
        ({"exposure": "coterminous", "evidence": "whole_councils"}, None),
        ({"definition": {"spells": "york"}, "denominator": "population"}, None),
    ],
)
def test_an_alternative_that_is_not_declared_is_told(asked, fault):
    assert list(alternative_faults("here", [ENTRY | asked], HOSPITAL)) == (
        [f"here: {fault}"] if fault else []
    )


def test_a_curve_that_names_a_strange_column_is_told():
    study = deepcopy(STUDY)
    study["curves"] = {
        "question": {
            "margin": "spending",
            "base": {"outcome": "spend_per_head_mental_health", "area_type": "council"},
            "axes": {"covariates": {"none": {"covariates": []}, "age": {"covariates": ["aeg"]}}},
        }
    }
    (told,) = unknown_names(study, COLUMNS)
    assert told.startswith("curve question: the council panel has no 'aeg'; there are: ")


def test_estimates_are_looked_up_by_exposure_and_those_of_a_dose_by_year():
    plain = base_specification(moderator="coterminous")
    assert plain.effects == {"pool", "coterminous", "pool:coterminous"}
    years = ("2005/06", "2006/07", "2007/08")
    dose = replace(plain, by="financial_year", base="2006/07", periods=years)
    assert dose.effects == {"pool:2005/06", "pool:2007/08"}
