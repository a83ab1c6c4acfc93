import io
import logging
import signal
import subprocess
import sys

import pytest

from pooledfunds.core.terminal import BUG_SHOWN, REASON_GIVEN, show_one_message


@pytest.fixture
def terminal():
    logger = logging.Logger("run")
    stream = io.StringIO()
    logger.addHandler(logging.StreamHandler(stream))
    show_one_message(logger)
    return logger, stream


def test_nothing_is_said_after_a_job_that_has_told_why(terminal):
    logger, stream = terminal
    logger.info("Building DAG of jobs...")
    logger.error(f"Command 'python x.py' returned non-zero exit status {REASON_GIVEN}.")
    logger.info("Shutting down, this might take some time.")
    logger.error("Exiting because a job execution failed. Look above for error messages")
    logger.error("WorkflowError:\nAt least one job did not complete successfully.")
    assert stream.getvalue() == "Building DAG of jobs...\n"


def test_a_bug_is_reported_in_full_even_beside_a_job_that_has_told_why(terminal):
    logger, stream = terminal
    logger.error(f"Command 'python x.py' returned non-zero exit status {REASON_GIVEN}.")
    logger.error(f"Command 'python y.py' returned non-zero exit status {BUG_SHOWN}.")
    assert "y.py" in stream.getvalue()


def test_a_bug_alone_keeps_every_word(terminal):
    logger, stream = terminal
    said = [
        f"Command 'python y.py' returned non-zero exit status {BUG_SHOWN}.",
        "Exiting because a job execution failed",
    ]
    for text in said:
        logger.error(text)
    assert stream.getvalue().splitlines() == said


def test_a_job_that_is_not_named_is_not_announced(terminal):
    logger, stream = terminal
    logger.info("Select jobs to execute...")
    logger.info("Execute 2 jobs...")
    logger.warning("Execute nothing of this file")
    assert stream.getvalue() == "Execute nothing of this file\n"


@pytest.mark.parametrize("signal", ["SIGKILL", "SIGABRT", "SIGBUS"])
def test_a_job_that_the_system_ended_is_told_in_one_sentence(terminal, capsys, signal):
    logger, stream = terminal
    logger.error(f"Command 'python x.py' died with <Signals.{signal}: 9>.")
    logger.error("Exiting because a job execution failed. Look above for error messages")
    assert stream.getvalue() == ""
    assert f"A job was ended by the system ({signal})" in capsys.readouterr().err


@pytest.mark.parametrize("status", [1, 127, 254])
def test_a_job_that_a_library_ended_is_told_in_one_sentence(terminal, capsys, status):
    logger, stream = terminal
    for _ in range(2):
        logger.error(f"RuleException:\nCommand 'x.py' returned non-zero exit status {status}.")
    logger.error("Exiting because a job execution failed. Look above for error messages")
    logger.error("WorkflowError:\nAt least one job did not complete successfully.")
    assert stream.getvalue() == ""
    said = capsys.readouterr().err
    assert said.count("A job ended without giving a reason") == 1
    assert "not enough memory: give the run more" in said


def test_what_the_machine_refuses_snakemake_itself_is_told_in_one_sentence(terminal, capsys):
    logger, stream = terminal
    logger.error("RuleException:\nOSError in file estimate.smk:\n[Errno 27] File too large")
    logger.error("WorkflowError:\nError recording metadata ([Errno 27] File too large). Please")
    logger.info("Shutting down, this might take some time.")
    assert stream.getvalue() == ""
    assert capsys.readouterr().err.strip() == (
        "This run stopped: no room left to write to: make room, and start again"
    )


def test_an_error_of_snakemake_s_own_keeps_every_word(terminal, capsys):
    logger, stream = terminal
    logger.error("MissingInputException: [Errno 5] Input/output error")
    logger.info("No space left on device is a warning's word here")
    assert len(stream.getvalue().splitlines()) == 2
    assert capsys.readouterr().err == ""


WAITS = """
import sys, time
from pooledfunds.core.terminal import OneMessage, stop_on_signals
stop_on_signals(OneMessage())
print("ready", flush=True)
time.sleep(60)
"""
ENDS = """
import atexit, os, signal, sys
from pooledfunds.core.terminal import OneMessage, stop_on_signals
atexit.register(print, "ended", flush=True)  # after what the next line registers
stop_on_signals(OneMessage())
atexit.register(lambda: None)
class Last:
    def __del__(self, kill=os.kill, pid=os.getpid(), number=signal.SIGTERM):
        kill(pid, number)  # while the interpreter goes
last = Last()
"""


def test_a_run_without_a_job_yet_says_that_it_was_interrupted():
    run = subprocess.Popen(
        [sys.executable, "-c", WAITS], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert run.stdout is not None and run.stdout.readline() == "ready\n"
    run.terminate()
    _, words = run.communicate(timeout=60)
    assert run.returncode == 128 + signal.SIGTERM
    assert words.strip() == "Interrupted. The same command goes on from here."


def test_a_run_that_has_nothing_left_but_to_end_ends_well():
    run = subprocess.run([sys.executable, "-c", ENDS], capture_output=True, text=True, timeout=60)
    assert (run.returncode, run.stdout, run.stderr) == (0, "ended\n", "")


LOCKED = """
import os, signal, threading
from pooledfunds.core.terminal import OneMessage, end_on_signals
lock, finished = threading.Lock(), threading.Event()
def finish(number, frame):
    with lock:
        finished.set()
signal.signal(signal.SIGTERM, finish)
end_on_signals(OneMessage())
with lock:
    os.kill(os.getpid(), signal.SIGTERM)
print(finished.wait(30))
"""


def test_a_signal_that_comes_while_the_scheduler_holds_its_lock_does_not_hang_the_run():
    run = subprocess.run([sys.executable, "-c", LOCKED], capture_output=True, text=True, timeout=60)
    assert run.stdout == "True\n"
    assert run.stderr.strip() == "Interrupted. The same command goes on from here."
