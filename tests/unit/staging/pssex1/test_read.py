import numpy as np
import pandas as pd
import pytest
import xlsxwriter

from pooledfunds.core.errors import BadInput
from pooledfunds.staging.pssex1.cube import amounts_table
from tests.unit.staging.layouts.workbooks import across, read, replace_in_sheet, sheets, write


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
    content["Nowhere"] = content.pop("Appleby")
    assert faults_of(write(tmp_path / "a.xlsx", content)) == [
        "a.xlsx: 2006/07: no body is named 'Nowhere', and there is nothing for council 150: "
        "add the name to config/codelists/council_aliases.csv"
    ]


def test_a_heading_that_fits_no_family(tmp_path, content):
    content["Barrow UA"] = [["a", "b"], [1.0, 2.0]]
    faults = faults_of(write(tmp_path / "a.xlsx", content))
    assert "a.xlsx: Barrow UA: the heading fits no PSSEX1 family" in faults


def test_text_in_the_place_of_a_number_is_told_with_its_cell(tmp_path, content):
    content["Appleby"][10][2] = "12+2"
    assert faults_of(write(tmp_path / "a.xlsx", content)) == [
        "a.xlsx: Appleby!C11: '12+2' where an amount belongs"
    ]


def test_an_unknown_measure_and_an_unknown_line_are_told_at_their_cells(tmp_path, content):
    content["Appleby"][2][5] = "Pooled"
    content["Appleby"][11][1] = "Night care"
    faults = faults_of(write(tmp_path / "a.xlsx", content))
    assert faults[0].startswith("a.xlsx: Appleby!F8: the heading 'pooled arrangements'")
    assert "config/codelists/pssex1_measures.csv" in faults[0]
    assert faults[1].startswith("a.xlsx: Appleby!B12: line C2 beside 'Night care'")
    assert "config/codelists/pssex1_service_lines.csv" in faults[1]


def test_what_is_wrong_alike_on_every_sheet_is_one_fault(tmp_path, content):
    """Case P02: a label changed on all sheets."""
    for rows in content.values():
        rows[10][1] = "Domiciliary care"
    (fault,) = faults_of(write(tmp_path / "a.xlsx", content))
    assert fault.startswith("a.xlsx: Appleby!B11 and 2 more places: line C1 beside 'Domiciliary")
    assert fault.endswith("(3 times)")


@pytest.mark.parametrize(
    ("code", "label", "rule"),
    [
        ("C1", "Domiciliary care", "Barrow UA!B11: line C1 beside 'Domiciliary care', no known"),
        ("C1", "Home care (1)", "Barrow UA!B11: line C1 beside 'Home care (1)', no known line"),
        ("", "Home care", "Barrow UA!B11: an amount beside 'Home care' without the code"),
        ("C2", "Day care", "Barrow UA!B12: line C2 is given twice"),
        ("C9", "Home care", "Barrow UA: unlike the other sheets of the return: lacks C1 home_care"),
        ("", "", "Barrow UA: unlike the other sheets of the return: lacks C1 home_care"),
    ],
)
def test_a_line_that_is_wrong_on_one_sheet_names_the_sheet(tmp_path, content, code, label, rule):
    """Case P03."""
    content["Barrow UA"][10][:2] = [code, label]
    assert any(rule in fault for fault in faults_of(write(tmp_path / "a.xlsx", content)))


def test_codes_and_labels_are_read_in_any_letter_case(tmp_path, content):
    content["Barrow UA"][10][:2] = [" c1", "HOME  CARE"]
    cubes, _ = read(write(tmp_path / "a.xlsx", content))
    assert [cube.values.shape for cube in cubes] == [(3, 3, 5)]


def test_a_sheet_with_its_lines_in_other_rows_is_the_same_return(tmp_path, content):
    content["Barrow UA"].insert(10, [""])
    (cube,), _ = read(write(tmp_path / "a.xlsx", content))
    assert cube.values[1, :, 0].tolist() == [60.0, 7.5, 67.5]


def test_a_workbook_given_twice_is_refused_and_both_files_are_named(tmp_path, content):
    """Case P01."""
    paths = [write(tmp_path / name, content) for name in ("a.xlsx", "a (1).xlsx")]
    with pytest.raises(BadInput) as caught:
        read(*paths)
    assert [str(fault) for fault in caught.value.faults] == [
        "a (1).xlsx: 2006/07: detailed amounts given twice, in a.xlsx and a (1).xlsx: "
        "keep one of the two (45 times)"
    ]


def test_a_measure_given_twice_across_councils_is_refused_within_and_between_files(tmp_path):
    sheet = across("Council Gross Current Expenditure, PSS EX1 2006-07")["Sheet"]
    within = write(tmp_path / "a.xlsx", {"Gross": sheet, "Gross (2)": sheet})
    with pytest.raises(BadInput, match="in sheet Gross and sheet Gross \\(2\\)"):
        read(within)
    once = [write(tmp_path / name, {"Gross": sheet}) for name in ("b.xls.xlsx", "c.xlsx")]
    with pytest.raises(BadInput, match=r"in b\.xls\.xlsx and c\.xlsx"):
        read(*once)
    assert len(read(once[0])[0]) == 1


def test_two_years_of_one_family_are_not_given_twice(tmp_path, content):
    later = sheets()
    for rows in later.values():
        rows[0][0] = "PSS EXPENDITURE IN 2007-08"
    cubes, _ = read(write(tmp_path / "a.xlsx", content), write(tmp_path / "b.xlsx", later))
    assert [cube.year for cube in cubes] == ["2006/07", "2007/08"]


def test_two_columns_of_one_measure_are_refused(tmp_path, content):
    content["Appleby"][2][6], content["Appleby"][3][6] = "Joint", "arrangements"
    content["Appleby"][3][6] = "arrangements"
    for row in (4, 5, 6):
        content["Appleby"][row - 1][6] = content["Appleby"][row - 1][5]
    faults = faults_of(write(tmp_path / "a.xlsx", content))
    assert any("joint_arrangements is given by more than one column" in fault for fault in faults)


def test_cells_marked_as_not_available_are_counted(tmp_path, content):
    content["Appleby"][10][6] = ".."
    _, counts = read(write(tmp_path / "a.xlsx", content))
    count = counts["a.xlsx"]
    assert (count.submitted, count.kept, count.not_available) == (3 * 15 - 2, 3 * 15 - 3, 1)


def test_amounts_in_hidden_rows_are_read_and_counted(tmp_path, content):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        for name, rows in content.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        sheet.set_row(10, None, None, {"hidden": True})
        sheet.set_column(8, 8, None, None, {"hidden": True})
        sheet.write_number(20, 8, 7.0)
    cubes, counts = read(path)
    assert np.isfinite(cubes[0].values[2]).all()
    assert (counts["a.xlsx"].hidden, counts["a.xlsx"].hidden_kept) == (6, 5)


def test_an_error_cell_is_a_fault_that_a_correction_may_put_right(tmp_path, content):
    """Case X01."""
    path = tmp_path / "a.xlsx"
    write(path, content)
    replace_in_sheet(path, '<c r="C11"><v>100</v></c>', '<c r="C11" t="e"><v>#REF!</v></c>')
    (fault,) = faults_of(path)
    assert fault.startswith("a.xlsx: Appleby!C11: an error cell (#REF!)")
    fix = {
        "financial_year": "2006/07", "area": "150", "line": "C1",
        "measure": "own_provision_including_capital", "was": "#REF!", "now": "100",
        "reason": "as the total prints",
    }  # fmt: skip
    cubes, counts = read(path, corrections=pd.DataFrame([fix]))
    assert cubes[0].values[0, 0, 0] == 100
    assert counts["a.xlsx"].outside == 0


def test_a_formula_without_its_result_is_a_fault(tmp_path, content):
    """Case X02."""
    path = write(tmp_path / "a.xlsx", content)
    replace_in_sheet(path, '<c r="C11"><v>100</v></c>', '<c r="C11"><f>SUM(D11:E11)</f></c>')
    (fault,) = faults_of(path)
    assert fault.startswith("a.xlsx: Appleby!C11: a formula saved without its result")


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
    assert "put it right there" in faults_of(path, corrections=wrong)[0]


def test_a_number_can_be_corrected_and_every_cell_keeps_one_fate(tmp_path, content):
    fix = {
        "financial_year": "2006/07", "area": "150", "line": "C1",
        "measure": "own_provision_including_capital", "was": "100.0", "now": "",
        "reason": "entered twice",
    }  # fmt: skip
    cubes, counts = read(write(tmp_path / "a.xlsx", content), corrections=pd.DataFrame([fix]))
    assert np.isnan(cubes[0].values[0, 0, 0])
    assert (counts["a.xlsx"].put_right_to_blank, counts["a.xlsx"].outside) == (1, 0)


def test_an_infinite_amount_is_refused(tmp_path, content):
    path = write(tmp_path / "a.xlsx", content)
    replace_in_sheet(path, '<c r="C11"><v>100</v></c>', '<c r="C11"><v>1e400</v></c>')
    assert "a.xlsx: Appleby: an amount without end, written inf or 1e400" in faults_of(path)


def test_the_faults_of_every_workbook_are_told_together(tmp_path, content):
    empty = tmp_path / "b.xlsx"
    empty.write_bytes(b"")
    content["Appleby"][10][2] = "12+2"
    with pytest.raises(BadInput) as caught:
        read(write(tmp_path / "a.xlsx", content), empty)
    assert [fault.file for fault in caught.value.faults] == ["a.xlsx", "b.xlsx"]
