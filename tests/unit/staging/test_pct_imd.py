import pytest

from pooledfunds.catalogue.returns import PCT_DEPRIVATION
from pooledfunds.core.errors import IssueList
from pooledfunds.core.schema import enforce
from pooledfunds.staging.pct_imd import read_pct_imd
from tests.unit.staging.returns import PCTS, assert_told, call, damaged, fates, written

RETURN = "pct_code,pct_name,imd_score\n5A2,Birch PCT,31.5\n5A1,Ash PCT,12\nTA1,Cedar,20.25\n"


def read(paths, faults):
    return call(read_pct_imd, paths, faults, pcts=PCTS)


def test_scores_by_pct(tmp_path):
    faults = IssueList()
    table, account = read([written(tmp_path, "imd.csv", RETURN)], faults)
    assert not faults
    enforce(table, PCT_DEPRIVATION)
    assert table.values.tolist() == [["5A1", 12.0], ["5A2", 31.5], ["TA1", 20.25]]
    assert fates(account) == {"submitted": 3, "kept": 3}


@pytest.mark.parametrize(
    ("change", "place", "rule"),
    [
        ({"5A2,": "5ZZ,"}, "column pct_code, first at line 2", "no such body"),
        ({"5A2,": "5A1,"}, "column pct_code, first at line 3", "given more than once"),
        ({"5A2,": "5A1,"}, "", "rows are missing of the 3 that its frame holds, first 5A2"),
        (
            {"31.5": "131.5"},
            "column imd_score, first at line 2",
            "above 100, the most that a score can be",
        ),
        ({"31.5": ""}, "column imd_score, first at line 2", "no figure given"),
        ({"imd_score": "score"}, "line 1", "no column imd_score (edition plain)"),
    ],
)
def test_each_damage_is_told_with_file_place_and_rule(tmp_path, change, place, rule):
    assert_told(read, written(tmp_path, "imd.csv", damaged(RETURN, change)), place, rule)
