import pandas as pd
import pytest

from pooledfunds.core.errors import IssueList
from pooledfunds.staging.layouts.plausibility import note_implausible


def told(source, column, values, **others):
    table = pd.DataFrame({column: values, **others})
    table = table.assign(file="r.csv", line=range(2, len(table) + 2))
    faults = IssueList()
    note_implausible(faults, source, table)
    return [fault.place for fault in faults]


@pytest.mark.parametrize(("score", "faulty"), [(20.5, False), (0.0205, True), (205.0, True)])
def test_a_score_outside_its_range(score, faulty):
    assert told("pct_imd", "imd_score", [score]) == (
        ["column imd_score, first at line 2"] if faulty else []
    )


def test_a_value_a_thousand_times_the_middle_of_its_series():
    series = {"source_id": "x", "measure": "m", "geography": "England", "unit": "GBP million"}
    assert told("figures", "value", [10.0, 11.0, 12.0], **series) == []
    assert told("figures", "value", [10.0, 11_000.0, 12.0], **series) == [
        "column value, first at line 3"
    ]
    assert told("figures", "value", [10.0, 11.0, 0.012], **series) == [
        "column value, first at line 4"
    ]


def test_two_values_have_no_middle():
    series = {"source_id": "x", "measure": "m", "geography": "England", "unit": "GBP million"}
    assert told("figures", "value", [10.0, 10_000.0], **series) == []
