"""What one run is made of: settings that hold, sources at hand, and the tables these give."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pooledfunds.catalogue.sources import HOSPITAL, LINKED, at_hand, staged_by_source, tables_of
from pooledfunds.claims.reference_checks import Names, check_references
from pooledfunds.claims.registry import facts_of
from pooledfunds.core.ownership import ownership_faults
from pooledfunds.core.settings import (
    SettingsError,
    check,
    read_rows,
    schema_faults,
    word_list_files,
)
from pooledfunds.estimation.specification_checks import unknown_names
from pooledfunds.estimation.specifications import specifications
from pooledfunds.exhibits.register import drawing_of, register_faults, table_files
from pooledfunds.run.hospital import hospital_faults
from pooledfunds.run.returns import path_faults, returns_folder
from pooledfunds.run.returns_folder import unread_in_words
from pooledfunds.run.unanswered import unanswered

STUDY = "means_to_an_end"
SCHEMAS = Path("workflow/schemas")
BASIS_KEYS = {"basis", "artificial_root", "official_root", "sources", "corrections", "world"}


@dataclass(frozen=True)
class Run:
    """A run's plan, made before any job."""

    basis: str
    raw_root: str
    sources: dict[str, list[str]]
    unread: list[str]
    at_hand: list[str]
    word_lists: dict[str, str]
    study: dict
    staged: list[str]
    hospital: list[str]
    linked: list[str]
    exhibits: list[dict[str, str]]

    @property
    def published(self) -> dict[str, str]:
        """The tables that are published as CSV, by name, with where each lies."""
        tables = {
            "claims": "claims",
            "readings": "readings",
            "estimates": "estimates/estimates",
            "register_errors": "estimates/register_errors",
            "register_noise": "estimates/register_noise",
            "facts": "facts",
            "row_accounts": "linked/row_accounts",
        }
        if "pssex1_audit" in self.staged:
            tables["pssex1_audit"] = "staged/pssex1_audit"
        if "hes_breaks" in self.hospital:
            tables["hes_quality"] = "staged/hes_quality_shares"
            tables["hes_breaks"] = "staged/hes_breaks"
        return tables

    @property
    def unread_in_words(self) -> str:
        """Which files under the root belong to no source, or nothing."""
        return unread_in_words(self.raw_root, self.unread)

    def exhibit(self, name: str) -> dict[str, str]:
        """Return an exhibit's row of the register."""
        return next(row for row in self.exhibits if row["exhibit"] == name)

    def exhibit_tables(self, name: str) -> list[str]:
        """Return the files that an exhibit draws from, of those that the sources at hand give."""
        given = {"linked": self.linked, "staged": [*self.staged, *self.hospital]}
        return [
            file
            for file in table_files(self.exhibit(name), self.basis).values()
            if Path(file).parent.name not in given
            or Path(file).stem in given[Path(file).parent.name]
        ]

    @property
    def raw_files(self) -> list[str]:
        """The files of every source at hand."""
        return [file for files in self.sources.values() for file in files]


def plan_run(config: Mapping) -> Run:
    """Return the plan of a run.

    Raises
    ------
    SettingsError
        Listing every setting, claim, exhibit and specification that breaks its schema or refers
        to nothing, or saying that no return was found.
    """
    check(schema_faults(config, SCHEMAS / "config.schema.yaml", "config"))
    check(table_faults())
    study = {key: value for key, value in config.items() if key not in BASIS_KEYS}
    check(reference_faults(study))
    known = {row["source"] for row in read_rows("config/sources.csv")}
    check(f"config.sources: no source '{name}' is known" for name in set(config["sources"]) - known)
    given = staged_by_source()
    check(f"config.sources: no reader for '{name}'" for name in set(config["sources"]) - set(given))
    check(path_faults(config))
    if config["basis"] == "artificial":
        check(ownership_faults(config["artificial_root"]))
    folder = returns_folder(config)
    sources = folder.sources
    present = at_hand(sources)
    missing = [
        name for name in ("council_list", "pct_list", "pct_council_pairs") if name not in present
    ]
    if missing:
        unread = unread_in_words(config[f"{config['basis']}_root"], folder.unread)
        raise SettingsError(
            f"no file of {', '.join(missing)} under {config[config['basis'] + '_root']}: every "
            "other return is held against the lists of bodies" + (f"\n{unread}" if unread else "")
        )
    by_area = study["hes"]["attribution"]["council"] == "lsoa" and "hes_apc" in present
    if by_area and "imd_2007" not in present:
        raise SettingsError(
            "hes.attribution.council: lsoa needs imd_2007, which tells the council of each area"
        )
    return Run(
        basis=config["basis"],
        raw_root=config[f"{config['basis']}_root"],
        sources=sources,
        unread=folder.unread,
        at_hand=sorted(present),
        word_lists=word_list_files() | config["corrections"],
        study=study,
        staged=tables_of(given, present),
        hospital=tables_of(HOSPITAL, present),
        linked=tables_of(LINKED, present),
        exhibits=[
            row | {"drawing": drawing_of(row["exhibit"], STUDY)}
            for row in read_rows("config/exhibits.csv")
        ],
    )


def table_faults() -> list[str]:
    """Return a sentence for each row of a table of ``config/`` that breaks its schema."""
    return [
        fault
        for name in ("sources", "claims", "readings", "families", "exhibits")
        for number, row in enumerate(read_rows(f"config/{name}.csv"), 2)
        for fault in schema_faults(
            row, SCHEMAS / f"{name}.schema.yaml", f"{name}.csv line {number}"
        )
    ]


def reference_faults(study: Mapping) -> list[str]:
    """Return a sentence for each claim, exhibit or specification that refers to nothing."""
    from pooledfunds.catalogue.panel import LEVELS, panel_contract
    from pooledfunds.linkage.outcomes import measures

    faults = [
        f"outcome {name}: linkage/outcomes/measures.py has no function '{outcome['measure']}'"
        for name, outcome in study["outcomes"].items()
        if "measure" in outcome and not hasattr(measures, outcome["measure"])
    ]
    faults += hospital_faults(study)
    if study["pools"]["rule"] not in study["pools"]["rules"]:
        faults.append(f"pools.rule: no rule '{study['pools']['rule']}' is declared")
    if faults:
        return faults
    columns = {level: set(panel_contract(level, study).columns) for level in LEVELS}
    # Columns are asked for once the names that lead to them are known to be declared.
    faults = unknown_names(study, columns) or unanswered(study, columns)
    if faults:
        return faults
    claims, readings, families, exhibits = (
        read_rows(f"config/{name}.csv") for name in ("claims", "readings", "families", "exhibits")
    )
    sources = {row["source"] for row in read_rows("config/sources.csv")}
    claim_ids = {row["claim_id"] for row in claims}
    names = Names(
        facts=facts_of(STUDY),
        specifications={specification.name for specification in specifications(study)},
        sources=sources,
        exhibits={row["exhibit"] for row in exhibits},
    )
    faults = check_references(claims, readings, families, names)
    return faults + register_faults(exhibits, sources, claim_ids, STUDY)
