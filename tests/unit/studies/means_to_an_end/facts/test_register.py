"""Facts from the register on three pools that can be added up by eye."""

import pandas as pd
import pytest

from pooledfunds.claims.compute import compute_facts
from pooledfunds.claims.confidence_intervals import share_difference
from pooledfunds.claims.registry import facts_of

FACTS = facts_of("means_to_an_end")

SERVICES = ("learning_disability", "mental_health", "community_equipment", "older_people")
KEY = ["evidence_source", "scheme_id"]
# Scheme, source, service, host, GBP in 2007/08, powers, partners.
BOTH = {"pct": "5A1", "council": "101"}
POOLS = [
    ("S1", "survey", "learning_disability", "council", 60e6, "s75", BOTH),
    ("S2", "survey", "learning_disability", "pct", 30e6, "unknown", {"pct": "5A2"}),
    ("S3", "survey", "mental_health", "mental_health_trust", 10e6, "s10", {"pct": "5A1"}),
    ("S4", "fieldwork", "older_people", "council", 5e6, "s75", {"council": "102"}),
    # Fieldwork tells again of a pool that the survey has: it is one pool.
    ("S1", "fieldwork", "learning_disability", "council", 60e6, "s75", {"council": "101"}),
]  # fmt: skip
YES = {("pct", "5A1"): SERVICES[:2], ("pct", "5A2"): SERVICES[:1], ("council", "101"): SERVICES[:1],
       ("council", "102"): SERVICES[3:]}  # fmt: skip
# Covered: three of four PCTs and both councils; 5A3 and nobody else is in no pool.
COVERED = {"5A1": True, "5A2": True, "5A3": True, "5A4": False, "101": True, "102": True}


def kind(code):
    return "pct" if code.startswith("5") else "council"


def register():
    """The staged and linked tables of the register, with lists of bodies."""
    schemes = pd.DataFrame(
        POOLS, columns=[*KEY[::-1], "service_areas", "host", "gbp", "powers", "partners"]
    )
    partners = [
        (source, scheme, of, code, of)
        for scheme, source, *_, listed in POOLS
        for of, code in listed.items()
    ] + [("survey", "S3", "outside", "RX1", "mental_health_trust")]
    said = [
        (source, kind(code), code, service, "2007/08", answer)
        for code in COVERED
        for service in SERVICES
        for source, answer in [("survey", heard(code, service))]
    ]
    wcc = [("wcc", "pct", code, "mental_health", "2006/07", yes)
           for code, yes in zip(("5A1", "5A2", "5A3", "5A4"), ("yes", "no", "yes", "yes"),
                                strict=True)]  # fmt: skip
    columns = ["evidence_source", "area_type", "area_code", "service_area", "financial_year",
               "pooled"]  # fmt: skip
    return {
        "register_arrangements": schemes.assign(
            arrangement_types="pooled_fund",
            confirmed_on_review="not_reviewed",
            signed_agreement=["yes", "no", "yes", "unknown", "yes"],
            start=pd.Timestamp("2004-04-01"),
            end=pd.NaT,
            notified_on=pd.NaT,
        ),
        "register_partners": pd.DataFrame(
            partners, columns=[*KEY, "area_type", "area_code", "partner_kind"]
        ),
        "register_contributions": pd.DataFrame(columns=[*KEY, "financial_year", "gbp"]),
        "register_funds": pd.DataFrame(
            columns=[*KEY, "financial_year", "fund_gbp", "expenditure_gbp"]
        ),
        "register_responses": pd.DataFrame(
            {
                "area_type": list(map(kind, COVERED)),
                "area_code": list(COVERED),
                "asked": True,
                "answered": [code not in ("5A4", "102") for code in COVERED],
                "visited": [code == "102" for code in COVERED],
            }
        ),
        "pool_list": schemes.assign(
            service_area=schemes["service_areas"],
            services=1,
            financial_year="2007/08",
            legal_powers=schemes["powers"],
            host_kind=schemes["host"],
        ),
        "pool_statements": pd.DataFrame([*said, *wcc], columns=columns),
        "wcc_statements": pd.DataFrame(wcc, columns=columns),
        "coterminosity": pd.DataFrame(
            {
                "area_type": list(map(kind, COVERED)),
                "area_code": list(COVERED),
                "definition": "one_to_one",
                "coterminous": [code in ("5A1", "5A3", "101") for code in COVERED],
            }
        ),
        "bodies": pd.DataFrame(
            {
                "area_type": list(map(kind, COVERED)),
                "area_code": list(COVERED),
                "name": [f"Body {code}" for code in COVERED],
                "area_class": "",
            }
        ),
    }


def heard(code, service):
    if not COVERED[code]:
        return "unknown"
    return "yes" if service in YES.get((kind(code), code), ()) else "no"


@pytest.fixture(scope="module")
def facts():
    return compute_facts(register(), FACTS).set_index("fact")


@pytest.fixture(scope="module")
def got(facts):
    return facts["value"]


def test_money_is_added_once_a_pool_and_carried_to_all_pcts(got):
    spending = "pools/spending/learning_disability/{}".format
    assert got[spending("respondents")] == pytest.approx(0.090)
    assert got[spending("all_pcts")] == pytest.approx(0.090 * 4 / 3)
    assert got["pools/smallest/learning_disability"] == 30
    assert got["pools/largest/learning_disability"] == 60


def test_section_75_is_what_the_survey_says_or_with_the_unknown_powers(got):
    assert got["pools/section_75_spending/respondents/stated"] == pytest.approx(0.065)
    assert got["pools/section_75_spending/respondents/stated_or_unknown"] == pytest.approx(0.095)
    assert got["pools/section_75_spending/all_pcts/stated"] == pytest.approx(0.065 * 4 / 3)


def test_bodies_with_a_pool_without_a_signed_agreement_are_counted_of_those_covered(got):
    # S2 has none, and PCT 5A2 is its only listed partner: one of three covered PCTs.
    assert got["pools/without_signed_agreement/pct"] == pytest.approx(100 / 3)
    assert got["pools/without_signed_agreement/council"] == 0


def test_hosts_trusts_and_services_are_counted(got):
    assert got["pools/hosted_by_councils/learning_disability"] == 50
    assert got["pools/hosted_by_nhs/mental_health"] == 100
    assert got["pools/mental_health_trusts"] == 1
    assert got["pools/three_services_lead/pools"] == -1  # equipment has none, older people one
    assert got["pools/three_services_lead/gbp"] == -5


def test_a_share_of_respondents_is_not_one_of_all_pcts(got):
    assert got["pcts_with_pool/learning_disability/respondents"] == pytest.approx(100 * 2 / 3)
    assert got["pcts_with_pool/learning_disability/all_pcts"] == 50
    side = "pcts_with_pool/learning_disability/{}/{}".format
    assert got[side("respondents", "coterminous")] == 50  # 5A1 of 5A1 and 5A3
    assert got[side("respondents", "not_coterminous")] == 100  # 5A2; 5A4 did not answer
    assert got[side("all_pcts", "not_coterminous")] == 50


def test_grants_and_lead_commissioning_are_joint_financing_but_no_pool(got):
    tables = register()
    name = "pcts_with_joint_financing/learning_disability/respondents"
    assert got[name] == pytest.approx(100 * 2 / 3)
    table = tables["register_arrangements"]
    for found, share in (("lead_commissioning", 200 / 3), ("aligned_budgets", 100 / 3)):
        tables["register_arrangements"] = table.assign(
            confirmed_on_review=[found if s == "S2" else "not_reviewed" for s in table["scheme_id"]]
        )
        assert compute_facts(tables, FACTS).set_index("fact")["value"][name] == pytest.approx(share)


def test_a_difference_by_boundary_comes_with_limits(facts):
    row = facts.loc["pcts_with_pool/difference/learning_disability/respondents"]
    assert row["value"] == 50
    assert row["conf_low"] < 0 < row["conf_high"]
    assert facts.loc["pcts_with_pool/difference/mental_health/respondents", "value"] == -50


def test_the_limits_of_a_difference_are_newcombes():
    # Newcombe 1998, table II, example (a): 56/70 less 48/80, limits 0.0524 and 0.3339.
    found = share_difference((56, 48), (70, 80))
    assert found.value == pytest.approx(0.2)
    assert (found.conf_low, found.conf_high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_whom_the_survey_covers_and_who_is_in_no_pool(got):
    assert (got["covered/pct/number"], got["covered/council/number"]) == (3, 2)
    assert got["covered/pct/share_of_listed"] == 75
    assert got["response_rate/survey"] == pytest.approx(100 * 4 / 6)
    assert got["response_rate/survey_and_fieldwork"] == pytest.approx(100 * 5 / 6)
    assert (got["in_no_pool/pct"], got["in_no_pool/council"]) == (1, 0)
    assert got["in_no_pool/coterminous"] == 1


def test_two_sources_on_mental_health_pools(got):
    names = ("consistent", "inconsistent", "no_answer")
    assert [got[f"wcc/{name}"] for name in names] == [1, 1, 1]
    assert got["wcc/share_of_pcts"] == 75


def test_a_place_that_is_not_in_the_list_has_no_fund(facts):
    row = facts.loc["pools/fund/herefordshire/community_equipment"]
    assert pd.isna(row["value"])
    assert row["how"] == "Cannot be had: the list of councils has no Herefordshire."


def notifications():
    """Three notified arrangements: of 2003, of 2006 and ended, of 2008; and one of a survey."""
    arrangements = pd.DataFrame(
        {
            "evidence_source": ["notification"] * 3 + ["survey"],
            "scheme_id": ["N1", "N2", "N3", "N1"],
            "arrangement_types": ["pooled_fund", "lead_commissioning", *["pooled_fund"] * 2],
            "notified_on": pd.to_datetime(["2003-06-01", "2006-06-01", "2008-06-01", None]),
            "start": pd.to_datetime([None, None, None, "2003-04-01"]),
            "end": pd.to_datetime([None, "2008-12-31", None, None]),
        }
    )
    funds = pd.DataFrame(
        [
            ("notification", "N1", "2003/04", 1e9, None),
            ("notification", "N1", "2008/09", 3e9, None),
            ("notification", "N2", "2006/07", 2e9, None),
            ("notification", "N3", "2008/09", 4e9, None),
        ],
        columns=[*KEY, "financial_year", "fund_gbp", "expenditure_gbp"],
    )
    return {
        "register_arrangements": arrangements,
        "register_partners": pd.DataFrame(columns=KEY),
        "register_contributions": pd.DataFrame(columns=[*KEY, "financial_year", "gbp"]),
        "register_funds": funds.astype({"expenditure_gbp": float}),
    }


def test_the_notification_register_is_valued_on_a_day():
    got = compute_facts(notifications(), FACTS).set_index("fact")["value"]
    assert got["notified/2004/all"] == 1
    assert got["notified/jul_2008/all"] == 9  # the money of 2008/09 had begun
    assert got["notified/jul_2008/pools"] == 7
    assert got["notified/mar_2009/all"] == 7  # one had ended
    assert got["notified/growth"] == pytest.approx(600)
    assert not [name for name in got.index if name.startswith("pools/")]
