"""A small study in a folder of its own, to be disturbed: the toy study, with all its rules."""

import base64
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pooledfunds.core.whole_files import unfinished
from tests.workflow.test_toy_study import COMMAND, unions_alone

PROCESSED = "data/processed/unions/official"
REPORTS = "reports/unions/official"
# What each rule writes, in the order in which they run: one of its files, and all that is removed
# so that the rule has to run again.
RULES = {
    "stage_returns": (f"{PROCESSED}/staged/council_population.parquet", f"{PROCESSED}/staged"),
    "link_returns": (f"{PROCESSED}/linked/panel_council.parquet", f"{PROCESSED}/linked"),
    "compute_facts": (f"{PROCESSED}/facts.parquet", f"{PROCESSED}/facts.parquet"),
    "estimate": (f"{PROCESSED}/estimates/estimates.parquet", f"{PROCESSED}/estimates"),
    "check_claims": (f"{PROCESSED}/claims.parquet", f"{PROCESSED}/claims.parquet"),
    "publish_tables": (f"{REPORTS}/claims.csv", f"{REPORTS}/claims.csv"),
    "build_page": (f"{REPORTS}/index.html", f"{REPORTS}/index.html"),
    "publish_release": (f"{REPORTS}/release.ods", f"{REPORTS}/release.ods"),
    "publish_provenance": (f"{REPORTS}/SHA256SUMS", f"{REPORTS}/SHA256SUMS"),
}
LONGEST = 300  # seconds that a run may take before it counts as hanging


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each published file by its path, without Snakemake's own marks."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".snakemake_timestamp"
    }


class DisturbedStudy:
    """The study's folder, what an undisturbed run publishes, and ways to begin a run."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.status = 0  # of the run that ended last
        unions_alone(folder).run(*COMMAND)
        self.published = digests(folder / REPORTS)

    def undo(self, rule: str) -> None:
        """Remove what a rule and those after it have written."""
        rules = list(RULES)
        for later in rules[rules.index(rule) :]:
            path = self.folder / RULES[later][1]
            if path.is_dir():
                shutil.rmtree(path)
            path.unlink(missing_ok=True)

    def start(self, limit: Callable[[], None] | None = None) -> subprocess.Popen:
        """Start a run as the leader of a group of processes.

        Parameters
        ----------
        limit
            Called in the new process first, as to limit what it may use.
        """
        return subprocess.Popen(
            [sys.executable, "-m", "snakemake", "--cores", "2", *COMMAND],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(self.folder / "src")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=limit,
        )

    def await_job(self, rule: str, run: subprocess.Popen) -> None:
        """Return once Snakemake has marked a rule's output as begun, or the run has ended."""
        name = base64.b64encode(RULES[rule][0].encode()).decode()
        mark = self.folder / ".snakemake/incomplete" / name
        until = time.monotonic() + LONGEST
        while not mark.exists() and run.poll() is None and time.monotonic() < until:
            time.sleep(0.02)

    def end(self, run: subprocess.Popen) -> str:
        """Return what a run printed until its end; one that hangs is killed, and says so."""
        try:
            words = run.communicate(timeout=LONGEST)[0]
            self.status = run.returncode
            return words
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            return f"{run.communicate()[0]}\nTraceback: it hangs"

    def torn(self) -> list[str]:
        """Return published files that are neither whole nor marked as unfinished."""
        now = digests(self.folder / REPORTS)
        marks = {unfinished(self.folder / REPORTS / name).name for name in self.published}
        marks.add(unfinished(Path("figures")).name)
        return [
            name
            for name, digest in now.items()
            if self.published.get(name) != digest and not marks.intersection(Path(name).parts)
        ]

    def rerun(self) -> tuple[int, str, list[str]]:
        """Run once more, as a user would: status, words, and published files that differ."""
        run = self.start()
        words = self.end(run)
        now = digests(self.folder / REPORTS)
        names = self.published.keys() | now.keys()
        return (
            run.returncode,
            words,
            sorted(n for n in names if self.published.get(n) != now.get(n)),
        )
