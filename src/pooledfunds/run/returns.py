"""Where the returns of a run lie: those in a folder, or those to be written."""

from pathlib import Path

from pooledfunds.catalogue.sources import BODY_LISTS
from pooledfunds.core.ownership import MARKER
from pooledfunds.core.settings import Basis, SettingsError, study_codelists
from pooledfunds.run.returns_folder import Folder, leaves_folder, look_through, unread_in_words
from pooledfunds.run.table_addresses import addresses, files_of, spark_tables


def returns_folder(basis: Basis) -> Folder:
    """Return the files at hand of each source; on the artificial basis, those to be written.

    Tables of a database are no files: see ``run.table_addresses``.

    Raises
    ------
    SettingsError
        When a plainly named folder of official returns holds none of them.
    BadInput
        Listing each file that belongs to a source and cannot be read.
    """
    root = Path(basis.root)
    if basis.name == "artificial":
        written = {
            name: [(root / file).as_posix() for file in files]
            for name, files in basis.sources.items()
        }
        left = look_through(root, {**basis.sources, "": ["TRUTH.json", MARKER]})
        return Folder(written, unread=left.unread)
    found = look_through(root, files_of(basis.sources))
    found.faults.raise_if_any()
    if not any([*found.sources.values(), *addresses(basis), *spark_tables(basis)]):
        told = unread_in_words(basis, found.unread)
        raise SettingsError(
            f"no return was found under {root}: put the returns there (snakemake retrieve "
            "downloads those that are public), or point to them with --config official_root=PATH "
            f"({basis.declared_in} names the files of each source)" + (f"\n{told}" if told else "")
        )
    return found


def lists_of_study(study: str) -> dict[str, list[str]]:
    """Return the lists of bodies that a study has among its word lists, by source.

    Who the bodies of an era are may be a return, or a table that the study itself keeps. A basis
    that names the source goes before it.
    """
    own = study_codelists(study)
    return {source: [own[source]] for source in BODY_LISTS if source in own}


def path_faults(basis: Basis) -> list[str]:
    """Return a sentence for each path of the settings that leaves the folder it belongs to."""
    faults = [
        f"{basis.declared_in}: sources.{name}: {pattern} leads out of the folder of returns"
        for name, patterns in files_of(basis.sources).items()
        for pattern in patterns
        if leaves_folder(pattern)
    ]
    if basis.name == "artificial" and leaves_folder(basis.root):
        faults.append(f"artificial_root: {basis.root} leads out of the project's folder")
    if basis.name != "artificial" and Path(basis.root, MARKER).is_file():
        faults.append(
            f"official_root: {basis.root} is an invented England ({MARKER} lies in it). To run it, "
            "say basis=artificial; where you have put your own returns in place of every invented "
            "file, delete the mark"
        )
    return faults
