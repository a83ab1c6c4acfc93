"""Activity by commissioner and month: what is read, and how each damage is told."""

import pandas as pd
import pytest

from pooledfunds.catalogue.monthly_returns import (
    MONTHLY_ACTIVITY,
    MONTHLY_ACTIVITY_AUDIT,
    MONTHLY_WORKBOOKS,
)
from pooledfunds.catalogue.readers import READERS
from pooledfunds.core.errors import IssueList
from pooledfunds.core.schema import enforce
from pooledfunds.staging.layouts.months import MONTHS, financial_year_of, months_between
from pooledfunds.staging.monthly_activity.stage import read_monthly_activity
from pooledfunds.staging.stage import read_all
from tests.unit.staging.delayed_transfers_monthly.workbooks import (
    head,
    place_of,
    write,
    year_of_workbooks,
)
from tests.unit.staging.returns import EDITIONS, context, fates

SOURCE = "monthly_activity"
MEASURES = EDITIONS.query(
    "source == 'monthly_activity' and edition == 'regions, by Region' and unit != ''"
)
HEADINGS = MEASURES["column_as_submitted"].tolist()
ORDINARY, DAY_CASE, TOTAL, NON_ELECTIVE = 0, 1, 2, 7
CCGS = {"01A": "NHS APPLEBY CCG", "01B": "NHS BARROW CCG"}
PCTS = {"5A1": "APPLEBY PCT", "TAC": "BARROW CARE TRUST"}
SHEETS = ("Commissioner", "Region")
COUNCILS = pd.DataFrame({"cssr_code": ["101", "625"]})


def figures(growth: int) -> list[int]:
    """Return the 14 figures of a commissioner; elective and planned totals are their parts' sum."""
    return [10, 30, 40, 2, 5, 7, 1, 100 + growth, 60, 50, 55, 45, 20, 90]


def workbook(month: str, growth: int = 0, ccgs: bool = True) -> dict[str, list[list]]:
    """Return a whole, right workbook of two commissioners and England's own, in two regions."""
    year = financial_year_of(month).replace("/", "-")
    period = [" " + year, MONTHS[int(month[5:]) - 1].upper()]
    names, group = (CCGS, "Region") if ccgs else (PCTS, "SHA")
    own = ("X24", "NHS ENGLAND") if ccgs else ("YDD82", "NATIONAL COMMISSIONING GROUP")
    rows = [
        ["", *period, "Y54", "NORTH", code, name, *figures(growth)] for code, name in names.items()
    ]
    rows.append(["", *period, "", "", *own, *figures(0)])
    north, rest = [a + b for a, b in zip(rows[0][7:], rows[1][7:], strict=True)], rows[2][7:]
    england = [a + b for a, b in zip(north, rest, strict=True)]
    titles = ["", "Year", "Period", f"{group} Code", f"{group} Name"]
    return {
        "Commissioner": [
            *head(month, "Monthly Hospital Activity"),
            [*titles, "Org Code", "Org Name", *HEADINGS],
            ["", *period, "", "", "", "England", *england],
            [],
            *rows,
            [],
            ["", "Note: excludes non-English commissioned activity."],
        ],
        group: [
            *head(month, "Monthly Hospital Activity"),
            [*titles, *HEADINGS],
            ["", *period, "", "England", *england],
            [],
            ["", *period, "Y54", "NORTH", *north],
            ["", *period, own[0], own[1], *rest],
        ],
        "Notes": [["", "Notes"], ["", "RNS", "A trust that revised its data"]],
    }


def file_name(month):
    return f"{MONTHS[int(month[5:]) - 1][:3]}_{month[2:4]}.xlsx"


def written(folder, year, ccgs=True):
    months = enumerate(months_between(year, year))
    return {m: write(folder / file_name(m), workbook(m, n, ccgs)) for n, m in months}


def read(files, years=("2014/15", "2014/15")):
    faults = IssueList()
    given = context(faults, SOURCE, years)
    return read_monthly_activity([str(f) for f in files], given), [str(fault) for fault in faults]


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    return written(tmp_path_factory.mktemp("year"), "2014/15")


@pytest.fixture(scope="module")
def whole(year):
    found, faults = read(year.values())
    assert faults == []
    return found


def test_each_commissioner_has_every_measure_of_every_month(whole):
    table = enforce(whole.tables["monthly_activity"], MONTHLY_ACTIVITY)
    assert len(table) == 12 * 3 * 14
    june = table[table["month"] == "2014-06"].set_index(["commissioner_code", "measure"])
    assert june.loc[("01A", "non_elective_admissions"), "count"] == 102
    assert june.loc[("X24", "elective_day_case_admissions"), "count"] == 30
    types = june["commissioner_type"].groupby("commissioner_code").first()
    assert types.to_dict() == {"01A": "ccg", "01B": "ccg", "X24": "nhs_england"}


def test_every_printed_total_is_in_the_audit(whole):
    audit = enforce(whole.tables["monthly_activity_audit"], MONTHLY_ACTIVITY_AUDIT)
    assert (audit["differing"] == 0).all()
    checks = audit[audit["month"] == "2014-06"].groupby("check")["compared"].sum()
    assert checks.to_dict() == {
        "commissioners to England": 14,
        "commissioners to regions": 2 * 14 + 1,  # and the commissioners of no region
        "parts to their total": 2 * 3,
        "totals of two sheets": 14,
        "whole numbers": 3 * 14,
    }


def test_no_line_is_lost(whole):
    assert fates(whole.account) == {"submitted": 36, "kept": 36}
    lines = fates(whole.account, "lines")
    assert lines["printed total of England"] == 24
    assert lines["kept"] == 12 * (3 + 2)
    assert lines["note"] == 12 * 3


def test_commissioners_of_the_year_before_are_pcts(tmp_path):
    found, faults = read(written(tmp_path, "2012/13", False).values(), ("2012/13", "2012/13"))
    assert faults == []
    types = found.tables["monthly_activity"]["commissioner_type"]
    assert set(types) == {"pct", "national_commissioning_group"}


def told(year, tmp_path, sheets):
    files = dict(year) | {"2014-06": write(tmp_path / file_name("2014-06"), sheets)}
    return read(files.values())


def changed(old, new, sheet="Commissioner", column=None):
    sheets = workbook("2014-06", 2)
    row, place = place_of(sheets[sheet], old)
    sheets[sheet][row][place if column is None else column] = new
    return sheets


@pytest.mark.parametrize(
    ("sheets", "place", "rule"),
    [
        (changed("01A", 99, column=14), "Commissioner!O9", "commissioners to England: 304 is"),
        (changed("01A", "99", column=14), "Commissioner!O11", "no figure: enter it as a number"),
        (changed("01A", "*", column=14), "Commissioner!O11", "no figure: enter it as a number"),
        (changed("01A", "5A1"), "Commissioner!H11", "no commissioner of 2014-06 in"),
        (changed("01A", ""), "Commissioner!H11", "a blank code"),
        (changed("01A", "01B"), "Commissioner!H12", "01B is given more than once"),
        (changed("01A", "01C"), "Commissioner", "no line of 01A, which other months"),
        (changed("England", "Britain"), "Commissioner", "no line of England"),
        (changed("01A", "MAY", column=2), "Commissioner!H11", "the line is of 2014-05, and"),
        (changed("01A", "2013-14", column=1), "Commissioner!H11", "the line is of 2013-06, and"),
        (changed(HEADINGS[7], "Emergencies"), "line 8", "no column total non-elective g&a"),
        (changed(HEADINGS[7], "Emergencies"), "line 8", "column emergencies is not in"),
        (changed("England", 99, "Region", 12), "Region!M9", "totals of two sheets: 99 is"),
        (changed("NORTH", 99, "Region", 12), "Region!M11", "commissioners to regions: 99 is"),
    ],
)
def test_each_damage_is_told_with_sheet_cell_and_rule(tmp_path, year, sheets, place, rule):
    _, faults = told(year, tmp_path, sheets)
    assert any(fault.startswith("Jun_14.xlsx") and place in fault and rule in fault
               for fault in faults), faults  # fmt: skip


def test_codes_that_were_exchanged_are_told(tmp_path, year):
    sheets = changed("01A", "x")
    for row in sheets["Commissioner"]:
        row[:] = [{"x": "01B", "01B": "01A"}.get(cell, cell) for cell in row]
    _, faults = told(year, tmp_path, sheets)
    assert faults == [
        "Jun_14.xlsx: Commissioner!H11: NHS APPLEBY CCG is 01B here and 01A in 2014-04: were lines "
        "exchanged?",
        "Jun_14.xlsx: Commissioner!H12: NHS BARROW CCG is 01A here and 01B in 2014-04: were lines "
        "exchanged?",
    ]


def test_what_a_commissioner_printed_stays_and_is_reported(tmp_path, year):
    sheets = workbook("2014-06", 2)
    for sheet, first in zip(SHEETS, (7, 5), strict=True):
        england, _ = place_of(sheets[sheet], "England")
        own, _ = place_of(sheets[sheet], "01A" if first == 7 else "NORTH")
        for row in (england, own):
            sheets[sheet][row][first + TOTAL] += 5
            sheets[sheet][row][first + NON_ELECTIVE] += 0.5
    found, faults = told(year, tmp_path, sheets)
    assert faults == []
    audit = found.tables["monthly_activity_audit"]
    odd = audit[audit["differing"] > 0].set_index("check")
    assert odd.loc["parts to their total", ["measure", "difference"]].tolist() == [
        "elective_admissions",
        5,
    ]
    assert odd.loc["whole numbers", "difference"] == 0.5
    assert (odd["explanation"] != "").all()


def test_a_sheet_of_regions_whose_lines_say_another_month_is_reported(tmp_path, year):
    sheets = workbook("2014-06", 2)
    for row in sheets["Region"]:
        row[:] = ["DECEMBER" if cell == "JUNE" else cell for cell in row]
    found, faults = told(year, tmp_path, sheets)
    assert faults == []
    audit = found.tables["monthly_activity_audit"]
    said = audit.loc[audit["explanation"] != "", "explanation"]
    assert said.tolist() == ["the sheet's lines say 2014-12"]


def test_a_month_written_wrongly_is_known_by_its_first_letters(tmp_path, year):
    sheets = workbook("2014-06", 2)
    for row in sheets["Commissioner"]:
        row[:] = ["Junne " if cell == "JUNE" else cell for cell in row]
    assert told(year, tmp_path, sheets)[1] == []


def test_an_empty_folder_of_months_is_named():
    found, faults = read([])
    assert faults == [
        "monthly_activity: no file holds 2014-04, 2014-05, 2014-06, 2014-07, 2014-08, 2014-09 and "
        "6 more: add it, or let source_years.csv say other years (12 times)"
    ]
    assert isinstance(found.account, pd.DataFrame)


def test_two_returns_tell_their_months_in_one_table(tmp_path, year):
    delays = year_of_workbooks(tmp_path)
    readers = [r for r in READERS if r.source in (SOURCE, "delayed_transfers_monthly")]
    given = context(IssueList(), years=("2014/15", "2014/15"), councils=COUNCILS)
    years = given.codelists["source_years"]
    both = [years.assign(source=reader.source) for reader in readers]
    given.codelists["source_years"] = pd.concat(both)
    paths = dict(zip([r.source for r in readers], (delays.values(), year.values()), strict=True))
    read_all(readers, {name: list(map(str, files)) for name, files in paths.items()}, given)
    assert given.issues == []
    months = enforce(given.tables["monthly_workbooks"], MONTHLY_WORKBOOKS)
    assert months["source_id"].value_counts().to_dict() == dict.fromkeys(paths, 12)
