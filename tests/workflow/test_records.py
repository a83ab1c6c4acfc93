"""What a run stages of patients' records goes with the run, however it ends, unless it is kept."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.conftest import few_draws

pytestmark = pytest.mark.workflow
PROCESSED = "data/processed/means_to_an_end/artificial"
RECORDS = f"{PROCESSED}/records"
COUNTED = [f"{PROCESSED}/staged/hes_{name}.parquet" for name in ("activity", "variants")]
# A definition that only the counting of stays reads: the records are needed again.
MEASURE, COUNTS = "src/pooledfunds/hospital/measure.py", "    council_of = councils_by_home("
DEFINITION = "src/pooledfunds/hospital/activity.py"


@pytest.fixture
def counted(workspace):
    """The project, with hospital activity counted and nothing else done."""
    few_draws(workspace)
    workspace.run(*COUNTED)
    return workspace


def touch(workspace, file):
    with (workspace.folder / file).open("a", encoding="utf-8") as module:
        module.write("\n")


def stop(workspace, number):
    """End a run by a signal while it counts stays; return what it said."""
    run = subprocess.Popen(
        [sys.executable, "-m", "snakemake", *COUNTED],
        cwd=workspace.folder,
        env=os.environ | {"PYTHONPATH": str(workspace.folder / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    stays = workspace.folder / RECORDS / "hes/stays"
    until = time.monotonic() + 300
    while not stays.exists() and time.monotonic() < until:
        time.sleep(0.01)
    os.killpg(run.pid, number)
    return run.communicate()[0]


def test_records_go_with_the_run_however_it_ends(counted):
    records = counted.folder / RECORDS
    assert not records.exists()
    assert "Nothing to be done" in counted.run(*COUNTED)
    touch(counted, "src/pooledfunds/linkage/build.py")
    plan = counted.run(f"{PROCESSED}/linked/panel_pct.parquet", "--dry-run")
    assert "link_returns" in plan and "stage_hes_apc" not in plan

    touch(counted, DEFINITION)
    assert "Interrupted" in stop(counted, signal.SIGTERM)
    assert not records.exists()
    stop(counted, signal.SIGKILL)
    left = [path for path in records.rglob("*") if path.name != ".snakemake_timestamp"]
    assert {path.stat().st_mode & 0o077 for path in [records, *left]} == {0}
    counted.run("--dry-run", *COUNTED)
    assert records.exists()  # to look changes nothing
    counted.edit(MEASURE, COUNTS, f"    raise StudyError('stopped here')\n{COUNTS}")
    assert "stopped here" in counted.snakemake(*COUNTED).stdout
    assert not records.exists()
    counted.edit(MEASURE, "    raise StudyError('stopped here')\n", "")
    counted.run(*COUNTED, "--config", "keep_records=true")
    assert any((records / "hes/stays").iterdir())
    assert "Nothing to be done" in counted.run(*COUNTED, "--config", "keep_records=true")
    assert any((records / "hes/stays").iterdir())
    assert "Nothing to be done" in counted.run(*COUNTED)
    assert not records.exists()
