import pytest

from pooledfunds.catalogue.returns import EQUIPMENT_DELIVERY
from pooledfunds.core.errors import IssueList
from pooledfunds.core.schema import enforce
from pooledfunds.staging.equipment_delivery import read_equipment_delivery
from tests.unit.staging.returns import (
    COUNCILS,
    YEARS,
    as_workbook,
    assert_told,
    call,
    damaged,
    fates,
    faults_of,
    written,
)

RETURN = """\
cssr_code,council,financial_year,items_on_time,items,percentage
101,Ash,2006/07,900,1000,90
101,Ash,2007/08,"1,919",2000,96
102,Birch,2006/07,,,
102,Birch,2007/08,0,0,
"""


def read(paths, faults):
    return call(
        read_equipment_delivery,
        paths,
        faults,
        source="equipment_delivery",
        years=YEARS,
        councils=COUNCILS,
    )


def test_items_and_the_fate_of_every_row(tmp_path):
    faults = IssueList()
    table, account = read([written(tmp_path, "d54.csv", RETURN)], faults)
    assert not faults
    enforce(table, EQUIPMENT_DELIVERY)
    assert table.values.tolist() == [["101", "2006/07", 900, 1000], ["101", "2007/08", 1919, 2000]]
    assert fates(account) == {
        "submitted": 4,
        "no figure returned": 1,
        "no items at all": 1,
        "kept": 2,
    }


def test_a_workbook_reads_like_a_delimited_file(tmp_path):
    text = RETURN.replace('"1,919"', "1919")
    from_text, _ = read([written(tmp_path, "d54.csv", text)], IssueList())
    from_sheet, _ = read([as_workbook(tmp_path, "d54.xlsx", text)], IssueList())
    assert from_sheet.equals(from_text)


@pytest.mark.parametrize(
    ("change", "place", "rule"),
    [
        (
            {"102,Birch,2006/07": "999,Birch,2006/07"},
            "column cssr_code, first at line 4",
            "no such body",
        ),
        (
            {"101,Ash,2007/08": "101,Ash,2006/07"},
            "column cssr_code and financial_year, first at line 3",
            "given more than once",
        ),
        (
            {"Ash,2006/07": "Ash,2012/13"},
            "column financial_year, first at line 2",
            "outside the years 2005/06 to 2007/08",
        ),
        (
            {"Ash,2006/07": "Ash,2006"},
            "column financial_year, first at line 2",
            "not a financial year such as 2007/08",
        ),
        ({"1000,90": "1000,190"}, "column percentage, first at line 2", "a percentage above 100"),
        (
            {"900,1000,90": "900,1000,80"},
            "column percentage, first at line 2",
            "not items on time over items in all",
        ),
        (
            {"900,1000,90": "1900,1000,"},
            "column items_on_time, first at line 2",
            "more than the items in all",
        ),
        ({"900,1000": "-900,1000"}, "column items_on_time, first at line 2", "below 0"),
        ({"900,1000": "many,1000"}, "column items_on_time, first at line 2", "not a number"),
        ({"900,1000": "900.5,1000"}, "column items_on_time, first at line 2", "not a whole number"),
        (
            {"900,1000,90": "900,,"},
            "column items, first at line 2",
            "items on time or items in all given without the other",
        ),
        ({"items_on_time": "items_in_time"}, "line 1", "no column items_on_time (edition plain)"),
        (
            {"items_on_time": "items_in_time"},
            "line 1",
            "column items_in_time is not in edition plain",
        ),
        ({"council,": "items,"}, "line 1", "column items is given more than once"),
    ],
)
def test_each_damage_is_told_with_file_place_and_rule(tmp_path, change, place, rule):
    path = written(tmp_path, "d54.csv", damaged(RETURN, change))
    assert_told(read, path, place, rule)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "d54.csv: the file is empty"),
        (RETURN.splitlines()[0], "d54.csv: there are headings and no rows"),
        (
            RETURN.replace("102,Birch,2006", "\n102,Birch,2006"),
            "d54.csv: line 4: rows of figures follow a blank row (2 times)",
        ),
    ],
)
def test_an_empty_file_and_a_gap_in_it(tmp_path, text, message):
    assert faults_of(read, written(tmp_path, "d54.csv", text)) == [message]


def test_all_faults_come_at_once_with_their_counts(tmp_path):
    worse = damaged(RETURN, {",Ash,2006/07,900": ",Ash,2012/13,1900", "102,": "999,"})
    assert faults_of(read, written(tmp_path, "d54.csv", worse)) == [
        "d54.csv: column financial_year, first at line 2: outside the years 2005/06 to 2007/08",
        "d54.csv: column cssr_code, first at line 4: no such body: 999 (2 times)",
        "d54.csv: column items_on_time, first at line 2: more than the items in all",
        "d54.csv: column percentage, first at line 2: not items on time over items in all",
    ]


def test_a_repeat_in_another_file_is_found(tmp_path):
    first = written(tmp_path, "a.csv", RETURN)
    again = written(tmp_path, "b.csv", RETURN)
    faults = IssueList()
    read([first, again], faults)
    assert [str(fault) for fault in faults] == [
        "b.csv: column cssr_code and financial_year, first at line 2: given more than once "
        "(4 times)"
    ]
