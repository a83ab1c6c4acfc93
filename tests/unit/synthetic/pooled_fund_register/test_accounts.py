"""The invented register exercises every rule of balances, and its accounts hold to the pound."""

import pandas as pd
import pytest

from pooledfunds.catalogue.readers import REGISTER
from pooledfunds.catalogue.scorecards import DOMAINS
from pooledfunds.core.errors import IssueList
from pooledfunds.core.settings import read_study
from pooledfunds.linkage.pooling.accounts import memorandum
from pooledfunds.linkage.pooling.balance_rules import BALANCE_RULES
from pooledfunds.linkage.pooling.scorecards import scorecard_domains, scorecards
from pooledfunds.staging.reading import ReadingContext
from pooledfunds.staging.stage import read_all
from tests.unit.staging.returns import CODELISTS

KEY = ["evidence_source", "scheme_id", "financial_year"]
STUDY = read_study("means_to_an_end")


@pytest.fixture(scope="module")
def register(root, world):
    """The register of the default world, staged and held to every rule."""
    frame = world.frame.rename(columns={"body_code": "area_code", "body_name": "name"})
    bodies = frame[["area_type", "area_code", "name"]].assign(area_type=frame["area_type"])
    issues = IssueList()
    tables = {"bodies": bodies}
    context = ReadingContext(CODELISTS, STUDY, issues, tables)
    read_all(REGISTER, {"pooled_fund_register": sorted((root / "register/survey").glob("*.csv"))},
             context)  # fmt: skip
    issues.raise_if_any()
    return context.tables


@pytest.fixture(scope="module")
def accounts(register):
    return memorandum(register, STUDY["pools"])


def test_pools_overspend_and_underspend_under_every_rule(accounts):
    table = accounts[0].dropna(subset="balance_gbp")
    over = set(table.loc[table["balance_gbp"] < 0, "rule"])
    under = set(table.loc[table["balance_gbp"] > 0, "rule"])
    assert over == set(BALANCE_RULES)
    assert under == set(BALANCE_RULES) - {"capped"}  # a cap is a matter of an overspend


def test_a_cap_binds_and_a_reserve_runs_out(register, accounts):
    table, shares = accounts
    capped = table[(table["rule"] == "capped") & (table["balance_gbp"] < 0)]
    rows = shares.merge(capped[KEY], on=KEY)
    charge = rows["charged_gbp"] / rows["contribution_gbp"]
    host = charge[rows["host"] == "yes"].max()
    assert host > charge[rows["host"] == "no"].max()
    reserve = table[(table["rule"] == "risk_reserve") & (table["charged_gbp"] > 0)]
    assert len(reserve)
    assert (reserve["reserve_gbp"] == 0).all()


def test_every_account_holds_to_the_pound(accounts):
    table, shares = accounts
    known = table.dropna(subset="expenditure_gbp")
    available = known["contributions_gbp"] + known["brought_forward_gbp"]
    assert (available - known["expenditure_gbp"] == known["balance_gbp"]).all()
    gained = known["reserve_gbp"] - known["reserve_opening_gbp"]
    settled = known["carried_forward_gbp"] - known["charged_gbp"] + gained
    assert (settled == known["balance_gbp"]).all()
    columns = {
        "contribution_gbp": "contributions_gbp",
        "brought_forward_gbp": "brought_forward_gbp",
        "charged_gbp": "charged_gbp",
        "carried_forward_gbp": "carried_forward_gbp",
        "expenditure_gbp": "expenditure_gbp",
        "reserve_gbp": "reserve_gbp",
        "assets_gbp": "assets_gbp",
        "liabilities_gbp": "liabilities_gbp",
    }
    sums = shares.astype({"evidence_source": str}).groupby(KEY)[list(columns)].sum()
    whole = table.astype({"evidence_source": str}).set_index(KEY).loc[sums.index]
    for share, account in columns.items():
        assert (sums[share] == whole[account].fillna(0)).all(), share


def test_what_is_carried_forward_is_brought_into_the_next_year(accounts):
    table = accounts[0].astype({"evidence_source": str}).sort_values(KEY)
    before = table.groupby(KEY[:2])["carried_forward_gbp"].shift()
    later = before.notna()
    assert (before[later] < 0).any()  # a deficit too
    assert (table.loc[later, "brought_forward_gbp"] == before[later]).all()


def test_the_invented_scorecards_have_every_domain_and_rating(register):
    staged = register | {
        "memorandum_accounts": pd.DataFrame(columns=[*KEY, "contributions_gbp", "expenditure_gbp"])
    }
    settings = STUDY["pools"]["scorecard"]
    cards = scorecards(staged, settings)
    assert cards["scheme_id"].nunique() == 12
    assert set(cards["domain"]) == set(DOMAINS)
    assert set(cards["rating"]) == {"green", "amber", "red", "not_known"}
    weights = scorecard_domains(cards, settings).set_index("domain")["weight_percent"]
    assert (weights["all"] == 100).all()
    assert (
        weights["service_users_and_carers"].min()
        > weights.drop(["all", "service_users_and_carers"]).max()
    )
