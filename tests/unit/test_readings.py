from pathlib import Path

import pytest
import yaml

from pooledfunds.estimation.specifications import specifications
from pooledfunds.facts import FACTS
from pooledfunds.readings import Reading, check_references, parse_readings
from pooledfunds.settings import read_rows, schema_faults

CLAIMS = read_rows("config/claims.csv")
SOURCES = {row["source"] for row in read_rows("config/sources.csv")}
EXHIBITS = {row["exhibit"] for row in read_rows("config/exhibits.csv")}
SPECIFICATIONS = {
    entry.name
    for entry in specifications(
        yaml.safe_load(Path("config/study.yaml").read_text(encoding="utf-8"))
    )
}


def faults_of(**cells):
    (row,) = [claim for claim in CLAIMS if claim["claim_id"] == "C003"]
    return check_references([row | cells], FACTS, SPECIFICATIONS, SOURCES, EXHIBITS)


def test_the_claims_that_are_published_refer_to_what_there_is():
    assert len(CLAIMS) == 136
    assert check_references(CLAIMS, FACTS, SPECIFICATIONS, SOURCES, EXHIBITS) == []
    for claim in CLAIMS:
        assert schema_faults(claim, "workflow/schemas/claims.schema.yaml", claim["claim_id"]) == []


def test_every_fact_serves_a_claim():
    read = {reading.target for row in CLAIMS for reading in parse_readings(row["readings"])}
    assert sorted(set(FACTS) - read) == []


def test_a_reading_is_read_whole():
    written = "part: share, mid-2007 => fact:share/b [one-fifth, 18 to 22] {pssex1; wcc}"
    (reading,) = parse_readings(written)
    assert reading == Reading(
        label="share, mid-2007",
        part=True,
        kind="fact",
        target="share/b",
        published="one-fifth",
        comparison="18 to 22",
        sources=("pssex1", "wcc"),
    )
    assert reading.title == "in part: share, mid-2007"


def test_a_family_names_patterns_of_specifications_and_their_terms():
    (reading,) = parse_readings("pools => family:stays_*/*#pool,delays/2007_08#care_trust {wcc}")
    assert (reading.kind, reading.sources) == ("family", ("wcc",))
    assert reading.patterns == [("stays_*/*", "pool"), ("delays/2007_08", "care_trust")]
    assert any(
        "no specification fits 'stays_*/*'" in fault
        for fault in faults_of(readings="pools => family:stays_*/*#pool")
    )
    assert any(
        "a family settles a claim of no difference only" in fault
        for fault in faults_of(readings="pools => family:spending_*/*#joint_financing")
    )


def test_a_claim_without_readings_has_one_of_its_own():
    assert parse_readings("") == (Reading(),)


@pytest.mark.parametrize(
    "written",
    [
        "no arrow fact:a",
        "two => fact:a => fact:b",
        "a kind that is none => table:a",
        "an estimate without a term => estimate:a",
        "a fact with a term => fact:a#b",
        "a family without a term => family:a,b",
        "a family with two terms => family:a#b#c",
        "an open bracket => fact:a [3",
        "=> fact:a",
    ],
)
def test_what_is_not_written_as_the_syntax_asks_is_refused(written):
    with pytest.raises(ValueError, match="reading"):
        parse_readings(written)
    assert faults_of(readings=written) != []


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"readings": "a => fact:nothing"}, "no fact 'nothing'"),
        ({"readings": "a => estimate:nothing#b"}, "no specification 'nothing'"),
        ({"readings": "a => {psex1}"}, "no source 'psex1'"),
        ({"sources": "psex1"}, "no source 'psex1'"),
        ({"exhibit": "figure_99"}, "no exhibit 'figure_99'"),
        ({"unit": "GBP m"}, "the fact is in GBP bn"),
        ({"published": "about 13"}, "'about 13' is not a number"),
        ({"comparison": "roughly"}, "'roughly' does not settle"),
        ({"comparison": "no difference"}, "'no difference' does not settle"),
        ({"kind": "external-citation"}, "a citation has no readings"),
        ({"readings": "a => {pssex1} | a => {pssex1}"}, "two readings are called 'a'"),
    ],
)
def test_what_refers_to_nothing_is_told_with_its_claim(cells, told):
    faults = faults_of(**cells)
    assert any(told in fault for fault in faults)
    assert all(fault.startswith("claims.csv, C003: ") for fault in faults)


def test_all_faults_are_told_at_once():
    cells = {"sources": "psex1", "exhibit": "figure_99", "readings": "a => fact:x | b => fact:y"}
    assert len(faults_of(**cells)) == 4


def test_a_claim_that_stands_there_twice_is_told():
    (fault,) = check_references(CLAIMS[:1] * 2, FACTS, SPECIFICATIONS, SOURCES, EXHIBITS)
    assert "twice" in fault
