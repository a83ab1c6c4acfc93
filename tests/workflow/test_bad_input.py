"""What stops a run, and that nothing is left behind."""

import csv
import shutil

import pytest

from tests.conftest import STUDY

pytestmark = pytest.mark.workflow
OFFICIAL = ("--config", "basis=official", "official_root=returns")


def refused(workspace, *arguments) -> str:
    run = workspace.snakemake(*arguments)
    assert run.returncode != 0
    assert "Traceback" not in run.stdout
    assert workspace.files("data/processed") == set()
    assert workspace.files("reports") == set()
    return run.stdout


def change_row(workspace, file, number, **changed):
    path = workspace.folder / file
    with path.open(newline="", encoding="utf-8") as text:
        rows = list(csv.DictReader(text))
    rows[number] |= changed
    with path.open("w", newline="", encoding="utf-8") as text:
        writer = csv.DictWriter(text, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_misspelt_settings_stop_the_run_before_any_job_and_all_are_told(workspace):
    workspace.edit(f"{STUDY}/study.yaml", "present_from_gbp_thousand", "present_from_gbp")
    workspace.edit(f"{STUDY}/designs.yaml", "covariance: HC2", "covariance: HC9")
    printed = refused(workspace)
    assert f"{STUDY}/study.yaml: joint_financing: Additional properties are not allowed" in printed
    assert "'present_from_gbp' was unexpected" in printed
    assert f"{STUDY}/designs.yaml: cross_section.covariance: 'HC9' is not one of" in printed
    printed = refused(workspace, "--config", "financial_yers=[]")
    assert "'financial_yers' was unexpected" in printed


def test_a_claim_an_exhibit_and_a_specification_that_refer_to_nothing(workspace):
    change_row(workspace, f"{STUDY}/readings.csv", 0, reading="a reading", target="no/such/fact")
    change_row(workspace, f"{STUDY}/exhibits.csv", 0, sources="pssex9")
    printed = refused(workspace)
    assert "claims.csv, C001: reading 'a reading': no fact 'no/such/fact' is known" in printed
    assert "exhibits.csv, figure_1: sources names 'pssex9', which does not exist" in printed
    workspace.edit(f"{STUDY}/designs.yaml", "moderator: coterminous", "moderator: coterminus")
    assert "panel has no 'coterminus'" in refused(workspace)


def test_an_empty_folder_of_returns_says_what_to_do(workspace):
    (workspace.folder / "returns").mkdir()
    printed = refused(workspace, *OFFICIAL)
    assert "no return was found under returns" in printed


@pytest.mark.official
def test_every_fault_of_every_return_in_one_message(workspace, real):
    returns = workspace.folder / "returns"
    shutil.copytree(real, returns, copy_function=shutil.copyfile)
    for folder in [returns, *(path for path in returns.rglob("*") if path.is_dir())]:
        folder.chmod(0o755)
    workbook = returns / "pssex1/detailed_expenditure_by_council_2007-08.xlsx"
    workbook.write_bytes(workbook.read_bytes()[:100_000])
    population = returns / "population/council_population_2004-2010.csv"
    population.write_text(population.read_text().replace("p1864", "p18to64", 1))
    printed = refused(workspace, *OFFICIAL)
    assert "3 faults in the input; nothing was written" in printed
    assert f"{workbook.name}: cut short or damaged: fetch or save it again" in printed
    assert f"{population.name}: line 1: no column p1864" in printed
    assert f"{population.name}: line 1: column p18to64 is not in edition" in printed


def test_an_invented_england_is_not_written_over_real_returns(workspace):
    real = workspace.folder / "data/raw/official/means_to_an_end/pssex1/expend0607.xlsx"
    real.parent.mkdir(parents=True)
    real.write_text("a real return")
    for root in ("data/raw/official", "data/raw"):
        printed = refused(workspace, "--config", f"artificial_root={root}")
        assert f"{root} holds files that the study did not write" in printed
        assert real.read_text() == "a real return"
        assert workspace.files("data/raw") == {"official/means_to_an_end/pssex1/expend0607.xlsx"}
