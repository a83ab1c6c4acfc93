"""docs/extending.md, followed to the letter in a copy of the project."""

import re
import shutil

import pandas as pd
import pytest

from tests.conftest import REAL, ROOT

pytestmark = pytest.mark.workflow
STEP = re.compile(
    r"<!-- (?P<what>append|create|replace): (?P<file>\S+) -->\n```\w+\n(?P<text>.*?)```"
    r"(?:\n<!-- with -->\n```\w+\n(?P<new>.*?)```)?",
    re.DOTALL,
)


@pytest.fixture
def extended(workspace):
    steps = list(STEP.finditer((ROOT / "docs/extending.md").read_text(encoding="utf-8")))
    assert len(steps) >= 10
    for step in steps:
        path = workspace.folder / step["file"]
        if step["what"] == "create":
            assert not path.exists()
            path.write_text(step["text"], encoding="utf-8")
        elif step["what"] == "append":
            path.write_text(path.read_text(encoding="utf-8") + step["text"], encoding="utf-8")
        else:
            workspace.edit(step["file"], step["text"].rstrip("\n"), step["new"].rstrip("\n"))
    return workspace


@pytest.mark.official
def test_every_recipe_works_as_written(extended):
    """Claim, fact, exhibit, outcome, specification and return, on the returns at hand."""
    returns = extended.folder / "returns"
    shutil.copytree(REAL, returns, copy_function=shutil.copyfile)
    (returns / "libraries.csv").write_text("cssr_code,libraries\n102,44\n104,31\n")
    official = ("--configfile", "config/official.yaml", "--config", f"official_root={returns}")
    extended.run(*official)
    reports = extended.folder / "reports/official"
    claim = pd.read_csv(reports / "claims.csv").set_index("claim_id").loc["C137"]
    assert claim["verdict"] == "reproduced"
    assert (reports / "figures/council_sizes.png").exists()
    estimates = pd.read_csv(reports / "estimates.csv")
    assert "older_share_on_joint/older_people/2007_08" in set(estimates["specification"])
    staged = extended.folder / "data/processed/official/staged/libraries.parquet"
    assert pd.read_parquet(staged)["libraries"].tolist() == [44, 31]
