"""The invented England, written once for all the tests that look at it."""

from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from pooledfunds.synthetic.england import DETAILED, generate_synthetic_england
from pooledfunds.synthetic.planted_effects import TRUTHS
from pooledfunds.synthetic.world import declare_world

SETTINGS = {"seed": 2009, "truth": "report"}
SEEDS = range(1, 5)


@pytest.fixture(scope="session")
def world():
    return declare_world(SETTINGS)


@pytest.fixture(scope="session", params=sorted(TRUTHS))
def worlds(request):
    """Several worlds of one truth, so that a test can tell chance from bias."""
    return [declare_world({"seed": seed, "truth": request.param}) for seed in SEEDS]


@pytest.fixture(scope="session")
def root(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("invented")
    generate_synthetic_england(folder, SETTINGS)
    return folder


@pytest.fixture(scope="session")
def sheets(root):
    """Every sheet of a written workbook by name, as rows of cells; each workbook is read once."""
    known = {}

    def read(name: str) -> dict[str, list[list]]:
        if name not in known:
            book = CalamineWorkbook.from_path(root / name)
            known[name] = {
                sheet: book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
                for sheet in book.sheet_names
            }
        return known[name]

    return read


@pytest.fixture(scope="session")
def detailed(sheets):
    return lambda year: sheets(DETAILED.format(year))


@pytest.fixture(scope="session")
def places(root):
    return {
        path.stem: pd.read_csv(path, dtype=str, keep_default_na=False)
        for path in (root / "places").glob("*.csv")
    }
