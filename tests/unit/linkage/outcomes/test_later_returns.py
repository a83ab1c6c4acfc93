"""Columns that the returns of the later era give the panel of councils."""

import pandas as pd
import pytest

from pooledfunds.catalogue.council_columns import PARTNER_TOTALS
from pooledfunds.catalogue.council_month import PANEL_COUNCIL_MONTH
from pooledfunds.core.schema import enforce
from pooledfunds.linkage.apportionment import Apportionment
from pooledfunds.linkage.outcomes.council_finance import bcf_income, joint_income
from pooledfunds.linkage.outcomes.delayed_days import delayed_days, panel_by_month
from pooledfunds.linkage.outcomes.district_indicators import district_indicators
from pooledfunds.linkage.outcomes.emergency_admissions import emergency_admissions, partner_totals
from pooledfunds.linkage.outcomes.person_days import days_of_year, months_of_year, person_days

COUNCIL = Apportionment("council", {}, {})
# 102 is an area of two councils.
AREAS = pd.DataFrame({"cssr_code": ["101", "102", "103"], "area_code": ["101", "102", "102"]})
YEARS = ["2014/15", "2015/16"]
BANDS = {
    "all ages": 1200.0,
    "18 and over": 1000.0,
    "18 to 64": 800.0,
    "65 and over": 200.0,
    "75 and over": 50.0,
    "85 and over": 10.0,
}
PEOPLE = pd.DataFrame(
    [(area, year, *band) for area in ("101", "102") for year in YEARS for band in BANDS.items()],
    columns=["area", "financial_year", "age_band", "persons"],
)


def by_area(table: pd.DataFrame, column: str, year: str = "2015/16") -> dict:
    rows = table[table["financial_year"] == year]
    return rows.set_index("area_code")[column].to_dict()


def test_days_of_a_leap_year_weigh_persons():
    assert days_of_year("2015/16") == 366
    assert days_of_year("2014/15") == 365
    assert months_of_year("2015/16")[0] == "2015-04"
    assert months_of_year("2015/16")[-1] == "2016-03"
    table = person_days(COUNCIL, {"council_population": PEOPLE}, {})
    assert by_area(table, "adult_days") == {"101": 366000.0, "102": 366000.0}
    assert by_area(table, "days_75_plus", "2014/15") == {"101": 50 * 365, "102": 50 * 365}
    assert by_area(table, "share_75_plus_of_18_plus")["101"] == 0.05


def spent(council, gross, joint, nhs):
    amounts = {
        "gross_current_expenditure": gross,
        "joint_arrangements": joint,
        "nhs_income": nhs,
        "other_income": 99.0,
    }
    residential = dict.fromkeys(amounts, 0.5) | {"gross_current_expenditure": 0.9}
    return [
        (council, "2014/15", "All", kind, measure, amount * part)
        for measure, amount in amounts.items()
        for kind, part in (("Total", 1.0), ("Residential", residential[measure]))
    ]


def test_income_is_a_share_of_what_the_members_of_an_area_spend_together():
    rows = spent("101", 100.0, 0.0, 10.0) + spent("102", 60.0, 6.0, 0.0) + spent("103", 40.0, 0, 4)
    columns = ["cssr_code", "financial_year", "summary", "delivery", "measure", "gbp_thousand"]
    tables = {"council_expenditure": pd.DataFrame(rows, columns=columns), "council_areas": AREAS}
    settings = {
        "financial_year": "2014/15",
        "summary": "All",
        "delivery": "Total",
        "joint_above_gbp_thousand": 0,
    }
    study = {"financial_years": YEARS, "council_expenditure": settings}
    table = joint_income(COUNCIL, tables, study)
    for year in YEARS:  # the exposure of one year stands in all
        assert by_area(table, "joint_income_share", year) == {"101": 0.0, "102": 0.06}
        assert by_area(table, "nhs_income_share", year) == {"101": 0.1, "102": 0.04}
        assert by_area(table, "joint_and_nhs_share", year) == {"101": 0.1, "102": 0.1}
        assert by_area(table, "joint_arrangements", year) == {"101": 0.0, "102": 1.0}


@pytest.mark.parametrize("declared", [{}, {"bcf_income": {"financial_year": "2015/16"}}])
def test_an_area_of_which_a_council_did_not_report_has_no_income(declared):
    reported = pd.DataFrame(
        {
            "cssr_code": ["101", "102", "103"],
            "financial_year": "2015/16",
            "gbp_thousand": [50.0, 20.0, None],
        }
    )
    tables = {"bcf_income": reported, "council_areas": AREAS, "council_population": PEOPLE}
    table = bcf_income(COUNCIL, tables, {"financial_years": YEARS} | declared)
    income = by_area(table, "bcf_income_per_adult")
    assert income["101"] == 50.0  # 50 thousand pounds for 1,000 adults
    assert pd.isna(income["102"])
    assert by_area(table, "bcf_reported") == {"101": 1.0, "102": 0.0}
    assert bool(by_area(table, "bcf_reported", "2014/15")) == bool(declared)


def delays(missing=None):
    kinds = [("total", "all", 10), ("responsible_body", "nhs", 6),
             ("responsible_body", "social_care", 3), ("responsible_body", "both", 1)]  # fmt: skip
    return pd.DataFrame(
        [
            (council, month, "2015/16", breakdown, kind, days)
            for council in ("101", "102", "103")
            for month in months_of_year("2015/16")
            if (council, month) != missing
            for breakdown, kind, days in kinds
        ],
        columns=["area_code", "month", "financial_year", "breakdown", "category", "delayed_days"],
    )


def test_delayed_days_are_summed_over_months_and_members():
    tables = {"delayed_days": delays(), "council_areas": AREAS}
    table = delayed_days(COUNCIL, tables, {"financial_years": ["2015/16"]})
    assert by_area(table, "delayed_days") == {"101": 120.0, "102": 240.0}
    assert by_area(table, "delayed_days_social_care") == {"101": 36.0, "102": 72.0}


def test_a_year_without_a_months_return_of_a_member_has_no_sum():
    tables = {"delayed_days": delays(("103", "2015-06")), "council_areas": AREAS}
    table = delayed_days(COUNCIL, tables, {"financial_years": ["2015/16"]})
    found = by_area(table, "delayed_days")
    assert found["101"] == 120.0
    assert pd.isna(found["102"])


def test_the_panel_by_month_has_person_days_of_each_month():
    tables = {"delayed_days": delays(), "council_areas": AREAS, "council_population": PEOPLE}
    table = enforce(panel_by_month(tables, {"financial_years": ["2015/16"]}), PANEL_COUNCIL_MONTH)
    assert len(table) == 24
    february = table[table["month"] == "2016-02"].set_index("area_code")
    assert february["adult_days"].to_dict() == {"101": 29000.0, "102": 29000.0}
    assert february["delayed_days_nhs"].to_dict() == {"101": 6.0, "102": 12.0}


def test_districts_are_weighed_by_persons_and_one_without_a_value_leaves_none():
    rows = [
        ("falls_admissions_rate", "101", 1000.0, 300.0),
        ("falls_admissions_rate", "101", 2000.0, 100.0),
        ("falls_admissions_rate", "102", 3000.0, 100.0),
        ("falls_admissions_rate", "102", None, 100.0),
        ("deaths_usual_residence", "101", 45.0, 400.0),
        ("deaths_usual_residence", "102", 50.0, 100.0),
    ]
    table = pd.DataFrame(rows, columns=["indicator", "area_code", "value", "weight"])
    tables = {"district_indicators": table.assign(financial_year="2015/16")}
    found = district_indicators(COUNCIL, tables, {})
    rates = by_area(found, "falls_admissions_rate")
    assert rates["101"] == 1250.0
    assert pd.isna(rates["102"])
    assert by_area(found, "deaths_usual_residence_share") == {"101": 0.45, "102": 0.5}


def test_admissions_are_carried_from_commissioners_with_the_share_that_was_split():
    months = months_of_year("2015/16")
    rows = [(code, month, 10.0) for code in ("01A", "01B", "02A") for month in months]
    activity = pd.DataFrame(rows, columns=["commissioner_code", "month", "count"]).assign(
        commissioner_type="ccg", financial_year="2015/16", measure="non_elective_admissions"
    )
    other = activity.assign(measure="elective_admissions", count=99.0)
    # 01A and 01B became 09A, of which a quarter of the persons live in area 102.
    crosswalk = pd.DataFrame(
        {
            "weight": "all",
            "ccg_code": ["09A", "09A", "02A"],
            "cssr_code": ["101", "102", "102"],
            "share_of_ccg": [0.75, 0.25, 1.0],
            "share_of_council": [1.0, 0.3, 0.7],
        }
    )
    moved = pd.DataFrame({"code": ["01A", "01B"], "successor_code": ["09A", "09A"]})
    tables = {"monthly_activity": pd.concat([activity, other]), "ccg_successors": moved}
    wanted = Apportionment("council", {"crosswalk": crosswalk}, {"weight": "all"})
    study = {"financial_years": ["2015/16"], "partner": "ccg"}
    totals = enforce(partner_totals(tables, study), PARTNER_TOTALS)
    assert totals.set_index("area_code")["emergency_admissions"].to_dict() == {
        "02A": 120.0,
        "09A": 240.0,
    }
    found = emergency_admissions(wanted, tables, study)
    assert by_area(found, "emergency_admissions") == {"101": 180.0, "102": 180.0}
    split = by_area(found, "apportioned_emergency_admissions")
    assert split == {"101": 1.0, "102": pytest.approx(1 / 3)}
    assert emergency_admissions(wanted, tables, {"financial_years": ["2015/16"]}) is None
