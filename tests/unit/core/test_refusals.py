import errno
from concurrent.futures.process import BrokenProcessPool

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from pooledfunds.core import refusals
from pooledfunds.core.parallel import in_parallel
from pooledfunds.core.refusals import NO_MEMORY, NO_ROOM, refusal, refusal_told


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_no_room_is_told_with_the_file_where_it_is_known(number):
    assert refusal(OSError(number, "words", "panel.parquet")) == f"panel.parquet: {NO_ROOM}"
    assert refusal(OSError(number, "words")) == NO_ROOM
    assert refusal(duckdb.IOException("Could not write: No space left on device")) == NO_ROOM


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        pa.ArrowMemoryError("malloc of size 8 failed"),
        duckdb.OutOfMemoryException("could not allocate block"),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        RuntimeError("can't start new thread"),
    ],
)
def test_no_memory_is_told_whichever_library_wanted_it(error):
    assert refusal(error) == NO_MEMORY


def test_an_error_that_c_code_does_not_name_is_no_memory_only_under_a_limit(monkeypatch):
    error = SystemError("error return without exception set")
    for limited, said in ((True, NO_MEMORY), (False, "")):
        monkeypatch.setattr(refusals, "addresses_limited", lambda limited=limited: limited)
        assert refusal(error) == said


def test_an_array_too_large_for_any_machine_is_no_memory():
    with pytest.raises(MemoryError) as caught:
        np.ones(2**59)
    assert refusal(caught.value) == NO_MEMORY


@pytest.mark.parametrize("error", [KeyError("n"), OSError(errno.EIO, "Input/output error")])
def test_an_error_of_another_kind_is_not_taken_for_one(error):
    assert refusal(error) == ""


def end_here(number: int) -> int:
    import os
    import signal

    if number == 70:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_a_process_that_is_killed_ends_the_work_in_words_instead_of_hanging(monkeypatch):
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1})
    with pytest.raises(BrokenProcessPool) as caught:
        in_parallel(end_here, [(number,) for number in range(100)])
    assert refusal(caught.value).endswith(NO_MEMORY)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("WorkflowError: recording ([Errno 27] File too large). Please", NO_ROOM),
        ("OSError in file x.smk: [Errno 12] Cannot allocate memory", NO_MEMORY),
        ("database or disk: No space left on device", NO_ROOM),
        ("[Errno 13] Permission denied: 'reports/index.html'", ""),
        ("[Errno 5] Input/output error", ""),
        ("Missing input files", ""),
    ],
)
def test_what_another_program_was_refused_is_read_from_its_words(text, said):
    assert refusal_told(text) == said
