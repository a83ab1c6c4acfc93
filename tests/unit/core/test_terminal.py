import io
import logging

import pytest

from pooledfunds.core.terminal import REASON_GIVEN, show_one_message


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
    logger.error("Command 'python y.py' returned non-zero exit status 1.")
    assert "y.py" in stream.getvalue()


def test_a_bug_alone_keeps_every_word(terminal):
    logger, stream = terminal
    said = [
        "Command 'python y.py' returned non-zero exit status 1.",
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
