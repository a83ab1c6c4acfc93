"""The crate names every file with its digest, software and inputs, and refers to nothing else."""

import json

import pytest

from pooledfunds.core.provenance import sha256
from pooledfunds.report.release.run_crate import run_crate

RECORD = {
    "commit": "abc+changes",
    "python": "3.11.1",
    "packages": {"numpy": "2.0"},
    "inputs": [
        {"file": "a.csv", "bytes": 4, "sha256": "1" * 64},
        {"file": "b.csv", "bytes": 4, "sha256": "1" * 64},
        {"file": "c.csv", "bytes": 9, "sha256": "2" * 64},
    ],
}


@pytest.fixture
def graph(report, release):
    """The entities of the crate of a report, by id."""
    (report / "run.json").write_text(json.dumps(RECORD))
    made = json.loads(run_crate(release, report, ["run.json", "areas.csv"]))
    by_id = {one["@id"]: one for one in made["@graph"]}
    assert len(by_id) == len(made["@graph"])
    return by_id


def referred(value):
    """Yield each id that an entity's values refer to."""
    if isinstance(value, dict):
        yield value["@id"]
    for one in value if isinstance(value, list) else ():
        yield from referred(one)


def test_every_reference_leads_to_an_entity(graph):
    ids = {one for entity in graph.values() for value in entity.values() for one in referred(value)}
    assert ids - set(graph) == {"https://w3id.org/ro/crate/1.1"}


def test_files_have_their_digests_and_are_the_result_of_the_run(graph, report):
    assert graph["areas.csv"]["sha256"] == sha256(report / "areas.csv")
    parts = [{"@id": "areas.csv"}, {"@id": "run.json"}]
    assert graph["./"]["hasPart"] == graph["#run"]["result"] == parts
    assert graph["ro-crate-metadata.json"]["about"] == {"@id": "./"}


def test_inputs_of_the_same_bytes_are_one(graph):
    one, other = graph["#run"]["object"]
    assert graph[one["@id"]]["alternateName"] == ["b.csv"]
    assert graph[other["@id"]]["name"] == "c.csv"


def test_the_software_is_named_by_version_and_commit(graph):
    software = graph[graph["#run"]["instrument"]["@id"]]
    assert software["softwareVersion"] == "1.2.0, commit abc+changes"
    assert [graph[one["@id"]]["softwareVersion"] for one in software["softwareRequirements"]] == [
        "2.0"
    ]
