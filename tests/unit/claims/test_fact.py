"""What facts look up, on tables of a few rows."""

import pandas as pd
import pytest

from pooledfunds.claims.fact import DataUnavailableError, FactTables

PEOPLE = pd.DataFrame(
    [
        ("101", "18 to 64", "2006/07", 50.0),
        ("101", "18 to 64", "2007/08", 60.0),
        ("101", "65 and over", "2007/08", 20.0),
        ("102", "18 to 64", "2007/08", 70.0),
    ],
    columns=["area", "age_band", "financial_year", "persons"],
)
BODIES = pd.DataFrame(
    [("council", "101", "North"), ("council", "102", "South"), ("pct", "5A1", "South"),
     ("pct", "5A2", "West")],
    columns=["area_type", "area_code", "name"],
)  # fmt: skip


def test_the_people_of_a_council_are_those_of_the_band_and_the_year():
    tables = FactTables({"bodies": BODIES, "council_population": PEOPLE})
    assert tables.persons("North", "18 to 64", "2007/08") == 60
    with pytest.raises(DataUnavailableError, match="no population of South, 65 and over, for 2007"):
        tables.persons("South", "65 and over", "2007/08")


def test_a_council_is_found_by_name_among_councils_only():
    tables = FactTables({"bodies": BODIES})
    assert tables.council("South") == "102"
    with pytest.raises(DataUnavailableError, match="the list of councils has no West"):
        tables.council("West")


def test_a_printed_figure_is_the_one_asked_for_of_several():
    claims = pd.DataFrame({"claim_id": ["C001", "C002"], "published": ["3.4", "10; 25; 60"]})
    tables = FactTables({"claims": claims})
    assert (tables.printed("C001"), tables.printed("C002", 2)) == (3.4, 25)
    with pytest.raises(DataUnavailableError, match="the study has no claim C003"):
        tables.printed("C003")


def england(*rows: tuple) -> FactTables:
    columns = ["financial_year", "client_group", "service_line", "measure", "gbp_thousand"]
    charges = [
        ("2006/07", "mental_health", "total", name, 0.0)
        for name in (
            *("total_cost_including_capital", "own_provision_capital_charges"),
            "provision_by_others_capital_charges",
        )
    ]
    table = pd.DataFrame([*rows, *charges], columns=columns)
    return FactTables({"pssex1": table.assign(family="detailed", area_type="england", line="")})


EXCLUDING = "total_excluding_supporting_people"


def test_a_group_without_a_line_that_excludes_supporting_people_has_only_its_total():
    tables = england(
        ("2006/07", "mental_health", "total", "nhs_income", 90.0),
        ("2006/07", "mental_health", EXCLUDING, "nhs_income", 80.0),
        ("2006/07", "asylum_seekers", "total", "nhs_income", 7.0),
    )
    assert tables.amount("nhs_income", "mental_health", EXCLUDING, "2006/07") == 80
    assert tables.amount("nhs_income", "mental_health", "total", "2006/07") == 90
    assert tables.amount("nhs_income", "asylum_seekers", EXCLUDING, "2006/07") == 7


def test_an_amount_that_no_return_gives_is_named():
    tables = england(("2006/07", "mental_health", "total", "nhs_income", 90.0))
    with pytest.raises(DataUnavailableError) as told:
        tables.amount("joint_arrangements", "mental_health", "total", "2006/07")
    assert str(told.value) == (
        "the detailed returns available give no joint arrangements of mental health for 2006/07"
    )
    with pytest.raises(DataUnavailableError, match="of mental health for 2007/08"):
        tables.amount("nhs_income", "mental_health", "total", "2007/08")


def test_only_england_s_printed_totals_count_as_england():
    tables = england(("2006/07", "mental_health", "total", "nhs_income", 90.0))
    own = tables.tables["pssex1"].assign(area_type="council", area="101", gbp_thousand=1.0)
    both = FactTables({"pssex1": pd.concat([tables.tables["pssex1"], own])})
    assert both.amount("nhs_income", "mental_health", "total", "2006/07") == 90


def test_a_pool_that_survey_and_fieldwork_describe_is_the_survey_s_and_its_money_is_shared():
    pools = pd.DataFrame(
        [
            ("P1", "survey", "stroke", 90.0, 3),
            ("P1", "fieldwork", "stroke", 70.0, 1),
            ("P2", "fieldwork", "stroke", 40.0, 2),
            ("P3", "notification", "stroke", 10.0, 1),
        ],
        columns=["scheme_id", "evidence_source", "service_area", "gbp", "services"],
    )
    found = FactTables({"pool_list": pools}).survey_pools
    assert found[["scheme_id", "evidence_source", "gbp"]].values.tolist() == [
        ["P1", "survey", 30],
        ["P2", "fieldwork", 20],
    ]


def test_a_panel_is_that_of_a_year_within_the_frame():
    panel = pd.DataFrame(
        {
            "area_code": ["101", "101", "102"],
            "financial_year": ["2006/07", "2007/08", "2007/08"],
            "in_frame": [True, True, False],
        }
    )
    tables = FactTables({"panel_council": panel})
    assert tables.panel("council", "2007/08").index.tolist() == ["101"]
    for area_type, year in (("council", "2005/06"), ("pct", "2007/08")):
        with pytest.raises(DataUnavailableError, match=f"no {area_type} panel holds {year}"):
            tables.panel(area_type, year)


FIGURES = pd.DataFrame(
    [
        ("survey", "money", "2007/08", "England", 4443.0, "GBP million"),
        ("survey", "money", "2006/07", "England", 4000.0, "GBP million"),
        ("survey", "money", "2007/08", "Wales", 1.0, "GBP million"),
        ("survey", "heads", "2007/08", "England", 12.0, "persons"),
        ("census", "money", "2007/08", "England", 5.0, "GBP billion"),
        ("census", "small", "2007/08", "England", 5.0, "GBP thousand"),
    ],
    columns=["source_id", "measure", "period", "geography", "value", "unit"],
)


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        (("survey", "money", "2007/08", "GBP bn"), 4.443),
        (("survey", "money", "2007/08", "GBP m"), 4443),
        (("survey", "money", "2006/07", "GBP m"), 4000),
        (("survey", "money", "2007/08", "GBP m", "Wales"), 1),
        (("survey", "heads", "2007/08", "persons"), 12),
        (("census", "money", "2007/08", "GBP m"), 5000),
        (("census", "small", "2007/08", "GBP m"), 0.005),
    ],
)
def test_a_figure_is_that_of_its_source_measure_period_and_place_in_the_unit_asked(asked, value):
    assert FactTables({"national_figures": FIGURES}).figure(*asked) == pytest.approx(value)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("survey", "money", "2005/06", "GBP m"), "survey gives no money of England for 2005/06"),
        (("survey", "heads", "2007/08", "GBP m"), "gives heads of England in persons, not in GBP"),
        (("survey", "money", "2007/08", "%"), "in GBP million, not in %"),
    ],
)
def test_a_figure_that_is_not_given_is_named(asked, told):
    with pytest.raises(DataUnavailableError, match=told):
        FactTables({"national_figures": FIGURES}).figure(*asked)
