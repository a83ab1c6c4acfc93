from datetime import date, datetime

import pandas as pd
import pytest
import xlsxwriter

from pooledfunds.core.codelists import read_table
from pooledfunds.core.errors import IssueList
from pooledfunds.core.financial_year import year_of
from pooledfunds.staging.layouts.checks import HEADINGS, dates, financial_year
from pooledfunds.staging.layouts.editions import (
    editions_of,
    labels_of,
    read_returns,
    row_range,
)
from pooledfunds.staging.layouts.sheets import cell_text
from tests.unit.staging.returns import CONFIG, EDITIONS, written

TWO_LEVELS = """\
Delays,,,,
,,Acute,,Other
body,,Days,Beds,Days
5A1,,1,2,3
5A2,,4,5,6

Notes: printed in 2008,,,,
"""
COLUMNS = [
    ("body", "area_code", "", "yes", ""),
    ("Acute > Days", "days", "care=acute", "yes", "days"),
    ("Acute > Beds", "", "", "no", ""),
    ("Other > Days", "days", "care=other", "yes", "days"),
]
LAYOUT = pd.DataFrame(
    [("delays", "two_levels", "", "2-3", *column) for column in COLUMNS],
    columns=list(EDITIONS.columns),
)


def read(path, editions=LAYOUT):
    faults = IssueList()
    table, _ = read_returns([path], "delays", editions, faults)
    return table, [str(fault) for fault in faults]


def test_labelled_columns_come_out_long_with_their_place(tmp_path):
    table, faults = read(written(tmp_path, "delays.csv", TWO_LEVELS))
    assert not faults
    assert table[["area_code", "care", "days", "line"]].to_numpy().tolist() == [
        ["5A1", "acute", "1", 4],
        ["5A2", "acute", "4", 5],
        ["5A1", "other", "3", 4],
        ["5A2", "other", "6", 5],
    ]


def test_messages_name_the_headings_of_areas_as_every_edition_has_them():
    declared = EDITIONS.loc[EDITIONS["column"].isin(list(HEADINGS))]
    headings = set(zip(declared["column"], declared["column_as_submitted"], strict=True))
    assert headings == set(HEADINGS.items())


def test_a_column_that_the_edition_does_not_know_is_told_not_skipped(tmp_path):
    path = written(tmp_path, "delays.csv", TWO_LEVELS.replace("body,,Days", "body,Rate,Days"))
    assert read(path)[1] == ["delays.csv: line 3: column rate is not in edition two_levels"]


def test_a_new_edition_is_new_rows_and_no_code(tmp_path):
    renamed = LAYOUT.assign(
        edition="later",
        column_as_submitted=LAYOUT["column_as_submitted"].str.replace("Days", "Delayed days"),
    )
    path = written(tmp_path, "delays.csv", TWO_LEVELS.replace("Days", "Delayed days"))
    assert "no column acute > days (edition two_levels)" in read(path)[1][0]
    table, faults = read(path, pd.concat([LAYOUT, renamed]))
    assert not faults
    assert set(table["edition"]) == {"later"}


def test_spelling_and_spaces_of_headings_do_not_matter(tmp_path):
    path = written(tmp_path, "delays.csv", TWO_LEVELS.replace("Acute", "  ACUTE "))
    assert not read(path)[1]


def test_more_cells_than_headings(tmp_path):
    path = written(tmp_path, "delays.csv", TWO_LEVELS.replace("5A2,,4,5,6", "5A2,,4,000,5,6"))
    assert read(path)[1] == ["delays.csv: line 5 has 6 fields, the heading has 5"]


def test_a_last_line_without_a_line_end_is_read_and_counted(tmp_path):
    path = written(tmp_path, "delays.csv", TWO_LEVELS.rstrip("\n"))
    table, counted = read_returns([path], "delays", LAYOUT, IssueList())
    assert table["days"].tolist() == ["1", "4", "3", "6"]
    ends = counted[counted["unit"] == "line ends"].set_index("fate")["rows"]
    assert ends.to_dict() == {"the last line has no line end: is the file whole?": 1, "kept": 6}
    whole = written(tmp_path, "whole.csv", TWO_LEVELS)
    _, counted = read_returns([whole], "delays", LAYOUT, IssueList())
    assert set(counted["unit"]) == {"lines"}


def test_a_workbook_with_true_dates_and_numbers(tmp_path):
    path = tmp_path / "delays.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(
            [["", "", "Acute", "", "Other"], ["body", "", "Days", "Beds", "Days"]]
        ):
            sheet.write_row(row + 1, 0, cells)
        sheet.write_row(3, 0, [104, "", 1.5, 2])
        sheet.write_datetime(
            3, 4, datetime(2007, 3, 31), book.add_format({"num_format": "yyyy-mm-dd"})
        )
    table, faults = read(path)
    assert not faults
    assert table[["area_code", "days"]].to_numpy().tolist() == [
        ["104", "1.5"],
        ["104", "2007-03-31"],
    ]


def test_not_text(tmp_path):
    path = tmp_path / "delays.csv"
    path.write_bytes(b"\xff\xfe\x00body")
    assert read(path)[1] == ["delays.csv: UTF-16 text: save it as comma-separated text in UTF-8"]
    book = tmp_path / "delays.xlsx"
    book.write_bytes(b"PK\x03\x04 cut short")
    assert read(book)[1] == ["delays.xlsx: cut short or damaged: fetch or save it again"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (104.0, "104"),
        (0.25, "0.25"),
        (datetime(2007, 3, 31), "2007-03-31"),
        (date(2007, 3, 31), "2007-03-31"),
        (" 5A1 ", "5A1"),
    ],
)
def test_a_cell_reads_as_it_would_be_typed(cell, text):
    assert cell_text(cell) == text


def test_small_words():
    assert row_range("3") == (3, 3)
    assert row_range("14-15") == (14, 15)
    assert labels_of("reason=A; care_type=acute") == {"reason": "A", "care_type": "acute"}


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2007/08", "2007/08"),
        ("2007-08", "2007/08"),
        ("2007-2008", "2007/08"),
        ("1999/00", "1999/00"),
        ("2007/09", ""),
        ("2007", ""),
        ("0708", ""),
    ],
)
def test_financial_years_as_written(text, year):
    assert financial_year(text) == year


def test_the_financial_year_turns_on_the_first_of_april():
    days = pd.Series(pd.to_datetime(["2007-03-31", "2007-04-01", None]))
    assert year_of(days).tolist() == ["2006/07", "2007/08", ""]


def test_dates_are_read_day_first_and_wrong_ones_told():
    table = pd.DataFrame({"start": ["01/04/2007", "2/4/2007", "", "31/04/2007"]})
    table = table.assign(file="a.csv", line=range(2, 6))
    faults = IssueList()
    read_days = dates(faults, table, ["start"])["start"].dt.strftime("%Y-%m-%d").fillna("")
    assert read_days.tolist() == ["2007-04-01", "2007-04-02", "", ""]
    assert [str(fault) for fault in faults] == [
        "a.csv: column start, first at line 5: not a date such as 2007-03-31"
    ]


def test_the_editions_table_is_well_formed():
    table = read_table(CONFIG / "editions.csv")
    assert set(table["need"]) == {"yes", "no"}
    assert not table.duplicated(["source", "edition", "sheet", "column_as_submitted"]).any()
    for source in table["source"].unique():
        for edition in editions_of(source, table):
            assert edition.columns["sheet"].nunique() == 1
            assert edition.columns["header_row"].nunique() == 1
            plain = edition.columns[edition.columns["labels"] == ""]
            assert not plain.loc[plain["column"] != "", "column"].duplicated().any()
