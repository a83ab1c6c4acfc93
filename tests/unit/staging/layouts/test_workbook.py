import struct
import zipfile

import pytest
import xlsxwriter

from pooledfunds.core.errors import BadInput
from pooledfunds.staging.layouts.workbook import cell_name, read_workbook
from pooledfunds.staging.layouts.workbook_marks import column_number
from tests.unit.staging.layouts import workbook_bytes as raw
from tests.unit.staging.layouts.workbooks import replace_in_sheet

ERROR, UNCALCULATED, MERGED = (
    "an error cell (#REF!)",
    "a formula saved without",
    "a figure in cells",
)


def faults_of(path) -> list[str]:
    with pytest.raises(BadInput) as caught:
        list(read_workbook(path))
    return [str(fault) for fault in caught.value.faults]


def xlsx(path, cells, **options):
    """Write one sheet, A, of cells by their names."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("A")
        for name, value in cells.items():
            sheet.write(name, value)
        for change in options.get("changes", ()):
            change(sheet)
    return path


@pytest.mark.parametrize(
    ("row", "column", "name"), [(0, 0, "A1"), (9, 2, "C10"), (0, 26, "AA1"), (1, 16383, "XFD2")]
)
def test_the_name_of_a_cell(row, column, name):
    assert cell_name(row, column) == name
    assert column_number(name.rstrip("0123456789")) == column


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ('<c r="B2" t="e"><v>#REF!</v></c>', ERROR),
        ("<c r='B2' t='e'><v>#REF!</v></c>", ERROR),
        ('<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "an error cell (#DIV/0!)"),
        ('<c r="B2"><f>SUM(A1:A2)</f></c>', UNCALCULATED),
        ('<c r="B2"><f>SUM(A1:A2)</f><v></v></c>', UNCALCULATED),
        ('<c r="B2"><f>SUM(A1:A2)</f><v/></c>', UNCALCULATED),
        # XlsxWriter stores a zero for a formula, and asks for the calculation on opening.
        ('<c r="B2"><f>SUM(A1:A2)</f><v>0</v></c>', UNCALCULATED),
    ],
)
def test_xlsx_an_unreadable_cell_is_a_fault_at_its_place(tmp_path, cell, rule):
    path = xlsx(tmp_path / "a.xlsx", {"A1": 1, "B2": 2, "C3": 3})
    replace_in_sheet(path, '<c r="B2"><v>2</v></c>', cell)
    (fault,) = faults_of(path)
    assert fault.startswith(f"a.xlsx: A!B2: {rule}")


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><f>SUM(A1:A2)</f><v>5</v></c>',
        '<c r="B2" t="str"><f>""</f><v>e</v></c>',
        '<c r="B2" t="inlineStr"><is><t>"e" &lt;f hidden</t></is></c>',
    ],
)
def test_xlsx_a_calculated_formula_is_read(tmp_path, cell):
    path = xlsx(tmp_path / "a.xlsx", {"A1": 1, "B2": 2, "C3": 3})
    replace_in_sheet(path, '<c r="B2"><v>2</v></c>', cell)
    (grid,) = read_workbook(path)
    assert grid.rows[1][1] in (5.0, "e", '"e" <f hidden')


def test_one_rule_on_many_sheets_is_one_fault_with_its_count(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        for name in "ABC":
            workbook.add_worksheet(name).write_formula("B2", "=1+1", None, 0)
    assert faults_of(path)[0].startswith("a.xlsx: A!B2 and 2 more places: a formula saved without")
    assert faults_of(path)[0].endswith("(3 times)")


DIMENSIONS = raw.record(0x200, bytes(14))


@pytest.mark.parametrize("top", [b"", DIMENSIONS], ids=["bare", "dimensions"])
def test_xls_errors_and_formulas_without_result(tmp_path, top):
    cells = top + raw.number(0, 0, 1.0) + raw.error(1, 1, 0x17) + raw.number(2, 2, 3.0)
    (fault,) = faults_of(raw.write_xls(tmp_path / "a.xls", cells))
    assert fault.startswith(f"a.xls: A!B2: {ERROR}")
    result = bytes([2, 0, 0x07, 0, 0, 0, 0xFF, 0xFF])
    (fault,) = faults_of(raw.write_xls(tmp_path / "b.xls", top + raw.formula(4, 0, result)))
    assert fault.startswith("b.xls: A!A5: an error cell (#DIV/0!)")
    cells = top + raw.formula(1, 1, raw.EMPTY_TEXT)
    (fault,) = faults_of(raw.write_xls(tmp_path / "c.xls", cells, calculated=False))
    assert fault.startswith(f"c.xls: A!B2: {UNCALCULATED}")
    cells = raw.record(raw.UNCALCED, b"\0\0") + top + raw.formula(1, 1, bytes(8))
    (fault,) = faults_of(raw.write_xls(tmp_path / "d.xls", cells))
    assert fault.startswith(f"d.xls: A!B2: {UNCALCULATED}")


def test_xls_hidden_rows_and_columns_are_found_below_the_dimensions(tmp_path):
    column = raw.hidden_column(1)
    cells = DIMENSIONS + raw.hidden_row(1) + raw.number(1, 0, 4.0) + raw.number(0, 1, 5.0)
    (grid,) = read_workbook(raw.write_xls(tmp_path / "row.xls", cells))
    assert (grid.hidden_rows, grid.hidden_columns) == ({1}, frozenset())
    (grid,) = read_workbook(raw.write_xls(tmp_path / "column.xls", column + cells))
    assert (grid.hidden_rows, grid.hidden_columns) == ({1}, {1})
    (grid,) = read_workbook(raw.write_xls(tmp_path / "late.xls", DIMENSIONS + column))
    assert grid.hidden_columns == {1}


def test_xls_a_number_whose_bytes_look_like_an_error_cell_is_read(tmp_path):
    looks = struct.unpack("<d", b"\x05\x02\x08\x00" + bytes(4))[0]
    cells = DIMENSIONS + raw.number(0, 0, looks) + raw.number(1, 0, 257.5)
    (grid,) = read_workbook(raw.write_xls(tmp_path / "a.xls", cells))
    assert grid.rows == [[looks], [257.5]]


def test_xls_a_calculated_formula_is_read(tmp_path):
    two = bytes.fromhex("0000000000000040")
    cells = raw.formula(0, 0, two) + raw.formula(1, 0, raw.EMPTY_TEXT) + raw.formula(2, 0, bytes(8))
    (grid,) = read_workbook(raw.write_xls(tmp_path / "a.xls", cells))
    assert grid.rows == [[2.0], [""], [0.0]]


def ods_table(cells: str, columns: str = "", rows: str = "", style: str = "") -> str:
    return (
        f'<table:table table:name="A"{style}>{columns}<table:table-row{rows}>{cells}'
        "</table:table-row></table:table>"
    )


ONE = (
    '<table:table-cell office:value-type="float" office:value="1">'
    "<text:p>1</text:p></table:table-cell>"
)


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        (
            '<table:table-cell table:formula="of:=[.A1]/0" office:value-type="string" '
            'calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>',
            ERROR,
        ),
        (
            '<table:table-cell table:formula="of:=[.A1]/0" office:value-type="float" '
            'office:value="0"><text:p>#DIV/0!</text:p></table:table-cell>',
            "an error cell (#DIV/0!)",
        ),
        (
            '<table:table-cell table:formula="of:=FOO()" office:value-type="float" '
            'office:value="0"><text:p>Err:508</text:p></table:table-cell>',
            "an error cell (Err:508)",
        ),
        ('<table:table-cell table:formula="of:=SUM([.A1:.A2])"/>', UNCALCULATED),
    ],
)
def test_ods_an_unreadable_cell_is_a_fault_at_its_place(tmp_path, cell, rule):
    skipped = '<table:table-cell table:number-columns-repeated="3"/>'
    path = raw.write_ods(tmp_path / "a.ods", ods_table(ONE + skipped + cell + ONE))
    (fault,) = faults_of(path)
    assert fault.startswith(f"a.ods: A!E1: {rule}")


def test_ods_a_calculated_formula_is_read(tmp_path):
    cell = ONE.replace("office:value-type", 'table:formula="of:=1" office:value-type')
    (grid,) = read_workbook(raw.write_ods(tmp_path / "a.ods", ods_table(cell)))
    assert grid.rows == [[1.0]]


@pytest.mark.parametrize("state", ["hide", "very_hidden"])
def test_xlsx_a_hidden_sheet_that_holds_cells_is_refused(tmp_path, state):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("A").write("A1", 1)
        for name, value in (("B", 2), ("C", None)):
            sheet = workbook.add_worksheet(name)
            getattr(sheet, state)()
            sheet.write("A1", value)
    assert faults_of(path) == [
        "a.xlsx: B: a hidden sheet: show it if it is part of the return, else delete it"
    ]


@pytest.mark.parametrize("state", [1, 2])
def test_xls_a_hidden_sheet_that_holds_cells_is_refused(tmp_path, state):
    path = raw.write_xls(tmp_path / "a.xls", raw.number(0, 0, 1.0), state)
    assert "a.xls: A: a hidden sheet" in faults_of(path)[0]
    assert list(read_workbook(raw.write_xls(tmp_path / "b.xls", b"", state))) == []


def test_ods_a_hidden_sheet_that_holds_cells_is_refused(tmp_path):
    path = raw.write_ods(tmp_path / "a.ods", ods_table(ONE, style=' table:style-name="off"'))
    assert "a.ods: A: a hidden sheet" in faults_of(path)[0]


def test_numbers_in_hidden_rows_and_columns_are_read_and_can_be_counted(tmp_path):
    changes = [
        lambda sheet: sheet.set_row(1, None, None, {"hidden": True}),
        lambda sheet: sheet.set_column(2, 2, None, None, {"hidden": True}),
    ]
    path = xlsx(tmp_path / "a.xlsx", {"A1": 1, "B2": 2, "C3": 3, "A2": "x"}, changes=changes)
    (grid,) = read_workbook(path)
    assert (grid.rows[1][1], grid.rows[2][2]) == (2.0, 3.0)
    assert list(grid.hidden_cells()) == [(1, 1), (2, 2)]
    cells = raw.hidden_column(2) + raw.hidden_row(1) + raw.number(0, 0, 1.0)
    cells += raw.number(1, 1, 2.0) + raw.number(2, 2, 3.0)
    (grid,) = read_workbook(raw.write_xls(tmp_path / "a.xls", cells))
    assert list(grid.hidden_cells()) == [(1, 1), (2, 2)]
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    (grid,) = read_workbook(raw.write_ods(tmp_path / "a.ods", ods_table(ONE + ONE, columns)))
    assert list(grid.hidden_cells()) == [(0, 1)]
    table = ods_table(ONE, rows=' table:visibility="filter"')
    (grid,) = read_workbook(raw.write_ods(tmp_path / "b.ods", table))
    assert list(grid.hidden_cells()) == [(0, 0)]


def test_a_figure_in_merged_cells_is_refused_and_a_merged_heading_is_read(tmp_path):
    changes = [lambda sheet: sheet.merge_range("B2:B3", 7)]
    (fault,) = faults_of(xlsx(tmp_path / "a.xlsx", {"A1": 1}, changes=changes))
    assert fault.startswith(f"a.xlsx: A!B2: {MERGED} merged to B3")
    cells = raw.number(1, 1, 7.0) + raw.number(2, 2, 1.0) + raw.merged(1, 2, 1, 1)
    assert faults_of(raw.write_xls(tmp_path / "a.xls", cells))[0].startswith(
        "a.xls: A!B2: a figure"
    )
    changes = [
        lambda sheet: sheet.merge_range("A1:C1", "Own provision"),
        lambda sheet: sheet.merge_range("A2:C2", 2007),
    ]
    (grid,) = read_workbook(xlsx(tmp_path / "b.xlsx", {"A3": 1}, changes=changes))
    assert grid.rows[1][0] == 2007


def test_a_cell_far_outside_any_return_is_refused(tmp_path):
    (fault,) = faults_of(xlsx(tmp_path / "a.xlsx", {"A1": 1, "XFD1048576": 1}))
    assert fault.startswith("a.xlsx: A!XFD1048576: a cell so far out")
    (grid,) = read_workbook(xlsx(tmp_path / "b.xlsx", {"A1": 1, "XFD200": 1}))
    assert len(grid.rows) == 200
    (grid,) = read_workbook(xlsx(tmp_path / "c.xlsx", {"A1": 1, "AB40000": 1}))
    assert len(grid.rows) == 40000
    (fault,) = faults_of(xlsx(tmp_path / "d.xlsx", {"A1": 1, "AAA40000": 1}))
    assert "d.xlsx: A!AAA40000" in fault


def test_a_workbook_that_unpacks_to_more_than_a_return_is_refused(tmp_path, monkeypatch):
    path = xlsx(tmp_path / "a.xlsx", {"A1": "x" * 30_000})
    monkeypatch.setattr("pooledfunds.staging.layouts.workbook_container.LARGEST_UNPACKED", 30_000)
    assert "bytes: no return is so large" in faults_of(path)[0]


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("a.xlsx", b"", "the file is empty"),
        ("a.xlsx", b"code,items\n102,90\n", "text under a workbook's name, not a workbook"),
        ("a.xls", "code\titems\n".encode("utf-16"), "text under a workbook's name"),
        ("a.xls", b"<html><table><tr><td>1", "a web page under a workbook's name"),
        ("a.xls", b'<?xml version="1.0"?><Workbook/>', "XML under a workbook's name"),
        ("a.xlsx", b"\x00\x01\x02 garbage \x07", "not a workbook"),
        ("a.xlsx", b"PK\x03\x04 cut short", "cut short or damaged"),
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000), "cut short or damaged"),
    ],
)
def test_a_file_that_is_no_workbook_is_one_fault(tmp_path, name, content, rule):
    path = tmp_path / name
    path.write_bytes(content)
    (fault,) = faults_of(path)
    assert fault.startswith(f"{name}: {rule}")


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.9, 0.995])
def test_a_truncated_workbook_is_one_fault(tmp_path, kind, part):
    path = tmp_path / f"a.{kind}"
    if kind == "xlsx":
        xlsx(path, {f"A{row}": row for row in range(1, 500)})
    elif kind == "xls":
        raw.write_xls(path, b"".join(raw.number(row, 0, row) for row in range(500)))
    else:
        raw.write_ods(path, ods_table(ONE * 50))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    assert faults_of(path) == [f"a.{kind}: cut short or damaged: fetch or save it again"]


def test_a_workbook_under_another_forms_name_is_one_fault(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"A1": 1}).rename(tmp_path / "a.xls")
    rule = "an .xlsx workbook under another name: rename it to a.xlsx"
    assert faults_of(path) == [f"a.xls: {rule}"]
    path = raw.write_xls(tmp_path / "b.xlsx", raw.number(0, 0, 1.0))
    assert faults_of(path) == ["b.xlsx: an .xls workbook under another name: rename it to b.xls"]


def test_other_containers_are_named(tmp_path):
    for name, part in (("a.xlsx", "readme.txt"), ("b.xlsx", "xl/workbook.bin")):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(part, "x")
    assert faults_of(tmp_path / "a.xlsx") == [
        "a.xlsx: a zip archive that holds no workbook: unpack it"
    ]
    assert "a binary workbook (.xlsb)" in faults_of(tmp_path / "b.xlsx")[0]


def test_a_locked_workbook_is_one_fault(tmp_path):
    # What a spreadsheet program writes under a password: an OLE container with one encrypted part.
    path = tmp_path / "a.xlsx"
    container = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    path.write_bytes(container + "EncryptedPackage".encode("utf-16-le") + bytes(480))
    assert faults_of(path) == ["a.xlsx: locked by a password: save it without one"]
    path = raw.write_ods(tmp_path / "b.ods", "", encrypted=True)
    assert faults_of(path) == ["b.ods: locked by a password: save it without one"]
    filepass = raw.record(0x2F, bytes(6))
    path = tmp_path / "c.xls"
    path.write_bytes(raw.ole_container(raw.bof(5) + filepass + raw.record(raw.EOF)))
    assert faults_of(path) == ["c.xls: locked by a password: save it without one"]


@pytest.mark.parametrize("cell", ['<c r="7"><v>2</v></c>', '<c r="B2"><v>2</v>', "<c r='B2'><f>"])
def test_a_damaged_sheet_is_one_fault(tmp_path, cell):
    path = xlsx(tmp_path / "a.xlsx", {"A1": 1, "B2": 2, "C3": 3})
    replace_in_sheet(path, '<c r="B2"><v>2</v></c>', cell)
    assert faults_of(path) == ["a.xlsx: cut short or damaged: fetch or save it again"]
