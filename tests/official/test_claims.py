"""What the published returns give for the claims that rest on them alone."""

import pytest

from pooledfunds.claims.compute import compute_facts
from pooledfunds.claims.ledger import check_claims
from pooledfunds.claims.registry import facts_of
from pooledfunds.claims.verdicts import VERDICTS as WORDS
from pooledfunds.core.codelists import read_table
from pooledfunds.core.settings import study_codelists
from pooledfunds.estimation.estimate import estimates

FACTS = facts_of("means_to_an_end")

SP, NO_SP = "including Supporting People", "excluding Supporting People"


@pytest.fixture(scope="module")
def tables(staged, linked, study, declared, official_sources):
    sites = read_table(study_codelists("means_to_an_end")["fieldwork_bodies"])
    lists = {"claims": declared["claims"], "fieldwork_bodies": sites}
    facts = compute_facts({**staged, **linked, **lists}, FACTS)
    panels = {name: linked[name] for name in ("panel_council", "panel_pct", "crosswalk")}
    panels["pct_council_pairs"] = staged["pct_council_pairs"]
    available = {source for source, files in official_sources.items() if files}
    run = {"basis": "official", "study": study}
    return check_claims(declared, facts, estimates(panels, study), available, run, FACTS)


@pytest.fixture(scope="module")
def ledger(tables):
    return tables["claims"].set_index("claim_id")


@pytest.fixture(scope="module")
def readings(tables):
    return tables["readings"]


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
        ("C124", "C123 as printed over 148 councils", 66.8919, "internally consistent"),
    ],
)
def test_the_returns_give_this(readings, claim, reading, computed, verdict):
    row = readings[(readings["claim_id"] == claim) & (readings["reading"] == reading)].squeeze()
    assert row["computed"] == pytest.approx(computed, abs=6e-5)
    assert row["verdict"] == verdict


def test_every_claim_on_pssex1_alone_has_a_value_under_every_reading(readings):
    alone = ["C003", *(f"C{n:03}" for n in (16, 17, 18, 19, 32, 37, 44, 45, 46, 50, 51))]
    rows = readings[readings["claim_id"].isin(alone)]
    assert set(rows["claim_id"]) == set(alone)
    assert rows["computed"].notna().all()
    assert set(rows["sources"]) == {"pssex1"}


# A verdict that moves must move here in the same commit; all other claims are not computable.
VERDICTS = {
    "reproduced": "C003 C018 C019 C032 C037 C045 C050 C051",
    "internally consistent": "C001 C004 C009 C011 C122 C124 C128",
    "last digit differs": "C017 C044",
    "contradicted": "C016 C039 C046 C057 C111 C112 C113",
    "citation": "C069 C100 C110 C119 C135 C136",
}
OWN_FIGURES = {
    "report_arithmetic": ["C001", "C004", "C009", "C011", "C039", "C113", "C128"],
    "mixed": ["C122", "C124"],
    "part": ["C010", "C015", "C028", "C064", "C067", "C068", "C116", "C129"],
}


def test_no_verdict_moves_unseen(ledger):
    assert len(ledger) == 136
    expected = {claim: word for word, claims in VERDICTS.items() for claim in claims.split()}
    verdicts = ledger["verdict"]
    assert verdicts[verdicts != "not computable"].to_dict() == expected
    assert set(expected.values()) <= set(WORDS)


@pytest.mark.parametrize(
    ("claim", "p_single", "p_any"),
    [
        # The shares of draws, 20,000 each, by which an independent audit found the same readings
        # borne out by accident; a Monte Carlo error of 0.003 at most.
        ("C016", 0.0143, None),
        ("C017", 0.2060, 0.5946),
        ("C003", 0.0094, 0.0189),
        ("C032", 0.0352, 0.1890),
        ("C037", 0.1122, 0.3837),
        ("C044", 0.0142, 0.0708),
        ("C045", 0.0649, 0.1298),
        ("C050", 0.0685, 0.0692),
        ("C051", 0.0053, 0.0106),
        ("C057", 0.0115, 0.0230),
    ],
)
def test_the_chances_are_those_of_an_independent_audit(ledger, claim, p_single, p_any):
    row = ledger.loc[claim]
    assert row["chance_of_agreement"] == pytest.approx(p_single, abs=0.006)
    if p_any is not None:
        assert row["chance_of_any_reading"] == pytest.approx(p_any, abs=0.012)


def test_a_claim_that_needs_hospital_records_says_so(readings):
    rows = readings[readings["sources"].str.contains("hes_apc")]
    assert set(rows["verdict"]) == {"not computable"}
    assert rows["missing_sources"].str.contains("hes_apc").all()


def test_the_spending_nulls_have_a_reading_on_pssex1_beside_the_registers(readings):
    for claim in ("C030", "C041"):
        rows = readings[readings["claim_id"] == claim]
        assert rows["computed"].notna().tolist() == [False, False, False, True, True]
        assert rows["missing_sources"].iloc[:3].str.contains("pooled_fund_register").all()
        assert rows["how"].iloc[3:].str.contains("minimum detectable effect").all()


def test_the_reports_own_figures_are_graded_apart_and_reproduce_nothing(ledger):
    for evidence, claims in OWN_FIGURES.items():
        rows = ledger[ledger["evidence"] == evidence]
        assert rows.index.tolist() == claims
        assert not rows["verdict"].eq("reproduced").any()


def test_one_of_many_readings_is_told_as_one_of_many(ledger):
    row = ledger.loc["C016"]
    assert (row["n_agree"], row["n_readings"], row["verdict"]) == (1, 12, "contradicted")


def test_what_can_be_named_beforehand_explains_a_contradiction(ledger):
    assert "definition" in ledger.loc["C057", "explanation"]
    for claim in ("C111", "C112"):
        assert ledger.loc[claim, "verdict"] == "contradicted"
        assert "Revised populations" in ledger.loc[claim, "explanation"]
