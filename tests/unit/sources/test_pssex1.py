import numpy as np
import pandas as pd
import pytest

from pooledfunds.faults import BadInput
from pooledfunds.sources.pssex1_cube import amounts_table
from tests.unit.sources.workbooks import NO_CORRECTIONS, read, sheets, write


@pytest.fixture
def content():
    return sheets()


def faults_of(path, **keywords) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read(path, **keywords)
    return [str(fault) for fault in caught.value.faults]


def test_a_return_comes_out_line_by_line(tmp_path, content):
    cubes, _ = read(write(tmp_path / "any name.xlsx", content))
    table = amounts_table(cubes)
    appleby = table[(table["area"] == "150") & (table["service_line"] == "home_care")]
    amounts = dict(zip(appleby["measure"], appleby["gbp_thousand"], strict=True))
    assert amounts == {
        "own_provision_including_capital": 100.0,
        "provision_by_others_including_capital": 10.0,
        "client_contributions": 2.0,
        "joint_arrangements": 5.0,
        "nhs_income": 1.0,
    }
    assert set(table["financial_year"]) == {"2006/07"}
    assert set(table["client_group"]) == {"older_people"}


def test_a_blank_cell_is_no_amount(tmp_path, content):
    cubes, _ = read(write(tmp_path / "a.xlsx", content))
    table = amounts_table(cubes)
    day_care = table[(table["area"] == "150") & (table["service_line"] == "day_care")]
    assert "provision_by_others_including_capital" not in set(day_care["measure"])
    assert len(table) == sum(int(np.isfinite(cube.values).sum()) for cube in cubes)


def test_the_year_is_the_titles_not_the_files(tmp_path, content):
    cubes, _ = read(write(tmp_path / "return_2003-04.xlsx", content))
    assert {cube.year for cube in cubes} == {"2006/07"}


def test_every_number_of_a_file_is_counted(tmp_path, content):
    content["Appleby"][10] += ["", "", 7.0]  # a stray number right of the table
    _, counts = read(write(tmp_path / "a.xlsx", content))
    assert (counts["a.xlsx"].submitted, counts["a.xlsx"].outside) == (3 * 15 - 2 + 1, 1)


def test_a_missing_sheet_and_a_council_twice_are_told_together(tmp_path, content):
    content["150-Appleby"] = content.pop("Barrow UA")
    assert faults_of(write(tmp_path / "a.xlsx", content)) == [
        "a.xlsx: 2006/07: nothing for council 151",
        "a.xlsx: Appleby, 150-Appleby: council 150 more than once",
    ]


def test_an_unknown_sheet_stops_the_run(tmp_path, content):
    content["Nowhere"] = content["Appleby"]
    assert "a.xlsx: Nowhere: no body is named 'Nowhere'" in faults_of(
        write(tmp_path / "a.xlsx", content)
    )


def test_a_heading_that_fits_no_family(tmp_path, content):
    content["Barrow UA"] = [["a", "b"], [1.0, 2.0]]
    faults = faults_of(write(tmp_path / "a.xlsx", content))
    assert "a.xlsx: Barrow UA: the heading fits no PSSEX1 family" in faults


def test_text_in_the_place_of_a_number_is_told_with_its_cell(tmp_path, content):
    content["Appleby"][10][2] = "12+2"
    assert faults_of(write(tmp_path / "a.xlsx", content)) == [
        "a.xlsx: Appleby!C11: '12+2' where an amount belongs"
    ]


def test_an_unknown_measure_and_an_unknown_line(tmp_path, content):
    content["Appleby"][2][5] = "Pooled"
    content["Appleby"][11][1] = "Night care"
    faults = faults_of(write(tmp_path / "a.xlsx", content))
    assert faults[0].startswith("a.xlsx: Appleby!F8: the heading 'pooled arrangements'")


def test_a_correction_must_find_what_it_expects(tmp_path, content):
    content["Appleby"][10][2] = "12+2"
    path = write(tmp_path / "a.xlsx", content)
    fix = {
        "financial_year": "2006/07", "area": "150", "line": "C1",
        "measure": "own_provision_including_capital", "was": "12+2", "now": "14",
        "reason": "entered as a sum",
    }  # fmt: skip
    cubes, _ = read(path, corrections=pd.DataFrame([fix]))
    assert cubes[0].values[0, 0, 0] == 14
    wrong = pd.DataFrame([fix | {"was": "12+3"}])
    assert "expects '12+3'" in faults_of(path, corrections=wrong)[0]
    assert NO_CORRECTIONS.empty


@pytest.mark.parametrize("content", [b"", b"not a workbook", None])
def test_a_file_that_is_no_workbook(tmp_path, content):
    path = write(tmp_path / "a.xlsx", sheets())
    path.write_bytes(path.read_bytes()[:3000] if content is None else content)
    assert faults_of(path) == ["a.xlsx: cut short, or not a workbook"]


def test_a_locked_workbook(tmp_path):
    # What a spreadsheet program writes under a password: an OLE container with one encrypted part.
    path = tmp_path / "a.xlsx"
    container = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    path.write_bytes(container + "EncryptedPackage".encode("utf-16-le") + bytes(480))
    assert faults_of(path) == ["a.xlsx: locked by a password"]
