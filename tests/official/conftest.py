"""The published returns, staged and linked once for all tests that read them."""

from pathlib import Path

import pytest

from pooledfunds.core.codelists import read_tables
from pooledfunds.core.settings import read_basis, read_study, study_tables, word_list_files
from pooledfunds.linkage.build import link
from pooledfunds.run.returns import returns_folder
from pooledfunds.staging.stage import stage_returns
from tests.conftest import REAL

STUDY = "means_to_an_end"


def official_lists():
    """The word lists, and what is known of the published returns."""
    return read_tables(word_list_files(STUDY, read_basis(STUDY, "official")))


def pytest_collection_modifyitems(items):
    """Mark every test of this folder as one that reads the published returns."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.official)


@pytest.fixture(scope="session")
def study():
    return read_study(STUDY)


@pytest.fixture(scope="session")
def official_sources():
    return returns_folder(read_basis(STUDY, "official", REAL.as_posix())).sources


@pytest.fixture(scope="session")
def staged(official_sources, study):
    return stage_returns(official_sources, official_lists(), study)


@pytest.fixture(scope="session")
def linked(staged, study):
    return link(staged, study)


@pytest.fixture(scope="session")
def declared():
    return read_tables(study_tables(STUDY))
