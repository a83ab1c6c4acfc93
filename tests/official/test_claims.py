"""What the published returns give for the claims that rest on them alone."""

import pytest

from pooledfunds.claims import CLAIM_VERDICTS, check_claims
from pooledfunds.codelists import read_table
from pooledfunds.estimation.estimates import estimates
from pooledfunds.facts import compute_facts

SP, NO_SP = "including Supporting People", "excluding Supporting People"


@pytest.fixture(scope="module")
def ledger(staged, linked, study, claims, official_sources):
    sites = read_table("config/codelists/fieldwork_bodies.csv")
    facts = compute_facts({**staged, **linked, "claims": claims, "fieldwork_bodies": sites})
    panels = {name: linked[name] for name in ("panel_council", "panel_pct")}
    at_hand = {source for source, files in official_sources.items() if files}
    return check_claims(claims, facts, estimates(panels, study), at_hand, "official")


@pytest.mark.parametrize(
    ("claim", "reading", "computed", "verdict"),
    [
        # Totals as the 2007-08 workbook prints them, in its TOTAL England sheet.
        ("C003", SP, 13.1297, "reproduced"),
        ("C003", NO_SP, 12.5703, "contradicted"),
        ("C032", f"gross current expenditure, {SP}", 3.4530, "reproduced"),
        ("C032", f"gross total expenditure, {SP}", 3.5204, "reproduced"),
        ("C037", f"gross current expenditure, {SP}", 1.1199, "reproduced"),
        ("C037", f"gross total expenditure, {NO_SP}", 1.0404, "last digit differs"),
        ("C044", f"gross total expenditure, {NO_SP}", 8.7130, "reproduced"),
        ("C044", f"gross current expenditure, {SP}", 8.7690, "last digit differs"),
        ("C050", SP, 1.7600, "reproduced"),
        ("C051", SP, 233.1248, "reproduced"),
        ("C051", NO_SP, 219.2960, "contradicted"),
        # The series from 2003/04, in the gross and net workbook of 2007-08.
        ("C045", f"gross current expenditure, {SP}", 18.8880, "reproduced"),
        ("C045", f"gross current expenditure, {NO_SP}", 20.0008, "last digit differs"),
        ("C046", f"growth in pounds, {SP}", 549.5816, "reproduced"),
        ("C046", f"percentage growth, {NO_SP}", -18.8078, "contradicted"),
        # Contributions: the report's 86% ends in 2006/07 and leaves children's services out.
        ("C016", f"to 2006/07, all but children's services, {NO_SP}", 86.2540, "reproduced"),
        ("C016", f"to 2006/07, adult client groups, {NO_SP}", 87.2104, "last digit differs"),
        ("C016", f"to 2007/08, adult client groups, {SP}", 105.3013, "contradicted"),
        ("C017", f"2006/07, NHS income, adults, {SP}", 6.1438, "reproduced"),
        ("C017", f"2006/07, joint and NHS income, adults, {SP}", 7.4095, "last digit differs"),
        ("C018", f"2007/08, joint and NHS income, {SP}", 89.1060, "reproduced"),
        ("C019", "columns of the returns at hand", 2006, "reproduced"),
        ("C057", "one PCT and one council cover the same area", 115, "contradicted"),
        ("C111", "population, mid-2006", 178103, "reproduced"),
        ("C112", "Westminster, mid-2007", 220619, "contradicted"),
        # Printed figures over a published count that is no part of the report.
        (
            "C113",
            "rate of C115 as printed, one snapshot, over published emergency admissions",
            0.1166,
            "contradicted",
        ),
        ("C124", "C123 as printed over 148 councils", 66.8919, "reproduced"),
    ],
)
def test_the_returns_give_this(ledger, claim, reading, computed, verdict):
    row = ledger[(ledger["claim_id"] == claim) & (ledger["reading"] == reading)].squeeze()
    assert row["computed"] == pytest.approx(computed, abs=6e-5)
    assert row["verdict"] == verdict


def test_every_claim_on_pssex1_alone_has_a_value_under_every_reading(ledger):
    alone = ["C003", *(f"C{n:03}" for n in (16, 17, 18, 19, 32, 37, 44, 45, 46, 50, 51))]
    rows = ledger[ledger["claim_id"].isin(alone)]
    assert set(rows["claim_id"]) == set(alone)
    assert rows["computed"].notna().all()
    assert set(rows["sources"]) == {"pssex1"}


# A verdict that moves must move here in the same commit; all other claims are not computable.
VERDICTS = {
    "reproduced": "C018 C019 C050 C128",
    "reproduced under one reading": (
        "C003 C004 C009 C011 C016 C039 C044 C045 C051 C064 C067 C113 C122 C124"
    ),
    "reproduced under some readings": "C001 C017 C032 C037 C046 C111 C129",
    "last digit differs under one reading": "C120",
    "contradicted": "C057 C112",
    "inconclusive": "C010 C015 C028 C030 C041 C068 C116",
    "citation": "C069 C100 C110 C119 C135 C136",
}


def test_no_verdict_moves_unseen(ledger):
    summary = ledger.drop_duplicates("claim_id").set_index("claim_id")["claim_verdict"]
    assert len(summary) == 136
    expected = {claim: word for word, claims in VERDICTS.items() for claim in claims.split()}
    assert summary[summary != "not computable"].to_dict() == expected
    assert set(VERDICTS) <= set(CLAIM_VERDICTS)


def test_a_claim_that_needs_hospital_records_says_so(ledger):
    rows = ledger[ledger["sources"].str.contains("hes_apc")]
    assert set(rows["verdict"]) == {"not computable"}
    assert rows["missing_sources"].str.contains("hes_apc").all()


def test_the_spending_nulls_have_a_reading_on_pssex1_beside_the_registers(ledger):
    for claim in ("C030", "C041"):
        rows = ledger[ledger["claim_id"] == claim]
        assert rows["computed"].notna().tolist() == [False, False, False, True, True]
        assert rows["missing_sources"].iloc[:3].str.contains("pooled_fund_register").all()
        assert rows["how"].iloc[3:].str.contains("minimum detectable effect").all()
