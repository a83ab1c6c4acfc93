"""The page of arrangements: what a board member reads of one partnership, and of England."""

import numpy as np
import pandas as pd
import pytest

from pooledfunds.report.downloads import downloads
from pooledfunds.report.views.arrangements import arrangements_view
from pooledfunds.report.views.partnerships import balance_words, lines_of, words

STUDY = {
    "area_types": ["council", "pct"],
    "specifications": {
        "begins_x": {"design": "hazard", "exposure": "x"},
        "begins_x_again": {"design": "hazard", "exposure": "x", "sensitivity_of": "begins_x"},
    },
    "exposures": {"x": {"label": "Worked together before"}},
}
ESTIMATES = pd.DataFrame(
    {
        "specification": ["begins_x/starts/2007_08", "begins_x_again/starts/2007_08", "other/y"],
        "estimate": [np.log(2), 1.0, 1.0],
        "conf_low": [np.log(1.5), 0.0, 0.0],
        "conf_high": [np.log(3), 2.0, 2.0],
        "scale": "log",
        "conclusion": ["different", "inconclusive", "different"],
        "minimum_detectable_effect": [np.log(1.8), 1.0, 1.0],
        "nobs": 300,
        "n_areas": 100,
    }
)


def scheme(**columns) -> pd.DataFrame:
    rows = len(next(iter(columns.values())))
    return pd.DataFrame(
        {"evidence_source": ["survey"] * rows, "scheme_id": ["S1"] * rows, **columns}
    )


def panel(codes: list[str], names: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"area_code": codes, "name": names, "region": "North", "in_frame": True})


TABLES = {
    "panel_council": panel(["101", "102"], ["Axle", "Brim"]),
    "panel_pct": panel(["5A1"], ["Axle PCT"]),
    "register_arrangements": scheme(
        service_areas=["mental_health"],
        arrangement_types=["pooled_fund; lead_commissioning"],
        legal_powers=["s75"],
        start=pd.to_datetime(["2007-04-01"]),
        end=pd.to_datetime(["2010-03-31"]),
        signed_agreement=["no"],
        confirmed_on_review=["not_reviewed"],
    ),
    "register_partners": scheme(
        area_type=["council", "pct", "outside"],
        area_code=["101", "5A1", ""],
        as_written=["101 Axle", "5A1", "Care <b>Ltd</b>"],
        partner_kind=["council", "pct", "other"],
        host=["no", "yes", "no"],
    ),
    "register_agreements": scheme(
        label=["Duration", "Exit"], state=["present", "absent"], reference=["clause 3", ""]
    ),
    "memorandum_accounts": scheme(
        financial_year=["2007/08"],
        basis=["stated"],
        rule=["in_proportion"],
        contributions_gbp=[300.0],
        brought_forward_gbp=[0.0],
        expenditure_gbp=[360.0],
        balance_gbp=[-60.0],
        charged_gbp=[60.0],
        carried_forward_gbp=[0.0],
        reserve_gbp=[0.0],
        assets_gbp=[np.nan],
        liabilities_gbp=[np.nan],
    ),
    "partner_shares": scheme(
        financial_year=["2007/08"] * 2,
        area_type=["council", "pct"],
        area_code=["101", "5A1"],
        host=["no", "yes"],
        planned_gbp=[np.nan, np.nan],
        contribution_gbp=[100.0, 200.0],
        brought_forward_gbp=[0.0, 0.0],
        charged_gbp=[20.0, 40.0],
        carried_forward_gbp=[0.0, 0.0],
        reserve_gbp=[0.0, 0.0],
        expenditure_gbp=[120.0, 240.0],
        assets_gbp=[np.nan, np.nan],
        liabilities_gbp=[np.nan, np.nan],
    ),
    "agreement_elements": pd.DataFrame(
        {
            "evidence_source": "survey",
            "element": ["duration", "exit"],
            "label": ["Duration", "Exit"],
            "in_table_1": [True, True],
            "in_checklist": [False, True],
            "present": [1, 0],
            "partly": 0,
            "absent": [0, 1],
            "not_known": 0,
            "share_present": [1.0, 0.0],
        }
    ),
}


@pytest.fixture(scope="module")
def view():
    return arrangements_view(TABLES, STUDY, ESTIMATES)


@pytest.fixture
def pool(view):
    (region,) = view["pools"]
    assert region["name"] == "North"
    return region["pools"][0]


def test_a_partnership_says_who_what_and_under_which_power(pool):
    assert pool["title"] == "Axle: mental health"
    assert [one["name"] for one in pool["partners"]] == ["Axle PCT", "Axle", "Care <b>Ltd</b>"]
    assert pool["host"] == "Axle PCT"
    assert pool["powers"] == "section 75"
    assert pool["time"] == "from 1 April 2007 to 31 March 2010"
    assert pool["signed"] == "no"


def test_the_record_has_each_element_under_its_state_with_its_reference(pool):
    said = {group["state"]: group["items"] for group in pool["record"]["groups"]}
    assert said == {
        "present": ["Duration (clause 3)"],
        "partly": [],
        "absent": ["Exit"],
        "not_known": [],
    }


def test_an_account_has_a_column_a_partner_and_its_lines_add_up(pool):
    (account,) = pool["accounts"]
    assert account["partners"] == ["Axle", "Axle PCT (host)"]
    assert account["balance"] == "£60 was overspent"
    assert account["rule"] == "in proportion"
    lines = {line["label"]: line["cells"] + [line["total"]] for line in account["lines"]}
    assert lines["Contribution"] == ["100", "200", "300"]
    assert lines["Charged at the year-end (returned: −)"] == ["20", "40", "60"]
    assert lines["Expenditure, and each partner’s share"] == ["120", "240", "360"]
    assert "Carried forward" not in lines  # nothing was


def test_an_amount_that_is_not_known_is_a_dash_and_not_nought():
    whole = TABLES["memorandum_accounts"].iloc[0].to_dict() | {"expenditure_gbp": np.nan}
    shares = TABLES["partner_shares"].assign(expenditure_gbp=np.nan).to_dict("records")
    line = next(one for one in lines_of(whole, shares) if one["label"].startswith("Expenditure"))
    assert line["cells"] + [line["total"]] == ["–", "–", "–"]


@pytest.mark.parametrize(
    ("balance", "told"),
    [
        (5.0, "£5 was left"),
        (-1234.0, "£1,234 was overspent"),
        (0.0, "Nothing was over or left"),
        (np.nan, "The expenditure is not known, and so no balance"),
    ],
)
def test_a_balance_in_words(balance, told):
    assert balance_words(balance) == told


def test_every_area_of_the_frame_has_its_place_with_or_without_a_pool(view):
    councils, pcts = view["areas"]
    places = {
        area["id"]: area["pools"] for region in councils["regions"] for area in region["areas"]
    }
    assert [len(pools) for pools in places.values()] == [1, 0]
    assert list(places) == ["area-council-101", "area-council-102"]
    assert pcts["regions"][0]["areas"][0]["pools"][0]["id"] == "survey-s1"


def test_the_element_least_often_present_comes_first(view):
    assert [row["label"] for row in view["elements"]] == ["Exit", "Duration"]
    assert view["elements"][0]["lists"] == "Table 1, checklist"


def test_england_is_counted_by_service_power_host_and_kind(view):
    rows = {table["name"]: table["rows"] for table in view["england"]}
    assert rows["Pooled funds by service"] == [["Mental health", "1", "0", "0", "0"]]
    assert rows["Pooled funds by host"][0][0] == "PCT"
    assert rows["All arrangements by kind"] == [
        ["Pooled fund and lead commissioning", "1", "0", "0"]
    ]


def test_what_makes_them_begin_is_told_of_primary_hazards_alone_in_per_cent(view):
    (row,) = view["begins"]
    assert row["label"] == "Worked together before"
    assert row["effect"] == "100% higher (95% interval: 50% higher to 200% higher)"
    assert row["conclusion"] == "a difference"
    assert row["least"] == "80%"


def test_a_hazard_that_cannot_be_tested_says_why():
    untold = ESTIMATES.assign(
        estimate=np.nan, minimum_detectable_effect=np.nan, conclusion="not testable: no x available"
    )
    (row,) = arrangements_view(TABLES, STUDY, untold)["begins"]
    assert (row["effect"], row["least"]) == ("", "")
    assert row["conclusion"] == "not testable: no x available"


def test_without_a_register_there_are_no_partnerships():
    tables = {name: table for name, table in TABLES.items() if name.startswith("panel_")}
    found = arrangements_view(tables, STUDY, ESTIMATES)
    assert found["pools"] == []
    assert len(found["begins"]) == 1


def test_the_page_is_among_the_downloads_where_a_run_has_anything_to_tell():
    assert "arrangements.html" in downloads({"pssex1_audit"})
    assert "arrangements.html" not in downloads({"claims"})


@pytest.mark.parametrize(
    ("code", "told"), [("s28BB", "section 28BB"), ("pct", "PCT"), ("not_known", "not known")]
)
def test_words_of_code_lists(code, told):
    assert words(code) == told
