import pandas as pd
import pytest

from pooledfunds.linkage.outcomes.delayed_transfers import (
    delayed_patients,
    delays_by_census,
    share_by_reason,
)

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


def test_a_share_is_of_the_patients_of_councils_of_the_age_and_the_year():
    table = delays(
        {"period": "2007-04-05", "reason": "A", "value": 3},
        {"period": "2007-04-05", "reason": "F", "value": 1},
        {"period": "2006-04-05", "reason": "F", "value": 90, "financial_year": "2006/07"},
        {"period": "2007-04-05", "reason": "F", "value": 90, "age": "18_plus"},
        {"period": "2007-04-05", "reason": "F", "value": 90, "basis": "provider"},
        {"period": "2007-04-05", "reason": "F", "value": 90, "measure": "delayed_days"},
        {"period": "2007-04-05", "reason": "F", "value": 1, "care_type": "acute"},
    )
    assert share_by_reason(table, "F", "2007/08") == pytest.approx(0.25)


class ToPcts:
    """Everything that council 150 returns is of the area 5R1."""

    area_type = "pct"

    def apportioned(self, counts, what):
        assert what == "delays"
        return counts.assign(area_code="5R1", apportioned_delays=0.5)


BOTH = {"area_types": ["council", "pct"]}
OF_COUNCILS = delays(
    {"period": "2007-04-05", "reason": "all", "value": 5},
    {"period": "2007-04-12", "reason": "all", "value": 7},
)


def test_delays_by_the_wanted_areas_go_before_those_that_are_apportioned():
    own = pd.concat([OF_COUNCILS, OF_COUNCILS.assign(basis="pct", area_code="5R2", value=1)])
    row = delays_by_census(ToPcts(), {"delayed_transfers": own}, BOTH).iloc[0]
    assert (row["area_code"], row["delayed_patients"], row["apportioned_delays"]) == ("5R2", 2, 0)


def test_delays_of_councils_are_apportioned_with_the_censuses_of_the_year():
    row = delays_by_census(ToPcts(), {"delayed_transfers": OF_COUNCILS}, BOTH).iloc[0]
    assert row[["delayed_patients", "censuses", "apportioned_delays"]].tolist() == [12, 2, 0.5]
    assert delays_by_census(
        ToPcts(), {"delayed_transfers": OF_COUNCILS}, {"area_types": ["pct"]}
    ).empty
