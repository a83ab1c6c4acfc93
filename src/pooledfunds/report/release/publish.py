"""Writes the release of a run: the workbook and the data package."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pooledfunds.core.manifest import files_of, write_manifest
from pooledfunds.core.whole_files import write_whole
from pooledfunds.report.release.citation import read_citation
from pooledfunds.report.release.data_package import data_package, words_of
from pooledfunds.report.release.run_crate import run_crate, workflow_text
from pooledfunds.report.release.sheets import Release, release_sheets
from pooledfunds.report.release.tables import described
from pooledfunds.report.release.workbook import write_workbook
from pooledfunds.report.structure import read_study_report

# Its rows are those of the workbook's sheet of columns, and of tables that are not published.
NOT_IN_WORKBOOK = ("data_dictionary",)
# What most readers come for; the others follow in the order in which they were made.
FIRST = ("claims", "estimates", "areas", "readings", "facts")


@dataclass(frozen=True)
class ReleaseInputs:
    """What a release is made from.

    Parameters
    ----------
    tables
        The published CSV files.
    exhibits
        The folders that exhibits were built in.
    citation, changes
        ``CITATION.cff`` and ``CHANGELOG.md``.
    report
        The study's ``report.yaml``; blank where there is none.
    """

    tables: Sequence[str]
    exhibits: Sequence[str]
    citation: str
    changes: str
    report: str


def publish_release(
    name: str, basis: str, study: Mapping, inputs: ReleaseInputs, files: Mapping[str, str]
) -> None:
    """Write the workbook and the data package of a run.

    Parameters
    ----------
    name
        Of the study.
    basis
        ``artificial`` or ``official``.
    study
        The settings of the study.
    inputs
        What the release is made from.
    files
        Where to write the ``workbook`` and the ``package``.
    """
    report = read_study_report(inputs.report)
    citation = read_citation(inputs.citation, inputs.changes)
    release = Release(report.title, report.description, basis, citation)
    tables = sorted(described(inputs.tables, study), key=lambda table: place_of(table.name))
    shown = [table for table in tables if table.name not in NOT_IN_WORKBOOK]
    write_workbook(release_sheets(release, shown), release.title, files["workbook"])
    package = data_package(
        name, release, tables, words_of(inputs.exhibits), Path(files["package"]).parent
    )
    write_whole(files["package"], package)


def publish_provenance(
    basis: str,
    inputs: ReleaseInputs,
    published: Sequence[str],
    workflow: Sequence[str],
    files: Mapping[str, str],
) -> None:
    """Write the crate of a run, its workflow, and the digests of everything that it published.

    Parameters
    ----------
    basis
        ``artificial`` or ``official``.
    inputs
        What the release is made from.
    published
        Every other file of the report, and folders of files.
    workflow
        The files of the workflow.
    files
        Where to write the ``crate``, the ``workflow`` (``WORKFLOW``) and the ``manifest``.
    """
    folder = Path(files["crate"]).parent
    report = read_study_report(inputs.report)
    citation = read_citation(inputs.citation, inputs.changes)
    release = Release(report.title, report.description, basis, citation)
    write_whole(files["workflow"], workflow_text(workflow))
    crate = run_crate(release, folder, files_of(published, folder))
    write_whole(files["crate"], crate)
    write_manifest([*published, files["workflow"], files["crate"]], files["manifest"])


def place_of(name: str) -> int:
    """Return where a table stands among others, as far as that is declared."""
    return FIRST.index(name) if name in FIRST else len(FIRST)
