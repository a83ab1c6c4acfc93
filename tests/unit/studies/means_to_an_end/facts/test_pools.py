"""Money, hosts and partners of pools, on tables of a few."""

import pandas as pd
import pytest

from pooledfunds.claims.fact import DataUnavailableError, FactTables
from pooledfunds.studies.means_to_an_end.facts import notifications, pools

COLUMNS = ["scheme_id", "service_area", "financial_year", "gbp", "host_kind", "legal_powers"]
LISTED = pd.DataFrame(
    [
        ("S1", "stroke", "2007/08", 4e6, "council", "s75"),
        ("S1", "stroke", "2006/07", 9e6, "council", "s75"),
        ("S2", "stroke", "2007/08", 1e6, "", "s75; s256"),
        ("S3", "stroke", "2007/08", None, "pct; council", ""),
        ("S4", "stroke", "2007/08", 2e6, "pct", "unknown"),
        ("S5", "frailty", "2007/08", None, "", "s256"),
    ],
    columns=COLUMNS,
).assign(evidence_source="survey", services=1)
PARTNERS = pd.DataFrame(
    [
        ("S1", "council", "101", "council"),
        ("S1", "outside", "RX1", "mental_health_trust"),
        ("S2", "outside", "RX1", "mental_health_trust"),
        ("S2", "outside", "RX2", "mental_health_trust"),
        ("S4", "council", "102", "council"),
        ("S9", "outside", "RX3", "mental_health_trust"),
    ],
    columns=["scheme_id", "area_type", "area_code", "partner_kind"],
).assign(evidence_source="survey")
BODIES = pd.DataFrame(
    [("council", "101", "North"), ("council", "102", "South"), ("council", "103", "West")],
    columns=["area_type", "area_code", "name"],
)
TABLES = FactTables({"pool_list": LISTED, "register_partners": PARTNERS, "bodies": BODIES})


def test_pools_are_counted_once_whatever_years_their_money_is_of():
    assert pools.number_of_pools(TABLES, "stroke") == 4
    with pytest.raises(DataUnavailableError, match="the survey has no pool for day care"):
        pools.number_of_pools(TABLES, "day_care")


def test_the_money_is_that_of_the_year_where_it_is_stated():
    assert pools.smallest_pool(TABLES, "stroke") == 1
    assert pools.largest_pool(TABLES, "stroke") == 4
    assert pools.spending(TABLES, "stroke", "respondents") == pytest.approx(0.007)
    with pytest.raises(DataUnavailableError, match="no pool for frailty in 2007/08 is stated"):
        pools.smallest_pool(TABLES, "frailty")


def test_section_75_is_one_of_a_pools_powers_and_a_blank_is_unknown():
    assert pools.section_75_spending(TABLES, "respondents", False) == pytest.approx(0.005)
    assert pools.section_75_spending(TABLES, "respondents", True) == pytest.approx(0.007)


def test_hosts_that_are_not_known_are_on_neither_side_and_several_must_all_be_of_the_kind():
    """Known are a council, a PCT with a council, and a PCT."""
    assert pools.hosted_by(TABLES, "stroke", ("pct",)) == pytest.approx(100 / 3)
    assert pools.hosted_by(TABLES, "stroke", ("pct", "council")) == 100
    with pytest.raises(DataUnavailableError, match="no host of a pool for frailty is known"):
        pools.hosted_by(TABLES, "frailty", ("pct",))


def test_a_trust_in_two_pools_is_one_and_one_in_none_that_is_listed_is_not_counted():
    assert pools.mental_health_trusts(TABLES) == 2


def test_a_lead_is_of_the_least_named_over_the_largest_other():
    assert pools.lead(TABLES, ("stroke",), "pools") == 3
    assert pools.lead(TABLES, ("stroke",), "gbp") == 7
    assert pools.lead(TABLES, ("frailty",), "gbp") == -7
    assert pools.lead(TABLES, ("stroke", "frailty"), "pools") == 1


def test_the_fund_of_places_is_the_money_of_the_pools_that_their_councils_are_in():
    assert pools.fund_of(TABLES, ("North",), "stroke", "2007/08") == 4
    assert pools.fund_of(TABLES, ("North",), "stroke", "2006/07") == 9
    assert pools.fund_of(TABLES, ("North", "South"), "stroke", "2007/08") == 6
    with pytest.raises(DataUnavailableError, match="no money of such a pool of West in 2007/08"):
        pools.fund_of(TABLES, ("West",), "stroke", "2007/08")


def test_arrangements_are_compared_with_the_faster_of_nhs_and_councils(monkeypatch):
    """Arrangements fourfold and sixteenfold; the NHS doubles, councils grow by half."""
    worth = {"2004-12-31": 1.0, "2008-07-31": 4.0, "2009-03-31": 16.0}
    nhs = {"2003/04": 10.0, "2004/05": 16.0, "2007/08": 20.0, "2008/09": 81.0}
    spent = {"2003/04": 10.0, "2007/08": 15.0}
    monkeypatch.setattr(
        notifications, "notified", lambda _, day, pools_only: 1.0 if pools_only else worth[day]
    )
    monkeypatch.setattr(notifications, "outturn", lambda _, year: nhs[year])
    monkeypatch.setattr(notifications, "care", lambda _, year: spent[year])
    assert notifications.growth(TABLES) == 1500
    assert notifications.lead_in_growth(TABLES) == pytest.approx(200)
    assert notifications.lead_in_yearly_growth(TABLES) == pytest.approx(
        100 * (16 ** (1 / 4.25) - 1.5)
    )
    nhs["2008/09"] = 16.0
    assert notifications.lead_in_yearly_growth(TABLES) == pytest.approx(
        100 * (16 ** (1 / 4.25) - 1.5 ** (1 / 4))
    )
