"""Limits under which no library can be loaded are told before one is."""

import resource
import subprocess
import sys

import pytest

from pooledfunds.core.memory_limits import ADDRESSES, MEGABYTE, RESIDENT, _of_cgroup

TELLS = "from pooledfunds.core.memory_limits import refused_for_memory; print(refused_for_memory())"


def told(kind: int, megabytes: int) -> str:
    """Return what a process says that may take so much."""
    most = megabytes * MEGABYTE
    return subprocess.run(
        [sys.executable, "-c", TELLS],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(kind, (most, most)),
    ).stdout


@pytest.mark.parametrize(
    ("kind", "where"), [(resource.RLIMIT_AS, "ulimit -v"), (resource.RLIMIT_DATA, "ulimit -d")]
)
def test_too_low_a_limit_is_told_with_what_is_needed(kind, where):
    words = told(kind, 100)
    assert f"may take 100 here ({where}): allow it more, and start again" in words
    assert words.count("\n") == 1
    assert told(kind, ADDRESSES).strip() == ""


@pytest.mark.parametrize(
    ("line", "folder", "name"),
    [("0::/site/job", "site", "memory.max"), ("5:memory:/job", "memory", "memory.limit_in_bytes")],
)
def test_the_limit_of_a_control_group_holds_for_those_below_it(tmp_path, line, folder, name):
    own = tmp_path / "cgroup"
    own.write_text(f"1:cpu,cpuacct:/elsewhere\n{line}\n", encoding="utf-8")
    (tmp_path / folder / "job").mkdir(parents=True)
    (tmp_path / folder / name).write_text(f"{RESIDENT}\n", encoding="utf-8")
    assert list(_of_cgroup(tmp_path, own)) == [tmp_path / folder / name]
    assert list(_of_cgroup(tmp_path, tmp_path / "not there")) == []
