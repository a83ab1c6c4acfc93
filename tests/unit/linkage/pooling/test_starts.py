import numpy as np
import pandas as pd
import pytest

from pooledfunds.linkage.boundaries import stable_boundaries
from pooledfunds.linkage.pooling.starts import spending_balance, starts

JOINT, NHS = "joint_arrangements", "nhs_income"
LD, MH = "learning_disability", "mental_health"


def joint(courses: dict[str, str], first: int = 2005, apart_from: int = 2005) -> pd.DataFrame:
    """Answers by year of a council's client groups: y, n or ? (unknown)."""
    rows = [
        ("101", f"{first + place}/{(first + place + 1) % 100:02d}", group, income, word)
        for group, course in courses.items()
        for place, letter in enumerate(course)
        for income in (JOINT, NHS)
        for word in [
            {"y": "yes", "n": "no", "?": "unknown"}[letter]
            if income == JOINT
            else "no"
            if first + place >= apart_from
            else "unknown"
        ]
    ]
    columns = ["cssr_code", "financial_year", "client_group", "income", "present"]
    return pd.DataFrame(rows, columns=columns)


def course_of(found: pd.DataFrame, group: str, column: str = "start") -> list[float]:
    return found[found["client_group"] == group].sort_values("financial_year")[column].tolist()


@pytest.mark.parametrize(
    ("course", "expected"),
    [
        ("nnyy", [np.nan, 0, 1, np.nan]),  # begins once, then no more at risk
        ("nyny", [np.nan, 1, np.nan, np.nan]),  # ends and begins again: the first start alone
        ("yyyy", [np.nan] * 4),  # stood already
        ("ynny", [np.nan] * 4),  # stood already, whatever became of it
        ("n?ny", [np.nan, np.nan, np.nan, 1]),  # a year before that is not known says nothing
        ("nnnn", [np.nan, 0, 0, 0]),
    ],
)
def test_arrangements_begin_once_in_a_year_after_one_without(course, expected):
    found = starts(joint({LD: course}), JOINT)
    assert course_of(found, LD) == pytest.approx(expected, nan_ok=True)


def test_a_year_is_held_against_the_one_before_on_the_same_form_only():
    found = starts(joint({LD: "nyny", MH: "nnnn"}, apart_from=2007), JOINT)
    assert course_of(found, LD) == pytest.approx([np.nan, 1, np.nan, 1], nan_ok=True)


def test_a_history_is_of_another_client_group_the_year_before():
    found = starts(joint({LD: "nny", MH: "ynn"}), JOINT)
    history = "joint_elsewhere_before"
    assert course_of(found, LD, history) == pytest.approx([np.nan, 1, 0], nan_ok=True)
    assert course_of(found, MH, history) == pytest.approx([np.nan, 0, 0], nan_ok=True)


def test_no_history_is_known_only_where_every_other_group_is():
    found = starts(joint({LD: "nnn", MH: "?nn"}), JOINT)
    history = "joint_elsewhere_before"
    assert course_of(found, LD, history) == pytest.approx([np.nan, np.nan, 0], nan_ok=True)


def test_balance_is_the_smaller_over_the_larger_of_the_year_before():
    key = {"area_code": ["101"], "financial_year": ["2006/07"]}
    nhs = pd.DataFrame(key | {f"budget_{LD}": [400.0], f"budget_{MH}": [900.0]})
    names = [f"cost_less_partners_{group}" for group in (LD, MH)]
    council = pd.DataFrame(key | {names[0]: [800.0], names[1]: [np.nan]})
    found = spending_balance(nhs, council).set_index("client_group")
    assert set(found["financial_year"]) == {"2007/08"}
    assert found.loc[LD, "spending_balance_before"] == 0.5
    assert np.isnan(found.loc[MH, "spending_balance_before"])


def successions(*successors: str) -> pd.DataFrame:
    return pd.DataFrame({"area_type": "pct", "successor_code": list(successors)})


PAIRS = pd.DataFrame(
    {"pct_code": ["5A1", "5A2", "5A2"], "cssr_code": ["101", "101", "102"]}, dtype=object
)


@pytest.mark.parametrize(
    ("area_type", "expected"),
    [("pct", {"5A1": 1.0, "5A2": 0.0}), ("council", {"101": 0.0, "102": 0.0})],
)
def test_boundaries_are_stable_where_no_body_of_the_ground_followed_another(area_type, expected):
    tables = {"pct_council_pairs": PAIRS, "successions": successions("5A2")}
    found = stable_boundaries(area_type, tables, {"area_types": ["council", "pct"]})
    assert found.set_index("area_code")["stable_boundaries"].to_dict() == expected


def test_without_any_succession_of_the_nhs_nothing_is_known_of_stability():
    of_councils = pd.DataFrame({"area_type": ["council"], "successor_code": ["101"]})
    tables = {"pct_council_pairs": PAIRS, "successions": of_councils}
    assert stable_boundaries("pct", tables, {"area_types": ["council", "pct"]}) is None
