"""What a run says on the terminal when it stops: one message, and nothing of Snakemake's after."""

import atexit
import logging
import os
import re
import signal
import sys
import threading
from types import FrameType

from pooledfunds.core.refusals import NO_MEMORY, refusal_told

# How a job ends that has given a user the reason (sysexits.h: the data were wrong in some way),
# and one that a bug stopped, whose traceback it has shown.
REASON_GIVEN, BUG_SHOWN = os.EX_DATAERR, os.EX_SOFTWARE
# What Snakemake says of a job that was interrupted, and last of every run that failed.
FINAL = re.compile(
    rf"non-zero exit status ({128 + signal.SIGINT}|{128 + signal.SIGTERM})\."
    r"|died with <Signals\.SIG(INT|TERM)"
    "|Exiting because a job execution failed|At least one job did not complete successfully"
)


# A job that the system ended: it could say nothing itself.
ENDED = re.compile(r"died with <Signals\.(?P<signal>SIG(?!INT|TERM)\w+)")
KILLED = (
    "\nA job was ended by the system ({signal}), as it is where memory runs out or a file that it "
    "reads is cut off: see to both, and start again."
)

# A job that a library ended, which exits without a word to Python where it gets no memory.
FAILED = re.compile(r"non-zero exit status (?P<status>\d+)")
WITHOUT_REASON = (
    "\nA job ended without giving a reason, as it does where a library gets no memory. "
    f"Unless an error stands above: {NO_MEMORY}"
)

# What it says before each job, without naming it; core.progress does.
UNNAMED = re.compile(r"Select jobs to execute\.\.\.|Execute \d+ jobs\.\.\.")


class OneMessage(logging.Filter):
    """Keeps Snakemake's report of a failure off the terminal when the reason has been given.

    A job that a bug stopped ends with a status of its own: its traceback and Snakemake's report
    stay. What the machine refuses Snakemake itself is told as it is of a job.
    """

    def __init__(self) -> None:
        super().__init__()
        self.reason_given = False

    def give_reason(self, told: str) -> None:
        """Say why the run stops, unless that has been said."""
        if not self.reason_given:
            self.reason_given = True
            print(told, file=sys.stderr)

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record is shown."""
        text = record.getMessage()
        if f"non-zero exit status {REASON_GIVEN}" in text:
            self.reason_given = True
            return False
        told = told_instead(record.levelno, text)
        if told:
            self.give_reason(told)
            return False
        if UNNAMED.fullmatch(text):
            return False
        if not self.reason_given:
            return True
        return record.levelno >= logging.ERROR and not FINAL.search(text)


def told_instead(level: int, text: str) -> str:
    """Return the sentence that says to a user what a record of Snakemake's says; nothing of others.

    Parameters
    ----------
    level
        Of the record.
    text
        Of the record.
    """
    ended, failed = ENDED.search(text), FAILED.search(text)
    if ended:
        return KILLED.format(**ended.groupdict())
    if failed:
        interrupted = FINAL.search(text) or int(failed["status"]) == BUG_SHOWN
        return "" if interrupted else WITHOUT_REASON
    refused = refusal_told(text) if level >= logging.ERROR else ""
    return f"\nThis run stopped: {refused}" if refused else ""


def show_one_message(logger: logging.Logger) -> OneMessage:
    """Return the filter that a logger's terminal has from now on; its files get everything."""
    shown = OneMessage()
    for handler in logger.handlers:
        if not isinstance(handler, logging.FileHandler):
            handler.addFilter(shown)
    return shown


INTERRUPTED = "\nInterrupted. The same command goes on from here."


def stop_on_signals(shown: OneMessage) -> None:
    """Let Ctrl-C and SIGTERM end a run that has no job yet, and say how to go on.

    One that has nothing left to do but to end they do not disturb: it would end without a word.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        shown.reason_given = True
        print(INTERRUPTED, file=sys.stderr)
        sys.exit(128 + number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
        atexit.register(signal.signal, number, signal.SIG_IGN)


def end_on_signals(shown: OneMessage) -> None:
    """Let Ctrl-C and SIGTERM start no more jobs, await those at work, and say how to go on.

    Snakemake does so on SIGTERM alone. A second Ctrl-C ends the run at once.
    """
    finish = signal.getsignal(signal.SIGTERM)

    def stop(number: int, frame: FrameType | None) -> None:
        shown.give_reason(INTERRUPTED)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if callable(finish):
            # In a thread of its own: it takes locks that the interrupted one may hold just then.
            threading.Thread(target=finish, args=(number, frame), daemon=True).start()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
