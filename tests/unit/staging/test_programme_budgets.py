import pytest

from pooledfunds.catalogue.returns import PROGRAMME_BUDGETS
from pooledfunds.core.errors import IssueList
from pooledfunds.core.schema import enforce
from pooledfunds.staging.programme_budgets import read_programme_budgets
from tests.unit.staging.returns import (
    PCTS,
    YEARS,
    as_workbook,
    assert_told,
    call,
    damaged,
    fates,
    faults_of,
    written,
)

MENTAL_HEALTH = {"5a": 1000, "5b": 2000, "5c": 3000, "5d": 4000, "5x": 22000.4}
LINES = ["pct_code,pct_name,financial_year,programme,gbp_thousand"]
LINES += [f"5A1,Ash PCT,2007/08,{part},{amount}" for part, amount in MENTAL_HEALTH.items()]
LINES += [
    "5A1,Ash PCT,2007/08,5,32000.4",
    "5A1,Ash PCT,2007/08,6,9000",
    "5A2,Birch PCT,2007/08,5,28000",
    "5A2,Birch PCT,2007/08,6,7500",
    "5A2,Birch PCT,2007/08,7,",
    "5A2,Birch PCT,2006/07,6,7000",
    "TA1,Cedar Care Trust,2006/07,5,30000",
    "TA1,Cedar Care Trust,2007/08,5,30000",
    "TA1,Cedar Care Trust,2007/08,6,8000",
]
RETURN = "\n".join(LINES) + "\n"


def read(paths, faults):
    given = {"source": "programme_budgets", "years": YEARS, "breaks": ("2006/07",)}
    return call(read_programme_budgets, paths, faults, pcts=PCTS, **given)


def test_amounts_breaks_and_the_fate_of_every_row(tmp_path):
    faults = IssueList()
    table, account = read([written(tmp_path, "pb.csv", RETURN)], faults)
    assert not faults
    enforce(table, PROGRAMME_BUDGETS)
    amounts = table.set_index(["pct_code", "financial_year", "programme"])["gbp_thousand"]
    assert amounts["5A1", "2007/08", "5x"] == 22000.4
    assert table.loc[table["year_break"], "financial_year"].tolist() == ["2006/07"] * 2
    assert fates(account) == {
        "submitted": 14,
        "no figure returned": 1,
        "kept": 13,
    }


def test_a_workbook_reads_like_a_delimited_file(tmp_path):
    from_text, _ = read([written(tmp_path, "pb.csv", RETURN)], IssueList())
    from_sheet, _ = read([as_workbook(tmp_path, "pb.xlsx", RETURN)], IssueList())
    assert from_sheet.equals(from_text)


@pytest.mark.parametrize(
    ("change", "place", "rule"),
    [
        (
            {"5A2,Birch": "5ZZ,Birch"},
            "column pct_code, first at line 9",
            "no such body: 5ZZ (4",
        ),
        (
            {"5A2,Birch PCT,2007/08,5,": "5A1,Birch PCT,2007/08,5,"},
            "column PCT, year and programme, first at line 9",
            "given more than once",
        ),
        (
            {"2006/07,5,": "2001/02,5,"},
            "column financial_year, first at line 13",
            "outside the years 2005/06 to 2007/08",
        ),
        (
            {"2007/08,6,9000": "2007/08,24,9000"},
            "column programme, first at line 8",
            "not one of 1, 2, 3",
        ),
        (
            {"5,32000.4": "5,32009.4"},
            "column gbp_thousand, first at line 7",
            "a printed sum differs from its parts",
        ),
        (
            {"2007/08,6,9000": "2007/08,6,9000000"},
            "column gbp_thousand, first at line 8",
            "over 200 times the middle PCT's: pounds in place of £000",
        ),
        (
            {"2007/08,6,9000": "2007/08,6,nine"},
            "column gbp_thousand, first at line 8",
            "not a number",
        ),
        ({"gbp_thousand": "gbp"}, "line 1", "no column gbp_thousand (edition plain)"),
    ],
)
def test_each_damage_is_told_with_file_place_and_rule(tmp_path, change, place, rule):
    path = written(tmp_path, "pb.csv", damaged(RETURN, change))
    assert_told(read, path, place, rule)


def test_an_empty_sheet(tmp_path):
    assert faults_of(read, as_workbook(tmp_path, "pb.xlsx", "")) == [
        "pb.xlsx, sheet Sheet1: the sheet is empty"
    ]
    assert faults_of(read, as_workbook(tmp_path, "pb.xlsx", LINES[0])) == [
        "pb.xlsx, sheet Sheet1: there are headings and no rows"
    ]


def test_a_whole_file_in_pounds(tmp_path):
    lines = [f"{pct},,2007/08,5,{amount}" for pct, amount in (("5A1", 32_000_400), ("5A2", 28e6))]
    path = written(tmp_path, "pb.csv", "\n".join([LINES[0], *lines, ""]))
    assert faults_of(read, path) == [
        "pb.csv: column gbp_thousand, first at line 2: above £5,000,000 thousand: pounds in place "
        "of £000 (2 times)"
    ]
