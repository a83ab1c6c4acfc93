"""What a run publishes depends on its inputs alone: not on the folder, machine or order of rows."""

import os
import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.workflow.test_toy_study import COMMAND, unions_alone

pytestmark = pytest.mark.workflow
REPORTS = "reports/unions/official"
# `snakemake` settings of the machine and the user that have changed results somewhere before.
ELSEWHERE = {
    "LC_ALL": "de_DE.UTF-8",
    "TZ": "Asia/Tokyo",
    "PYTHONHASHSEED": "12345",
    "COLUMNS": "40",
}
# The record and the page name the digest of each return, which another order of rows changes.
DIGEST = re.compile(rb"\b[0-9a-f]{64}\b")
FIRST_FIGURES = re.compile(rb"(</bdi> )[0-9a-f]{12}(</code>)")


def published(folder: Path, cores: int, umask: int = 0o022, **environment: str) -> dict[str, bytes]:
    """Return each published file of a run, without the digests of what it read."""
    run = subprocess.run(
        [sys.executable, "-m", "snakemake", "--cores", str(cores), *COMMAND],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / "src")} | environment,
        preexec_fn=partial(os.umask, umask),
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return {
        path.relative_to(folder / REPORTS).as_posix(): without_digests(path.read_bytes())
        for path in (folder / REPORTS).rglob("*")
        if path.is_file()
    }


def without_digests(content: bytes) -> bytes:
    """Return a file without the digests of returns, whole or their first figures."""
    return FIRST_FIGURES.sub(rb"\1\2", DIGEST.sub(b"", content))


def reverse_rows(file: Path) -> None:
    """Turn the order of the rows under the heading."""
    heading, *rows = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([heading, *reversed(rows), ""]), encoding="utf-8")


def test_bytes_depend_on_no_folder_core_locale_zone_seed_umask_or_order_of_rows(tmp_path):
    folders = [tmp_path / "here", tmp_path / "a place" / "Studie ü"]
    for folder in folders:
        folder.mkdir(parents=True)
        unions_alone(folder)
    for file in (folders[1] / "returns").rglob("*.csv"):
        reverse_rows(file)
    here = published(folders[0], cores=1)
    there = published(folders[1], cores=2, umask=0o077, **ELSEWHERE)
    assert len(here) > 10
    assert here.keys() == there.keys()
    assert [name for name in here if here[name] != there[name]] == []
    modes = {path.stat().st_mode & 0o077 for path in (folders[1] / "data").rglob("*")}
    assert modes == {0}  # the umask holds for everything that the run wrote
