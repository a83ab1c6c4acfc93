"""The second study on its invented small England, from raw files to the page, by itself.

The first study's folders are not there: what the second needs is its own folder, the readers and
the engine.
"""

import json
import shutil

import pandas as pd
import pytest

from tests.conftest import Workspace

pytestmark = pytest.mark.workflow
STUDY = "config/studies/ten_years_on"
COMMAND = ("--config", "study=ten_years_on", "basis=artificial")
RAW = "data/raw/artificial/ten_years_on"
PROCESSED = "data/processed/ten_years_on/artificial"
PUBLISHED = "reports/ten_years_on/artificial"


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """A copy of the project without the first study, in which the second has run."""
    workspace = Workspace(tmp_path_factory.mktemp("ten_years_on"))
    for folder in ("config/studies", "src/pooledfunds/studies"):
        shutil.rmtree(workspace.folder / folder / "means_to_an_end")
    workspace.edit(f"{STUDY}/study.yaml", "  draws: 4999", "  draws: 199")
    workspace.edit(f"{STUDY}/study.yaml", "refit_draws: 1999", "refit_draws: 99")
    workspace.edit(f"{STUDY}/study.yaml", "curve_draws: 500", "curve_draws: 99")
    workspace.run(*COMMAND)
    return workspace


@pytest.fixture(scope="module")
def estimates(alone):
    table = pd.read_csv(alone.folder / PUBLISHED / "estimates.csv")
    entry = table["specification"].str.partition("/")[0]
    return table.assign(entry=entry).set_index(["entry", "outcome", "term"]).sort_index()


def test_it_publishes_page_release_and_a_figure_for_each_exhibit(alone):
    published = alone.files(PUBLISHED)
    assert {"index.html", "release.ods", "datapackage.json", "estimates.csv"} <= published
    exhibits = pd.read_csv(alone.folder / STUDY / "exhibits.csv")
    figures = exhibits.loc[exhibits["kind"] == "figure", "exhibit"]
    assert len(figures) and {f"figures/{name}.svg" for name in figures} <= published


def test_everything_published_says_that_it_is_artificial(alone):
    assert "artificial" in (alone.folder / PUBLISHED / "index.html").read_text(encoding="utf-8")
    record = json.loads((alone.folder / PUBLISHED / "run.json").read_text())
    assert record["basis"] == "artificial"
    assert record["settings"]["world"]["writer"].startswith("pooledfunds.synthetic.ten_years_on")
    ledger = pd.read_csv(alone.folder / PUBLISHED / "claims.csv")
    assert set(ledger["basis"]) == {"artificial"}


def test_the_ledger_answers_every_hypothesis(alone):
    ledger = pd.read_csv(alone.folder / PUBLISHED / "claims.csv").set_index("claim_id")
    assert {f"H{number}" for number in range(1, 9)} <= set(ledger.index)
    assert "not computable" not in set(ledger["verdict"])


@pytest.mark.parametrize(
    ("entry", "outcome"),
    [
        ("joint_money", "delayed_days"),
        ("joint_money_responsible", "delayed_days_social_care"),
        ("joint_money_responsible", "delayed_days_nhs"),
        ("joint_money_responsible", "delayed_days_both"),
    ],
)
def test_the_interval_covers_the_planted_effect(alone, estimates, entry, outcome):
    planted = json.loads((alone.folder / RAW / "TRUTH.json").read_text())["planted"]
    row = estimates.loc[(entry, outcome, "joint_and_nhs_share")]
    assert row["conf_low"] <= planted[f"{outcome} by joint_and_nhs_share"] <= row["conf_high"]


def test_the_effect_of_money_is_found_and_where_none_is_planted_none_is_announced(estimates):
    found = estimates.loc[("joint_money", "delayed_days", "joint_and_nhs_share")]
    assert found["conf_high"] < 0
    none = estimates.loc[("shared_boundaries", "delayed_days", "coterminous")]
    assert none["conf_low"] <= 0 <= none["conf_high"]


def test_all_months_add_up_and_the_panel_has_every_class_in_every_region(alone):
    audit = pd.read_parquet(alone.folder / PROCESSED / "staged/delayed_days_audit.parquet")
    assert audit["month"].nunique() == 96
    assert (audit["differing"] == 0).all()
    panel = pd.read_parquet(alone.folder / PROCESSED / "linked/panel_council.parquet")
    inside = panel[panel["in_frame"]]
    cells = inside.groupby(["region_code", "area_class"], observed=True)["area_code"].nunique()
    assert len(cells) == 21 and (cells == 3).all()
    assert inside.groupby("area_code").size().eq(8).all()
    assert panel.loc[~panel["in_frame"], "area_code"].nunique() == 1


def test_nothing_is_written_for_another_study(alone):
    assert {file.split("/")[0] for file in alone.files("reports")} == {"ten_years_on"}
    assert {file.split("/")[1] for file in alone.files("data/raw")} == {"ten_years_on"}


def test_a_month_under_another_months_name_is_named(alone):  # last: it takes the tables away
    returns = alone.folder / RAW / "delayed_transfers"
    shutil.copyfile(returns / "Aug_13.xlsx", returns / "July_13.xlsx")
    run = alone.snakemake(f"{PROCESSED}/staged/delayed_days.parquet", *COMMAND)
    assert run.returncode == 1
    assert "Traceback" not in run.stdout
    told = "July_13.xlsx: the file is named for 2013-07, and its sheets are of 2013-08"
    assert told in run.stdout
