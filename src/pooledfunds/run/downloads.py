"""The returns that are public as files: where each is published, and what its contents must be."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pooledfunds.core.settings import (
    CONFIG,
    Basis,
    SettingsError,
    check,
    nearest,
    read_basis,
    read_rows,
    schema_faults,
)
from pooledfunds.run.returns_folder import leaves_folder

DOWNLOADS = CONFIG / "downloads.csv"


@dataclass(frozen=True)
class Download:
    """One file: ``target`` lies below the folder of returns; no ``size`` where it is not known."""

    source: str
    target: str
    address: str
    checksum: str
    size: int | None = None

    def matches(self, path: Path) -> bool:
        """Return whether a file has the contents that were published."""
        kind, _, expected = self.checksum.partition(":")
        return path.is_file() and CHECKSUMS[kind](path) == expected


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's contents."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def git_blob(path: Path) -> str:
    """Return the id that Git gives a file's contents (Pro Git, chapter 10.2)."""
    digest = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


CHECKSUMS = {"sha256": sha256, "git-blob": git_blob}


def read_downloads(study: str) -> list[Download]:
    """Return the files that can be downloaded for a study.

    Parameters
    ----------
    study
        Its name.

    Raises
    ------
    SettingsError
        Listing each row that breaks its schema, leads out of the folder or names a target twice;
        or when there is no row of the study.
    """
    rows = read_rows(DOWNLOADS)
    check(downloads_faults(rows))
    own = [row for row in rows if row["study"] == study]
    if not own:
        there = {row["study"] for row in rows}
        raise SettingsError(
            f"{DOWNLOADS.as_posix()}: no return of study '{study}' can be downloaded"
            f"{nearest(study, there)}"
        )
    return [
        Download(
            source=row["source"],
            target=row["target"],
            address=row["address"],
            checksum=row["checksum"],
            size=int(row["bytes"]) if row["bytes"] else None,
        )
        for row in own
    ]


def downloads_faults(rows: list[dict[str, str]]) -> list[str]:
    """Return a sentence for each row of ``downloads.csv`` that cannot be followed."""
    faults = []
    targets = Counter((row["study"], row["target"].lower()) for row in rows)
    for number, row in enumerate(rows, 2):
        faults += schema_faults(row, "downloads", DOWNLOADS, f" line {number}")
        where = f"{DOWNLOADS.as_posix()} line {number}: target"
        if leaves_folder(row["target"]) or "\\" in row["target"]:
            faults.append(f"{where}: {row['target']} leads out of the folder of returns")
        if targets[row["study"], row["target"].lower()] > 1:
            faults.append(f"{where}: {row['target']} stands in another line of the study too")
    return faults


def plan_retrieval(config: Mapping) -> tuple[list[Download], Basis]:
    """Return the files that can be downloaded for a study, and the basis that gets them.

    Parameters
    ----------
    config
        Settings of the run: ``study``, and ``official_root`` where it is not the declared one.

    Raises
    ------
    SettingsError
        When a setting breaks its schema, or there is no such study.
    """
    check(schema_faults(config, "run", "config/config.yaml or --config"))
    basis = read_basis(config["study"], "official", config.get("official_root", ""))
    return read_downloads(config["study"]), basis
