"""Faults of a declaration that are told before anything is fitted."""

from copy import deepcopy

import pytest

from pooledfunds.estimation.specification_checks import (
    apart_faults,
    curve_column_faults,
    curve_faults,
    sensitivity_faults,
)

PRIMARY = {"exposure": "pool", "outcomes": ["stays"]}
AGAIN = {"exposure": "pool", "outcomes": ["stays"], "sensitivity_of": "first"}


@pytest.mark.parametrize(
    ("primary", "again", "told"),
    [
        (PRIMARY, AGAIN, []),
        (PRIMARY, PRIMARY, []),
        (
            PRIMARY,
            AGAIN | {"sensitivity_of": "frist"},
            [
                "here: no specification 'frist' is declared, whose sensitivity it is; "
                "the nearest is 'first'"
            ],
        ),
        (
            PRIMARY | {"sensitivity_of": "another"},
            AGAIN,
            ["here: its primary first is itself a sensitivity analysis"],
        ),
        (
            PRIMARY | {"exposure": "money"},
            AGAIN,
            ["here: its primary first is about another exposure, money"],
        ),
        (
            PRIMARY,
            AGAIN | {"outcomes": ["stays", "nights", "costs"]},
            [
                "here: its primary first has no outcome costs",
                "here: its primary first has no outcome nights",
            ],
        ),
    ],
)
def test_a_sensitivity_analysis_asks_the_question_of_a_primary(primary, again, told):
    assert list(sensitivity_faults("here", again, {"specifications": {"first": primary}})) == told


STUDY = {
    "margins": {"five": 0.05},
    "outcomes": {"stays": {}, "share": {}},
    "exposures": {"pool": {}},
    "curves": {
        "question": {
            "margin": "five",
            "base": {
                "outcome": "stays",
                "exposure": "pool",
                "area_type": "pct",
                "family": "poisson",
            },
            "axes": {
                "model": {"counts": {"family": "poisson"}, "rates": {"family": "log_linear"}},
                "covariates": {"none": {}, "need": {"covariates": ["log(need)"]}},
            },
        }
    },
}


def changed(**curve):
    study = deepcopy(STUDY)
    study["curves"]["question"] |= curve
    return study


def test_a_right_curve_has_no_fault():
    assert curve_faults(STUDY) == []
    assert curve_column_faults(STUDY, {"pct": {"need"}}) == []
    assert curve_faults({}) == curve_column_faults({}, {}) == []


@pytest.mark.parametrize(
    ("curve", "told"),
    [
        (
            {"axes": {"model": {"share": {"family": "linear"}}}},
            "curve question: its families are not reported on one scale",
        ),
        (
            {"axes": {"of": {"nights": {"outcome": "nights"}}}},
            "curve question: no outcome 'nights' is declared",
        ),
        (
            {"axes": {"on": {"money": {"exposure": "money"}}}},
            "curve question: no exposure 'money' is declared",
        ),
        ({"margin": "six"}, "curve question: no margin 'six' is declared"),
        (
            {"apart": {"model": ["shares"]}},
            "curve question: sets apart model 'shares', which it does not have",
        ),
        (
            {"apart": {"model": ["counts", "rates"]}},
            "curve question: sets apart every choice of model; leave one for the joint tests",
        ),
    ],
)
def test_what_is_wrong_with_a_curve_is_told(curve, told):
    (fault,) = curve_faults(changed(**curve))
    assert fault.split("; there")[0].split("; the nearest")[0] == told


def test_some_choices_of_an_axis_may_be_set_apart():
    assert (
        list(apart_faults("here", changed(apart={"model": ["rates"]})["curves"]["question"])) == []
    )


@pytest.mark.parametrize(
    "choice",
    [
        {"covariates": ["log(nede)"]},
        {"where": {"nede": 1}},
        {"fixed_effects": ["nede"]},
        {"strata": ["nede"]},
        {"moderator": "nede"},
        {"cluster": "nede"},
    ],
)
def test_a_column_that_a_choice_names_must_be_in_its_panel(choice):
    study = changed(axes={"how": {"so": choice}})
    (fault,) = curve_column_faults(study, {"pct": {"need"}, "council": {"nede"}})
    assert fault.startswith("curve question: the pct panel has no 'nede'")
