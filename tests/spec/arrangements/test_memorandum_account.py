"""A memorandum account worked by hand: two partners, two years, and what a register leaves open.

The council hosts. In 2006/07 it gives £600,001 and the PCT £300,000; £890,000 are spent and the
£10,001 left are carried forward: £6,667 the council's (6,667.34), £3,334 the PCT's (3,333.66).
In 2007/08 they give £620,000 and £310,000, and £960,000 are spent: with what they brought,
£940,001 were there, so the pool is £19,999 over, borne in proportion: £13,333 and £6,666.
"""

import pandas as pd
import pytest

from pooledfunds.linkage.pooling.accounts import memorandum

COUNCIL, PCT, TRUST = ("council", "991"), ("pct", "5Z1"), ("outside", "RZ1 Trust")
SETTINGS = {"label": "as_reported", "balance_rule": "in_proportion"}
SCHEME = {"evidence_source": "survey", "scheme_id": "S1"}
AMOUNTS = ["share_percent", "planned_gbp", "staff_gbp", "infrastructure_gbp", "in_kind_gbp",
           "inflation_percent", "real_change_percent", "growth_gbp"]  # fmt: skip
AT_END = ["cap_percent", "reserve_gbp", "other_assets_gbp", "liabilities_gbp"]


def register(partners, contributions, funds):
    """Return a register of one pool: hosts by partner, amounts by year and partner, funds."""
    given = [
        SCHEME | {"financial_year": year, "area_type": body[0], "area_code": body[1]} | more
        for year, body, more in contributions
    ]
    whole = [
        SCHEME | {"financial_year": year, "overspend_rule": "", "underspend_rule": ""} | more
        for year, more in funds
    ]
    key = [*SCHEME, "financial_year"]
    return {
        "register_arrangements": pd.DataFrame(
            [SCHEME | {"arrangement_types": "pooled_fund", "confirmed_on_review": "not_reviewed"}]
        ),
        "register_partners": pd.DataFrame(
            [
                SCHEME
                | {"area_type": kind, "area_code": code, "as_written": code, "host": host}
                for (kind, code), host in partners.items()
            ]
        ),
        "register_contributions": pd.DataFrame(
            given, columns=[*key, "area_type", "area_code", "gbp", *AMOUNTS]
        ).astype(dict.fromkeys(["gbp", *AMOUNTS], float)),
        "register_funds": pd.DataFrame(
            whole,
            columns=[*key, "fund_gbp", "expenditure_gbp", "overspend_rule", "underspend_rule",
                     *AT_END],
        ).astype(dict.fromkeys(["fund_gbp", "expenditure_gbp", *AT_END], float)),
    }  # fmt: skip


@pytest.fixture(scope="module")
def two_years():
    return memorandum(
        register(
            {COUNCIL: "yes", PCT: "no"},
            [
                ("2006/07", COUNCIL, {"gbp": 600_001}),
                ("2006/07", PCT, {"gbp": 300_000}),
                ("2007/08", COUNCIL, {"gbp": 620_000, "inflation_percent": 2.5}),
                ("2007/08", PCT, {"gbp": 310_000, "staff_gbp": 40_000, "in_kind_gbp": 2_000}),
            ],
            [
                ("2006/07", {"fund_gbp": 900_001, "expenditure_gbp": 890_000,
                             "underspend_rule": "carry_forward"}),
                ("2007/08", {"fund_gbp": 930_000, "expenditure_gbp": 960_000,
                             "overspend_rule": "in_proportion", "other_assets_gbp": 3_000,
                             "liabilities_gbp": 100}),
            ],
        ),
        SETTINGS,
    )  # fmt: skip


def column(shares, name, year="2007/08"):
    """Return what the council and the PCT have of a column."""
    return shares.loc[shares["financial_year"] == year, name].tolist()


def test_the_account_of_each_year(two_years):
    accounts, _ = two_years
    assert accounts["contributions_gbp"].tolist() == [900_001, 930_000]
    assert accounts["brought_forward_gbp"].tolist() == [0, 10_001]
    assert accounts["balance_gbp"].tolist() == [10_001, -19_999]
    assert accounts["rule"].tolist() == ["carry_forward", "in_proportion"]
    assert accounts["charged_gbp"].tolist() == [0, 19_999]
    assert accounts["in_kind_gbp"].tolist()[1] == 42_000  # beside the account, and in no sum of it


def test_the_partners_shares_of_each_year(two_years):
    _, shares = two_years
    assert column(shares, "carried_forward_gbp", "2006/07") == [6_667, 3_334]
    assert column(shares, "expenditure_gbp", "2006/07") == [593_334, 296_666]  # 890,000
    assert column(shares, "charged_gbp") == [13_333, 6_666]
    # 620,000 + 6,667 brought + 13,333 charged; 310,000 + 3,334 + 6,666
    assert column(shares, "expenditure_gbp") == [640_000, 320_000]
    assert column(shares, "cash_gbp") == [0, 0]  # no balance stays in the pool
    assert column(shares, "assets_gbp") == [2_000, 1_000]
    assert column(shares, "liabilities_gbp") == [67, 33]


def test_an_uplift_says_what_was_to_be_expected(two_years):
    _, shares = two_years
    council, pct = column(shares, "expected_gbp")
    assert council == 615_001  # 600,001 x 1.025
    assert pd.isna(pct)  # no uplift is stated


def test_the_one_partner_without_an_amount_has_what_the_others_leave():
    given = [("2007/08", COUNCIL, {"gbp": 9_000_000})]
    funds = [("2007/08", {"fund_gbp": 20_500_000})]
    accounts, shares = memorandum(register({COUNCIL: "yes", PCT: "no"}, given, funds), SETTINGS)
    assert accounts["basis"].tolist() == ["by difference"]
    assert column(shares, "contribution_gbp") == [9_000_000, 11_500_000]
    assert shares["expenditure_gbp"].isna().all()  # nobody says what was spent


def test_money_of_several_unknown_partners_is_nobodys_and_still_in_the_account():
    partners = {COUNCIL: "yes", PCT: "no", TRUST: "no"}
    given = [("2007/08", COUNCIL, {"gbp": 100_000})]
    funds = [("2007/08", {"fund_gbp": 300_000, "expenditure_gbp": 330_000})]
    accounts, shares = memorandum(register(partners, given, funds), SETTINGS)
    assert accounts["basis"].tolist() == ["in part"]
    assert accounts["contributions_gbp"].tolist() == [300_000]
    nobody = shares[shares["area_type"] == "not_known"]
    assert nobody["contribution_gbp"].tolist() == [200_000]
    assert shares["expenditure_gbp"].sum() == 330_000


def test_what_nobody_could_be_named_for_is_carried_on_all_the_same():
    partners = {COUNCIL: "yes", PCT: "no", TRUST: "no"}
    given = [("2006/07", COUNCIL, {"gbp": 100_000}),
             ("2007/08", COUNCIL, {"gbp": 50_000}), ("2007/08", PCT, {"gbp": 30_000}),
             ("2007/08", TRUST, {"gbp": 20_000})]  # fmt: skip
    over = {"underspend_rule": "carry_forward"}
    funds = [("2006/07", {"fund_gbp": 300_000, "expenditure_gbp": 297_000} | over),
             ("2007/08", {"fund_gbp": 100_000, "expenditure_gbp": 103_000} | over)]  # fmt: skip
    accounts, shares = memorandum(register(partners, given, funds), SETTINGS)
    assert accounts["balance_gbp"].tolist() == [3_000, 0]
    # The council's £1,000, and of the £2,000 of nobody £1,000; the PCT £600, the trust £400.
    assert column(shares, "brought_forward_gbp") == [2_000, 400, 600]
    assert shares.loc[shares["financial_year"] == "2007/08", "area_type"].tolist() == [
        "council", "outside", "pct"]  # fmt: skip


def test_shares_stand_for_amounts_that_are_not_given():
    given = [
        ("2007/08", COUNCIL, {"share_percent": 33.3}),
        ("2007/08", PCT, {"share_percent": 66.7}),
    ]
    funds = [("2007/08", {"fund_gbp": 100_001, "expenditure_gbp": 100_001})]
    _, shares = memorandum(register({COUNCIL: "yes", PCT: "no"}, given, funds), SETTINGS)
    assert column(shares, "contribution_gbp") == [33_300, 66_701]


def test_a_reserve_is_the_partners_and_goes_before_they_pay():
    given = [("2007/08", COUNCIL, {"gbp": 60_000}), ("2007/08", PCT, {"gbp": 40_000})]
    fund = {"fund_gbp": 100_000, "expenditure_gbp": 101_500, "reserve_gbp": 2_000}
    funds = [("2007/08", fund | {"overspend_rule": "risk_reserve"})]
    accounts, shares = memorandum(register({COUNCIL: "yes", PCT: "no"}, given, funds), SETTINGS)
    assert accounts["reserve_gbp"].tolist() == [500]
    assert column(shares, "reserve_gbp") == [300, 200]
    assert column(shares, "charged_gbp") == [0, 0]
    assert column(shares, "expenditure_gbp") == [60_900, 40_600]


def test_a_grant_or_an_aligned_budget_has_no_account():
    given = [("2007/08", COUNCIL, {"gbp": 60_000}), ("2007/08", PCT, {"gbp": 40_000})]
    tables = register({COUNCIL: "yes", PCT: "no"}, given, [])
    tables["register_arrangements"]["arrangement_types"] = "grant"
    accounts, shares = memorandum(tables, SETTINGS)
    assert accounts.empty
    assert shares.empty


def test_the_accounts_add_up_whatever_the_register_holds(two_years):
    accounts, shares = two_years
    key = ["evidence_source", "scheme_id", "financial_year"]
    sums = shares.groupby(key, observed=True).sum(numeric_only=True).reset_index()
    for account, share in (
        ("contributions_gbp", "contribution_gbp"),
        ("brought_forward_gbp", "brought_forward_gbp"),
        ("expenditure_gbp", "expenditure_gbp"),
        ("charged_gbp", "charged_gbp"),
        ("carried_forward_gbp", "carried_forward_gbp"),
    ):
        assert sums[share].tolist() == accounts[account].tolist(), share
