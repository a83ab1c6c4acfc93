"""The study's settings, held against their schemas and against each other before any job.

Nothing heavy is imported here: this is what every ``snakemake`` command waits for.
"""

import csv
import json
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import yaml

from pooledfunds.artificial.ownership import MARKER
from pooledfunds.faults import StudyError
from pooledfunds.returns_folder import Folder, leaves_folder, look_through, unread_in_words

CODELISTS = Path("config/codelists")
DIAGNOSIS_SETS = CODELISTS / "hes_diagnosis_sets.csv"
EDITIONS = Path("config/editions.csv")
STUDY = Path("config/study.yaml")
SOURCES = Path("config/sources.csv")
REGISTER = [
    "register_arrangements",
    "register_partners",
    "register_contributions",
    "register_funds",
    "register_responses",
    "register_unmatched",
    "register_disagreements",
]
POOLS = ["pool_list", "pool_statements", "pool_exposure", "evidence_agreement"]
# Which staged tables each source gives.
STAGED = {
    "council_list": ["bodies", "pct_council_pairs", "return_accounts"],
    "pct_list": [],
    "hes_apc": [],  # has rules of its own: workflow/rules/hes.smk
    "pct_council_pairs": [],
    "council_population": ["council_population"],
    "imd_2007": ["council_deprivation", "small_areas"],
    "pssex1": ["pssex1", "pssex1_audit", "pssex1_compared"],
    "care_trusts": ["care_trusts"],
    "body_successors": [],
    "pooled_fund_register": REGISTER,
    "notification_register": REGISTER,
    "wcc": ["wcc_statements"],
    "programme_budgets": ["programme_budgets"],
    "delayed_transfers": ["delayed_transfers"],
    "paf_d41": ["delayed_transfer_indicators"],
    "equipment_delivery": ["equipment_delivery"],
    "pct_population": ["pct_population"],
    "pct_imd": ["pct_deprivation"],
    "national_totals": ["national_figures"],
    "dh_departmental_report": ["national_figures"],
    "dass_survey": ["national_figures"],
    "auditor_returns": ["national_figures"],
    "local_returns": ["national_figures"],
}
# Hospital records have rules of their own, which give these.
HOSPITAL = {
    "hes_apc": [
        "hes_row_accounts",
        "hes_quality",
        "hes_quality_shares",
        "hes_breaks",
        "hes_fields_delivered",
        "hes_activity",
        "hes_lengths_of_stay",
        "hes_variants",
    ],
}
LINKED = {
    "hes_apc": ["standardised_rates", "hospital_variants"],
    "council_list": ["coterminosity", "panel_council", "panel_pct", "row_accounts"],
    "pssex1": ["joint_financing", "joint_financing_by_threshold"],
    "council_population": ["crosswalk"],
    "pooled_fund_register": POOLS,
    "notification_register": POOLS,
}


class SettingsError(StudyError):
    """A setting, claim or exhibit is unknown, misspelt, or refers to nothing."""


def combination_name(chosen: Mapping[str, str]) -> str:
    """Return the name of a combination of choices, such as ``spells=york; level=pct``."""
    return "; ".join(f"{axis}={choice}" for axis, choice in chosen.items())


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


def staged_by_source() -> dict[str, list[str]]:
    """Return which staged tables each source gives, those of declared readers among them."""
    added = {row["source"]: [row["source"]] for row in read_rows(SOURCES) if row["reader"]}
    return STAGED | added


def declared_readers() -> list[str]:
    """Return the files of the readers that ``config/sources.csv`` declares."""
    names = [row["reader"] for row in read_rows(SOURCES) if row["reader"]]
    return [f"src/{name.replace('.', '/')}.py" for name in names]


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


def hospital_faults(study: Mapping) -> list[str]:
    """Return a sentence for each diagnosis set or year of the hospital settings that is unknown."""
    hes = study["hes"]
    listed = {(row["condition"], row["variant"]) for row in read_rows(DIAGNOSIS_SETS)}
    chosen = {"hes.diagnosis_sets": hes["diagnosis_sets"]}
    for axis, choices in hes["variants"].items():
        for choice, replaced in choices.items():
            chosen[f"hes.variants.{axis}.{choice}"] = replaced.get("diagnosis_sets", {})
    faults = [
        f"{place}: {DIAGNOSIS_SETS.as_posix()} lists no variant '{variant}' of {condition}"
        for place, sets in chosen.items()
        for condition, variant in sets.items()
        if (condition, variant) not in listed
    ]
    faults += [
        f"{place}: hes.diagnosis_sets has no condition '{condition}'"
        + nearest(condition, hes["diagnosis_sets"])
        for place, sets in chosen.items()
        for condition in sets
        if condition not in hes["diagnosis_sets"]
    ]
    year = study["trends"]["rates_of"]
    if year not in study["financial_years"]:
        faults.append(f"trends.rates_of: {year} is not a year of the study")
    return faults


def returns_folder(config: Mapping) -> Folder:
    """Return the files at hand of each source; on the artificial basis, those to be written.

    Raises
    ------
    SettingsError
        When a plainly named folder of official returns holds none of them.
    BadInput
        Listing each file that belongs to a source and cannot be read.
    """
    basis = config["basis"]
    root = Path(config[f"{basis}_root"])
    if basis == "artificial":
        written = {
            name: [(root / file).as_posix() for file in files]
            for name, files in config["sources"].items()
        }
        left = look_through(root, {**config["sources"], "": ["TRUTH.json", MARKER]})
        return Folder(written, unread=left.unread)
    found = look_through(root, config["sources"])
    found.faults.stop_if_any()
    if not any(found.sources.values()):
        told = unread_in_words(root, found.unread)
        raise SettingsError(
            f"no return was found under {root}: put the returns there, or point to them with "
            "--config official_root=PATH (config/official.yaml names the files of each source)"
            + (f"\n{told}" if told else "")
        )
    return found


def path_faults(config: Mapping) -> list[str]:
    """Return a sentence for each path of the settings that leaves the folder it belongs to."""
    faults = [
        f"config.sources.{name}: {pattern} leads out of the folder of returns"
        for name, patterns in config["sources"].items()
        for pattern in patterns
        if leaves_folder(pattern)
    ]
    if leaves_folder(config["artificial_root"]):
        faults.append("config.artificial_root: leads out of the project's folder")
    return faults


def at_hand(files: Mapping[str, list[str]]) -> set[str]:
    """Return the sources that have files; the report's own figures always are."""
    return {name for name, found in files.items() if found} | {"published_report"}


def tables_of(given: Mapping[str, list[str]], sources: set[str]) -> list[str]:
    """Return the names of the tables that the sources at hand give."""
    names = [table for source, tables in given.items() if source in sources for table in tables]
    return list(dict.fromkeys(names))  # two sources may give one table together
