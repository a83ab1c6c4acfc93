"""One run at a time on a basis, and nothing left of a run that was killed.

Snakemake's own lock is a file that a killed process leaves behind, after which every run is
refused until someone unlocks by hand. The kernel releases ``flock`` however a process ends.
"""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

LOCK_VARIABLE = "POOLEDFUNDS_LOCK"  # where a run's jobs find the lock of their run


class AnotherRunError(RuntimeError):
    """A run of the same basis is at work in this folder."""


def lock_run(file: str | Path) -> TextIO:
    """Return a locked file: while it is open, in this process or a job's, no other run starts.

    Parameters
    ----------
    file
        The lock, which holds the number of the process that took it last.

    Raises
    ------
    AnotherRunError
        When another run, or a job that outlived its run, holds the lock.
    """
    path = Path(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.open("a+", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)  # jobs share it from here
    except BlockingIOError:
        lock.seek(0)
        holder = lock.read().strip()
        lock.close()
        raise AnotherRunError(_who(holder)) from None
    return lock


def _who(holder: str) -> str:
    """Return in words who holds the lock: a run, or what is left of one."""
    if holder and not _lives(int(holder)):
        return (
            f"a job of a run that was killed (pid {holder}) is still at work in this folder: "
            "wait until it ends, and start again"
        )
    return f"another run is at work in this folder (pid {holder or 'unknown'}): wait until it ends"


def _lives(pid: int) -> bool:
    """Return whether there is a process of a number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def share_lock() -> Iterator[None]:
    """Hold the lock of the run that started this process too, so that no run overtakes a job."""
    file = os.environ.get(LOCK_VARIABLE)
    if not file or not Path(file).exists():
        yield
        return
    with Path(file).open(encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


def remove_folders(folders: Iterable[str | Path]) -> None:
    """Remove folders and all in them; those that are not there are passed over."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def remove_leftovers(lock: str | Path, folders: Iterable[str | Path]) -> None:
    """Remove folders that a killed run left; while a run or a job of one is at work, nothing.

    Parameters
    ----------
    lock
        The lock of the runs that use the folders.
    folders
        What to remove.
    """
    with suppress(AnotherRunError), lock_run(lock):
        remove_folders(folders)
