"""A study of another era is a folder: three invented areas in 1861, no PCT, not a line of code.

A package of its own adds columns and a table by month, and still no line of the engine.
"""

import json
import os
import shutil
from pathlib import Path

import pandas as pd
import pytest

from pooledfunds.core.provenance import sha256
from tests.conftest import Workspace

pytestmark = pytest.mark.workflow
TOY = Path(__file__).parent / "toy_study"


COMMAND = ("--config", "study=unions", "basis=official", "official_root=returns")
LINKED = "data/processed/unions/official/linked"


def unions_alone(folder: Path) -> Workspace:
    """Return a copy of the project in which the toy study is, and no other."""
    workspace = Workspace(folder)
    studies = workspace.folder / "config/studies"
    shutil.rmtree(studies)
    shutil.rmtree(workspace.folder / "src/pooledfunds/studies/means_to_an_end")
    shutil.copytree(TOY / "settings", studies / "unions")
    shutil.copytree(TOY / "returns", workspace.folder / "returns")
    return workspace


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    """A copy of the project in which the toy study has run."""
    workspace = unions_alone(tmp_path_factory.mktemp("toy"))
    workspace.run(*COMMAND)
    return workspace


def test_it_publishes_the_page_and_its_estimates(toy):
    reports = toy.folder / "reports/unions/official"
    assert "<html" in (reports / "index.html").read_text(encoding="utf-8")
    estimates = pd.read_csv(reports / "estimates.csv")
    (row,) = estimates[estimates["term"] == "year"].to_dict("records")
    assert row["specification"] == "old_age/persons_of_85_and_over/1861_62-1862_63"
    assert row["area_type"] == "council"
    # The mean over the areas of what the share gained: 43/1010 - 40/1000, and so on.
    gains = [43 / 1010 - 40 / 1000, 34 / 810 - 30 / 800, 64 / 1510 - 61 / 1500]
    assert row["estimate"] == pytest.approx(sum(gains) / 3, rel=5e-6)  # published to six digits


def test_its_hypotheses_have_verdicts_in_the_order_of_its_list(toy):
    reports = toy.folder / "reports/unions/official"
    ledger = pd.read_csv(reports / "claims.csv").set_index("claim_id")
    assert ledger["verdict"].to_dict() == {
        "H1": "inconclusive",  # a rise of 0.3 points, of which the interval holds none
        "H2": "supported",  # and nothing beyond five points
        "H10": "not computable",
    }
    assert "minimum detectable effect" in ledger.at["H1", "how"]
    assert ledger.at["H1", "chance_of_agreement"] == pytest.approx(0.05)
    page = (reports / "index.html").read_text(encoding="utf-8")
    assert "Hypotheses by paragraph" in page
    assert "All 3 hypotheses by kind of verdict" in page
    assert "published claim" not in page


def test_its_panel_is_of_its_own_years(toy):
    linked = toy.folder / LINKED
    panel = pd.read_parquet(linked / "panel_council.parquet")
    assert set(panel["financial_year"]) == {"1861/62", "1862/63"}
    assert set(panel["name"]) == {"Barchester", "Casterbridge", "Middlemarch"}
    assert {"population", "share_85_plus_of_65_plus"} <= set(panel)
    assert not {"items", "imd_score", "coterminous", "pool_mental_health"} & set(panel)
    tables = {"panel_council", "row_accounts", "table_origins"}
    assert {file.stem for file in linked.iterdir()} == tables


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


def test_its_own_package_adds_columns_and_a_table_by_month(tmp_path):
    workspace = unions_alone(tmp_path)
    shutil.copytree(TOY / "package", workspace.folder / "src/pooledfunds/studies/unions")
    workspace.run(f"{LINKED}/panel_council_month.parquet", *COMMAND)
    linked = workspace.folder / LINKED
    by_month = pd.read_parquet(linked / "panel_council_month.parquet")
    assert len(by_month) == 36
    april = by_month.set_index(["area_code", "month"]).loc[("901", "1861-04")]
    assert april["days"] == 40 * 30
    panel = pd.read_parquet(linked / "panel_council.parquet").set_index("financial_year")
    assert set(panel.loc["1861/62", "town_share"]) == {0.5}
    assert panel.loc["1862/63", "town_share"].isna().all()


def test_its_report_can_be_verified_and_what_was_altered_is_made_again(toy):
    reports = toy.folder / "reports/unions/official"
    folder = ("--config", *COMMAND[1:], "folder=reports/unions/official")
    assert "files are as the run left them; so are its inputs" in toy.run("verify", *folder)
    published = {file: file.read_bytes() for file in reports.rglob("*") if file.is_file()}
    claims = (reports / "claims.csv").read_text(encoding="utf-8")
    (reports / "claims.csv").write_text(claims.replace("supported", "reproduced"), "utf-8")
    (reports / "estimates.csv").unlink()
    (reports / "note.txt").touch()
    words = "altered: claims.csv; added: note.txt; removed: estimates.csv"
    refused = toy.snakemake("verify", *folder)
    assert refused.returncode == 1
    assert words in refused.stdout
    assert words in toy.run(*COMMAND)
    (reports / "note.txt").unlink()
    toy.run("verify", *folder)
    assert all(file.read_bytes() == text for file, text in published.items())


def test_an_input_of_the_same_size_and_time_is_compared_by_content(toy):
    file = toy.folder / "returns/population/council_population_1861.csv"
    times, text = (file.stat().st_atime_ns, file.stat().st_mtime_ns), file.read_bytes()
    record = toy.folder / "reports/unions/official/run.json"
    try:
        file.write_bytes(text.replace(b",463,64", b",463,63"))
        os.utime(file, ns=times)
        said = toy.run(*COMMAND)
        assert "Not what the last whole run read: returns/population/council_population" in said
        digests = [one["sha256"] for one in json.loads(record.read_text())["inputs"]]
        assert sha256(file) in digests
        assert "Nothing to be done" in toy.run(*COMMAND)
    finally:
        file.write_bytes(text)
        toy.run(*COMMAND)
