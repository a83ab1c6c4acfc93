"""The monthly workbooks of NHS England, read as they came: every printed total is met."""

import pandas as pd
import pytest

from pooledfunds.catalogue.monthly_returns import (
    DELAYED_DAYS,
    DELAYED_DAYS_AUDIT,
    MONTHLY_ACTIVITY,
    MONTHLY_ACTIVITY_AUDIT,
)
from pooledfunds.core.codelists import read_tables
from pooledfunds.core.errors import IssueList
from pooledfunds.core.schema import enforce
from pooledfunds.core.settings import word_list_files
from pooledfunds.staging.delayed_transfers_monthly.stage import read_delayed_days
from pooledfunds.staging.monthly_activity.stage import read_monthly_activity
from pooledfunds.staging.reading import ReadingContext
from tests.conftest import REAL

RETURNS = REAL.parent / "real_ten_years_on"
pytestmark = pytest.mark.skipif(not RETURNS.is_dir(), reason=f"no returns at {RETURNS}")
NEW_COUNCILS = ["326", "327", "625", "626"]


def read(source, function, folder, first):
    lists = read_tables(word_list_files("means_to_an_end"))
    years = [{"source": source, "first": first, "last": "2018/19"}]
    councils = read_tables({"a": str(REAL / "places/council_150.csv")})["a"]["cssr_code"]
    codes = [*councils, *NEW_COUNCILS]
    given = {"councils": pd.DataFrame({"cssr_code": codes})}
    faults = IssueList()
    lists["source_years"] = pd.DataFrame(years)
    files = sorted(str(file) for file in (RETURNS / folder).glob("*.xls"))
    found = function(files, ReadingContext(lists, {}, faults, given, source))
    assert faults == []
    return found


@pytest.fixture(scope="module")
def delays():
    return read(
        "delayed_transfers_monthly", read_delayed_days, "delayed_transfers", "2011/12"
    ).tables


@pytest.fixture(scope="module")
def activity():
    return read("monthly_activity", read_monthly_activity, "monthly_activity", "2012/13").tables


def test_england_as_printed_by_year(delays):
    audit = enforce(delays["delayed_days_audit"], DELAYED_DAYS_AUDIT)
    england = audit[(audit["check"] == "areas to England") & (audit["category"] == "all")]
    by_year = england.groupby(["breakdown", "financial_year"])["summed"].sum().unstack()
    assert (by_year["2014/15"] == 1_624_977).all()
    assert (by_year["2016/17"] == 2_254_821).all()


def test_areas_add_up_to_england_in_each_of_96_months_for_every_measure(delays):
    audit = delays["delayed_days_audit"]
    areas = audit[audit["check"] == "areas to England"]
    agreeing = areas[areas["published"] == areas["summed"]]
    months = agreeing.groupby(["breakdown", "category"])["month"].nunique()
    six = [
        ("type_of_care", "acute"),
        ("type_of_care", "non_acute"),
        ("responsible_body", "nhs"),
        ("responsible_body", "social_care"),
        ("responsible_body", "both"),
        ("responsible_body", "all"),
    ]
    assert (months[six] == 96).all()
    assert (audit["differing"] == 0).all()
    assert audit["compared"].sum() == 103_656


def test_every_council_has_every_month(delays):
    table = enforce(delays["delayed_days"], DELAYED_DAYS)
    total = table[table["breakdown"] == "total"]
    assert len(total) == 151 * 96
    assert set(NEW_COUNCILS) < set(total["area_code"])
    assert set(table.loc[table["category"] == "O", "financial_year"]) == {"2017/18", "2018/19"}


def test_every_month_was_revised_after_it_was_published(delays):
    months = delays["monthly_workbooks"]
    assert len(months) == 96
    dated = months[months["published"] != ""]
    assert (dated["revised"] > dated["published"]).all()
    assert months["revised"].max() == "2019-09-12"


def test_commissioners_add_up_to_england_in_each_of_84_months(activity):
    audit = enforce(activity["monthly_activity_audit"], MONTHLY_ACTIVITY_AUDIT)
    england = audit[audit["check"] == "commissioners to England"]
    assert (england["differing"] == 0).all()
    assert (england.groupby("measure")["month"].nunique() == 84).all()
    assert england["measure"].nunique() == 14
    regions = audit[audit["check"] == "commissioners to regions"]
    assert (regions["differing"] == 0).all()
    odd = audit[(audit["differing"] > 0) & (audit["check"] != "whole numbers")]
    assert set(odd["measure"]) == {"elective_admissions", "planned_admissions"}
    assert odd["differing"].sum() == 41


def test_commissioners_change_with_the_law(activity):
    table = enforce(activity["monthly_activity"], MONTHLY_ACTIVITY)
    codes = table.groupby(["financial_year", "commissioner_type"], observed=True)[
        "commissioner_code"
    ].nunique()
    assert codes["2012/13"].to_dict() == {"national_commissioning_group": 1, "pct": 151}
    assert codes.xs("ccg", level=1).tolist() == [211, 211, 209, 209, 207, 195]


def test_a_sheet_that_says_another_month_is_told(activity):
    audit = activity["monthly_activity_audit"]
    said = audit[audit["check"] == "commissioners to regions"].query("explanation != ''")
    assert said[["month", "explanation"]].to_numpy().tolist() == [
        ["2016-04", "the sheet's lines say 2016-12"]
    ]
