"""Delayed days by council and month: what is read, and how each damage is told."""

import pandas as pd
import pytest

from pooledfunds.catalogue.monthly_returns import (
    DELAYED_DAYS,
    DELAYED_DAYS_AUDIT,
    MONTHLY_WORKBOOKS,
)
from pooledfunds.core.errors import IssueList
from pooledfunds.core.schema import enforce
from pooledfunds.staging.delayed_transfers_monthly.stage import read_delayed_days
from tests.unit.staging.delayed_transfers_monthly.workbooks import (
    YEARS,
    file_name,
    place_of,
    workbook,
    write,
    year_of_workbooks,
)
from tests.unit.staging.returns import context, fates

SOURCE = "delayed_transfers_monthly"
COUNCILS = pd.DataFrame({"cssr_code": ["101", "625"]})
CARE, BODY, REASON = "LA - by Type of Care", "LA - by responsible org", "LA - by reason"


def read(files, years=YEARS):
    faults = IssueList()
    given = context(faults, SOURCE, years, councils=COUNCILS)
    return read_delayed_days([str(file) for file in files], given), [str(fault) for fault in faults]


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    return year_of_workbooks(tmp_path_factory.mktemp("year"))


@pytest.fixture(scope="module")
def whole(year):
    found, faults = read(year.values())
    assert faults == []
    return found


def told(year, tmp_path, sheets=None, month="2014-06", name="", without=()):
    """Return the faults of the year with one of its workbooks in another form."""
    files = dict(year)
    if sheets is not None:
        files[month] = write(tmp_path / (name or file_name(month)), sheets)
    return read([file for month, file in files.items() if month not in without])[1]


def test_councils_stand_under_their_own_code_with_the_total_once(whole):
    table = enforce(whole.tables["delayed_days"], DELAYED_DAYS)
    assert len(table) == 12 * 2 * (1 + 2 + 3 + 10)
    june = table[table["month"] == "2014-06"].set_index(["area_code", "breakdown", "category"])
    days = june["delayed_days"]
    assert days["101", "total", "all"] == 32  # 30, and two more by June
    assert days["101", "type_of_care"].to_dict() == {"acute": 22, "non_acute": 10}
    assert days["625", "responsible_body"].to_dict() == {"both": 0, "nhs": 7, "social_care": 3}
    assert days["625", "reason"][["E", "I", "A"]].tolist() == [6, 4, 0]
    assert set(june["financial_year"]) == {"2014/15"}


def test_each_breakdown_adds_up_to_the_total(whole):
    table = whole.tables["delayed_days"]
    sums = table.groupby(["area_code", "month", "breakdown"], observed=True)["delayed_days"].sum()
    assert (sums.unstack().nunique(axis=1) == 1).all()


def test_every_printed_total_is_in_the_audit_and_agrees(whole):
    audit = enforce(whole.tables["delayed_days_audit"], DELAYED_DAYS_AUDIT)
    assert (audit["differing"] == 0).all()
    june = audit[audit["month"] == "2014-06"].set_index(["check", "breakdown", "category"])
    england = june.loc[("areas to England", "type_of_care", "all")]
    assert (england["published"], england["summed"], england["compared"]) == (42, 42, 1)
    assert june.loc[("parts to their total", "responsible_body", "all"), "compared"] == 4
    assert june.loc[("sheet of England", "reason", ""), "compared"] == 10


def test_revisions_are_told_as_the_workbooks_have_them(whole):
    first = enforce(whole.tables["monthly_workbooks"], MONTHLY_WORKBOOKS).iloc[0]
    assert first[["month", "file", "published", "revised", "status"]].tolist() == [
        "2014-04", "April_14.xlsx", "2014-05-24", "2015-04-24", "Published",
    ]  # fmt: skip


def test_no_line_and_no_marked_cell_is_lost(whole):
    assert fates(whole.account) == {
        "submitted": 36,
        "residents outside England, counted in the printed England": 12,
        "kept": 24,
    }
    lines = fates(whole.account, "lines")
    assert lines["printed total of England"] == 36
    assert lines["kept"] == 12 * (3 * 3 + 12)
    marked = fates(whole.account, "marked cells")
    assert marked == {
        "submitted": 12 * 38,
        "NA read as 0": 12 * 20,
        "- read as 0": 12 * (3 + 4 + 11),
        "kept": 0,
    }


def test_the_later_layout_has_beds_that_are_days_over_the_days_of_the_month(tmp_path, year):
    assert told(year, tmp_path, workbook("2014-06", 2, beds=30)) == []
    wrong = told(year, tmp_path, workbook("2014-06", 2, beds=31))
    assert len(wrong) == 2
    assert "beds times days of the month" in wrong[0]
    assert wrong[0].startswith("June_14.xlsx: LA - by Type of Care!I12")


def test_a_table_is_found_wherever_its_headings_stand(tmp_path, year):
    sheets = {
        name: [["A further line above"], *rows] for name, rows in workbook("2014-06", 2).items()
    }
    sheets["by care"] = sheets.pop(CARE)
    assert told(year, tmp_path, sheets) == []


def change(sheet, old, new):
    """Return a damage that puts one cell in the place of another."""

    def damage(sheets):
        row, column = place_of(sheets[sheet], old)
        sheets[sheet][row][column] = new

    return damage


def repeat_line(sheets):
    sheets[CARE].append(list(sheets[CARE][-1]))


def drop_line(sheets):
    sheets[REASON].pop()


def shift_headings(sheets):
    row, _ = place_of(sheets[BODY], "Name")
    sheets[BODY][row].insert(4, "")


def shift_figures(sheets):
    row, _ = place_of(sheets[BODY], "Appleby")
    sheets[BODY][row].insert(4, "")


def exchange_codes(sheets):
    for sheet in (CARE, BODY, REASON):
        (one, at), (other, _) = place_of(sheets[sheet], "101"), place_of(sheets[sheet], "00KB")
        sheets[sheet][one][at], sheets[sheet][other][at] = "00KB", "101"


@pytest.mark.parametrize(
    ("damage", "place", "rule"),
    [
        (change(CARE, 10, 11), CARE + "!F10", "areas to England: 15 is printed, and"),
        (change(CARE, 10, 11), CARE + "!G12", "parts to their total: 32 is printed"),
        (change(CARE, 10, "ten"), CARE + "!F12", "no figure: enter it as a number"),
        (change(CARE, 10, "10"), CARE + "!F12", "no figure: enter it as a number"),
        (change(CARE, 10, ""), CARE + "!F12", "no figure in a needed cell"),
        (change(CARE, 10, "NA"), CARE + "!F12", "no figure: enter it as a number"),
        (change(CARE, 10, -10), CARE + "!F12", "a figure below zero"),
        (change(CARE, 10, 9.5), CARE + "!F12", "not a whole number"),
        (change(CARE, "101", "103"), CARE + "!E12", "no such body: 103"),
        (change(CARE, "101", "103"), BODY, "no line of 103, which other sheets"),
        (change(BODY, "Appleby", "Barrow"), BODY + "!E12", "101 is Barrow here and"),
        (exchange_codes, CARE + "!E13", "101 is Bedford here and Appleby in 2014-04"),
        (repeat_line, CARE + "!E15", "9900 is given more than once"),
        (drop_line, REASON, "no line of 9900, which other sheets of the month have"),
        (change(CARE, "England", "Britain"), CARE, "no line of England"),
        (change(BODY, "Social Care", "Care"), "line 9", "no column social care"),
        (change(BODY, "Social Care", "Care"), "line 9", "column care is not in edition"),
        (change(REASON, "H) DISPUTES", "O) Other"), "line 9", "column o) other is not in"),
        (shift_headings, BODY + "!E10", "a cell in a column without a heading"),
        (shift_figures, BODY + "!E12", "no figure in a needed cell"),
        (change("England", 27, 26), CARE + "!E10", "sheet of England: 27 is printed"),
    ],
)  # fmt: skip
def test_each_damage_is_told_with_sheet_cell_and_rule(tmp_path, year, damage, place, rule):
    sheets = workbook("2014-06", 2)
    if damage is shift_headings or damage is shift_figures:
        place = place.replace("E11", "E11")
    damage(sheets)
    faults = told(year, tmp_path, sheets)
    assert any(place in fault and rule in fault for fault in faults), faults
    assert all(fault.startswith("June_14.xlsx") for fault in faults), faults


def test_a_sheet_that_is_not_there_or_comes_twice_is_named(tmp_path, year):
    sheets = workbook("2014-06", 2)
    reason = sheets.pop(REASON)
    assert told(year, tmp_path, sheets) == [
        "June_14.xlsx: no sheet has a table of reason: is the workbook whole?"
    ]
    sheets |= {REASON: reason, "LA - by reason (2)": reason}
    assert told(year, tmp_path, sheets) == [
        "June_14.xlsx: LA - by reason (2): a second table of reason: keep the right one"
    ]


def test_a_sheet_that_nothing_knows_is_named_and_one_of_notes_is_counted(tmp_path, year):
    notes = {"Data Quality": [["The following providers revised data for June 2014:"]]}
    assert told(year, tmp_path, workbook("2014-06", 2) | notes) == []
    (fault,) = told(year, tmp_path, workbook("2014-06", 2) | {"Sheet5": [["Working", 3]]})
    assert fault.startswith("June_14.xlsx: Sheet5: no edition in config/editions.csv")


def test_a_month_that_no_file_holds_is_named(year, tmp_path):
    (fault,) = told(year, tmp_path, without=("2014-07", "2015-03"))
    assert fault.startswith("delayed_transfers_monthly: no file holds 2014-07, 2015-03: add it")


def test_a_month_under_the_name_of_another_is_named_and_so_is_what_it_hides(tmp_path, year):
    faults = told(year, tmp_path, workbook("2014-05", 1), name="June_14.xlsx")
    assert [fault.split(":")[1].strip() for fault in faults] == [
        "the file is named for 2014-06, and its sheets are of 2014-05",
        "2014-05 is given by May_14.xlsx too",
        "no file holds 2014-06",
    ]


def test_a_month_whose_figures_are_those_of_another_is_named(tmp_path, year):
    (fault,) = told(year, tmp_path, workbook("2014-06", 1))
    assert fault.startswith("June_14.xlsx: all figures are those of May_14.xlsx, 2014-05")


def test_sheets_of_two_months_and_sheets_of_none_are_named(tmp_path, year):
    mixed = workbook("2014-06", 2) | {REASON: workbook("2014-08", 2)[REASON]}
    assert "sheets of different months: England is of 2014-06" in told(year, tmp_path, mixed)[0]
    blank = workbook("2014-06", 2)
    change(CARE, "June 2014", "")(blank)
    assert told(year, tmp_path, blank)[0].startswith(
        "June_14.xlsx: LA - by Type of Care: no month above the table"
    )


def test_a_workbook_cut_short_is_one_fault(tmp_path, year):
    content = year["2014-06"].read_bytes()
    cut = tmp_path / "June_14.xlsx"
    cut.write_bytes(content[: len(content) // 2])
    files = dict(year) | {"2014-06": cut}
    _, faults = read(files.values())
    assert len(faults) == 1
    assert faults[0].startswith("June_14.xlsx")


def test_a_council_that_one_month_lacks_is_named(tmp_path, year):
    sheets = workbook("2014-06", 2)
    for sheet in (CARE, BODY, REASON):
        row, _ = place_of(sheets[sheet], "Bedford")
        del sheets[sheet][row]
    faults = told(year, tmp_path, sheets)
    assert any("no line of 625, which other months have" in fault for fault in faults)


def test_a_month_outside_the_years_of_the_source_is_named(year):
    _, faults = read(year.values(), ("2015/16", "2015/16"))
    assert faults[0].startswith("April_14.xlsx: 2014-04 lies outside the years 2015/16 to 2015/16")
    assert "no file holds 2015-04" in faults[-1]
