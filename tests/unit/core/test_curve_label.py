from pooledfunds.core.curve_label import curve_label

TOLD = {
    "outcomes": {"spend": {"label": "Spend per head"}, "stroke": {"label": "Stroke, bed days"}},
    "curves": {"asked": {"label": "Do pools save?"}, "spending_joint": {}},
}


def test_a_curve_that_has_a_label_bears_it():
    assert curve_label("asked", ["spend"], TOLD) == "Do pools save?"


def test_a_curve_of_one_outcome_bears_its_label():
    assert curve_label("spending_joint", ["spend", "spend"], TOLD) == "Spend per head"
    assert curve_label("other", ["unheard_of"], TOLD) == "unheard_of"


def test_a_curve_that_varies_its_outcome_bears_its_own_name():
    assert curve_label("intermediate_bed_days", ["stroke", "spend"], TOLD) == (
        "Intermediate bed days"
    )
