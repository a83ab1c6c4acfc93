"""docs/extending.md, followed to the letter in a copy of the project."""

import re
import shutil

import pandas as pd
import pytest

from tests.conftest import REAL, ROOT, few_draws, no_curves

pytestmark = pytest.mark.workflow
STEP = re.compile(
    r"<!-- (?P<what>append|create|replace): (?P<file>\S+) -->\n```\w+\n(?P<text>.*?)```"
    r"(?:\n<!-- with -->\n```\w+\n(?P<new>.*?)```)?",
    re.DOTALL,
)


def follow(workspace, heading="") -> int:
    """Take every step of a section, or of all of them, and return how many there were."""
    text = (ROOT / "docs/extending.md").read_text(encoding="utf-8")
    sections = [part for part in text.split("\n## ") if part.startswith(heading)]
    steps = list(STEP.finditer("\n".join(sections)))
    for step in steps:
        path = workspace.folder / step["file"]
        if step["what"] == "create":
            assert not path.exists()
            path.write_text(step["text"], encoding="utf-8")
        elif step["what"] == "append":
            path.write_text(path.read_text(encoding="utf-8") + step["text"], encoding="utf-8")
        else:
            workspace.edit(step["file"], step["text"].rstrip("\n"), step["new"].rstrip("\n"))
    return len(steps)


@pytest.fixture
def extended(workspace):
    assert follow(workspace) >= 10
    return workspace


@pytest.mark.official
def test_every_recipe_works_as_written(extended):
    """Claim, fact, exhibit, outcome, specification and return, on the returns at hand."""
    returns = extended.folder / "returns"
    shutil.copytree(REAL, returns, copy_function=shutil.copyfile)
    (returns / "libraries.csv").write_text("cssr_code,libraries\n102,44\n104,31\n")
    official = ("--config", "basis=official", f"official_root={returns}")
    extended.run(*official)
    reports = extended.folder / "reports/means_to_an_end/official"
    claim = pd.read_csv(reports / "claims.csv").set_index("claim_id").loc["C137"]
    assert claim["verdict"] == "reproduced"
    assert (reports / "figures/council_sizes.png").exists()
    estimates = pd.read_csv(reports / "estimates.csv")
    assert "older_share_on_joint/older_people/2007_08" in set(estimates["specification"])
    staged = extended.folder / "data/processed/means_to_an_end/official/staged/libraries.parquet"
    assert pd.read_parquet(staged)["libraries"].tolist() == [44, 31]
    panel = pd.read_parquet(staged.parents[1] / "linked/panel_council.parquet")
    assert panel.loc[panel["area_code"] == "102", "libraries"].tolist() == [44, 44, 44]


def test_a_condition_of_the_settings_and_the_code_list_alone_gives_estimates(workspace):
    assert follow(workspace, "A new condition") == 4
    few_draws(workspace)
    no_curves(workspace)
    workspace.run("data/processed/means_to_an_end/artificial/estimates/estimates.parquet")
    processed = workspace.folder / "data/processed/means_to_an_end/artificial"
    panel = pd.read_parquet(processed / "linked/panel_pct.parquet")
    assert panel["admissions_copd"].sum() > 0
    assert panel["bed_days_copd"].sum() > panel["admissions_copd"].sum()
    rows = pd.read_parquet(processed / "estimates/estimates.parquet")
    rows = rows[(rows["term"] == "pool_intermediate_care") & rows["outcome"].str.endswith("_copd")]
    assert set(rows["outcome"]) == {"bed_days_copd", "admissions_copd", "length_of_stay_copd"}
    assert rows["estimate"].notna().all()
    assert rows["conf_low"].lt(rows["conf_high"]).all()
