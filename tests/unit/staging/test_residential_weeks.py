import pandas as pd
import pytest

from pooledfunds.catalogue.returns import RESIDENTIAL_WEEKS
from pooledfunds.core.errors import IssueList
from pooledfunds.core.schema import enforce
from pooledfunds.staging.residential_weeks import check_totals, read_residential_weeks
from tests.unit.staging.returns import call, damaged, fates, faults_of, written

COUNCILS = pd.DataFrame(
    {
        "cssr_code": ["101", "102", "103"],
        "council": ["Ash", "Birch", "Cedar UA"],
        "key": ["ash", "birch", "cedar"],
        "area_class": ["Shire Counties", "Shire Counties", "Unitary Authorities"],
    }
)
RETURN = """\
fy,council,weeks_ld_18_64
2000-01,Ash,77
2003-04,Ash,5200
2003-04,Birch,2600.5
2003-04,Cedar UA,
2003-04,TOTAL Shire Counties,7801
2003-04,TOTAL England,7801
2007-08,Ash,5000
2007-08,Birch,2000
2007-08,Cedar UA,900
"""


def read(paths, faults):
    return call(
        read_residential_weeks, paths, faults, source="residential_weeks", councils=COUNCILS
    )


def test_weeks_by_council_and_the_fate_of_every_row(tmp_path):
    faults = IssueList()
    table, account = read([written(tmp_path, "activity.csv", RETURN)], faults)
    assert not faults
    enforce(table, RESIDENTIAL_WEEKS)
    assert table.values.tolist() == [
        ["101", "2003/04", 5200.0],
        ["101", "2007/08", 5000.0],
        ["102", "2003/04", 2600.5],
        ["102", "2007/08", 2000.0],
        ["103", "2007/08", 900.0],
    ]
    assert fates(account) == {
        "submitted": 9,
        "before 2001/02: not comparable": 1,
        "no figure returned": 1,
        "a total": 2,
        "kept": 5,
    }


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"2003-04,TOTAL England,7801": "2003-04,TOTAL England,7900"}, "not the sum of its"),
        ({"2003-04,Ash,5200": "2003-04,Ashe,5200"}, "no council or class of the list"),
        ({"2003-04,Ash,5200": "2003-04,Birch,5200"}, "given more than once"),
        ({"2007-08,Birch,2000": "2007-08,Birch,-1"}, "below 0"),
        ({"2007-08,Birch,2000": "2009-10,Birch,2000"}, "outside the years"),
        (
            {"2007-08,Birch,2000": "2007-08,Birch,many"},
            "weeks_ld_18_64, first at line 9: not a number",
        ),
    ],
)
def test_what_breaks_a_rule_is_told(tmp_path, changed, told):
    path = written(tmp_path, "activity.csv", damaged(RETURN, changed))
    found = faults_of(read, path)
    assert any(told in fault for fault in found), found


def test_a_known_difference_explains_its_own_size_only():
    def told(difference):
        faults = IssueList()
        table = pd.DataFrame(
            [
                ("2004/05", "council", "101", "Shire Counties", 100.0),
                ("2004/05", "class", "Shire Counties", "", 60.0),
            ],
            columns=["financial_year", "area_type", "cssr_code", "area_class", "weeks"],
        ).assign(file="activity.csv", line=[2, 3])
        known = pd.DataFrame(
            [("2004/05", "Shire Counties", difference)], columns=["financial_year", "area", "weeks"]
        )
        check_totals(faults, table, known)
        return len(faults)

    assert told("40") == 0
    assert told("30") == 1
