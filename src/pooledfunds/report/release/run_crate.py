"""What made a report of what, for machines: a Process Run Crate beside its files.

By RO-Crate 1.1 (https://w3id.org/ro/crate/1.1) and the profile Workflow Run Crate 0.5
(https://w3id.org/ro/wfrun/workflow/0.5), the newest that ``rocrate-validator`` knows. As
``run.json``, it holds no clock time, so that two runs of the same input write the same bytes.
"""

import json
import mimetypes
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pooledfunds.core.manifest import RECORD
from pooledfunds.core.provenance import sha256
from pooledfunds.report.release.citation import Citation, licences
from pooledfunds.report.release.sheets import Release

CRATE = "ro-crate-metadata.json"
CONTEXT = ["https://w3id.org/ro/crate/1.1/context", "https://w3id.org/ro/terms/workflow-run"]
SPECIFICATION = "https://w3id.org/ro/crate/1.1"
WORKFLOW_CRATE = "https://w3id.org/workflowhub/workflow-ro-crate/1.0"
PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": ("Process Run Crate", "0.5"),
    "https://w3id.org/ro/wfrun/workflow/0.5": ("Workflow Run Crate", "0.5"),
    WORKFLOW_CRATE: ("Workflow RO-Crate", "1.0"),
}
WORKFLOW = "workflow.smk"  # every rule of the run, in one text
RUN, SOFTWARE, PUBLISHER = "#run", "#software", "#publisher"
SNAKEMAKE = "https://w3id.org/workflowhub/workflow-ro-crate#snakemake"

Entity = dict[str, Any]


def run_crate(release: Release, folder: str | Path, files: Iterable[str]) -> str:
    """Return the crate of a run as JSON-LD.

    Parameters
    ----------
    release
        What the release says of its run.
    folder
        The report's; ``run.json`` in it names commit, versions, settings and inputs.
    files
        Paths of the published files below it, ``WORKFLOW`` among them.
    """
    record = json.loads((Path(folder) / RECORD).read_text(encoding="utf-8"))
    published = [file_entity(Path(folder), path) for path in sorted(files) if path != WORKFLOW]
    workflow = workflow_entity(Path(folder), release)
    inputs = input_entities(record["inputs"])
    packages = [package_entity(*one) for one in sorted(record["packages"].items())]
    graph = [
        {
            "@id": CRATE,
            "@type": "CreativeWork",
            "conformsTo": [{"@id": SPECIFICATION}, {"@id": WORKFLOW_CRATE}],
            "about": {"@id": "./"},
        },
        root_entity(release, [workflow, *published, *inputs]),
        *(
            {"@id": one, "@type": "CreativeWork", "name": name, "version": version}
            for one, (name, version) in PROFILES.items()
        ),
        {
            "@id": RUN,
            "@type": "CreateAction",
            "name": f"{release.title}, {release.basis} basis",
            "description": f"All rules of {WORKFLOW}, with the settings in {RECORD}.",
            "instrument": {"@id": WORKFLOW},
            "agent": {"@id": PUBLISHER},
            "object": references(inputs),
            "result": references(published),
        },
        workflow,
        {"@id": PUBLISHER, "@type": "Organization", "name": release.citation.publisher},
        {
            "@id": SNAKEMAKE,
            "@type": "ComputerLanguage",
            "name": "Snakemake",
            "identifier": {"@id": "https://snakemake.readthedocs.io"},
            "url": {"@id": "https://snakemake.readthedocs.io"},
        },
        software_entity(release.citation, record, packages),
        *published,
        *inputs,
        *packages,
        *licence_entities(release.basis),
    ]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, indent=1, ensure_ascii=False) + "\n"


def references(entities: Iterable[Mapping]) -> list[Entity]:
    """Return references to entities."""
    return [{"@id": one["@id"]} for one in entities]


def root_entity(release: Release, files: Iterable[Mapping]) -> Entity:
    """Return the report as a whole.

    Parameters
    ----------
    release
        What the release says of its run.
    files
        The workflow, the report's files and, as RO-Crate has every file, those that were read.
    """
    licences = references(licence_entities(release.basis))
    return {
        "@id": "./",
        "@type": "Dataset",
        "conformsTo": [{"@id": one} for one in PROFILES],
        "mainEntity": {"@id": WORKFLOW},
        "author": {"@id": PUBLISHER},
        "publisher": {"@id": PUBLISHER},
        "name": release.title,
        "description": " ".join(release.description.split()) or release.title,
        "datePublished": release.citation.date,
        "license": licences if len(licences) > 1 else licences[0],
        "hasPart": references(files),
        "mentions": {"@id": RUN},
    }


def file_entity(folder: Path, path: str) -> Entity:
    """Return a published file with its digest.

    Parameters
    ----------
    folder
        The report's.
    path
        Of the file, below it.
    """
    file = folder / path
    return {
        "@id": path,
        "@type": "File",
        "name": path,
        "contentSize": str(file.stat().st_size),
        "encodingFormat": format_of(path),
        "sha256": sha256(file),
    }


def format_of(path: str) -> str:
    """Return the media type of a file, by its name."""
    return mimetypes.guess_type(path)[0] or "application/octet-stream"


def workflow_entity(folder: Path, release: Release) -> Entity:
    """Return the workflow that was run.

    Parameters
    ----------
    folder
        The report's, which holds it.
    release
        What the release says of its run.
    """
    return {
        **file_entity(folder, WORKFLOW),
        "@type": ["File", "SoftwareSourceCode", "ComputationalWorkflow"],
        "name": f"Workflow of {release.citation.software}",
        "encodingFormat": "text/plain",
        "version": release.citation.version,
        "programmingLanguage": {"@id": SNAKEMAKE},
        "creator": {"@id": PUBLISHER},
        "license": references(licence_entities(release.basis))[0],
        "softwareRequirements": {"@id": SOFTWARE},
    }


def workflow_text(files: Iterable[str | Path]) -> str:
    """Return the files of a workflow as one text, each under its name."""
    return "\n".join(f"# {file}\n\n{Path(file).read_text('utf-8')}" for file in files)


def input_entities(inputs: Iterable[Mapping]) -> list[Entity]:
    """Return the files that a run read, each by its digest: they are no part of the report.

    Parameters
    ----------
    inputs
        ``inputs`` of ``run.json``. Files of the same bytes are one entity of several names.
    """
    found: dict[str, Entity] = {}
    for one in inputs:
        known = found.setdefault(
            one["sha256"],
            {
                "@id": f"hash://sha256/{one['sha256']}",
                "@type": "File",
                "name": one["file"],
                "encodingFormat": format_of(one["file"]),
                "contentSize": str(one["bytes"]),
                "sha256": one["sha256"],
            },
        )
        if one["file"] != known["name"]:
            known.setdefault("alternateName", []).append(one["file"])
    return list(found.values())


def software_entity(citation: Citation, record: Mapping, packages: Iterable[Mapping]) -> Entity:
    """Return the software that made the report, by version and commit.

    Parameters
    ----------
    citation
        Of the software.
    record
        ``run.json``.
    packages
        What it needed, from :func:`package_entity`.
    """
    return {
        "@id": SOFTWARE,
        "@type": "SoftwareApplication",
        "name": citation.software,
        "softwareVersion": f"{citation.version}, commit {record['commit']}",
        "softwareRequirements": references(packages),
        "description": f"Run by Python {record['python']}; {RECORD} has every setting.",
    }


def package_entity(name: str, version: str) -> Entity:
    """Return a library that the software needed."""
    return {
        "@id": f"#{name}",
        "@type": "SoftwareApplication",
        "name": name,
        "softwareVersion": version,
    }


def licence_entities(basis: str) -> list[Entity]:
    """Return the licences of a report.

    Parameters
    ----------
    basis
        ``artificial`` or ``official``.
    """
    return [
        {"@id": one["path"], "@type": "CreativeWork", "name": one["title"]}
        for one in licences(basis)
    ]
