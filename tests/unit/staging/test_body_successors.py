import pytest

from pooledfunds.core.errors import IssueList
from pooledfunds.staging.body_successors import read_successions
from tests.unit.staging.returns import assert_told, call, damaged, fates, written

TABLE = """\
body_type,code,name,successor_code,from,source
pct,5M1,High Moor PCT,5Q1,2006-10-01,an order of 2006
pct,5M2,Low Moor PCT,5Q2,2006-10-01,an order of 2006
"""


def read(paths, faults):
    return call(read_successions, paths, faults)


def test_successions(tmp_path):
    faults = IssueList()
    table, account = read([written(tmp_path, "successors.csv", TABLE)], faults)
    assert not faults
    assert table["from"].tolist() == ["2006-10-01", "2006-10-01"]
    assert fates(account) == {"submitted": 2, "kept": 2}


@pytest.mark.parametrize(
    ("change", "place", "rule"),
    [
        ({"pct,5M2": "school,5M2"}, "column body_type, first at line 3", "not one of pct, council"),
        (
            {"5M2,Low Moor PCT,5Q2": "5M1,Low Moor PCT,5Q1"},
            "column body and successor, first at line 3",
            "given more than",
        ),
        ({"PCT,5Q2,2006": "PCT,,2006"}, "column successor_code, first at line 3", "blank"),
        ({"5M2,Low": "50,Low"}, "column code, first at line 3", "no code of three"),
        ({"PCT,5Q2": "PCT,500"}, "column successor_code, first at line 3", "no code of three"),
        ({"PCT,5Q2": "PCT,5.00E+01"}, "column successor_code, first at line 3", "no code of three"),
        ({"5M2,Low": "5Q2,Low"}, "column successor_code, first at line 3", "a body cannot follow"),
        (
            {"5Q2,2006-10-01": "5Q2,2006"},
            "column from, first at line 3",
            "not a date such as 2007-03-31",
        ),
        ({"from": "since"}, "line 1", "no column from (edition plain)"),
    ],
)
def test_each_damage_is_told_with_file_place_and_rule(tmp_path, change, place, rule):
    path = written(tmp_path, "successors.csv", damaged(TABLE, change))
    assert_told(read, path, place, rule)
