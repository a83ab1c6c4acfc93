"""The register of exhibits: what is drawn, from which tables, with which sources."""

from collections.abc import Iterable, Mapping, Set
from pathlib import Path

from pooledfunds.core.cells import split_list

SRC = Path("src")
# Where the drawing of an exhibit lies: with its study, or with those that any study can draw.
FIGURES = ("pooledfunds.studies.{study}.figures", "pooledfunds.exhibits.figures")


def drawing_of(exhibit: str, study: str, src: Path = SRC) -> str:
    """Return the dotted name of the module that draws an exhibit, or nothing.

    Parameters
    ----------
    study
        Whose own drawings go before those that any study can draw.
    src
        Folder in which the package ``pooledfunds`` lies.
    """
    names = [f"{package.format(study=study)}.{exhibit}" for package in FIGURES]
    return next((name for name in names if drawing_file(name, src).exists()), "")


def drawing_file(module: str, src: Path = SRC) -> Path:
    """Return the file of a module, by its dotted name."""
    return src.joinpath(*module.split(".")).with_suffix(".py")


def table_files(exhibit: Mapping[str, str], processed: str) -> dict[str, str]:
    """Return where each table of an exhibit lies, by the name under which its module asks for it.

    The register writes ``linked/joint_financing``; the module asks for ``joint_financing``.
    ``processed`` is the folder of the run's tables.
    """
    return {
        Path(name).name: f"{processed}/{name}.parquet" for name in split_list(exhibit["tables"])
    }


def register_faults(
    register: Iterable[Mapping[str, str]],
    sources: Set[str],
    claims: Set[str],
    study: str,
    src: Path = SRC,
) -> list[str]:
    """Return a sentence for each exhibit that is doubled or refers to nothing.

    Parameters
    ----------
    register
        The rows of the study's ``exhibits.csv``.
    sources, claims
        The ids that ``config/sources.csv`` and the study's ``claims.csv`` know.
    study, src
        As ``drawing_of`` has them.
    """
    faults, seen = [], set()
    for row in register:
        place = f"exhibits.csv, {row['exhibit']}"
        if row["exhibit"] in seen:
            faults.append(f"{place}: the exhibit stands there twice")
        seen.add(row["exhibit"])
        if not drawing_of(row["exhibit"], study, src):
            faults.append(f"{place}: no module draws it")
        known_by_column = {"sources": sources, "further_sources": sources}
        if claims:  # a study without claims may draw all the same
            known_by_column["claims"] = claims
        for column, known in known_by_column.items():
            unknown = [name for name in split_list(row.get(column) or "") if name not in known]
            faults += [
                f"{place}: {column} names '{name}', which does not exist" for name in unknown
            ]
        if not split_list(row["tables"]):
            faults.append(f"{place}: no table to draw from")
    return faults
