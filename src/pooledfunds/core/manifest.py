"""The digests of everything that a run published, and what has become of the files since.

The manifest is ``SHA256SUMS``, which ``sha256sum --check`` reads too.
"""

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pooledfunds.core.errors import StudyError
from pooledfunds.core.provenance import sha256
from pooledfunds.core.whole_files import write_whole

MANIFEST, RECORD = "SHA256SUMS", "run.json"
LINE = re.compile(r"(?P<digest>[0-9a-f]{64}) [ *](?P<path>.+)")
NOT_PUBLISHED = ".snakemake_timestamp"  # which Snakemake leaves in folders that it makes


class AlteredError(StudyError):
    """A published folder is not as its run left it, or says nothing of how that was."""


@dataclass(frozen=True)
class Changes:
    """Files that are not as a manifest says: paths below its folder, in order."""

    altered: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self.altered or self.added or self.removed)

    def in_words(self) -> str:
        """Return every file, by what became of it."""
        parts = {"altered": self.altered, "added": self.added, "removed": self.removed}
        return "; ".join(f"{how}: {', '.join(files)}" for how, files in parts.items() if files)


def files_below(folder: str | Path) -> list[str]:
    """Return the paths of the files in a folder and its folders, without the manifest itself."""
    root = Path(folder)
    found = (file.relative_to(root).as_posix() for file in root.rglob("*") if not file.is_dir())
    return sorted(
        path for path in found if path != MANIFEST and PurePosixPath(path).name != NOT_PUBLISHED
    )


def files_of(files: Iterable[str | Path], folder: str | Path) -> list[str]:
    """Return the paths below a folder of files, and of those in folders, in order.

    Parameters
    ----------
    files
        Files and folders.
    folder
        Which they lie in.
    """
    listed = {
        file
        for path in map(Path, files)
        for file in ([path / one for one in files_below(path)] if path.is_dir() else [path])
    }
    return sorted(file.relative_to(folder).as_posix() for file in listed)


def write_manifest(files: Iterable[str | Path], manifest: str | Path) -> None:
    """Write the digests of files, and of those in folders, into the folder that they lie in.

    Parameters
    ----------
    files
        What a run published; nothing else in the folder is vouched for.
    manifest
        Where to write: ``MANIFEST`` in the folder that holds them.
    """
    root = Path(manifest).parent
    text = "".join(f"{sha256(root / path)}  {path}\n" for path in files_of(files, root))
    write_whole(manifest, text)


def read_manifest(folder: str | Path) -> dict[str, str]:
    """Return the digest of each file that a folder's manifest lists, by its path.

    Raises
    ------
    AlteredError
        When there is no manifest, or a line of it is none.
    """
    file = Path(folder) / MANIFEST
    if not file.is_file():
        raise AlteredError(f"{folder}: no {MANIFEST}; is it the report of a whole run?")
    digests = {}
    for number, line in enumerate(file.read_text("utf-8", errors="replace").splitlines(), 1):
        match = LINE.fullmatch(line)
        path = PurePosixPath(match["path"]) if match else None
        if match is None or path is None or path.is_absolute() or ".." in path.parts:
            raise AlteredError(f"{file}, line {number}: not a digest and a path in this folder")
        digests[match["path"]] = match["digest"]
    return digests


def changes_since(folder: str | Path) -> Changes:
    """Return what became of a published folder since its manifest was written.

    Raises
    ------
    AlteredError
        See :func:`read_manifest`.
    """
    root, digests = Path(folder), read_manifest(folder)
    here = files_below(root)
    kept = [path for path in here if path in digests]
    return Changes(
        altered=tuple(path for path in kept if not _is(root / path, digests[path])),
        added=tuple(path for path in here if path not in digests),
        removed=tuple(sorted(digests.keys() - set(here))),
    )


def make_again_what_changed(folder: str | Path) -> Changes:
    """Return what became of the files of an earlier run, and let the next make them again.

    Where any was altered or removed, the others are dated before all that they were made from; that
    is what Snakemake goes by. Nothing is done where no run came to its end.

    Parameters
    ----------
    folder
        Of the report.
    """
    manifest = Path(folder) / MANIFEST
    if not manifest.is_file():
        return Changes()
    try:
        changes = changes_since(folder)
    except AlteredError:
        changes = Changes(altered=(MANIFEST,))
    if changes.altered or changes.removed:
        kept = set(files_below(folder)) - set(changes.added)
        date_back([manifest, *(manifest.parent / path for path in kept)])
    return changes


def date_back(files: Iterable[Path]) -> None:
    """Date files before all that they were made from, so that Snakemake makes them again."""
    for file in files:
        if file.exists():
            os.utime(file, (0, 0))


def read_again_what_changed(folder: str | Path, made: Iterable[str | Path]) -> list[str]:
    """Return the inputs that are others now than an earlier run read, and let the next read them.

    Snakemake goes by time, which a file that was put in the place of another may share with it.

    Parameters
    ----------
    folder
        Of the report, whose ``run.json`` has the digest of every input.
    made
        Folders of the tables that were made from the inputs.
    """
    try:
        altered, _absent = changed_inputs(folder)
    except (OSError, ValueError, KeyError, TypeError):  # no whole run, or not its record any more
        return []
    if altered:
        report = [Path(folder) / path for path in files_below(folder)]
        date_back([*report, *(file for one in made for file in Path(one).glob("*.parquet"))])
    return altered


def changed_inputs(folder: str | Path) -> tuple[list[str], list[str]]:
    """Return the inputs of a run that are at hand and differ, and those that are not at hand.

    Parameters
    ----------
    folder
        Holds ``run.json``, whose inputs are looked for where they were, from here.
    """
    inputs = json.loads((Path(folder) / RECORD).read_text(encoding="utf-8"))["inputs"]
    absent = [one["file"] for one in inputs if not Path(one["file"]).is_file()]
    there = [one for one in inputs if Path(one["file"]).is_file()]
    return [one["file"] for one in there if not _is(Path(one["file"]), one["sha256"])], absent


def verify(folder: str | Path) -> str:
    """Return in words that a published folder is as its run left it.

    Raises
    ------
    AlteredError
        Naming each file that was altered, added or removed, and each input that is another one now.
    """
    changes = changes_since(folder)
    if changes:
        raise AlteredError(
            f"{folder} is not as its run left it: {changes.in_words()}. Make it again, or ask "
            "whoever published it"
        )
    number = len(read_manifest(folder))
    whole = f"{folder}: {number} files are as the run left them"
    digest = sha256(Path(folder) / MANIFEST)
    if not (Path(folder) / RECORD).is_file():
        return f"{whole} (SHA-256 of {MANIFEST}: {digest})."
    altered, absent = changed_inputs(folder)
    if altered:
        raise AlteredError(f"{whole}, but its inputs are others now: {', '.join(altered)}")
    inputs = f"{len(absent)} of its inputs are not at hand" if absent else "so are its inputs"
    return f"{whole}; {inputs} (SHA-256 of {MANIFEST}: {digest})."


def _is(file: Path, digest: str) -> bool:
    """Return whether a file has a digest; one that cannot be read has none."""
    try:
        return sha256(file) == digest
    except OSError:
        return False
