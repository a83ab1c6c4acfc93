import pytest

from pooledfunds.faults import FaultList
from pooledfunds.sources.delimited import as_number, note_repeats, read_delimited


def read(tmp_path, text, columns, encoding="utf-8"):
    path = tmp_path / "return.csv"
    path.write_bytes(text.encode(encoding))
    faults = FaultList()
    return read_delimited(path, columns, faults), faults


def test_rows_keep_their_line_numbers(tmp_path):
    table, faults = read(tmp_path, "code,persons\n001, 5 \n002,\n", ["code", "persons"])
    assert table.to_dict("index") == {
        2: {"code": "001", "persons": "5"},
        3: {"code": "002", "persons": ""},
    }
    assert not faults


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("code,people\n1,2\n", "return.csv: line 1: no column persons"),
        ("", "return.csv: the file is empty"),
        ("code,persons\n", "return.csv: the file has a heading and no rows"),
        ("code,persons\n1,2\n1,2,3\n", "not a regular table"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path, text, rule):
    _, faults = read(tmp_path, text, ["code", "persons"])
    assert rule in str(faults[0])


def test_an_unreadable_encoding(tmp_path):
    _, faults = read(tmp_path, "code,persons\né,2\n", ["code", "persons"], "latin-1")
    assert str(faults[0]) == "return.csv: not readable as UTF-8 text"


def test_numbers_that_are_none_are_told_by_line_and_count_never_by_value(tmp_path):
    table, faults = read(tmp_path, 'code,persons\n1,"1,250"\n2,many\n3,few\n4,-1\n', ["persons"])
    values = as_number(table, "persons", "return.csv", faults)
    assert values[2] == 1250
    assert [str(fault) for fault in faults] == [
        "return.csv: column persons, first at line 3: not a number (2 times)",
        "return.csv: column persons, first at line 5: below 0",
    ]


def test_a_repeated_key_is_told_at_its_second_row(tmp_path):
    table, faults = read(tmp_path, "code,year\n1,2006\n2,2006\n1,2006\n", ["code", "year"])
    note_repeats(faults, "return.csv", table, ["code", "year"])
    assert str(faults[0]) == (
        "return.csv: column code and year, first at line 4: given more than once"
    )
