"""The published returns, staged and linked once for all tests that read them."""

from pathlib import Path

import pytest
import yaml

from pooledfunds.core.codelists import read_tables
from pooledfunds.core.settings import word_list_files
from pooledfunds.linkage.build import link
from pooledfunds.run.returns import returns_folder
from pooledfunds.staging.stage import stage_returns
from tests.conftest import REAL


def pytest_collection_modifyitems(items):
    """Mark every test of this folder as one that reads the published returns."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.official)


@pytest.fixture(scope="session")
def study():
    return yaml.safe_load(Path("config/study.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def official_sources():
    config = yaml.safe_load(Path("config/official.yaml").read_text(encoding="utf-8"))
    return returns_folder(config | {"official_root": REAL.as_posix()}).sources


@pytest.fixture(scope="session")
def staged(official_sources, study):
    config = yaml.safe_load(Path("config/official.yaml").read_text(encoding="utf-8"))
    lists = word_list_files() | config["corrections"]
    return stage_returns(official_sources, read_tables(lists), study)


@pytest.fixture(scope="session")
def linked(staged, study):
    return link(staged, study)


@pytest.fixture(scope="session")
def declared():
    return read_tables({name: f"config/{name}.csv" for name in ("claims", "readings", "families")})
