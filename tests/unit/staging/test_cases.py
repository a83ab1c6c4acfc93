"""Held-out cases of damaged returns: each stands for a kind, and none is read in silence."""

import pandas as pd
import pytest

from pooledfunds.core.errors import IssueList
from pooledfunds.staging.council_population import read_council_population
from pooledfunds.staging.delayed_transfers import read_delayed_transfers
from pooledfunds.staging.equipment_delivery import read_equipment_delivery
from pooledfunds.staging.programme_budgets import read_programme_budgets
from tests.conftest import ROOT
from tests.unit.staging.returns import call, fates, written

CASES = ROOT / "tests/cases"
COUNCILS = pd.DataFrame({"cssr_code": ["102", "104", "106", "107", "108", "109"]})
PCTS = pd.DataFrame({"pct_code": ["5E1", "5A3"]})
YEARS = ("2003/04", "2009/10")
POPULATION = "cssr_code,council,gss,year,all,p18,p1864,p65,p75,p85"


def read_delays(path, faults):
    given = {"source": "delayed_transfers", "years": YEARS, "councils": COUNCILS, "pcts": PCTS}
    return call(read_delayed_transfers, [path], faults, **given)


def read_equipment(path, faults):
    return call(
        read_equipment_delivery,
        [path],
        faults,
        source="equipment_delivery",
        years=YEARS,
        councils=COUNCILS,
    )


def read_budgets(path, faults):
    given = {"source": "programme_budgets", "years": YEARS, "pcts": PCTS}
    return call(read_programme_budgets, [path], faults, **given)


def read_population(path, faults):
    return call(read_council_population, [path], faults, councils=COUNCILS[:1])


def told(read, path):
    faults = IssueList()
    read(path, faults)
    return [str(fault).partition(": ")[2] for fault in faults]


def population_told(tmp_path, *lines):
    return told(read_population, written(tmp_path, "p.csv", "\n".join([*lines, ""])))


def test_c01_a_quotation_mark_that_is_never_closed_is_one_fault_at_its_line():
    assert told(read_delays, CASES / "c01_unclosed_quote.csv") == [
        "first at line 3: a quotation mark that is not closed on its line; a line break inside "
        "quotation marks is not read either"
    ]


def test_c02_one_that_is_closed_three_lines_later_is_a_fault_at_both_ends():
    first, last = told(read_delays, CASES / "c02_quote_closed_later.csv")
    assert first.startswith("first at line 3: a quotation mark that is not closed on its line")
    assert last.startswith("first at line 6: a single quotation mark inside a value")


def test_c03_a_comma_too_many_in_the_first_row_is_one_fault_and_not_six(tmp_path):
    rows = ["102,x,E1,2007,1000,760,600,160,80,20,", "102,x,E1,2008,1000,760,600,160,80,20"]
    assert population_told(tmp_path, POPULATION, *rows) == [
        "line 2 has 11 fields, the heading has 10"
    ]


def test_c04_a_column_given_twice_is_told(tmp_path):
    rows = "102,x,E1,2007,1000,760,600,160,80,20,5"
    faults = population_told(tmp_path, f"{POPULATION},p65", rows)
    assert faults == ["line 1: column p65 is given more than once"]


@pytest.mark.parametrize(
    ("written_as", "rule"),
    [
        ("inf", "not a number (infinite or undefined)"),
        ("NaN", "not a number (infinite or undefined)"),
        ("1e400", "a number with an exponent"),
        ('"12,5"', "a comma that does not separate thousands"),
        ('"1,2,3"', "a comma that does not separate thousands"),
    ],
)
def test_c05_c06_what_is_no_number_is_told(tmp_path, written_as, rule):
    faults = population_told(tmp_path, POPULATION, f"102,x,E1,2007,{written_as},760,600,160,80,20")
    assert faults[0].startswith(f"column all, first at line 2: {rule}")


def test_c06_a_comma_between_thousands_is_read(tmp_path):
    faults = IssueList()
    row = '102,x,E1,2007,"1,234",760,600,160,80,20'
    path = written(tmp_path, "p.csv", f"{POPULATION}\n{row}\n")
    table, _ = read_population(path, faults)
    assert not faults
    assert table.set_index("age_band").loc["all ages", "persons"] == 1234


def test_c07_each_marker_is_a_fate_and_the_foot_note_is_set_aside():
    faults = IssueList()
    table, account = read_equipment(CASES / "c07_markers.csv", faults)
    assert not faults
    assert table.to_numpy().tolist() == [["104", "2007/08", 90, 100]]
    assert fates(account) == {
        "submitted": 4,
        "suppressed": 1,
        "not available": 1,
        "nil or negligible": 1,
        "kept": 1,
    }
    assert fates(account, "lines") == {"submitted": 6, "headings": 1, "note": 1, "kept": 4}
    assert fates(account, "marked cells") == {
        "submitted": 8,
        "* suppressed": 1,
        ": not available": 1,
        "- nil or negligible": 3,
        ".. not available": 1,
        "[c] suppressed": 1,
        "[x] not available": 1,
        "kept": 0,
    }


def test_c08_a_code_that_became_a_number_is_shown_with_what_it_was():
    one, other = told(read_budgets, CASES / "c08_code_turned_number.csv")
    rule = "(was it 5E1, which a spreadsheet turns into a number? format the column as text"
    assert one.startswith(f"column pct_code, first at line 2: no such body: 50 {rule}")
    assert other.startswith(f"column pct_code, first at line 3: no such body: 5.00E+01 {rule}")


def test_c09_one_date_with_the_month_first_makes_all_of_the_file_doubtful():
    ambiguous, impossible = told(read_delays, CASES / "c09_us_day_first.csv")
    assert ambiguous.startswith("column period, first at line 2: a date that may be read two ways")
    assert impossible.startswith("column period, first at line 3: a date with the month first")


def test_c10_a_council_of_a_later_reorganisation_is_named_with_those_before_it():
    bournemouth, cheshire = told(read_equipment, CASES / "c10_later_council.csv")
    assert "839 (Bournemouth, Christchurch and Poole, E06000058" in bournemouth
    assert "reorganisation of 1 April 2019; before it: Bournemouth (810)" in bournemouth
    assert "895 (Cheshire East, E06000049" in cheshire
    assert "reorganisation of 1 April 2009; before it: Cheshire (320)" in cheshire
