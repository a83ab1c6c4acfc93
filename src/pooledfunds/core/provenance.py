"""What a run was made of: inputs with their digests, settings, versions and commit."""

import hashlib
import platform
import subprocess
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("numpy", "pandas", "statsmodels", "matplotlib", "snakemake", "duckdb", "pandera")


def sha256(path: str | Path) -> str:
    """Return the SHA-256 digest of a file, in hexadecimal."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def input_record(path: str | Path) -> dict:
    """Return what is recorded of a file that was read: its path, its size and its digest."""
    file = Path(path)
    return {"file": file.as_posix(), "bytes": file.stat().st_size, "sha256": sha256(file)}


def code_commit(folder: str | Path = ".") -> str:
    """Return the commit of the code, with ``+changes`` when files differ from it."""
    git = ["git", "-C", str(folder)]
    try:
        head = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True)
        status = subprocess.run(
            [*git, "status", "--porcelain", "--untracked-files=no"], capture_output=True, text=True
        )
    except FileNotFoundError:
        return "unknown"
    if head.returncode:
        return "unknown"
    return head.stdout.strip() + ("+changes" if status.stdout.strip() else "")


def run_record(basis: str, settings: dict, inputs: Iterable[str | Path]) -> dict:
    """Return the record that is published as ``run.json``; it holds no clock time.

    The time would make two runs of the same input differ; the digests say what was run.

    Parameters
    ----------
    basis
        Kind of evidence.
    settings
        Of the study.
    inputs
        Files read.
    """
    return {
        "basis": basis,
        "commit": code_commit(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
        "inputs": [input_record(path) for path in sorted(map(Path, inputs))],
        "settings": settings,
    }
