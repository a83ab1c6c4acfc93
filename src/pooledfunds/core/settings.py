"""The study's settings, held against their schemas and against each other before any job.

Nothing heavy is imported here: this is what every ``snakemake`` command waits for.
"""

import csv
import json
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import yaml

from pooledfunds.core.errors import StudyError

CODELISTS = Path("config/codelists")
DIAGNOSIS_SETS = CODELISTS / "hes_diagnosis_sets.csv"
EDITIONS = Path("config/editions.csv")
STUDY = Path("config/study.yaml")
SOURCES = Path("config/sources.csv")


class SettingsError(StudyError):
    """A setting, claim or exhibit is unknown, misspelt, or refers to nothing."""


def read_rows(path: str | Path) -> list[dict[str, str]]:
    """Return the rows of a table of ``config/`` as text."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_study(path: str | Path = STUDY) -> dict:
    """Return the settings of ``config/study.yaml``, as they are declared."""
    return yaml.safe_load(Path(path).read_text(encoding="utf-8"))


def nearest(name: str, there: Iterable[str]) -> str:
    """Return the likeliest of the names that are there, in words to end a sentence with."""
    there = sorted(there)
    found = get_close_matches(name, there, n=1)
    if found:
        return f"; the nearest is '{found[0]}'"
    return f"; there are: {', '.join(there)}" if there and len(there) <= 12 else ""


def word_list_files() -> dict[str, str]:
    """Return the word lists by name, and with them the editions and the sources."""
    lists = {path.stem: path.as_posix() for path in sorted(CODELISTS.glob("*.csv"))}
    return lists | {"editions": EDITIONS.as_posix(), "sources": SOURCES.as_posix()}


def check(faults: Iterable[str]) -> None:
    """Raise one error that lists every fault, or pass."""
    faults = list(faults)
    if faults:
        heading = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        raise SettingsError(f"{heading} in the settings; no job was run\n  " + "\n  ".join(faults))


@cache
def validator_of(schema: str):
    """Return the validator of a closed schema in YAML."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(yaml.safe_load(Path(schema).read_text(encoding="utf-8")))


def schema_faults(settings: object, schema: str | Path, place: str) -> list[str]:
    """Return a sentence for each place where settings break their schema."""
    validator = validator_of(str(schema))
    # Plain dictionaries and lists, whatever the settings came in.
    plain = json.loads(json.dumps(settings))
    return [
        f"{'.'.join([place, *map(str, error.absolute_path)])}: {error.message}"
        for error in sorted(
            validator.iter_errors(plain), key=lambda e: list(map(str, e.absolute_path))
        )
    ]
