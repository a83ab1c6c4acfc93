"""The tutorial's commands, in a project where the study has run."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.workflow
BLOCK = re.compile(r"\n```\n(.*?)\n```", re.DOTALL)


def commands(section: str) -> list[str]:
    """The blocks of commands of a section of the tutorial."""
    text = (ROOT / "docs/tutorial.md").read_text(encoding="utf-8")
    (part,) = (part for part in text.split("\n## ") if part.startswith(section))
    return BLOCK.findall(part)


def shell(folder: Path, command: str, ends: int = 0) -> str:
    """Run a block of commands, which must end so, and return what it printed."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    run = subprocess.run(
        ["bash", "-ec", command],
        cwd=folder,
        env=os.environ | {"PATH": path, "PYTHONPATH": str(folder / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert run.returncode == ends, run.stdout
    return run.stdout


def test_the_verdict_is_found_where_the_tutorial_looks(finished):
    (block,) = commands("Read a verdict")
    printed = shell(finished.folder, block)
    assert "C032,fig4,Council spend on learning disability" in printed
    assert "gross_current_expenditure/learning_disability/including_sp/2007_08" in printed


def test_a_changed_choice_makes_linkage_again_and_reads_nothing_again(finished):
    (block,) = commands("Change a choice")
    try:
        printed = shell(finished.folder, block)
    finally:
        for kept in (finished.folder / "config").rglob("*.before"):
            kept.replace(kept.with_suffix(""))
    assert "link_returns" in printed
    assert "stage_returns" not in printed
    assert "Nothing to be done" in shell(finished.folder, "snakemake --dry-run")


def test_the_preflight_says_that_no_return_is_there(workspace):
    (block,) = commands("Bring your own returns")
    assert "no return was found under data/raw/official" in shell(workspace.folder, block, ends=1)
