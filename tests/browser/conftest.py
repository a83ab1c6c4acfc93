"""A page of a whole run, and a browser to read it with."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

# The system's own, since the one that playwright would fetch is not in any package.
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what lies here, and skip it where there is no browser."""
    absent = pytest.mark.skip(reason="no Chromium is installed")
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")
            if not CHROMIUM:
                item.add_marker(absent)


@pytest.fixture(scope="session")
def report(request) -> Path:
    """The report of a run; ``POOLEDFUNDS_REPORT`` names one that is there already."""
    if folder := os.environ.get("POOLEDFUNDS_REPORT"):
        return Path(folder).resolve()
    return request.getfixturevalue("finished").folder / "reports/means_to_an_end/artificial"


@pytest.fixture(scope="package")  # its event loop would be in the way of other tests' own
def browser():
    """A browser, one for all tests here, with the scrollbars that readers have."""
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(
            executable_path=CHROMIUM, ignore_default_args=["--hide-scrollbars"]
        ) as browser,
    ):
        yield browser
