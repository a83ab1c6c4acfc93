"""Which jobs wait for nothing."""

import subprocess
import sys

import pytest

from pooledfunds.core import idle_jobs
from pooledfunds.core.idle_jobs import IdleJobs, Process, with_descendants

RUN, JOB, STARTED, OTHER = (
    Process(10, 1, 500),
    Process(20, 10, 70),
    Process(21, 20, 30),
    Process(30, 10, 5),
)
JOBS = {
    "sleeps": "import threading; threading.Event().wait()",
    "works": "while True: pass",
    "one_of_its_two_works": """
import os, threading
if not os.fork():
    threading.Event().wait()
if not os.fork():
    while True: pass
os.wait()
""",
}
WATCH = """
import os, signal, subprocess, sys, time
from pooledfunds.core.idle_jobs import end_idle_jobs
jobs = [
    subprocess.Popen([sys.executable, f"./.snakemake/scripts/{name}.py"], start_new_session=True)
    for name in sys.argv[1:]
]
end_idle_jobs(print, patience=1.0)
jobs[0].wait()
time.sleep(2)
print([job.poll() for job in jobs])
for job in jobs[1:]:
    os.killpg(job.pid, signal.SIGKILL)
"""


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


def test_a_process_of_a_jobs_pool_is_no_job(idle, monkeypatch):
    """It bears the job's own command, and waits while its neighbour is at work."""
    waits, works = Process(22, JOB.number, 5), Process(23, JOB.number, 0)
    monkeypatch.setattr(idle_jobs, "runs_a_job", (JOB, waits, works).__contains__)
    monkeypatch.setattr(idle_jobs, "at_work", works.__eq__)
    there = [RUN, JOB, waits, works]
    assert list(idle_jobs.jobs_of(RUN.number, there)) == [[JOB, waits, works]]
    assert idle.of(there, now=0) == idle.of(there, now=1000) == []


def test_a_number_that_comes_again_is_another_job(idle):
    assert idle.of([RUN, JOB], now=0) == idle.of([RUN], now=50) == idle.of([RUN, JOB], now=90) == []
    assert idle.of([RUN, JOB], now=151) == [JOB]


def test_one_that_sleeps_is_ended_and_told_and_one_that_works_goes_on(tmp_path):
    """In a process of its own: the watch never ends, and looks at all that its process starts."""
    folder = tmp_path / ".snakemake/scripts"
    folder.mkdir(parents=True)
    for name, text in JOBS.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    watch = [sys.executable, "-c", WATCH, *JOBS]
    run = subprocess.run(
        watch, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True
    )
    assert run.stdout == f"{idle_jobs.IDLE}\n[-9, None, None]\n"
