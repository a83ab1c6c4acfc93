"""What one run is made of: settings that hold, sources at hand, and the tables these give."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from pooledfunds.catalogue.declarations import (
    HOSPITAL_RULES,
    LINK_RETURNS,
    PROTECT,
    STAGE_RETURNS,
)
from pooledfunds.catalogue.sources import (
    BODY_LISTS,
    at_hand,
    published_tables,
    published_with_page,
    readable_sources,
    tables_given,
)
from pooledfunds.core.disclosure import has_secret_key
from pooledfunds.core.ownership import ownership_faults
from pooledfunds.core.settings import (
    SOURCES,
    Basis,
    SettingsError,
    check,
    read_basis,
    read_rows,
    read_study,
    schema_faults,
    study_rows,
    word_list_files,
)
from pooledfunds.exhibits.register import drawing_of, table_files
from pooledfunds.run.hospital import engine_faults
from pooledfunds.run.references import reference_faults
from pooledfunds.run.returns import lists_of_study, path_faults, returns_folder
from pooledfunds.run.returns_folder import unread_in_words
from pooledfunds.run.study_files import section_faults, study_file_faults
from pooledfunds.run.table_addresses import (
    RECORDS_FOLDER,
    address_faults,
    copies_of_tables,
    spark_table_faults,
    spark_tables,
)


@dataclass(frozen=True)
class Run:
    """A run's plan, made before any job: ``study`` are the settings of the study ``name``.

    ``tables`` are the addresses of returns that lie in a database, by the file in ``sources``
    that each is copied to; ``spark_tables`` those of hospital records that are read where they lie.
    """

    name: str
    evidence: Basis
    sources: dict[str, list[str]]
    tables: dict[str, str]
    spark_tables: list[str]
    unread: list[str]
    at_hand: list[str]
    word_lists: dict[str, str]
    study: dict
    staged: list[str]
    hospital: list[str]
    linked: list[str]
    protected: list[str]
    exhibits: list[dict[str, str]]
    keep_records: bool

    @property
    def basis(self) -> str:
        """The kind of evidence."""
        return self.evidence.name

    @property
    def raw_root(self) -> str:
        """The folder of the returns."""
        return self.evidence.root

    @property
    def folder(self) -> str:
        """The study and the basis, under which every folder of the run's files lies."""
        return f"{self.name}/{self.basis}"

    @property
    def processed(self) -> str:
        """The folder of the run's tables."""
        return f"data/processed/{self.folder}"

    @property
    def records(self) -> str:
        """The one folder of all that holds patients' records; removed after the run, or kept."""
        return f"{self.processed}/{RECORDS_FOLDER}"

    @property
    def record(self) -> dict:
        """Every setting of the run, for its record."""
        evidence = asdict(self.evidence)
        declared = {
            key: evidence[key] for key in ("root", "sources", "corrections", "codelists", "world")
        }
        key = {"disclosure_key": "secret" if has_secret_key() else "none"}
        return {"study": self.name, "basis": self.basis, **key, **declared, **self.study}

    @property
    def published(self) -> dict[str, str]:
        """The tables that are published as CSV, by name, with where each lies."""
        return published_tables(self.at_hand, self.study)

    @property
    def published_with_page(self) -> list[str]:
        """The tables that are published as CSV with the page, and lie nowhere else."""
        return published_with_page()

    @property
    def unread_in_words(self) -> str:
        """Which files under the root belong to no source, or nothing."""
        return unread_in_words(self.evidence, self.unread)

    def exhibit(self, name: str) -> dict[str, str]:
        """Return an exhibit's row of the register."""
        return next(row for row in self.exhibits if row["exhibit"] == name)

    def exhibit_tables(self, name: str) -> list[str]:
        """Return the files that an exhibit draws from, of those that the sources at hand give.

        Where disclosure rules have made a table of the name, that one stands in.
        """
        given = {"linked": self.linked, "staged": [*self.staged, *self.hospital]}
        files = table_files(self.exhibit(name), self.processed)
        instead = {one: f"{self.processed}/protected/{one}.parquet" for one in self.protected}
        return [
            file
            for file in (files | {one: instead[one] for one in files if one in instead}).values()
            if Path(file).parent.name not in given
            or Path(file).stem in given[Path(file).parent.name]
        ]

    @property
    def raw_files(self) -> list[str]:
        """The files of every source at hand."""
        return [file for files in self.sources.values() for file in files]


def plan_run(config: Mapping, checked: bool = False) -> Run:
    """Return the plan of a run.

    Parameters
    ----------
    config
        Which study on which basis, and where the returns lie.
    checked
        Whether the settings and the study's files are known to hold: a job's are its run's.

    Raises
    ------
    SettingsError
        As ``check_settings``, or saying that no return was found.
    """
    if not checked:
        check_settings(config)
    name = config["study"]
    study = read_study(name)
    basis = read_basis(name, config["basis"], config.get(f"{config['basis']}_root", ""))
    known, readable = {row["source"] for row in read_rows(SOURCES)}, readable_sources()
    where = f"{basis.declared_in}: sources"
    check(f"{where}: no source '{one}' is known" for one in set(basis.sources) - known)
    check(f"{where}: no reader for '{one}'" for one in set(basis.sources) - readable)
    check([*path_faults(basis), *address_faults(basis), *spark_table_faults(basis)])
    if basis.name == "artificial":
        check(ownership_faults(basis.root))
    folder = returns_folder(basis)
    copies = copies_of_tables(basis, f"data/processed/{name}/{basis.name}")
    sources = lists_of_study(name) | folder.sources
    sources |= {source: [*sources[source], *files] for source, files in copies.items()}
    on_spark = spark_tables(basis)
    present = at_hand(sources | ({"hes_apc": on_spark} if on_spark else {}))
    check_body_lists(basis, present, unread_in_words(basis, folder.unread))
    check(section_faults(name, present))
    check(engine_faults(study, on_spark) if "hes_apc" in present else [])
    by_area = "hes_apc" in present and study["hes"]["attribution"]["council"] == "lsoa"
    if by_area and "imd_2007" not in present:
        raise SettingsError(
            "hes.attribution.council: lsoa needs imd_2007, which tells the council of each area"
        )
    return Run(
        name=name,
        evidence=basis,
        sources=sources,
        tables={file: entry for files in copies.values() for file, entry in files.items()},
        spark_tables=on_spark,
        unread=folder.unread,
        at_hand=sorted(present),
        word_lists=word_list_files(name, basis),
        study=study,
        staged=tables_given([STAGE_RETURNS], present, study),
        hospital=tables_given(HOSPITAL_RULES, present, study),
        linked=tables_given([LINK_RETURNS], present, study),
        protected=tables_given([PROTECT], present, study),
        exhibits=[
            row | {"drawing": drawing_of(row["exhibit"], name)}
            for row in study_rows(name, "exhibits")
        ],
        keep_records=str(config.get("keep_records", False)).lower() == "true",
    )


def check_settings(config: Mapping) -> None:
    """Make sure that the settings of a run and the files of its study hold.

    Raises
    ------
    SettingsError
        Listing every setting, claim, exhibit and specification that breaks its schema or refers
        to nothing.
    """
    check(schema_faults(config, "run", "config/config.yaml or --config"))
    name = config["study"]
    check(study_file_faults(name))
    check(reference_faults(name, read_study(name)))


def check_body_lists(basis: Basis, present: Collection[str], unread: str) -> None:
    """Make sure that the lists of bodies are at hand.

    Parameters
    ----------
    basis
        The basis of the run.
    present
        Names of the sources at hand.
    unread
        In words, what lies under the root and is not read.

    Raises
    ------
    SettingsError
        Naming the lists that are declared and have no file.
    """
    missing = [name for name in BODY_LISTS if name in basis.sources and name not in present]
    if missing:
        raise SettingsError(
            f"no file of {', '.join(missing)} under {basis.root}: every "
            "other return is held against the lists of bodies" + (f"\n{unread}" if unread else "")
        )
