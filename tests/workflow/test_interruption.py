"""A run that was killed goes on by the same command; a second one at once is refused."""

import os
import signal
import subprocess
import sys
import time

import pytest

from pooledfunds.core.run_lock import lock_run

pytestmark = pytest.mark.workflow
FIRST = "data/processed/means_to_an_end/artificial/staged/bodies.parquet"


def test_a_second_run_is_refused_in_one_sentence_and_a_dry_run_is_not(workspace):
    with lock_run(workspace.folder / ".snakemake/means_to_an_end-artificial.lock"):
        run = workspace.snakemake(FIRST)
        assert run.returncode == 1
        assert run.stdout.splitlines()[-1] == (
            f"another run is at work in this folder (pid {os.getpid()}): wait until it ends"
        )
        workspace.run(FIRST, "--dry-run")


def test_a_killed_run_goes_on_by_the_same_command(workspace):
    process = subprocess.Popen(
        [sys.executable, "-m", "snakemake", FIRST],
        cwd=workspace.folder,
        env=os.environ | {"PYTHONPATH": str(workspace.folder / "src")},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    marks = workspace.folder / ".snakemake/incomplete"
    until = time.monotonic() + 60
    while not (marks.is_dir() and any(marks.iterdir())) and time.monotonic() < until:
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert any(marks.iterdir())  # killed within its first job
    assert "Exception" not in workspace.run(FIRST, "--dry-run")
