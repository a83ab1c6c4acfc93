"""What the Slurm profile asks for, held against what the jobs of a whole run took."""

import re

import pytest
import yaml

from pooledfunds.core.settings import read_study
from tests.conftest import ROOT

PROFILE = yaml.safe_load((ROOT / "workflow/profiles/slurm/config.yaml").read_text("utf-8"))
# The others the command does itself (localrules of workflow/Snakefile).
SUBMITTED = {group.partition("=")[0] for group in PROFILE["groups"]}
TOOK = re.compile(r"at most (\d+) MB of memory(?:, and (\d+) MB in each)?")
ROOM = 1.2  # times what was seen
HELD_BY_A_LIMIT = {"measure_hes_apc"}  # hes.engine's, which an invented extract does not reach
PROCESSES = 2  # that a job starts, on a node that gives it two cores


def requested(rule: str) -> float:
    """Return the memory that a rule asks for at its first attempt, MB."""
    own = PROFILE["set-resources"].get(rule, {})
    expression = own.get("mem_mb", PROFILE["default-resources"]["mem_mb"])
    threads = read_study("means_to_an_end")["hes"]["engine"]["threads"]
    return float(eval(str(expression), {"attempt": 1, "threads": threads}))


def taken(workspace) -> dict[str, int]:
    """Return the most memory that a job of each rule took, MB."""
    logs = workspace.folder / "logs/means_to_an_end/artificial"
    most: dict[str, int] = {}
    for log in logs.rglob("*.log"):
        rule = log.stem if log.parent == logs else log.parent.name
        if rule not in SUBMITTED:
            continue
        own, each = TOOK.search(log.read_text("utf-8")).groups(default=0)
        most[rule] = max(most.get(rule, 0), int(own) + PROCESSES * int(each))
    return most


def test_every_job_of_the_default_study_has_a_fifth_more_memory_than_it_takes(finished):
    most = taken(finished)
    short = {rule: mb for rule, mb in most.items() if ROOM * mb > requested(rule)}
    assert set(most) == SUBMITTED - {"copy_table"}  # no return lies in a database
    assert short == {}


@pytest.mark.parametrize("rule", sorted({*PROFILE["set-resources"]} - HELD_BY_A_LIMIT))
def test_no_job_asks_for_several_times_what_it_takes(finished, rule):
    assert requested(rule) < 3 * taken(finished)[rule]
