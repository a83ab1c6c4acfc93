import pytest

from pooledfunds.catalogue.returns import CARE_TRUSTS
from pooledfunds.core.errors import IssueList
from pooledfunds.core.schema import enforce
from pooledfunds.staging.care_trusts import read_care_trusts
from tests.unit.staging.returns import PCTS, assert_told, call, damaged, written

LIST = """\
code,name,kind,established
TY1,Oak Care Trust,mental-health-based,2003
TA1,Cedar Care Trust,PCT-based,2002
"""


def read(paths, faults):
    return call(read_care_trusts, paths, faults, pcts=PCTS)


def test_the_list(tmp_path):
    faults = IssueList()
    table, _ = read([written(tmp_path, "trusts.csv", LIST)], faults)
    assert not faults
    enforce(table, CARE_TRUSTS)
    assert table["code"].tolist() == ["TA1", "TY1"]


@pytest.mark.parametrize(
    ("change", "place", "rule"),
    [
        ({"TA1,": "TB9,"}, "column code, first at line 3", "PCT-based, but in no list of PCTs"),
        ({"TY1,": "TA1,"}, "column code, first at line 3", "given more than once"),
        (
            {"TY1,": "5A2,"},
            "column code, first at line 2",
            "mental-health-based, but listed as a PCT",
        ),
        (
            {"PCT-based": "hospital"},
            "column kind, first at line 3",
            "not one of PCT-based, mental-health-based",
        ),
        (
            {"2003": "1997"},
            "column established, first at line 2",
            "before 2002, when the first care trusts began",
        ),
        ({"established": "since"}, "line 1", "no column established (edition plain)"),
    ],
)
def test_each_damage_is_told_with_file_place_and_rule(tmp_path, change, place, rule):
    assert_told(read, written(tmp_path, "trusts.csv", damaged(LIST, change)), place, rule)
