"""What is announced is held against what is planted."""

import json

import numpy as np
import pandas as pd
import pytest

from pooledfunds.synthetic.checks.announcements import announced, interval, page
from pooledfunds.synthetic.checks.differences import is_planted, planted_size
from pooledfunds.synthetic.ground_truth import truth
from pooledfunds.synthetic.planted_effects import TRUTHS


def effects(*rows) -> pd.DataFrame:
    columns = ["multiplicity_family", "outcome", "term", "conclusion"]
    return pd.DataFrame(rows, columns=columns).assign(p_adjusted=0.5)


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


def test_a_difference_is_false_where_nothing_is_planted_and_only_there():
    table = effects(
        ("stays", "bed_days_stroke", "coterminous", "different"),
        ("stays", "bed_days_lower_respiratory", "coterminous", "inconclusive"),
        ("pools", "pool_exists_mental_health", "coterminous", "different"),
        ("money", "spend_per_head_older_people", "joint_financing", "different, within the margin"),
        ("items", "items_on_time", "coterminous", "equivalent"),
    )
    found = announced(table, "report").set_index("multiplicity_family")
    assert found.to_dict() == {
        "effects": {"stays": 2, "money": 1, "items": 1},
        "different": {"stays": 1, "money": 1, "items": 0},
    }
    assert "stays" not in announced(table, "effect")["multiplicity_family"].tolist()


def test_the_page_counts_families_and_worlds():
    table = pd.DataFrame(
        {
            "multiplicity_family": ["a", "b"] * 2,
            "effects": 3,
            "different": [2, 0, 0, 0],
            "seed": [1, 1, 2, 2],
        }
    )
    text = page(table)
    assert "all worlds: 25.0 (0.6 to 80.6) per cent" in text
    assert "Worlds without any false announcement: 50.0" in text
    assert "| a | 3 | 2 | 1 | 50.0 (1.3 to 98.7) |" in text


def test_the_interval_of_clopper_and_pearson():
    assert interval(0, 20) == "0.0 (0.0 to 16.8)"
