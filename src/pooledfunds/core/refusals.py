"""What the machine refuses, in one sentence that says what to do."""

import errno
import os
import re
from concurrent.futures.process import BrokenProcessPool

from pooledfunds.core.memory_limits import addresses_limited

AGAIN = "and start again"
NO_ROOM = f"no room left to write to: make room, {AGAIN}"
NO_MEMORY = (
    "not enough memory: give the run more, or fewer cores (snakemake --cores 1) and a lower "
    f"memory limit of the hospital records (hes.engine.memory_limit), {AGAIN}"
)
NOT_THERE = f"not there any more: put it back if it is a return, {AGAIN}"
KILLED = "a process of this job was killed, as the system does where memory runs out"
ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
MEMORY = {errno.ENOMEM, errno.EAGAIN}  # of fork(2): no memory, or no more processes
# What else a user can mend: no permission, a disk to be read only, too many files open.
FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EMFILE, errno.ENFILE}
# Words of libraries whose errors have no number: of DuckDB, of CPython for a thread, and of the
# system's loader of libraries.
ROOM_WORDS = ("No space left on device", "File too large", "max_temp_directory_size")
MEMORY_WORDS = (
    "can't start new thread",
    "Cannot allocate memory",
    "could not allocate",
    "failed to map segment",
)
# How an error of the operating system stands in the words of another program.
NUMBER = re.compile(r"\[Errno (\d+)\]")


def refusal(error: BaseException) -> str:
    """Return what the machine refused, or nothing where the error is of another kind."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException":
        return NO_MEMORY
    if isinstance(error, SystemError) and addresses_limited():
        return NO_MEMORY  # C code that got none and set no exception
    if isinstance(error, BrokenProcessPool):
        return f"{KILLED}; {NO_MEMORY}"
    if isinstance(error, OSError) and error.errno is not None:
        said = _of_number(error)
        return f"{error.filename}: {said}" if said and error.filename else said
    return _of_words(str(error))


def refusal_told(text: str) -> str:
    """Return that there is no room or no memory, as another program's words tell; else nothing.

    Of what else is refused, such as a permission, its words name the file.

    Parameters
    ----------
    text
        What it says, with the number of the error, or without.
    """
    number = NUMBER.search(text)
    if number is None or int(number[1]) in FORBIDDEN:
        return _of_words(text)
    return _of_number(OSError(int(number[1]), os.strerror(int(number[1]))))


def _of_number(error: OSError) -> str:
    """Return what an error of the operating system means."""
    if error.errno in ROOM:
        return NO_ROOM
    if error.errno in MEMORY:
        return NO_MEMORY
    if isinstance(error, FileNotFoundError) and error.filename:
        return NOT_THERE
    if error.errno in FORBIDDEN:
        return f"{error.strerror}: mend that, {AGAIN}"
    return ""


def _of_words(text: str) -> str:
    """Return what the words of a library mean."""
    if any(words in text for words in ROOM_WORDS):
        return NO_ROOM
    if any(words in text for words in MEMORY_WORDS):
        return NO_MEMORY
    return ""
