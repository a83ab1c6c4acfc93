import pandas as pd
import pytest

from pooledfunds.catalogue.indicators import DISTRICT_INDICATORS, INDICATOR_AUDIT
from pooledfunds.core.errors import IssueList
from pooledfunds.core.schema import enforce
from pooledfunds.linkage.outcomes.district_indicators import district_indicators
from pooledfunds.staging.district_indicators import (
    read_by_small_areas,
    read_district_indicator,
    year_of_period,
)
from pooledfunds.staging.reading import ReadingContext
from tests.unit.staging.returns import CODELISTS, damaged, fates

TITLE = "Emergency hospital admissions due to falls in people aged 65 and over"
WORDS = f'{TITLE},"Age standardised rate per 100,000",Persons'
RETURN = f"""area_code,area_name,period,value,indicator,measure,unit,significance
E07000901,Ash,2011/12,2000,{WORDS},Better
E07000902,Elm,2011/12,1000,{WORDS},Better
E06000903,Birch,2011/12,NA,{WORDS},Not compared
E47000001,Greater Ash,2011/12,1700,{WORDS},Similar
E92000001,England,2011/12,1745,{WORDS},Not compared
"""
AREAS = pd.DataFrame(
    {
        "ons_code": ["E07000901", "E07000902", "E07000909", "E06000903"],
        "area_code": ["101", "101", "101", "102"],
    }
)
# Ash stands on its own boundaries; Elm has merged into a larger district, with 30 of its 40 small
# areas.
POPULATION = pd.DataFrame(
    [
        (code, "2011/12", band, persons)
        for code, persons in (("E07000901", 900.0), ("E07000909", 400.0), ("E06000903", 200.0))
        for band in ("65 and over", "all ages")
    ],
    columns=["district_code", "financial_year", "age_band", "persons"],
)
LOOKUP = pd.DataFrame({"district_code": ["E07000902"] * 30 + ["E07000901"] * 40})
SUCCESSORS = pd.DataFrame(
    [("local_authority", "E07000902", "E07000909")],
    columns=["area_type", "code", "successor_code"],
)


def read(folder, text=RETURN, name="falls.csv"):
    (folder / name).write_text(text)
    faults = IssueList()
    given = {
        "local_authority_areas": AREAS,
        "district_population": POPULATION,
        "small_area_lookup": LOOKUP,
    }
    lists = CODELISTS | {"successors": SUCCESSORS}
    context = ReadingContext(lists, {}, faults, given, "falls_admissions")
    found = read_district_indicator([str(folder / name)], context)
    return found, [str(fault) for fault in faults]


def test_values_by_district_with_the_persons_who_weigh(tmp_path):
    found, faults = read(tmp_path, RETURN.replace("1745", "1692"))
    assert not faults
    table = enforce(found.tables["district_indicators"], DISTRICT_INDICATORS)
    table = table.set_index("district_code")
    assert table["weight"].to_dict() == {
        "E06000903": 200.0,
        "E07000901": 900.0,
        "E07000902": 400.0,  # Elm alone stands in the return for the district that it is part of
    }
    assert table["area_code"].to_dict()["E07000902"] == "101"
    assert pd.isna(table.loc["E06000903", "value"])  # not published, and no rate of nought
    assert fates(found.account) == {
        "submitted": 5,
        "combined authority: its districts": 1,
        "England: held against the districts": 1,
        "kept": 3,
    }


def test_englands_value_is_held_against_the_weighted_districts(tmp_path):
    found, faults = read(tmp_path, RETURN.replace("1745", "1692"))
    audit = enforce(found.tables["indicator_audit"], INDICATOR_AUDIT).iloc[0]
    assert audit["districts"] == 2
    assert audit["weighted"] == pytest.approx((2000 * 900 + 1000 * 400) / 1300)
    assert audit["difference"] == pytest.approx(audit["weighted"] / 1692 - 1)
    _, faults = read(tmp_path)
    assert "column value, first at line 6: the weighted mean of the districts is over 1%" in str(
        faults
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"Elm,2011/12,1000,Emergency": "Elm,2011/12,1000,All"},
            "column title, first at line 3: not 'Emergency hospital admissions due to falls",
        ),
        ({"Elm,2011/12": "Elm,2011-13"}, "column period, first at line 3: neither a calendar"),
        ({"E07000902": "E07000901"}, "column district_code and period, first at line 3"),
        ({"E07000902": "E07000999"}, "column district_code, first at line 3: the code leads to no"),
        ({",1000,": ",1.0,"}, "column value, first at line 3: outside 200 to 10000"),
        ({",1000,": ",abc,"}, "column value, first at line 3: not a number"),
        ({"period": "timeperiod"}, "line 1: no column period"),
    ],
)
def test_each_damage_is_told_with_its_place(tmp_path, change, told):
    _, faults = read(tmp_path, damaged(RETURN, change))
    assert any(fault.startswith("falls.csv") and told in fault for fault in faults), faults


SMALL_AREAS = pd.DataFrame(
    [("E07000901", "101", 30), ("E07000902", "101", 10), ("E06000903", "102", 20)],
    columns=["district_code", "area_code", "small_areas"],
)
DEATHS = "Percentage of deaths in usual place of residence among people aged 65 years and over"
YEAR = RETURN.replace(WORDS, f"{DEATHS},Percentage,Deaths").replace("2011/12", "2005")
YEAR = YEAR.replace(",2000,", ",40,").replace(",1000,", ",20,").replace(",1700,", ",30,")


def read_deaths(folder, text):
    (folder / "deaths.csv").write_text(text)
    faults = IssueList()
    source = "place_of_death_small_areas"
    context = ReadingContext(CODELISTS, {}, faults, {"district_small_areas": SMALL_AREAS}, source)
    found = read_by_small_areas([str(folder / "deaths.csv")], context)
    return found, [str(fault) for fault in faults]


def test_districts_of_a_council_weigh_by_their_small_areas(tmp_path):
    found, faults = read_deaths(tmp_path, YEAR.replace(",1745,", ",35,"))
    assert not faults
    table = enforce(found.tables["district_indicators"], DISTRICT_INDICATORS)
    assert table.set_index("district_code")["weight"].to_dict() == {
        "E06000903": 20.0,
        "E07000901": 30.0,
        "E07000902": 10.0,
    }
    audit = enforce(found.tables["indicator_audit"], INDICATOR_AUDIT).iloc[0]
    assert audit["weighted"] == pytest.approx((40 * 30 + 20 * 10) / 40)
    assert audit["financial_year"] == "2005/06"
    of_areas = district_indicators(None, found.tables, {}).set_index("area_code")
    assert of_areas.loc["101", "deaths_usual_residence_share"] == pytest.approx(0.35)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({",1745,": ",30,"}, "first at line 6: the weighted mean of the districts is over 3%"),
        ({",1745,": ",35,", "E07000902": "E07000999"}, "line 3: the code leads to no listed"),
        ({",1745,": ",35,", "Elm,2005,20": "Elm,2005,0.2"}, "first at line 3: outside 10 to 100"),
        (
            {
                ",1745,": ",35,",
                f"Elm,2005,20,{DEATHS},Percentage,D": f"Elm,2005,20,{DEATHS},Rate,D",
            },
            "column measure, first at line 3: not 'Percentage'",
        ),
    ],
)
def test_damaged_deaths_are_told_with_their_place(tmp_path, change, told):
    _, faults = read_deaths(tmp_path, damaged(YEAR, change))
    assert any(fault.startswith("deaths.csv") and told in fault for fault in faults), faults


def test_a_calendar_year_is_the_financial_year_that_began_in_it():
    assert year_of_period("2016") == "2016/17"
    assert year_of_period("2016/17") == "2016/17"
    assert year_of_period("2016 - 18") == ""
