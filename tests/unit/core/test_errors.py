import errno
import os
import signal
import tempfile

import pytest

from pooledfunds.core.errors import BadInput, Issue, IssueList, StudyError, plain_errors
from pooledfunds.core.refusals import NO_ROOM, NOT_THERE
from pooledfunds.core.terminal import BUG_SHOWN, REASON_GIVEN


def test_a_fault_is_told_on_one_line_with_its_count():
    assert str(Issue("a.csv", "line 3", "not a number")) == "a.csv: line 3: not a number"
    assert str(Issue("a.csv", "", "empty", 1200)) == "a.csv: empty (1,200 times)"


def test_a_list_gathers_the_faults_of_several_readers_and_goes_on():
    faults = IssueList()
    with faults.collect():
        raise BadInput([Issue("a.csv", "", "empty")])
    faults.add("folder/b.csv", "line 2", "not a number")
    with pytest.raises(BadInput) as caught:
        faults.raise_if_any()
    assert str(caught.value) == (
        "2 faults in the input; nothing was written\n  a.csv: empty\n  b.csv: line 2: not a number"
    )


def test_only_bad_input_is_gathered():
    with pytest.raises(ZeroDivisionError), IssueList().collect():
        1 / 0  # noqa: B018


def test_a_script_ends_with_the_message_alone_and_logs_it(tmp_path, capsys):
    log = tmp_path / "logs" / "rule.log"
    with pytest.raises(SystemExit) as caught, plain_errors(log):
        raise StudyError("the reason")
    assert caught.value.code == REASON_GIVEN
    assert capsys.readouterr().err == log.read_text() == "the reason\n"


def test_what_the_machine_refuses_is_told_in_one_line(tmp_path, capsys):
    with pytest.raises(SystemExit), plain_errors(tmp_path / "rule.log"):
        raise OSError(errno.ENOSPC, "No space left on device", "panel.parquet")
    assert capsys.readouterr().err == f"panel.parquet: {NO_ROOM}\n"


def test_a_return_that_vanishes_while_the_study_runs_is_told_in_one_line(tmp_path, capsys):
    gone = tmp_path / "expend0607.xlsx"
    with pytest.raises(SystemExit) as caught, plain_errors(tmp_path / "rule.log"):
        gone.read_bytes()
    assert caught.value.code == REASON_GIVEN
    assert capsys.readouterr().err == f"{gone}: {NOT_THERE}\n"


def test_an_interrupted_script_says_nothing_of_its_own(tmp_path, capsys):
    with pytest.raises(SystemExit) as caught, plain_errors(tmp_path / "rule.log"):
        raise KeyboardInterrupt
    assert caught.value.code == 130
    assert capsys.readouterr().err == ""


def test_a_bug_is_not_hidden_as_a_message(tmp_path, capsys):
    with pytest.raises(SystemExit) as caught, plain_errors(tmp_path / "rule.log"):
        {}["missing"]
    assert caught.value.code == BUG_SHOWN
    assert "KeyError: 'missing'" in capsys.readouterr().err


def test_a_file_is_named_by_its_path_where_one_file_only_bears_its_name():
    found = BadInput([Issue("a.csv", "line 2", "x"), Issue("b.xlsx, sheet S", "", "y"),
                      Issue("two.csv", "", "z"), Issue("config", "", "w")])  # fmt: skip
    files = ["in/one/a.csv", "in/b.xlsx", "in/one/two.csv", "in/other/two.csv"]
    assert [fault.file for fault in found.with_folders(files).faults] == [
        "in/one/a.csv", "in/b.xlsx, sheet S", "two.csv", "config",
    ]  # fmt: skip


def test_a_terminated_script_removes_its_temporary_folders(tmp_path):
    with (
        pytest.raises(SystemExit) as caught,
        plain_errors(tmp_path / "rule.log"),
        tempfile.TemporaryDirectory(dir=tmp_path),
    ):
        os.kill(os.getpid(), signal.SIGTERM)
    assert caught.value.code == 128 + signal.SIGTERM
    assert not list(tmp_path.glob("tmp*"))
