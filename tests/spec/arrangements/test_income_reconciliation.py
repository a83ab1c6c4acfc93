"""What the register and councils' returns see of each other, worked by hand in pounds.

| pool | service | host | council 991 | council 992 | PCT | Trust |
|---|---|---|---|---|---|---|
| A | learning disability | 991 | 600,000 | | 400,000 | |
| B | mental health | PCT | 200,000 | | 300,000 | |
| C | older people; equipment | 991 | 100,000 | 20,000 | 60,000 | 20,000 |
| D | children | 991 | 50,000 | | 50,000 | |
| E | physical disability | 992 | | not known | not known | |

So 991's return should show 400,000 of learning disability (A) and 50,000 of older people (half of
C): 500,000 of all adults, with the equipment. A is told of by survey and fieldwork: it counts once.
"""

import pandas as pd
import pytest

from pooledfunds.linkage.pooling.money_once import contributions_account, money_once
from pooledfunds.linkage.pooling.reconciliation import (
    income_reconciliation,
    outcomes,
    pool_money_by_host,
    reconciled_councils,
)

YEAR = "2007/08"
C991, C992, PCT, TRUST = ("council", "991"), ("council", "992"), ("pct", "5Z1"), ("outside", "RZ1")
SIDE = {C991: "council", C992: "council", PCT: "nhs", TRUST: "nhs"}
POOLS = {
    ("survey", "A", "learning_disability"): ({C991: 600_000, PCT: 400_000}, C991),
    ("fieldwork", "A", "learning_disability"): ({C991: 600_000, PCT: 390_000}, C991),
    ("survey", "B", "mental_health"): ({C991: 200_000, PCT: 300_000}, PCT),
    ("survey", "C", "older_people; community_equipment"): (
        {C991: 100_000, C992: 20_000, PCT: 60_000, TRUST: 20_000}, C991),
    ("survey", "D", "children"): ({C991: 50_000, PCT: 50_000}, C991),
    ("survey", "E", "physical_disability"): ({C992: None, PCT: None}, C992),
}  # fmt: skip
GRANTS = {("survey", "G", "learning_disability"): ({C991: None, PCT: 80_000}, C991)}
STUDY = {
    "financial_years": [YEAR],
    "joint_financing": {"present_from_gbp_thousand": 50},
    "pools": {
        "label": "as_reported",
        "survey_years": [YEAR],
        "reconciliation": {
            "sources": ["survey", "fieldwork"],
            "tolerance_gbp": 10_000,
            "tolerance_share": 0.05,
        },
    },
}


def partner_rows(schemes):
    """Return a row for each partner of pools or grants as POOLS has them."""
    return [
        {
            "evidence_source": source,
            "scheme_id": scheme,
            "area_type": body[0],
            "area_code": body[1],
            "side": SIDE[body],
            "host": "yes" if body == host else "no",
            "gbp": float("nan") if gbp is None else float(gbp),
        }
        for (source, scheme, _), (given, host) in schemes.items()
        for body, gbp in given.items()
    ]


def tables(joint=None):
    """Return the register, its accounts and, where given, PSSEX1's income in thousand pounds."""
    arrangements = pd.DataFrame(
        {
            "evidence_source": source,
            "scheme_id": scheme,
            "service_areas": services,
            "arrangement_types": "grant" if scheme == "G" else "pooled_fund",
            "legal_powers": "s256" if scheme == "G" else "s75",
            "confirmed_on_review": "not_reviewed",
            "start": pd.Timestamp("2007-04-01"),
            "end": pd.NaT,
        }
        for source, scheme, services in [*POOLS, *GRANTS]
    )
    partners = pd.DataFrame(partner_rows(POOLS | GRANTS))
    money = partners.dropna(subset="gbp").assign(financial_year=YEAR)
    pooled = money[money["scheme_id"] != "G"]
    key = ["evidence_source", "scheme_id", "financial_year"]
    found = {
        "bodies": pd.DataFrame({"area_type": "council", "area_code": ["991", "992", "993"]}),
        "register_arrangements": arrangements,
        "register_partners": partners.drop(columns="gbp"),
        "register_contributions": money,
        "register_funds": pd.DataFrame(columns=key),
        "register_responses": pd.DataFrame(
            {"area_type": ["council"], "area_code": ["991"], "answered": True, "visited": False}
        ),
        "memorandum_accounts": pooled[key].drop_duplicates().assign(basis="stated"),
        "partner_shares": pooled.rename(columns={"gbp": "contribution_gbp"}),
    }
    if joint is not None:
        found["joint_financing"] = pd.DataFrame(
            joint, columns=["cssr_code", "client_group", "income", "gbp_thousand"]
        ).assign(financial_year=YEAR)
    return found


def money_of(found):
    """Return the register's money, each pound once."""
    accounts = found["memorandum_accounts"], found["partner_shares"]
    return money_once(found, accounts, [YEAR], STUDY["pools"])


@pytest.fixture(scope="module")
def compared():
    found = tables(
        [
            ("991", "learning_disability", "joint_arrangements", 402.0),
            ("991", "learning_disability", "nhs_income", 81.0),
            ("991", "mental_health", "joint_arrangements", 0.0),
            ("991", "older_people", "joint_arrangements", 75.0),
            ("992", "older_people", "joint_arrangements", 20.0),
            ("993", "older_people", "joint_arrangements", 90.0),
        ]
    )
    table = income_reconciliation(money_of(found), found, STUDY)
    return table.set_index(["cssr_code", "client_group", "money"])


@pytest.mark.parametrize(
    ("council", "group", "money", "register", "outcome"),
    [
        ("991", "learning_disability", "pool", 400_000, "agree"),  # 402 thousand: within 5 per cent
        ("991", "learning_disability", "grant", 80_000, "agree"),  # apart from the pool
        ("991", "older_people", "pool", 50_000, "differ"),
        ("991", "mental_health", "pool", 0, "neither"),  # the PCT hosts: no income of the council
        ("991", "physical_disability", "pool", 0, "not_comparable"),  # PSSEX1 has no row
        ("992", "physical_disability", "pool", None, "not_comparable"),  # it hosts, amount not said
        ("993", "older_people", "pool", None, "not_comparable"),  # it did not answer
    ],
)
def test_each_council_by_hand(compared, council, group, money, register, outcome):
    row = compared.loc[(council, group, money)]
    assert row["outcome"] == outcome
    assert (row["register_gbp"] == register) if register is not None else pd.isna(row.register_gbp)


def test_the_host_sees_other_partners_money_and_not_its_own(compared):
    whole = compared.loc[("991", "all_adults", "pool")]
    assert whole["register_gbp"] == 500_000  # A 400,000, C 100,000, no children's pool
    assert whole["nhs_gbp"] == 480_000  # of C 20,000 are council 992's
    assert whole["own_gbp"] == 700_000
    assert (whole["arrangements"], whole["elsewhere"]) == (2, 1)
    assert whole["own_elsewhere_gbp"] == 200_000  # paid to the PCT that hosts B
    assert compared.loc[("992", "all_adults", "pool"), "own_elsewhere_gbp"] == 20_000


def test_what_the_register_says_is_told_from_what_it_leaves_open(compared):
    says = compared["register"]
    assert says["991", "learning_disability", "pool"] == "stated"
    assert says["991", "mental_health", "pool"] == "none"
    assert says["992", "physical_disability", "pool"] == "no_amount"
    assert says["993", "older_people", "pool"] == "not_covered"


def test_outcomes_are_counted_over_england(compared):
    table = reconciled_councils(compared.reset_index())
    adults = table[(table["client_group"] == "all_adults") & (table["money"] == "pool")]
    assert adults.set_index("outcome")["councils"].to_dict() == {"agree": 1, "not_comparable": 2}
    assert adults["pssex1_gbp"].sum() == 477_000 + 20_000 + 90_000


def test_each_pound_is_counted_once_and_goes_somewhere():
    found = tables()
    table = pool_money_by_host(money_of(found))
    survey = found["partner_shares"][found["partner_shares"]["evidence_source"] == "survey"]
    assert table["gbp"].sum() == survey["contribution_gbp"].sum() == 1_800_000
    assert table.groupby("shown_as", observed=True)["gbp"].sum().to_dict() == {
        "spending of the host council": 750_000,
        "income of the host council": 530_000,
        "spending of the paying council": 200_000,
        "income of the host council and spending of the paying council": 20_000,
        "no council's return": 300_000,
    }


def test_without_pssex1_nothing_is_compared_and_the_register_still_speaks():
    found = tables()
    table = income_reconciliation(money_of(found), found, STUDY)
    assert set(table["outcome"]) == {"not_comparable"}
    assert len(table) == 3 * 5 * 2


def test_a_year_whose_form_has_one_column_for_both_kinds_is_not_compared():
    found = tables(
        [
            ("991", "learning_disability", "joint_arrangements", 402.0),
            ("991", "learning_disability", "nhs_income", float("nan")),
        ]
    )
    table = income_reconciliation(money_of(found), found, STUDY)
    assert set(table["outcome"]) == {"not_comparable"}


def test_every_contribution_of_the_register_has_a_fate():
    account = contributions_account(tables(), STUDY).set_index("fate")["rows"]
    assert account["submitted"] == 13
    assert account["of a pool or grant of which another source counts"] == 2
    assert account["of services for children alone"] == 2
    assert account["kept"] == 9


@pytest.mark.parametrize(
    ("register", "pssex1", "outcome"),
    [
        (0, 49_000, "neither"),  # below what counts: overheads leave as much
        (0, 50_000, "pssex1_only"),
        (40_000, 0, "register_only"),
        (40_000, 49_000, "agree"),  # within 10,000
        (1_000_000, 1_052_000, "agree"),  # within 5 per cent of the greater
        (1_000_000, 1_053_000, "differ"),
        (None, 50_000, "not_comparable"),
    ],
)
def test_the_rule_of_two_amounts(register, pssex1, outcome):
    one, other = pd.Series([register], dtype=float), pd.Series([pssex1], dtype=float)
    settings = STUDY["pools"]["reconciliation"]
    assert outcomes(one, other, 50_000, settings).tolist() == [outcome]
