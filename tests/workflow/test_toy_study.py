"""A study of another era is a folder: three invented areas in 1861, no PCT, not a line of code."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import Workspace

pytestmark = pytest.mark.workflow
TOY = Path(__file__).parent / "toy_study"


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    """A copy of the project in which the toy study has run, and no other study is."""
    workspace = Workspace(tmp_path_factory.mktemp("toy"))
    studies = workspace.folder / "config/studies"
    shutil.rmtree(studies)
    shutil.rmtree(workspace.folder / "src/pooledfunds/studies/means_to_an_end")
    shutil.copytree(TOY / "settings", studies / "unions")
    shutil.copytree(TOY / "returns", workspace.folder / "returns")
    workspace.run("--config", "study=unions", "basis=official", "official_root=returns")
    return workspace


def test_it_publishes_the_page_and_its_estimates(toy):
    reports = toy.folder / "reports/unions/official"
    assert "<html" in (reports / "index.html").read_text(encoding="utf-8")
    assert pd.read_csv(reports / "claims.csv").empty
    estimates = pd.read_csv(reports / "estimates.csv")
    (row,) = estimates[estimates["term"] == "year"].to_dict("records")
    assert row["specification"] == "old_age/persons_of_85_and_over/1861_62-1862_63"
    assert row["area_type"] == "council"
    # The mean over the areas of what the share gained: 43/1010 - 40/1000, and so on.
    gains = [43 / 1010 - 40 / 1000, 34 / 810 - 30 / 800, 64 / 1510 - 61 / 1500]
    assert row["estimate"] == pytest.approx(sum(gains) / 3)


def test_its_panel_is_of_its_own_years(toy):
    linked = toy.folder / "data/processed/unions/official/linked"
    panel = pd.read_parquet(linked / "panel_council.parquet")
    assert set(panel["financial_year"]) == {"1861/62", "1862/63"}
    assert set(panel["name"]) == {"Barchester", "Casterbridge", "Middlemarch"}
    assert {"population", "share_85_plus_of_65_plus"} <= set(panel)
    assert not {"items", "imd_score", "coterminous", "pool_mental_health"} & set(panel)
    assert {file.stem for file in linked.iterdir()} == {"panel_council", "row_accounts"}


def test_its_record_names_it_and_nothing_is_written_elsewhere(toy):
    record = json.loads((toy.folder / "reports/unions/official/run.json").read_text())
    assert record["settings"]["study"] == "unions"
    assert {file.split("/")[0] for file in toy.files("reports")} == {"unions"}
    assert toy.files("data") == toy.files("data") & {
        f"processed/unions/official/{name}" for name in toy.files("data/processed/unions/official")
    }


def test_another_study_is_told_with_those_that_are(toy):
    run = toy.snakemake("--config", "study=onions", "basis=official")
    assert run.returncode == 1
    assert "no study 'onions': config/studies has no such folder; the nearest is 'unions'" in (
        run.stdout
    )
