"""Where the returns of a run lie: those in a folder, or those to be written."""

from pathlib import Path

from pooledfunds.core.ownership import MARKER
from pooledfunds.core.settings import Basis, SettingsError
from pooledfunds.run.returns_folder import Folder, leaves_folder, look_through, unread_in_words


def returns_folder(basis: Basis) -> Folder:
    """Return the files at hand of each source; on the artificial basis, those to be written.

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
    found = look_through(root, basis.sources)
    found.faults.raise_if_any()
    if not any(found.sources.values()):
        told = unread_in_words(basis, found.unread)
        raise SettingsError(
            f"no return was found under {root}: put the returns there (snakemake retrieve "
            "downloads those that are public), or point to them with --config official_root=PATH "
            f"({basis.declared_in} names the files of each source)" + (f"\n{told}" if told else "")
        )
    return found


def path_faults(basis: Basis) -> list[str]:
    """Return a sentence for each path of the settings that leaves the folder it belongs to."""
    faults = [
        f"{basis.declared_in}: sources.{name}: {pattern} leads out of the folder of returns"
        for name, patterns in basis.sources.items()
        for pattern in patterns
        if leaves_folder(pattern)
    ]
    if basis.name == "artificial" and leaves_folder(basis.root):
        faults.append(f"artificial_root: {basis.root} leads out of the project's folder")
    return faults
