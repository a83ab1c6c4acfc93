"""Dates of returns, and the one that systems write where there is no end."""

import pandas as pd
import pytest

from pooledfunds.core.errors import IssueList
from pooledfunds.staging.layouts.checks import dates


@pytest.mark.parametrize("written", ["9999-12-31", "31/12/9999"])
def test_the_end_of_time_is_an_open_end(written):
    table = pd.DataFrame({"file": "a.csv", "line": [2], "start": [""], "end": [written]})
    faults = IssueList()
    assert dates(faults, table, ["start", "end"], ends=["end"])["end"].isna().all()
    assert not faults


def test_the_end_of_time_is_no_start():
    table = pd.DataFrame({"file": "a.csv", "line": [2], "start": ["9999-12-31"], "end": [""]})
    faults = IssueList()
    dates(faults, table, ["start", "end"], ends=["end"])
    [fault] = faults
    assert "9999, which means no end" in fault.rule
