"""The files of a study's folder, each held against its schema before any job."""

from collections.abc import Iterator, Set

from pooledfunds.catalogue.area_types import partner_of
from pooledfunds.core.settings import (
    OPTIONAL_PARTS,
    PARTS,
    SOURCES,
    TABLES,
    nearest,
    read_rows,
    read_study,
    schema_faults,
    study_folder,
    study_parts,
    study_rows,
)

# Sections of study.yaml without which a return cannot be read, linked or judged.
REGISTER_SECTIONS = ("register", "pools", "joint_financing")
SECTIONS_OF = {
    "pssex1": ("pssex1", "joint_financing", "spending"),
    "pooled_fund_register": REGISTER_SECTIONS,
    "notification_register": REGISTER_SECTIONS,
    "hes_apc": ("hes", "trends"),
}


def study_file_faults(study: str) -> list[str]:
    """Return a sentence for each place where a file of a study's folder breaks its schema.

    Raises
    ------
    SettingsError
        When there is no such folder, or one of its files cannot be read.
    """
    folder, parts = study_folder(study), study_parts(study)
    faults = [
        fault
        for name in PARTS
        if parts[name] or name not in OPTIONAL_PARTS
        for fault in schema_faults(parts[name], name, folder / f"{name}.yaml")
    ]
    faults += [
        fault
        for file, schema in [(SOURCES, "sources"), *((folder / f"{t}.csv", t) for t in TABLES)]
        for number, row in enumerate(read_rows(file) if file.exists() else [], 2)
        for fault in schema_faults(row, schema, file, f" line {number}")
    ]
    return faults or list(specification_faults(study))


def specification_faults(study: str) -> Iterator[str]:
    """Yield a sentence for each row of ``specifications.csv`` that breaks its schema."""
    file = study_folder(study) / "specifications.csv"
    parts, rows = study_parts(study), study_rows(study, "specifications")
    absent = {"specification", "design"} - set(rows[0] if rows else ())
    if absent:
        yield f"{file.as_posix()}: no row, or no column {' and '.join(sorted(absent))}"
        return
    lines: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        name, design = row["specification"], row["design"]
        where = f"{file.as_posix()} line {number}"
        if name in lines:
            yield f"{where}: '{name}' stands in line {lines[name]} too"
        lines[name] = number
        if design not in parts["designs"]:
            yield f"{where}: no design '{design}' is declared{nearest(design, parts['designs'])}"
    for name, entry in read_study(study)["specifications"].items():
        yield from schema_faults(entry, "specifications", file, f" line {lines[name]}")


def section_faults(study: str, sources: Set[str]) -> Iterator[str]:
    """Yield a sentence for each section of ``study.yaml`` that what is at hand needs and lacks.

    Parameters
    ----------
    study
        Name of the study.
    sources
        Names of the sources at hand.
    """
    declared, file = study_parts(study)["study"], study_folder(study) / "study.yaml"
    needs = {
        section: f"the returns of {source}"
        for source, sections in SECTIONS_OF.items()
        if source in sources
        for section in sections
    }
    if study_rows(study, "claims"):
        needs["verdicts"] = "claims.csv"
    if partner_of(declared) is not None:
        needs["crosswalk"] = "two types of area"
    for section, what in needs.items():
        if section not in declared:
            yield f"{file.as_posix()}: no section '{section}', which {what} needs"
