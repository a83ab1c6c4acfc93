import pytest

from pooledfunds.core.errors import IssueList
from pooledfunds.staging.layouts.text_rows import read_text_rows, split_line


def read(tmp_path, content):
    path = tmp_path / "return.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    faults = IssueList()
    rows = read_text_rows(path, faults)
    return rows, [str(fault).removeprefix("return.csv: ") for fault in faults]


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("a, b ,c", ["a", "b", "c"]),
        ("a,,", ["a", "", ""]),
        ('"1,234",x', ["1,234", "x"]),
        ('"a ""b"" c",', ['a "b" c', ""]),
        ('so ("just under"),x', ['so ("just under")', "x"]),
        ('""', [""]),
    ],
)
def test_fields_of_a_line(line, fields):
    assert split_line(line) == fields


@pytest.mark.parametrize("line", ['a,"b', 'a,b"', '"a"b,c', ' "a",b"', '"a""', '"'])
def test_a_line_whose_quotation_marks_do_not_pair_is_not_split(line):
    assert isinstance(split_line(line), str)


@pytest.mark.parametrize(
    "content", [b"a,b\r\n1,2\r\n", b"\xef\xbb\xbfa,b\n1,2\n", b'"a","b"\n"1","2"\n']
)
def test_forms_of_the_same_table(tmp_path, content):
    assert read(tmp_path, content) == ([["a", "b"], ["1", "2"]], [])


def test_a_blank_line_keeps_its_number(tmp_path):
    rows, _ = read(tmp_path, "a,b\n\n1,2\n\n")
    assert rows == [["a", "b"], [""], ["1", "2"], [""]]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"PK\x03\x04rest", "a workbook or other zip archive, not text"),
        (b"\xd0\xcf\x11\xe0rest", "a workbook, not text"),
        (b"\x1f\x8brest", "compressed (gzip), not text"),
        (b"<!DOCTYPE html><p>404", "a web page or XML, not a table"),
        ("a,b\n1,2\n".encode("utf-16"), "UTF-16 text"),
        ("a,b\n1,2\n".encode("utf-16-le"), "line 1: UTF-16 text"),
        (b"a,b\n1,\x002\n1,2\n1,2\n", "line 2: a NUL byte"),
        ("a,b\n1,é\n".encode("latin-1"), "line 2: not readable as UTF-8 text"),
        (b"a,b\r1,2\r3,4\r", "first at line 1: a line end of old Macintosh files"),
        (b"a,b\n1,2\r3,4\n", "first at line 2: a line end of old Macintosh files"),
        ("a,b\n1,2\n\ufeffa,b\n1,2\n", "first at line 3: the mark that opens a file"),
        ("a,b\n1,\ufffd\n", "first at line 2: a character that was lost"),
        ("a,b\n1,\u2028\n", "first at line 2: a control character"),
        ("a;b\n1;2,5\n", "line 1: the fields are separated by semicolons"),
        ("a\tb\n1\t2\n", "line 1: the fields are separated by tabulators"),
    ],
)
def test_what_is_no_comma_separated_text_is_named_with_what_to_do(tmp_path, content, fault):
    rows, faults = read(tmp_path, content)
    assert rows is None
    assert any(told.startswith(fault) for told in faults), faults


def test_a_field_of_200_000_characters_is_no_traceback(tmp_path):
    long = "x" * 200_000
    assert read(tmp_path, f'a,b\n"{long}",2\n')[0][1] == [long, "2"]
    rows, faults = read(tmp_path, f'a,b\n"{long},2\n1,2\n')
    assert rows is None
    assert faults[0].startswith("first at line 2: a quotation mark that is not closed")
