import pytest

from pooledfunds.core.curve_label import choice_words, curve_label

TOLD = {
    "outcomes": {"spend": {"label": "Spend per head"}, "stroke": {"label": "Stroke, bed days"}},
    "curves": {"asked": {"label": "Do pools save?"}, "spending_joint": {}},
}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("without_2016_17", "without 2016/17"),
        ("joint_and_nhs", "joint and NHS"),
        ("pct", "PCT"),
        ("from_50_thousand", "from 50 thousand"),
    ],
)
def test_a_choice_is_written_as_a_reader_would(name, words):
    assert choice_words(name) == words


def test_a_curve_that_has_a_label_bears_it():
    assert curve_label("asked", ["spend"], TOLD) == "Do pools save?"


def test_a_curve_of_one_outcome_bears_its_label():
    assert curve_label("spending_joint", ["spend", "spend"], TOLD) == "Spend per head"
    assert curve_label("other", ["unheard_of"], TOLD) == "unheard_of"


def test_a_curve_that_varies_its_outcome_bears_its_own_name():
    assert curve_label("intermediate_bed_days", ["stroke", "spend"], TOLD) == (
        "Intermediate bed days"
    )
