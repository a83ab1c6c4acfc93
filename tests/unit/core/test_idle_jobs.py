"""Which jobs wait for nothing."""

import subprocess
import sys
import time

import pytest

from pooledfunds.core import idle_jobs
from pooledfunds.core.idle_jobs import IdleJobs, Process, end_idle_jobs, with_descendants

RUN, JOB, STARTED, OTHER = (
    Process(10, 1, 500),
    Process(20, 10, 70),
    Process(21, 20, 30),
    Process(30, 10, 5),
)
SLEEPS = "import threading; threading.Event().wait()"
WORKS = "while True: pass"


@pytest.fixture
def idle(monkeypatch):
    """Jobs of a run, of which one runs a script and none is at work."""
    monkeypatch.setattr(idle_jobs, "runs_a_job", JOB.__eq__)
    monkeypatch.setattr(idle_jobs, "at_work", lambda one: False)
    return IdleJobs(RUN.number, patience=60)


def test_a_process_has_what_it_started_and_what_that_did():
    there = [STARTED, OTHER, RUN, JOB, Process(99, 1, 0)]
    assert {one.number for one in with_descendants(10, there)} == {10, 20, 21, 30}
    assert with_descendants(77, there) == []


def test_a_job_is_idle_once_it_has_used_no_processor_for_longer_than_the_patience(idle):
    there = [RUN, JOB, STARTED, OTHER]
    assert idle.of(there, now=0) == []
    assert idle.of(there, now=60) == []
    assert idle.of(there, now=61) == [JOB, STARTED]  # and not what is no job


def test_what_it_started_counts_as_its_own_work(idle):
    assert idle.of([RUN, JOB, STARTED], now=0) == []
    later = Process(STARTED.number, JOB.number, STARTED.ticks + 1)
    there = [RUN, JOB, later]
    assert idle.of(there, now=61) == []
    assert idle.of(there, now=122) == [JOB, later]


def test_a_job_that_waits_for_a_disk_is_not_idle(idle, monkeypatch):
    monkeypatch.setattr(idle_jobs, "at_work", STARTED.__eq__)
    there = [RUN, JOB, STARTED]
    assert idle.of(there, now=0) == idle.of(there, now=1000) == []


def test_a_job_that_its_user_has_stopped_is_not_idle(tmp_path, monkeypatch):
    for state, works in (("S", False), ("T", True), ("D", True)):
        thread = tmp_path / f"7{ord(state)}/task/7"
        thread.mkdir(parents=True)
        (thread / "stat").write_text(f"7 (a name) {state} 1 1", encoding="utf-8")
        monkeypatch.setattr(idle_jobs, "PROCESSES", tmp_path)
        assert idle_jobs.at_work(Process(int(f"7{ord(state)}"), 1, 0)) == works


def test_one_that_sleeps_is_ended_and_told_and_one_that_works_goes_on(tmp_path):
    folder = tmp_path / ".snakemake/scripts"
    folder.mkdir(parents=True)
    jobs = []
    for name, text in (("sleeps", SLEEPS), ("works", WORKS)):
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
        jobs.append(subprocess.Popen([sys.executable, folder / f"{name}.py"]))
    told: list[str] = []
    end_idle_jobs(told.append, patience=1.0)
    try:
        assert jobs[0].wait(timeout=30) == -9
        time.sleep(0.5)
        assert jobs[1].poll() is None
        assert told == [idle_jobs.IDLE]
    finally:
        jobs[1].kill()
        jobs[1].wait()
