import pytest

from pooledfunds.claims.readings import Reading, comparison_sort, components_of, readings_by_claim
from pooledfunds.claims.reference_checks import Names, check_references
from pooledfunds.claims.registry import facts_of
from pooledfunds.core.settings import read_rows, read_study, schema_faults, study_rows
from pooledfunds.estimation.specifications import specifications

FACTS = facts_of("means_to_an_end")

CLAIMS, READINGS, FAMILIES = (
    study_rows("means_to_an_end", name) for name in ("claims", "readings", "families")
)
STUDY = read_study("means_to_an_end")
NAMES = Names(
    facts=FACTS,
    specifications={entry.name: entry.effects for entry in specifications(STUDY)},
    sources={row["source"] for row in read_rows("config/sources.csv")},
    exhibits={row["exhibit"] for row in study_rows("means_to_an_end", "exhibits")},
)
SPENDING = "spending_joint/learning_disability/2007_08"
BY_CLAIM = readings_by_claim(CLAIMS, READINGS)


def faults_of(reading=None, **cells):
    """Faults of C003 with some cells of it, or of its primary reading, changed."""
    (claim,) = [row for row in CLAIMS if row["claim_id"] == "C003"]
    first, *others = [row for row in READINGS if row["claim_id"] == "C003"]
    rows = [first | (reading or {}), *others]
    return check_references([claim | cells], rows, FAMILIES, NAMES)


def test_the_claims_that_are_published_refer_to_what_there_is():
    assert len(CLAIMS) == 136
    assert check_references(CLAIMS, READINGS, FAMILIES, NAMES) == []
    for name, rows in (("claims", CLAIMS), ("readings", READINGS), ("families", FAMILIES)):
        for row in rows:
            assert schema_faults(row, name, name) == []


def test_every_fact_serves_a_claim():
    assert sorted(set(FACTS) - {row["target"] for row in READINGS}) == []


def test_every_claim_but_citations_and_one_has_just_one_primary_reading_a_component():
    for claim in CLAIMS:
        readings = BY_CLAIM[claim["claim_id"]]
        computed = readings[0].label
        if claim["kind"] == "external-citation" or claim["claim_id"] == "C098":
            assert not computed
            continue
        primary = [reading for reading in readings if reading.role == "primary"]
        assert len(primary) == len(components_of(readings)) >= 1
        assert all(reading.reason for reading in primary)


def test_claims_that_say_several_things_have_a_component_for_each():
    conjunctions = {name: len(components_of(own)) for name, own in BY_CLAIM.items()}
    assert {name: n for name, n in conjunctions.items() if n > 1} == {
        "C056": 2, "C071": 8, "C083": 3, "C087": 2, "C088": 3, "C097": 2, "C111": 2, "C112": 2,
        "C128": 4, "C129": 8, "C133": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("claim", "target"),
    [
        # The sentence fixes year, base and what is counted.
        ("C017", "share_of_gross_cost/joint_and_nhs/adult_client_groups/including_sp/2006_07"),
        # To the last year of the figure.
        ("C016", "nhs_contributions_growth/adult_client_groups/including_sp/2005_06-2007_08"),
        # One sentence, one line.
        ("C044", "gross_current_expenditure/older_people/including_sp/2007_08"),
        ("C045", "gross_current_expenditure_growth/older_people/including_sp/2003_04-2007_08"),
        ("C046", "older_people_lead_in_growth/including_sp/2003_04-2007_08"),  # "more quickly"
        ("C041", "whole_spend_pool_pct/mental_health/2007_08"),  # PCT and council spend
    ],
)
def test_the_primary_reading_is_the_sentences_own(claim, target):
    assert [r.target for r in BY_CLAIM[claim] if r.role == "primary"] == [target]


@pytest.mark.parametrize("claim", ["C058", "C059", "C060", "C061", "C087", "C088", "C132"])
def test_what_is_said_to_be_no_better_is_held_from_one_side(claim):
    assert {r.comparison for r in BY_CLAIM[claim] if r.role != "part"} == {"no better"}


def test_a_reading_takes_from_its_claim_what_it_leaves_blank():
    claim = {"claim_id": "C001", "published": "86", "comparison": "printed"}
    row = dict.fromkeys(READINGS[0], "") | {"claim_id": "C001", "reading": "a", "sources": "x; y"}
    own = row | {"reading": "b", "component": "area", "published": "7", "comparison": "exact"}
    first, second = readings_by_claim([claim], [row, own])["C001"]
    assert (first.published, first.comparison, first.sources) == ("86", "printed", ("x", "y"))
    assert (second.published, second.comparison, second.title) == ("7", "exact", "area: b")
    (blank,) = readings_by_claim([claim], [])["C001"]
    assert blank == Reading(claim_id="C001", published="86", comparison="printed")


@pytest.mark.parametrize(
    ("comparison", "sort"),
    [
        ("printed", "printed"), ("exact", "exact"), ("no better", "no better"),
        ("no lower", "no lower"), ("14 to 16", "interval"), ("> -1.5", "sign"),
        ("shown < 0", "shown"), ("shown 0.8 to 1.25", "shown"), ("not < 0", ""), ("roughly", ""),
    ],
)  # fmt: skip
def test_comparisons_are_of_a_few_sorts(comparison, sort):
    assert comparison_sort(comparison) == sort


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"sources": "psex1"}, "no source 'psex1'"),
        ({"exhibit": "figure_99"}, "no exhibit 'figure_99'"),
        ({"unit": "GBP m"}, "the fact is in GBP bn"),
        ({"published": "about 13"}, "'about 13' is not a number"),
        ({"comparison": "roughly"}, "'roughly' does not settle"),
        ({"comparison": "no difference"}, "'no difference' does not settle"),
        ({"kind": "external-citation"}, "a citation has no readings"),
        ({"reading": {"target": "nothing"}}, "no fact 'nothing'"),
        ({"reading": {"kind": "estimate", "target": "nothing", "term": "b"}}, "no specification"),
        (
            {"reading": {"kind": "estimate", "target": SPENDING, "term": "joint_finance"}},
            f"'{SPENDING}' has no term 'joint_finance'",
        ),
        ({"reading": {"kind": "estimate", "target": "nothing"}}, "a term goes with an estimate"),
        ({"reading": {"kind": "family", "target": "none"}}, "no family 'none'"),
        ({"reading": {"sources": "psex1"}}, "no source 'psex1'"),
        ({"reading": {"reading": "excluding Supporting People"}}, "two readings are called"),
        ({"reading": {"role": "sensitivity"}}, "component '' has 0 primary readings"),
        ({"reading": {"component": "money"}}, "component '' has no primary reading"),
        ({"reading": {"reason": ""}}, "a primary reading needs its reason"),
    ],
)
def test_what_refers_to_nothing_is_told_with_its_claim(cells, told):
    faults = faults_of(**cells)
    assert any(told in fault for fault in faults)
    assert all(fault.startswith("claims.csv, C003: ") for fault in faults)


def test_a_family_whose_term_no_specification_has_is_told():
    [family, *_] = FAMILIES
    (fault,) = check_references([], [], [family | {"term": "pol"}], NAMES)
    assert fault.endswith("has no term 'pol'")


def test_two_primary_readings_are_one_too_many():
    rows = [row | {"role": "primary", "reason": "why"} for row in READINGS
            if row["claim_id"] == "C003"]  # fmt: skip
    claims = [row for row in CLAIMS if row["claim_id"] == "C003"]
    (fault,) = check_references(claims, rows, FAMILIES, NAMES)
    assert fault.endswith("component '' has 2 primary readings; it needs just one")


def test_a_fact_that_must_not_be_lower_needs_a_margin():
    reading = {"comparison": "no lower"}
    faults = faults_of(reading, kind="statistical-null", comparison="no lower")
    assert any("'no lower' of a fact needs a margin" in fault for fault in faults)


def test_a_family_fits_something_and_settles_no_difference_only():
    family = FAMILIES[0]["family"]
    faults = faults_of({"kind": "family", "target": family})
    assert any("a family settles a claim of no difference only" in fault for fault in faults)
    lost = [FAMILIES[0] | {"specifications": "stays_*/*"}]
    (fault,) = check_references([], [], lost, NAMES)
    assert "no specification fits 'stays_*/*'" in fault


def test_all_faults_are_told_at_once_and_strangers_too():
    assert len(faults_of({"target": "x", "sources": "y"}, sources="z", exhibit="figure_99")) == 4
    assert check_references([], READINGS[:1], FAMILIES, NAMES) == []  # a study without claims
    without = [claim for claim in CLAIMS if claim["claim_id"] != "C001"]
    faults = check_references(without, READINGS, FAMILIES, NAMES)
    assert set(faults) == {"readings.csv, C001: no claim 'C001' is known"}


def test_a_claim_that_stands_there_twice_is_told():
    twice = [row for row in CLAIMS if row["claim_id"] == "C100"] * 2
    assert "claims.csv, C100: the claim is there twice" in check_references(
        twice, [], FAMILIES, NAMES
    )
