"""The data package: every published CSV file with the types, units and keys of its columns.

By the Data Package and Table Schema specifications, version 1 (https://specs.frictionlessdata.io).
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandera.pandas as pa

from pooledfunds.core.csv_text import field_type
from pooledfunds.core.provenance import sha256
from pooledfunds.core.schema import unit_of
from pooledfunds.report.release.citation import licences
from pooledfunds.report.release.sheets import BASIS_WORDS, Release
from pooledfunds.report.release.tables import PublishedTable

# How the files write what is true and what is not.
TRUTH = {"trueValues": ["True"], "falseValues": ["False"]}


def data_package(
    name: str,
    release: Release,
    tables: Iterable[PublishedTable],
    exhibits: Iterable[Mapping],
    folder: str | Path,
) -> str:
    """Return the data package of a run as JSON.

    Parameters
    ----------
    name
        Of the study.
    release
        What the release says of its run.
    tables
        The published tables.
    exhibits
        Their words (``exhibits.render.Exhibit``), with the types of their ``columns``.
    folder
        The report's.
    """
    citation = release.citation
    described = [
        *(table_resource(table, Path(folder)) for table in tables),
        *(exhibit_resource(exhibit, Path(folder)) for exhibit in exhibits if exhibit["drawn"]),
    ]
    package = {
        "profile": "tabular-data-package",
        "name": package_name(f"{name}-{release.basis}"),
        "title": release.title,
        "description": " ".join(release.description.split()) + f" {BASIS_WORDS[release.basis]}",
        "version": citation.version,
        "created": f"{citation.date}T00:00:00Z",
        "licenses": licences(release.basis),
        "contributors": [{"title": citation.publisher, "role": "publisher"}],
        "citation": citation.reference,
        "changes": list(citation.changes),
        "resources": described,
    }
    return json.dumps(package, indent=1, ensure_ascii=False) + "\n"


def package_name(text: str) -> str:
    """Return a text as a name that a data package may have."""
    return re.sub(r"[^a-z0-9._-]+", "-", text.lower().replace("_", "-"))


def table_resource(table: PublishedTable, folder: Path) -> dict[str, Any]:
    """Return a published table as a resource.

    Parameters
    ----------
    table
        The table.
    folder
        The report's.
    """
    fields = [field_of(name, column) for name, column in table.columns.items()]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table.schema.unique:
        schema["primaryKey"] = list(table.schema.unique)
    return resource(table.file, folder, schema) | {"description": table.description}


def exhibit_resource(exhibit: Mapping, folder: Path) -> dict[str, Any]:
    """Return the numbers of a figure as a resource; its caption says the unit.

    Parameters
    ----------
    exhibit
        Its words.
    folder
        The report's.
    """
    fields = [typed(name, kind) for name, kind in exhibit["columns"].items()]
    file = folder / "figures" / f"{exhibit['exhibit']}.csv"
    words = {"title": exhibit["title"], "description": exhibit["caption"]}
    return resource(file, folder, {"fields": fields, "missingValues": [""]}) | words


def resource(file: Path, folder: Path, schema: Mapping) -> dict[str, Any]:
    """Return a file as a resource, without a description.

    Parameters
    ----------
    file
        A CSV file.
    folder
        The report's, which the file lies in.
    schema
        Its columns, by Table Schema.
    """
    path = file.relative_to(folder)
    return {
        "profile": "tabular-data-resource",
        "name": package_name(path.with_suffix("").as_posix().replace("/", "-")),
        "path": path.as_posix(),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{sha256(file)}",
        "schema": dict(schema),
    }


def field_of(name: str, column: pa.Column) -> dict[str, Any]:
    """Return a column of the catalogue as a field, with its unit and what its values obey.

    Parameters
    ----------
    name
        Of the column.
    column
        As the catalogue declares it.
    """
    field = typed(name, field_type(column.dtype)) | {"description": column.description or ""}
    if unit := unit_of(column):
        field["unit"] = unit
    constraints = {key: value for check in column.checks for key, value in rule_of(check).items()}
    if not column.nullable and field["type"] != "string":
        constraints["required"] = True
    return field | ({"constraints": constraints} if constraints else {})


def rule_of(check: pa.Check) -> dict[str, Any]:
    """Return a check of the catalogue as a constraint of Table Schema, or nothing."""
    given = check.statistics or {}
    if check.name == "isin":
        return {"enum": list(given["allowed_values"])}
    if check.name == "greater_than_or_equal_to":
        return {"minimum": given["min_value"]}
    if check.name == "str_matches":
        pattern = getattr(given["pattern"], "pattern", given["pattern"])
        return {"pattern": f"(?:{pattern})"}
    return {}


def typed(name: str, kind: str) -> dict[str, Any]:
    """Return a field of a name and a type.

    Parameters
    ----------
    name
        Of the column.
    kind
        A type of Table Schema.
    """
    return {"name": name, "type": kind} | (TRUTH if kind == "boolean" else {})


def words_of(files: Sequence[str | Path]) -> list[dict]:
    """Return the words of exhibits, from the folders that they were built in."""
    return [
        json.loads((folder / f"{folder.name}.json").read_text(encoding="utf-8"))
        for folder in map(Path, files)
    ]
