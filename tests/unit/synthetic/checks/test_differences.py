"""What is announced is held against what is planted."""

import json

import numpy as np
import pandas as pd
import pytest

from pooledfunds.synthetic.checks.differences import is_planted, planted_size
from pooledfunds.synthetic.ground_truth import truth
from pooledfunds.synthetic.planted_effects import TRUTHS


@pytest.mark.parametrize(
    ("outcome", "term", "report", "effect"),
    [
        ("bed_days_stroke", "deprivation", True, True),
        ("admissions_stroke", "deprivation", True, True),
        ("admissions_fractured_neck_of_femur", "deprivation", False, False),
        ("bed_days_fractured_neck_of_femur", "deprivation", True, True),
        ("pool_exists_mental_health", "coterminous", True, True),
        ("bed_days_stroke", "pool_intermediate_care", False, True),
        ("bed_days_stroke", "coterminous", False, True),
        ("bed_days_stroke", "pool_intermediate_care:coterminous", False, False),
        ("admissions_fractured_neck_of_femur", "coterminous", False, False),
        ("mh_length_of_stay", "pool", False, True),
        ("spend_per_head_older_people", "joint_financing", False, True),
        ("items_on_time", "coterminous", False, True),
        ("items_on_time", "care_trust", False, False),
        ("joint_arrangement_begins", "coterminous", True, True),
        ("joint_arrangement_begins", "joint_elsewhere_before", False, True),
        ("joint_arrangement_begins", "stable_boundaries", False, True),
        ("joint_arrangement_begins", "twice_the_population", False, True),
        ("joint_arrangement_begins", "spending_balance", False, False),
    ],
)
def test_what_each_truth_plants(outcome, term, report, effect):
    row = pd.DataFrame({"outcome": [outcome], "term": [term]})
    assert is_planted(row, TRUTHS["report"]).tolist() == [report]
    assert is_planted(row, TRUTHS["effect"]).tolist() == [effect]


@pytest.mark.parametrize(
    ("outcome", "term", "size"),
    [
        ("bed_days_stroke", "coterminous", np.log(0.9)),
        ("length_of_stay_stroke", "pool_intermediate_care", np.log(0.9)),
        ("mh_length_of_stay", "pool", np.log(0.9)),
        ("spend_per_head_less_joint_older_people", "joint_financing", np.log(0.9)),
        ("spend_per_head_older_people", "joint_financing", np.nan),
        ("budget_per_head_mental_health", "pool", np.log(0.9)),
        ("items_on_time", "coterminous", np.nan),
        ("bed_days_stroke", "care_trust", np.nan),
    ],
)
def test_the_size_of_what_is_planted(outcome, term, size):
    row = pd.DataFrame({"outcome": [outcome], "term": [term]})
    assert planted_size(row, TRUTHS["effect"])[0] == pytest.approx(size, nan_ok=True)
    assert planted_size(row, TRUTHS["report"]).isna().all()


def test_the_truth_file_lists_the_differences(world):
    told = json.loads(json.dumps(truth(world)))["differences"]
    assert {one["term"] for one in told} == {"coterminous", "deprivation"}
    assert all(one["why"] for one in told)
