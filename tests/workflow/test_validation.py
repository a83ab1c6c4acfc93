"""The validation as jobs: as many as are asked for, whose shares are all of the work."""

import re
from collections import Counter

import pytest

pytestmark = pytest.mark.workflow
WORKFLOW = ("--snakefile", "workflow/validation.smk")


def planned(workspace, *arguments):
    """Return how many jobs each rule would be, and all that is printed."""
    printed = workspace.run(*WORKFLOW, "-n", "--printshellcmds", "--quiet", "host", *arguments)
    return Counter(re.findall(r"^rule (\w+):$", printed, re.MULTILINE)), printed


def test_each_kind_of_work_is_scattered_and_gathered(workspace):
    scattered = "--set-scatter", "scenarios=5", "worlds=4", "seeds=3"
    jobs, printed = planned(workspace, *scattered, "--config", "worlds=10", "seeds=1-6")
    expected = {"simulate_scenarios": 5, "make_worlds": 4, "try_seeds": 3}
    pages = dict.fromkeys(["hold_worlds", "tell_validation", "tell_announcements", "validate"], 1)
    assert jobs == expected | pages
    assert {*re.findall(r"--share (\S+-of-5)", printed)} == {f"{n}-of-5" for n in range(1, 6)}
    assert "--worlds 10 " in printed and "--seeds 1-6" in printed


def test_an_edit_of_module_or_settings_is_tried_again(workspace):
    """Every job of the scenarios depends on what its worlds are fitted by."""
    _jobs, printed = planned(workspace)
    for rule in ("simulate_scenarios", "hold_worlds", "try_seeds"):
        inputs = printed.split(f"rule {rule}")[1].partition("output:")[0]
        assert "src/pooledfunds/estimation/fit.py" in inputs
        assert "config/studies/means_to_an_end/study.yaml" in inputs
        # which the catalogue names, and no module imports
        assert "src/pooledfunds/staging/equipment_delivery.py" in inputs
