"""One reader in another workflow, by the very lines of the how-to, in a folder of its own."""

import re
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from tests.conftest import ROOT

CODE = re.compile(r"<!-- run -->\n```python\n(.*?)```", re.DOTALL)
POPULATION = """cssr_code,council,gss,year,all,p18,p1864,p65,p75,p85,note
150,Appleby,E06000901,2006,1000,800,600,200,90,30,
"""


@pytest.fixture
def elsewhere(tmp_path):
    """A folder outside the project with two returns, and the word lists that readers look up."""
    (tmp_path / "config").mkdir()
    shutil.copy(ROOT / "config/editions.csv", tmp_path / "config")
    shutil.copytree(ROOT / "config/codelists", tmp_path / "config/codelists")
    (tmp_path / "councils.csv").write_text("cssr_code\n150\n", encoding="utf-8")
    (tmp_path / "population.csv").write_text(POPULATION, encoding="utf-8")
    return tmp_path


def run(folder) -> subprocess.CompletedProcess:
    """Run the how-to's lines with the installed package."""
    (code,) = CODE.findall((ROOT / "docs/how-to-reuse-a-reader.md").read_text(encoding="utf-8"))
    # Isolated: neither the project's folder nor the environment's variables are on the path.
    command = [sys.executable, "-I", "-c", code]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_a_reader_works_in_another_folder_with_the_lines_of_the_how_to(elsewhere):
    done = run(elsewhere)
    assert done.returncode == 0, done.stderr
    people = pd.read_parquet(elsewhere / "population.parquet").set_index("age_band")
    assert people.loc["75 and over", "persons"] == 90
    assert set(people["financial_year"]) == {"2006/07"}
    account = pd.read_csv(elsewhere / "account.csv")
    assert account["rows"].sum() > 0


def test_a_fault_of_the_return_is_one_error_with_its_line(elsewhere):
    (elsewhere / "population.csv").write_text(POPULATION.replace("150,", "151,"), encoding="utf-8")
    done = run(elsewhere)
    assert done.returncode != 0
    assert "population.csv" in done.stderr and "line 2" in done.stderr
    assert "no such body: 151" in done.stderr
