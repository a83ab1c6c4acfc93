"""What made a report of what, for machines: a Process Run Crate beside its files.

By RO-Crate 1.1 (https://w3id.org/ro/crate/1.1) and the profile Process Run Crate 0.5
(https://w3id.org/ro/wfrun/process/0.5). As ``run.json``, it holds no clock time, so that two runs
of the same input write the same bytes.
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
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
RUN, SOFTWARE = "#run", "#software"

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
        Paths of the published files below it.
    """
    record = json.loads((Path(folder) / RECORD).read_text(encoding="utf-8"))
    published = [file_entity(Path(folder), path) for path in sorted(files)]
    inputs = input_entities(record["inputs"])
    packages = [package_entity(*one) for one in sorted(record["packages"].items())]
    graph = [
        {
            "@id": CRATE,
            "@type": "CreativeWork",
            "conformsTo": {"@id": SPECIFICATION},
            "about": {"@id": "./"},
        },
        root_entity(release, published),
        {"@id": PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"},
        {
            "@id": RUN,
            "@type": "CreateAction",
            "name": f"{release.title}, {release.basis} basis",
            "instrument": {"@id": SOFTWARE},
            "object": references(inputs),
            "result": references(published),
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


def root_entity(release: Release, published: Iterable[Mapping]) -> Entity:
    """Return the report as a whole.

    Parameters
    ----------
    release
        What the release says of its run.
    published
        Its files, from :func:`file_entity`.
    """
    return {
        "@id": "./",
        "@type": "Dataset",
        "conformsTo": {"@id": PROFILE},
        "name": release.title,
        "description": " ".join(release.description.split()) or release.title,
        "datePublished": release.citation.date,
        "license": references(licence_entities(release.basis)),
        "hasPart": references(published),
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
        "encodingFormat": mimetypes.guess_type(path)[0] or "application/octet-stream",
        "sha256": sha256(file),
    }


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
