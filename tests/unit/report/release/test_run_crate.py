"""The crate names every file with its digest, software and inputs, and refers to nothing else."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from pooledfunds.core.provenance import sha256
from pooledfunds.report.release.run_crate import WORKFLOW, run_crate, workflow_text

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
def crate(report, release):
    """The text of the crate of a report."""
    (report / "run.json").write_text(json.dumps(RECORD))
    (report / WORKFLOW).write_text("rule all:\n")
    return run_crate(release, report, ["run.json", "areas.csv", WORKFLOW])


@pytest.fixture
def graph(crate):
    """The entities of the crate of a report, by id."""
    made = json.loads(crate)
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
    absent = {"https://w3id.org/ro/crate/1.1", "https://snakemake.readthedocs.io"}
    assert ids - set(graph) == absent


def test_files_have_their_digests_and_are_the_result_of_the_run(graph, report):
    assert graph["areas.csv"]["sha256"] == sha256(report / "areas.csv")
    parts = [{"@id": "areas.csv"}, {"@id": "run.json"}]
    assert graph["#run"]["result"] == parts
    assert [one for one in graph["./"]["hasPart"] if "hash:" not in one["@id"]] == [
        {"@id": WORKFLOW},
        *parts,
    ]
    assert graph["ro-crate-metadata.json"]["about"] == {"@id": "./"}


def test_inputs_of_the_same_bytes_are_one(graph):
    one, other = graph["#run"]["object"]
    assert graph[one["@id"]]["alternateName"] == ["b.csv"]
    assert graph[other["@id"]]["name"] == "c.csv"


def test_the_software_is_named_by_version_and_commit(graph):
    workflow = graph[graph["#run"]["instrument"]["@id"]]
    assert graph["./"]["mainEntity"] == {"@id": workflow["@id"]}
    software = graph[workflow["softwareRequirements"]["@id"]]
    assert software["softwareVersion"] == "1.2.0, commit abc+changes"
    assert [graph[one["@id"]]["softwareVersion"] for one in software["softwareRequirements"]] == [
        "2.0"
    ]


def test_the_workflow_is_one_text_with_the_name_of_each_file(tmp_path):
    files = [tmp_path / name for name in ("a.smk", "b.smk")]
    for file in files:
        file.write_text(f"rule {file.stem}:\n")
    assert workflow_text(files) == f"# {files[0]}\n\nrule a:\n\n# {files[1]}\n\nrule b:\n"


# It needs the contexts that a crate names: one comes with the library rocrate, of the other one
# word is used.
VALIDATE = """
import email, io, json, pathlib, sys, urllib.request
import rocrate
import requests
from rocrate_validator import models, services
from rocrate_validator.utils.http import HttpRequester

context = pathlib.Path(rocrate.__file__).parent / "data/ro-crate.jsonld"
terms = {"@context": {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}}
answers = {
    "https://w3id.org/ro/crate/1.1/context": context.read_bytes(),
    "https://w3id.org/ro/terms/workflow-run": json.dumps(terms).encode(),
}

class AtHand(urllib.request.HTTPSHandler):
    def https_open(self, request):
        head = email.message.Message()
        head["Content-Type"] = "application/ld+json"
        url = request.full_url
        answer = urllib.response.addinfourl(io.BytesIO(answers[url]), head, url, 200)
        answer.msg = "OK"
        return answer

def at_hand(self, url, **options):
    response = requests.Response()
    response.status_code, response._content = 200 if url in answers else 404, answers.get(url, b"")
    response.headers["Content-Type"] = "application/ld+json"
    return response

HttpRequester.get = HttpRequester.head = at_hand
urllib.request.install_opener(urllib.request.build_opener(AtHand))
required = models.Severity.REQUIRED
result = services.validate({
    "rocrate_uri": sys.argv[1],
    "profile_identifier": "workflow-run-crate-0.5",
    "requirement_severity": required,
    "skip_availability_check": True,
})
for issue in result.get_issues(required):
    print(issue.check.identifier, issue.message)
sys.exit(not result.passed(required))
"""


# The validator needs another version of a library than the linters: it has a Python of its own.
VALIDATOR = os.environ.get("CRATE_VALIDATOR")


@pytest.mark.skipif(not VALIDATOR, reason="no validator of crates (make test-crate has one)")
def test_the_validator_finds_nothing_that_a_workflow_run_crate_must_have(crate, report):
    Path(report, "ro-crate-metadata.json").write_text(crate)
    run = subprocess.run(
        [VALIDATOR, "-c", VALIDATE, report], capture_output=True, text=True, timeout=300
    )
    assert run.returncode == 0, run.stdout + run.stderr
