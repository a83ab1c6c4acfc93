import subprocess
import sys

import pytest

from pooledfunds.core.run_lock import (
    LOCK_VARIABLE,
    AnotherRunError,
    lock_run,
    remove_leftovers,
    share_lock,
)

HOLD = """
import sys, time
from pooledfunds.core.run_lock import lock_run, share_lock
lock = lock_run(sys.argv[1])
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock."""
    command = [sys.executable, "-c", HOLD, tmp_path / "run.lock"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    process.stdout.readline()
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_run_is_refused_with_the_number_of_the_first(tmp_path, holder):
    with pytest.raises(AnotherRunError, match=rf"another run .* \(pid {holder.pid}\)"):
        lock_run(tmp_path / "run.lock")


def test_a_killed_run_leaves_no_lock(tmp_path, holder):
    holder.kill()
    holder.wait()
    lock_run(tmp_path / "run.lock").close()


def test_a_job_that_outlives_its_killed_run_is_waited_for(tmp_path, holder, monkeypatch):
    monkeypatch.setenv(LOCK_VARIABLE, str(tmp_path / "run.lock"))
    with share_lock():
        holder.kill()
        holder.wait()
        with pytest.raises(AnotherRunError, match=r"a job of a run that was killed"):
            lock_run(tmp_path / "run.lock")
    lock_run(tmp_path / "run.lock").close()


def test_a_script_without_a_run_needs_no_lock(monkeypatch):
    monkeypatch.delenv(LOCK_VARIABLE, raising=False)
    with share_lock():
        pass


def test_leftovers_go_unless_a_run_is_at_work(tmp_path, holder):
    left, absent = tmp_path / "records", tmp_path / "spill"
    (left / "hes" / "stays").mkdir(parents=True)
    remove_leftovers(tmp_path / "run.lock", [left, absent])
    assert left.is_dir()
    holder.kill()
    holder.wait()
    remove_leftovers(tmp_path / "run.lock", [left, absent])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run.lock"]
