"""The limits of memory that the machine sets: a run whose libraries alone need more is refused.

Libraries are loaded before any code of a job runs, and there one that gets no memory may try again
for ever (OpenBLAS), or show a traceback. So this is asked first, by a module that loads none.
"""

import resource
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

MEGABYTE = 2**20
CGROUPS = Path("/sys/fs/cgroup")
NEEDS = "What each rule of the default study takes: workflow/profiles/slurm/config.yaml."
# What a job of the smallest study takes before it has data: measured with tests.faults on two cores
# (docs/faults.md). Addresses are far more than memory: files and threads have theirs.
ADDRESSES, DATA, RESIDENT = 800, 500, 360


def refused_for_memory() -> str:
    """Return in a sentence which limit is under what libraries need; nothing where none is."""
    for most, least, of_what, where in chain(_of_process(), _of_cgroups()):
        if most < least * MEGABYTE:
            return (
                f"A run needs {least} MB of {of_what} for its libraries alone, and may take "
                f"{most // MEGABYTE} here ({where}): allow it more, and start again. {NEEDS}"
            )
    return ""


def addresses_limited() -> bool:
    """Return whether this process has a limit under which asking for memory fails."""
    return any(_of_process())


def _of_process() -> Iterator[tuple[int, int, str, str]]:
    """Yield each limit with what libraries need, what it is of, and where it is set."""
    for kind, least, of_what, where in (
        (resource.RLIMIT_AS, ADDRESSES, "addresses", "ulimit -v"),
        (resource.RLIMIT_DATA, DATA, "data", "ulimit -d"),
    ):
        most = resource.getrlimit(kind)[0]
        if most != resource.RLIM_INFINITY:
            yield most, least, of_what, where


def _of_cgroups() -> Iterator[tuple[int, int, str, str]]:
    """Yield the limits of this process's control groups likewise."""
    for file in _of_cgroup(CGROUPS, Path("/proc/self/cgroup")):
        text = file.read_text(encoding="utf-8").strip()
        if text.isdecimal():  # "max" where there is none
            yield int(text), RESIDENT, "memory", str(file)


def _of_cgroup(root: Path, own: Path) -> Iterator[Path]:
    """Yield the files that limit this process's memory: of its control group and those above it.

    Parameters
    ----------
    root
        Where the system shows control groups.
    own
        The groups of this process (cgroups(7)).
    """
    if not own.is_file():  # not Linux
        return
    for line in own.read_text(encoding="utf-8").splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers and "memory" not in controllers.split(","):
            continue
        folder, name = (
            (root / "memory", "memory.limit_in_bytes") if controllers else (root, "memory.max")
        )
        group = folder / path.lstrip("/")
        for one in (group, *group.parents):
            if one.is_relative_to(folder) and (one / name).is_file():
                yield one / name
