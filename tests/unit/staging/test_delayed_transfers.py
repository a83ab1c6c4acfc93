import pytest

from pooledfunds.catalogue.returns import DELAYED_TRANSFER_INDICATORS, DELAYED_TRANSFERS
from pooledfunds.core.errors import IssueList
from pooledfunds.core.schema import enforce
from pooledfunds.staging.delayed_transfer_indicators import read_delay_indicators
from pooledfunds.staging.delayed_transfers import read_delayed_transfers, read_period
from tests.unit.staging.returns import (
    COUNCILS,
    PCTS,
    YEARS,
    assert_told,
    call,
    damaged,
    fates,
    written,
)

RETURN = """\
period,basis,body_code,care_type,age,reason,delayed_patients
2007-06-28,council,101,acute,65_plus,A,3
2007-06-28,council,101,acute,65_plus,DI,2
2007-06-28,council,101,acute,65_plus,DII,4
2007-06-28,council,101,acute,65_plus,D,6
2007-06-28,council,101,acute,65_plus,all,9
2007-07-05,council,101,acute,65_plus,A,5
2007/08 Q1,provider,RX1,non_acute,all,G,12
2007/08 Q1,pct,5A1,all,65_plus,all,
"""
INDICATORS = """\
cssr_code,council,financial_year,mean_weekly_patients,population,rate_per_100000_65_plus
101,Ash,2006/07,29,100000,29
101,Ash,2007/08,27.04,100000,27
102,Birch,2007/08,27,100000,
"""


def read(paths, faults):
    given = {"source": "delayed_transfers", "years": YEARS, "breaks": ("2010/11",)}
    return call(read_delayed_transfers, paths, faults, councils=COUNCILS, pcts=PCTS, **given)


def read_indicators(paths, faults):
    return call(
        read_delay_indicators, paths, faults, source="paf_d41", years=YEARS, councils=COUNCILS
    )


def test_counts_by_body_period_and_reason(tmp_path):
    faults = IssueList()
    table, account = read([written(tmp_path, "sitrep.csv", RETURN)], faults)
    assert not faults
    enforce(table, DELAYED_TRANSFERS)
    weeks = table[(table["frequency"] == "week") & (table["reason"] == "A")]
    assert weeks["period"].tolist() == ["2007-06-28", "2007-07-05"]
    quarter = table[table["frequency"] == "quarter"].iloc[0]
    assert quarter["period"] == "2007/08 Q1"
    assert quarter["responsible"] == "all"  # a dimension that this form does not part
    assert fates(account) == {
        "submitted": 8,
        "no figure returned": 1,
        "kept": 7,
    }


@pytest.mark.parametrize(
    ("written_period", "expected"),
    [
        (("2007-03-31", "", ""), ("week", "2007-03-31", "2006/07")),
        (("01/04/2007", "", ""), ("week", "2007-04-01", "2007/08")),
        (("2007-08 Q4", "", ""), ("quarter", "2007/08 Q4", "2007/08")),
        (("2010-08", "", ""), ("month", "2010-08", "2010/11")),
        (("", "2010-11", "January"), ("month", "2011-01", "2010/11")),
        (("last summer", "", ""), ("", "", "")),
    ],
)
def test_periods(written_period, expected):
    assert read_period(*written_period) == expected


@pytest.mark.parametrize(
    ("change", "place", "rule"),
    [
        (
            {"council,101,acute,65_plus,A,5": "council,999,acute,65_plus,A,5"},
            "column body_code, first at line 7",
            "no such body",
        ),
        ({"pct,5A1": "pct,5ZZ"}, "column body_code, first at line 9", "no such body"),
        ({"RX1": "hospital"}, "column body_code, first at line 8", "not a provider's code"),
        (
            {"2007-07-05": "2007-06-28"},
            "column period, body and reason, first at line 7",
            "given more than once",
        ),
        (
            {"2007-07-05": "2012-07-05"},
            "column financial_year, first at line 7",
            "outside the years 2005/06 to 2007/08",
        ),
        (
            {"2007-07-05": "July"},
            "column period, first at line 7",
            "not a date (2007-06-29), a quarter (2007/08 Q1) or a month (2010-08, or November",
        ),
        ({"65_plus,A,3": "65_plus,Z,3"}, "column reason, first at line 2", "not one of A, B"),
        (
            {"65_plus,A,3": "over 65,A,3"},
            "column age, first at line 2",
            "not one of 65_plus, 18_plus, all",
        ),
        (
            {"acute,65_plus,A,3": "acuter,65_plus,A,3"},
            "column care_type, first at line 2",
            "not one of acute, non_acute, all",
        ),
        (
            {"65_plus,all,9": "65_plus,all,15"},
            "column value, first at line 6",
            "the printed total over reason differs from its parts",
        ),
        ({"65_plus,A,3": "65_plus,A,-3"}, "column value, first at line 2", "below 0"),
        ({"delayed_patients": "patients"}, "line 1", "no column delayed_patients (edition plain)"),
    ],
)
def test_each_damage_is_told_with_file_place_and_rule(tmp_path, change, place, rule):
    path = written(tmp_path, "sitrep.csv", damaged(RETURN, change))
    assert_told(read, path, place, rule)


def test_d41_and_ni131_are_told_apart_by_their_headings(tmp_path):
    faults = IssueList()
    older = written(tmp_path, "d41.csv", INDICATORS)
    adults = written(tmp_path, "ni131.csv", INDICATORS.replace("65_plus", "18_plus"))
    table, _ = read_indicators([older, adults], faults)
    assert not faults
    enforce(table, DELAYED_TRANSFER_INDICATORS)
    assert table.groupby(["indicator", "age"], observed=True).size().to_dict() == {
        ("D41", "65_plus"): 3,
        ("NI131", "18_plus"): 3,
    }
    birch = table[(table["cssr_code"] == "102") & (table["indicator"] == "D41")]
    assert birch["rate_per_100000"].tolist() == [27.0]  # made from patients and population


@pytest.mark.parametrize(
    ("change", "place", "rule"),
    [
        ({"102,Birch": "999,Birch"}, "column cssr_code, first at line 4", "no such body"),
        (
            {"Ash,2007/08": "Ash,2006/07"},
            "column council, year and reason, first at line 3",
            "given more than once",
        ),
        (
            {"Ash,2006/07": "Ash,1996/97"},
            "column financial_year, first at line 2",
            "outside the years 2005/06 to 2007/08",
        ),
        (
            {"100000,29": "100000,41"},
            "column rate_per_100000, first at line 2",
            "not patients over population",
        ),
        (
            {",29,100000": ",29,20"},
            "column mean_weekly_patients, first at line 2",
            "more than the population",
        ),
        (
            {"rate_per_100000_65_plus": "rate"},
            "line 1",
            "no column rate_per_100000_65_plus (edition d41)",
        ),
    ],
)
def test_each_damage_to_an_indicator_is_told(tmp_path, change, place, rule):
    path = written(tmp_path, "d41.csv", damaged(INDICATORS, change))
    assert_told(read_indicators, path, place, rule)
