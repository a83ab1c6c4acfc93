"""What a delivered extract holds, told without reading all of it."""

import pandas as pd
import pytest

from pooledfunds.core.errors import IssueList
from pooledfunds.staging.hes import look as hes_apc_look
from pooledfunds.staging.hes.look import data_year, look_at_extract

FIELDS = pd.DataFrame(
    [
        ("epikey", "serial", "yes", "epikey", "Record identifier"),
        ("fyear", "year", "no", "fyear", "Data year"),
        ("sex", "digit", "yes", "sex", "Sex"),
        ("bedyear", "days", "no", "bedyear", "Days"),
        ("lsoa", "area", "asked", "soal", "Area"),
    ],
    columns=["field", "kind", "needed", "delivered_names", "description"],
)


def look(path, text, needed=frozenset()):
    path.write_text(text)
    faults = IssueList()
    return look_at_extract(path, FIELDS, set(needed), faults), faults


def test_records_data_year_and_fields(tmp_path):
    held, faults = look(tmp_path / "a.txt", "EPIKEY|FYEAR|SEX\n1|0708|1\n2|0708|2\n")
    assert str(held) == "2 records, data year 2007/08; 3 fields; without bedyear"
    assert faults == []


def test_a_last_line_without_an_end_is_a_record_too(tmp_path):
    assert look(tmp_path / "a.txt", "EPIKEY|SEX\n1|1\n2|2")[0].records == 2


def test_the_name_tells_the_year_where_no_field_does(tmp_path):
    assert look(tmp_path / "APC_0506.txt", "EPIKEY|SEX\n1|1\n")[0].years == ("2005/06",)


def test_values_in_quotation_marks(tmp_path):
    held, _ = look(tmp_path / "a.csv", '"EPIKEY","FYEAR","SEX"\n"1","2006/07","1"\n')
    assert (held.records, held.years) == (1, ("2006/07",))


def test_a_needed_field_that_is_not_there_is_a_fault(tmp_path):
    _, faults = look(tmp_path / "a.txt", "EPIKEY|FYEAR\n1|0708\n", {"lsoa"})
    assert [fault.rule for fault in faults] == ["no field sex (sex)", "no field soal (area)"]


def test_of_a_long_file_the_number_is_told_roughly(tmp_path, monkeypatch):
    monkeypatch.setattr(hes_apc_look, "LOOKED_AT", 1 << 10)
    monkeypatch.setattr(hes_apc_look, "COUNTED", 1 << 12)
    held, _ = look(tmp_path / "a.txt", "EPIKEY|FYEAR|SEX\n" + "1|0708|1\n" * 10_000)
    assert str(held).startswith("about ")
    assert held.records == pytest.approx(10_000, rel=0.01)


@pytest.mark.parametrize(
    ("text", "year"), [("0708", "2007/08"), ("2007-08", "2007/08"), ("9900", "1999/00"), ("x", "")]
)
def test_data_years(text, year):
    assert data_year(text) == year
