"""The settings of a run: a study's folder and a basis, read and merged.

Nothing heavy is imported here: this is what every ``snakemake`` command waits for.
"""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from pooledfunds.core.specification_rows import specification_entries
from pooledfunds.core.yaml_files import SettingsError as SettingsError  # every module asks here
from pooledfunds.core.yaml_files import read_yaml as read_yaml

CONFIG = Path("config")
STUDIES = CONFIG / "studies"
CODELISTS = CONFIG / "codelists"
DIAGNOSIS_SETS = CODELISTS / "hes_diagnosis_sets.csv"
EDITIONS = CONFIG / "editions.csv"
SOURCES = CONFIG / "sources.csv"
SCHEMAS = Path("workflow/schemas")
# The files of a study's folder: those in YAML, and its tables.
PARTS = ("study", "outcomes", "exposures", "designs", "curves", "report")
OPTIONAL_PARTS = {"curves", "report"}
TABLES = ("claims", "readings", "families", "exhibits")
# What stands for a section that a study leaves out because it has no such return.
ABSENT_SECTIONS = {
    "hes": {"diagnosis_sets": {}, "variants": {"enabled": False, "axes": {}}},
    "pools": {"rules": {}},
    "register_noise": {"exposures": [], "published": []},
}


@dataclass(frozen=True)
class Basis:
    """A kind of evidence, and where its returns lie for one study.

    ``sources`` are the files or patterns of each source below ``root``; ``corrections`` are tables
    of cells put right, by name, and ``codelists`` word lists that go before the study's own;
    ``world`` says what writes an invented England, and how; ``files`` are those that declare all
    this.
    """

    name: str
    root: str
    sources: Mapping[str, list[str]]
    corrections: Mapping[str, str] = field(default_factory=dict)
    codelists: Mapping[str, str] = field(default_factory=dict)
    world: Mapping[str, object] = field(default_factory=dict)
    files: tuple[str, ...] = ()

    @property
    def declared_in(self) -> str:
        """The files that name the returns, in words."""
        return " and ".join(self.files)


def study_folder(study: str) -> Path:
    """Return the folder of a study's settings.

    Raises
    ------
    SettingsError
        When there is none of that name.
    """
    folder = STUDIES / study
    if not folder.is_dir():
        there = sorted(path.name for path in STUDIES.glob("*") if path.is_dir())
        raise SettingsError(
            f"no study '{study}': {STUDIES.as_posix()} has no such folder{nearest(study, there)}"
        )
    return folder


def read_study(study: str) -> dict:
    """Return the settings of a study, merged from the files of its folder.

    Parameters
    ----------
    study
        Name of a folder of ``config/studies``.

    Returns
    -------
    dict
        ``study``, its name; ``returns``, the sources that it can have; the sections of
        ``study.yaml``; ``outcomes``, ``exposures`` and ``curves`` by name; and
        ``specifications`` by name, each row with what its design gives it.
    """
    parts = study_parts(study)
    return (
        {"study": study, "returns": declared_sources(study)}
        | ABSENT_SECTIONS
        | parts["study"]
        | {name: parts[name] for name in ("exposures", "curves")}
        | {"outcomes": parts["outcomes"].get("outcomes", {})}
        | {
            "specifications": specification_entries(
                study_rows(study, "specifications"),
                parts["designs"],
                parts["outcomes"].get("groups", {}),
            )
        }
    )


def study_parts(study: str) -> dict[str, dict]:
    """Return what each YAML file of a study's folder declares; an optional one may be absent."""
    folder = study_folder(study)
    return {
        name: {}
        if name in OPTIONAL_PARTS and not (folder / f"{name}.yaml").exists()
        else read_yaml(folder / f"{name}.yaml")
        for name in PARTS
    }


def study_tables(study: str) -> dict[str, str]:
    """Return the files of a study's tables by name, of those that it has."""
    files = {name: study_folder(study) / f"{name}.csv" for name in TABLES}
    return {name: file.as_posix() for name, file in files.items() if file.exists()}


def study_rows(study: str, table: str) -> list[dict[str, str]]:
    """Return the rows of a table of a study's folder as text; none where it has no such table.

    Parameters
    ----------
    study
        Its name.
    table
        Name of the file, without its ending.
    """
    file = study_folder(study) / f"{table}.csv"
    return read_rows(file) if file.exists() else []


def study_codelists(study: str) -> dict[str, str]:
    """Return the word lists that are a study's own, by name."""
    files = sorted((study_folder(study) / "codelists").glob("*.csv"))
    return {path.stem: path.as_posix() for path in files}


def read_basis(study: str, basis: str, root: str = "") -> Basis:
    """Return where a study's returns lie.

    What the study's own ``<basis>.yaml`` declares goes before ``config/bases/<basis>.yaml``.

    Parameters
    ----------
    study
        Its name.
    basis
        Kind of evidence.
    root
        Folder of the returns, where it is not the declared one.
    """
    files = [CONFIG / "bases" / f"{basis}.yaml", study_folder(study) / f"{basis}.yaml"]
    files = [file for file in files if file.exists()]
    check(fault for file in files for fault in schema_faults(read_yaml(file), "basis", file))
    declared = {key: value for file in files for key, value in read_yaml(file).items()}
    declared["root"] = root or declared["root"].replace("{study}", study)
    return Basis(name=basis, files=tuple(file.as_posix() for file in files), **declared)


def declared_sources(study: str) -> list[str]:
    """Return the sources of a study, on whatever basis: what it does not name, it does not have.

    Those of the bases that the study's folder declares; where it declares none, of the common ones.
    Lists that the study keeps among its word lists are sources too.
    """
    own = [path.stem for path in study_folder(study).glob("*.yaml")]
    common = [path.stem for path in sorted((CONFIG / "bases").glob("*.yaml"))]
    bases = [basis for basis in common if basis in own] or common
    kept = {row["source"] for row in read_rows(SOURCES)} & study_codelists(study).keys()
    return sorted(
        kept.union(source for basis in bases for source in read_basis(study, basis).sources)
    )


def word_list_files(study: str, basis: Basis | None = None) -> dict[str, str]:
    """Return the word lists by name, the study's own before others, and editions and sources.

    Parameters
    ----------
    study
        Its name.
    basis
        Whose word lists go before the study's, and whose corrections are lists too.
    """
    lists = {path.stem: path.as_posix() for path in sorted(CODELISTS.glob("*.csv"))}
    others = {"editions": EDITIONS.as_posix(), "sources": SOURCES.as_posix()}
    of_basis = dict(basis.codelists) | dict(basis.corrections) if basis else {}
    return lists | study_codelists(study) | others | of_basis


def read_rows(path: str | Path) -> list[dict[str, str]]:
    """Return the rows of a table of ``config/`` as text."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def nearest(name: str, there: Iterable[str]) -> str:
    """Return the likeliest of the names that are there, in words to end a sentence with."""
    there = sorted(there)
    found = get_close_matches(name, there, n=1)
    if found:
        return f"; the nearest is '{found[0]}'"
    return f"; there are: {', '.join(there)}" if there and len(there) <= 12 else ""


def check(faults: Iterable[str]) -> None:
    """Raise one error that lists every fault, or pass."""
    faults = list(faults)
    if faults:
        heading = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        raise SettingsError(f"{heading} in the settings; no job was run\n  " + "\n  ".join(faults))


@cache
def validator_of(schema: str) -> Any:
    """Return the validator of a closed schema of ``workflow/schemas``, by name.

    A schema may refer to parts of another by its file's name.
    """
    from jsonschema import Draft202012Validator

    registry = schema_registry()
    return Draft202012Validator(registry.contents(f"{schema}.schema.yaml"), registry=registry)


@cache
def schema_registry() -> Any:
    """Return the schemas of ``workflow/schemas`` by their files' names."""
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    return Registry().with_resources(
        (path.name, DRAFT202012.create_resource(read_yaml(path))) for path in SCHEMAS.glob("*.yaml")
    )


def schema_columns(schema: str) -> list[str]:
    """Return the columns that the schema of a table's rows names."""
    return list(read_yaml(SCHEMAS / f"{schema}.schema.yaml")["properties"])


def schema_faults(settings: object, schema: str, file: str | Path, place: str = "") -> list[str]:
    """Return a sentence for each place where what a file declares breaks its schema.

    Parameters
    ----------
    settings
        What the file declares, or one row of it.
    schema
        Name of the schema.
    file
        The file, to be named.
    place
        Where in the file: the line of a row.
    """
    validator = validator_of(schema)
    # Plain dictionaries and lists, whatever the settings came in.
    plain = json.loads(json.dumps(settings))
    found = sorted(validator.iter_errors(plain), key=lambda e: list(map(str, e.absolute_path)))
    where = f"{Path(file).as_posix()}{place}"
    return [
        f"{where}: {''.join(f'{part}.' for part in error.absolute_path).rstrip('.')}: "
        f"{error.message}"
        if error.absolute_path
        else f"{where}: {error.message}"
        for error in found
    ]
