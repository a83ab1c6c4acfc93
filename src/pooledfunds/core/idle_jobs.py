"""A job that waits for ever is ended: a library that gets no thread or no memory may not say so.

Arrow, for one, waits for a reading that no thread of its pool was started for. Python knows nothing
of it, so the run looks on from outside: a job whose processes all sleep, and use no processor for
minutes, is waiting for nothing. One that waits for a disk does not sleep in the system's sense.
"""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pooledfunds.core.refusals import NO_MEMORY

PROCESSES = Path("/proc")
OF_A_JOB = b"/.snakemake/scripts/"  # stands in the command of each; a cluster's step has none
EVERY, PATIENCE = 5.0, 120.0  # seconds
IDLE = (
    f"\nA job did nothing for {PATIENCE:.0f} seconds and was ended, as where a library waits for a "
    f"thread that it does not get: {NO_MEMORY}"
)


@dataclass(frozen=True)
class Process:
    """A process of the system as ``/proc`` shows it (proc(5)); its processor time in ticks."""

    number: int
    parent: int
    ticks: int


def processes() -> Iterator[Process]:
    """Yield the processes that there are; none on a system that does not show them so."""
    for file in PROCESSES.glob("[0-9]*/stat"):
        cells = _cells(file)
        if cells:
            ticks = int(cells[11]) + int(cells[12])
            yield Process(int(file.parent.name), int(cells[1]), ticks)


def at_work(process: Process) -> bool:
    """Return whether a thread of a process runs, waits for a disk, or was stopped by its user."""
    threads = PROCESSES.glob(f"{process.number}/task/*/stat")
    return any(cells[0] in "RDTt" for cells in map(_cells, threads) if cells)


def _cells(file: Path) -> list[str]:
    """Return what is told of a process or thread from its state on; nothing where it has ended."""
    with suppress(OSError):
        # Its name, in brackets, may hold anything.
        return file.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    return []


def with_descendants(number: int, there: Iterable[Process]) -> list[Process]:
    """Return a process and all that it has started, and those have."""
    found, asked = [], [number]
    below: dict[int, list[Process]] = {}
    for one in there:
        below.setdefault(one.parent, []).append(one)
        found += [one] if one.number == number else []
    while asked:
        started = below.get(asked.pop(), [])
        found += started
        asked += [one.number for one in started]
    return found


def runs_a_job(process: Process) -> bool:
    """Return whether a process runs a script of the workflow."""
    with suppress(OSError):
        return OF_A_JOB in (PROCESSES / str(process.number) / "cmdline").read_bytes()
    return False


def jobs_of(run: int, there: list[Process]) -> Iterator[list[Process]]:
    """Yield the processes of each job of a run: the one that runs its script, and all below it.

    What a job has forked bears the same command as the job, and is none itself: a process of its
    pool may have nothing left to do while its neighbour is at work.

    Parameters
    ----------
    run
        Number of the process that starts the jobs.
    there
        The processes of the system.
    """
    inner: set[Process] = set()
    for one in with_descendants(run, there):  # a process before what it has started
        if one.number != run and one not in inner and runs_a_job(one):
            own = with_descendants(one.number, there)
            inner.update(own)
            yield own


class IdleJobs:
    """Tells which jobs have been idle since they were first seen so.

    Parameters
    ----------
    run
        Number of the process that starts the jobs.
    patience
        Seconds that a job may be idle.
    """

    def __init__(self, run: int, patience: float = PATIENCE):
        self.run, self.patience = run, patience
        self.since: dict[int, tuple[int, float]] = {}

    def of(self, there: list[Process], now: float) -> list[Process]:
        """Return the processes of the jobs that were idle for longer than the patience.

        Parameters
        ----------
        there
            The processes of the system.
        now
            Seconds of a steady clock.
        """
        found = []
        seen, self.since = self.since, {}  # of jobs that have ended nothing: numbers come again
        for own in jobs_of(self.run, there):
            job, ticks = own[0].number, sum(one.ticks for one in own)
            before, began = seen.get(job, (-1, now))
            if ticks != before or any(map(at_work, own)):
                began = now
            self.since[job] = (ticks, began)
            found += own if now - began > self.patience else []
        return found


def end_idle_jobs(tell: Callable[[str], None], patience: float = PATIENCE) -> None:
    """Look on, in a thread of this process, and end the jobs that wait for nothing.

    Parameters
    ----------
    tell
        Called with the sentence for the user, before a job is ended.
    patience
        Seconds that a job may be idle.
    """
    idle, pause = IdleJobs(os.getpid(), patience), min(EVERY, patience / 4)

    def look_on() -> None:
        looked = time.monotonic()
        while True:
            time.sleep(pause)
            looked, before = time.monotonic(), looked
            if looked - before > 2 * pause:  # stopped with its jobs, or on a machine that slept
                idle.since.clear()
            found = idle.of(list(processes()), looked)
            if found:
                tell(IDLE)
            for one in found:
                with suppress(ProcessLookupError):
                    os.kill(one.number, signal.SIGKILL)

    threading.Thread(target=look_on, daemon=True).start()
