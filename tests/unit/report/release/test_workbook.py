"""The workbook, read back by another library and opened and saved by LibreOffice."""

import re
import shutil
import subprocess
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from pooledfunds.catalogue.accounts import PROTECTED_ACCOUNTS
from pooledfunds.catalogue.report import AREA_INDICATORS
from pooledfunds.report.release.sheets import signs_of_blanks
from pooledfunds.report.release.workbook import Sheet, column_letters
from tests.unit.report.release.conftest import publish_into

OFFICE = shutil.which("soffice")
FRONT = ["Cover", "Contents", "Notes", "Shorthand", "Columns"]


def sheets_of(file) -> dict[str, list[list]]:
    """Return the cells of each sheet."""
    book = CalamineWorkbook.from_path(str(file))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def table_of(rows: list[list], heading: str) -> list[list]:
    """Return the rows of a sheet's table below its headings."""
    [first] = [place for place, row in enumerate(rows) if row[0] == heading]
    return rows[first + 1 :]


def test_a_workbook_has_cover_contents_notes_and_one_sheet_a_table(report):
    sheets = sheets_of(report / "release.ods")
    assert list(sheets) == [*FRONT, "areas", "row_accounts"]
    cover = "\n".join(str(row[0]) for row in sheets["Cover"])
    for words in ("ARTIFICIAL DATA", "2026-11-28", "The study", "How to cite", "six digits"):
        assert words in cover
    contents = table_of(sheets["Contents"], "Worksheet")
    assert [row[0] for row in contents] == [
        "Notes",
        "Shorthand",
        "Columns",
        "areas",
        "row_accounts",
    ]
    assert [row[2] for row in contents[-2:]] == [3, 3]


def test_codes_are_text_numbers_are_numbers_and_what_is_missing_is_explained(report):
    sheets = sheets_of(report / "release.ods")
    areas = table_of(sheets["areas"], "area_type")
    assert [row[1] for row in areas] == ["5E1", "007", "TAC"]
    assert areas[0][-6:] == [12.3457, "[x]", "[x]", "[x]", 2.0, "[z]"]
    assert [row[0] for row in table_of(sheets["Shorthand"], "Shorthand")] == ["[x]", "[z]", "[c]"]
    units = {(row[0], row[1]): row[3] for row in table_of(sheets["Columns"], "Table")}
    assert units["row_accounts", "rows"] == "records"


def test_what_is_withheld_has_a_sign_of_its_own():
    head = ["area_code", "value", "limit_low", "note"]
    columns = AREA_INDICATORS.columns
    assert signs_of_blanks(["5E1", "", "", "withheld"], columns, head) == ["[c]"] * 4
    assert signs_of_blanks(["5E1", "2", "", ""], columns, head) == ["[x]"] * 4
    assert signs_of_blanks(["a.txt", ""], PROTECTED_ACCOUNTS.columns, ["file", "rows"])[1] == "[c]"


def test_no_row_is_blank_no_cell_is_merged_and_each_table_is_marked(report):
    for name, rows in sheets_of(report / "release.ods").items():
        assert all(str(row[0]) for row in rows), name
    content = zipfile.ZipFile(report / "release.ods").read("content.xml").decode()
    assert "spanned" not in content
    assert "table:covered-table-cell" not in content
    ranges = re.findall(
        r'database-range table:name="(\w+)" table:target-range-address="([^"]+)"', content
    )
    marked = {name: address.replace("&#39;", "'") for name, address in ranges}
    assert set(marked) == {"Contents", "Notes", "Shorthand", "Columns", "areas", "row_accounts"}
    assert marked["areas"] == "'areas'.A4:'areas'.N7"


def test_the_same_tables_give_the_same_bytes_in_another_folder(report, tmp_path):
    again = publish_into(tmp_path / "elsewhere" / "report")
    for name in ("release.ods", "datapackage.json"):
        assert (again / name).read_bytes() == (report / name).read_bytes()
    first = zipfile.ZipFile(report / "release.ods").infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice (soffice) on this machine")
def test_libreoffice_opens_and_saves_it_without_a_warning(report, tmp_path):
    """`5E1`, the code of Stockton-on-Tees Teaching PCT, survives the round trip."""
    saved = tmp_path / "saved"
    printed = subprocess.run(
        [OFFICE, f"-env:UserInstallation=file://{tmp_path}/office", "--headless",
         "--convert-to", "ods", "--outdir", saved, report / "release.ods"],
        capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    said = f"{printed.stdout}\n{printed.stderr}".replace("failed to launch javaldx", "")
    assert not re.search("error|corrupt|repair|fail", said, re.IGNORECASE), said
    before, after = sheets_of(report / "release.ods"), sheets_of(saved / "release.ods")
    assert after == before
    assert table_of(after["areas"], "area_type")[0][1] == "5E1"


def test_the_address_of_a_wide_table():
    assert [column_letters(n) for n in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]
    sheet = Sheet("wide", "Wide", ["one line"], ["h"] * 28, [[1] * 28])
    assert sheet.range == "'wide'.A3:'wide'.AB4"
