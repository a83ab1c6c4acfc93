"""The faults: each disturbs one run of the study, and returns what the run printed."""

import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pooledfunds.core.memory_limits import ADDRESSES, DATA, MEGABYTE
from tests.faults.study import PROCESSED, REPORTS, RULES, DisturbedStudy

RETURN = "returns/population/council_population_1861.csv"
DELAYS = (0.0, 0.8, 2.0)  # seconds after a job's start: before its modules, within, near its end
PAGE = resource.getpagesize()


@dataclass(frozen=True)
class Point:
    """One fault: its kind and place, the first rule to run, and what its message must say."""

    kind: str
    place: str
    rule: str
    disturb: Callable[[DisturbedStudy], str]
    says: str = ""

    @property
    def name(self) -> str:
        """Return the kind and the place."""
        return f"{self.kind}, {self.place}"


def kill(study: DisturbedStudy, rule: str, delay: float, number: int) -> str:
    """Send a signal to all processes of a run, some time after a job began."""
    run = study.start()
    study.await_job(rule, run)
    time.sleep(delay)
    if run.poll() is None:
        os.killpg(run.pid, number)
    return study.end(run)


def limit(study: DisturbedStudy, kind: int, most: int) -> str:
    """Run within a limit of the kernel's, such as the largest size of a file."""
    return study.end(study.start(lambda: resource.setrlimit(kind, (most, most))))


def unasked(study: DisturbedStudy, most: int) -> str:
    """Run within a limit that the run itself does not look at, and that is too low."""
    asks = study.folder / "src/pooledfunds/core/memory_limits.py"
    text = asks.read_text(encoding="utf-8")
    lower = text.replace(f"= {ADDRESSES}, ", "= 1, ")
    assert lower != text
    asks.write_text(lower, encoding="utf-8")
    try:
        return limit(study, resource.RLIMIT_AS, most)
    finally:
        asks.write_text(text, encoding="utf-8")


def harm(study: DisturbedStudy, rule: str, file: str, keep: float) -> str:
    """Cut a file off, or remove it where nothing is kept, as a job that reads it starts."""
    path = study.folder / file
    run = study.start()
    study.await_job(rule, run)
    content = path.read_bytes()
    if keep:
        path.write_bytes(content[: int(len(content) * keep)])
    else:
        path.unlink()
    words = study.end(run)
    if file == RETURN:
        path.parent.mkdir(parents=True, exist_ok=True)  # Snakemake removes empty folders
        path.write_bytes(content)
    return words


def full(study: DisturbedStudy, folder: str, room: int) -> str:
    """Run with a small disk in the place of a folder, which holds what the folder held."""
    path = study.folder / folder
    with small_disk(path, room):
        return study.end(study.start())


@contextmanager
def small_disk(folder: Path, room: int) -> Iterator[None]:
    """Mount a disk with room for some more bytes over a folder; needs the right to mount."""
    held = folder.with_name(f"{folder.name}-held")
    shutil.copytree(folder, held)
    pages = sum(-(-file.stat().st_size // PAGE) for file in held.rglob("*") if file.is_file())
    size = pages * PAGE + room
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=True)
    try:
        shutil.copytree(held, folder, dirs_exist_ok=True)
        yield
    finally:
        subprocess.run(["umount", folder], check=True)
        shutil.rmtree(held)


def may_mount() -> bool:
    """Return whether a disk can be mounted here."""
    return shutil.which("mount") is not None and os.geteuid() == 0


def second_run(study: DisturbedStudy) -> str:
    """Start a run while another is at work, which must go on undisturbed."""
    first = study.start()
    study.await_job("link_returns", first)
    words = study.end(study.start())
    status = study.status
    study.end(first)
    study.status = status
    if first.returncode:
        return f"{words}\nTraceback: the first run failed"
    return words


def kills() -> list[Point]:
    """Return the points at which a run is killed: each rule, each signal, three moments."""
    return [
        Point(
            number.name,
            f"{rule} after {delay} s",
            rule,
            partial(kill, rule=rule, delay=delay, number=number),
            "Interrupted" if number == signal.SIGTERM else "",
        )
        for rule in RULES
        for number in (signal.SIGKILL, signal.SIGTERM)
        for delay in DELAYS
    ]


def others() -> list[Point]:
    """Return the points of every other kind."""
    cut, gone, first = "a file cut off", "a file removed", "stage_returns"
    panel = f"{PROCESSED}/linked/panel_council.parquet"
    staged = f"{PROCESSED}/staged/council_population.parquet"
    points = [
        Point(
            gone,
            RETURN,
            first,
            partial(harm, rule=first, file=RETURN, keep=0),
            "not there any more",
        ),
        Point(cut, RETURN, first, partial(harm, rule=first, file=RETURN, keep=0.5), "fault"),
        *(
            Point(
                cut,
                f"{file}, {keep:.0%} kept",
                rule,
                partial(harm, rule=rule, file=file, keep=keep),
                "damaged since",
            )
            for rule, file in (("link_returns", staged), ("estimate", panel))
            for keep in (0.1, 0.9)
        ),
        Point(
            gone,
            staged,
            "link_returns",
            partial(harm, rule="link_returns", file=staged, keep=0),
            "removed since",
        ),
        Point("a second run", "the same folder", first, second_run, "another run is at work"),
        *(
            Point(
                "largest file",
                f"{size:,} bytes",
                rule,
                partial(limit, kind=resource.RLIMIT_FSIZE, most=size),
                "no room left",
            )
            for rule, size in (
                # Less would stop Snakemake, which writes its rules to temporary files.
                ("estimate", 11000),
                ("build_page", 60000),
                ("publish_release", 20000),
            )
        ),
        *(
            Point(
                "memory",
                f"{most:,} MB of {of_what}",
                "link_returns",
                partial(limit, kind=kind, most=most * MEGABYTE),
                "memory" if most > least else f"may take {most}",
            )
            for of_what, kind, least, limits in (
                ("addresses", resource.RLIMIT_AS, ADDRESSES, (100, 500, 700, 820, 1000, 1500)),
                ("data", resource.RLIMIT_DATA, DATA, (200, 300, 510, 700)),
            )
            for most in limits
        ),
        # Where libraries hang, or end the job: so does a limit that asks too little for more data.
        *(
            Point(
                "memory, unasked",
                f"{most:,} MB of addresses",
                "link_returns",
                partial(unasked, most=most * MEGABYTE),
                "memory",
            )
            for most in (500, 550, 600, 650, 700, 750)
        ),
    ]
    if may_mount():
        points += [
            Point(
                "a full disk",
                f"{folder}, {room:,} bytes left",
                rule,
                partial(full, folder=folder, room=room),
                "no room left",
            )
            for rule, folder, room in (
                ("link_returns", PROCESSED, 8192),
                ("build_page", REPORTS, 65536),
            )
        ]
    return points
