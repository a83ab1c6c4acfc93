import pandas as pd
import pytest

from pooledfunds.linkage.outcomes.delayed_transfers import delayed_patients, share_by_reason

COUNT = {"financial_year": "2007/08", "basis": "council", "age": "65_plus", "responsible": "all",
         "measure": "delayed_patients", "area_code": "150", "care_type": "all",
         "frequency": "week"}  # fmt: skip


def delays(*rows) -> pd.DataFrame:
    return pd.DataFrame([COUNT | row for row in rows])


def test_patients_add_up_over_censuses_and_a_printed_total_is_not_added_to_its_parts():
    table = delays(
        {"period": "2007-04-05", "reason": "A", "value": 2},
        {"period": "2007-04-05", "reason": "F", "value": 3},
        {"period": "2007-04-05", "reason": "all", "value": 5},
        {"period": "2007-04-12", "reason": "A", "value": 4},
        {"period": "2007-04-12", "reason": "F", "value": 0},
    )
    row = delayed_patients(table, "council").iloc[0]
    assert (row["delayed_patients"], row["censuses"]) == (9, 2)


def test_quarterly_censuses_are_not_added_to_weekly_ones():
    table = delays(
        {"period": "2007-04-05", "reason": "all", "value": 5},
        {"period": "2007/08 Q1", "reason": "all", "value": 6, "frequency": "quarter"},
    )
    assert delayed_patients(table, "council")["delayed_patients"].tolist() == [5]


def test_other_ages_bodies_and_measures_stay_out():
    table = delays(
        {"period": "2007-04-05", "reason": "all", "value": 5},
        {"period": "2007-04-05", "reason": "all", "value": 7, "age": "18_plus"},
        {"period": "2007-04-05", "reason": "all", "value": 9, "basis": "provider"},
        {"period": "2007-04-05", "reason": "all", "value": 99, "measure": "delayed_days"},
    )
    assert delayed_patients(table, "council")["delayed_patients"].tolist() == [5]


def test_share_of_patients_whom_equipment_delays():
    table = delays(
        {"period": "2007-04-05", "reason": "A", "value": 97},
        {"period": "2007-04-05", "reason": "F", "value": 3},
        {"period": "2007-04-05", "reason": "all", "value": 100},
    )
    assert share_by_reason(table, "F", "2007/08") == pytest.approx(0.03)
