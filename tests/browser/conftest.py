"""A page of a whole run, and a browser to read it with."""

import os
from pathlib import Path

import pytest

from tests.browser.chromium import Chromium, installed


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what lies here, and skip it where there is no browser."""
    absent = pytest.mark.skip(reason="no Chromium is installed")
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")
            if not installed():
                item.add_marker(absent)


@pytest.fixture(scope="session")
def report(request) -> Path:
    """The report of a run; ``POOLEDFUNDS_REPORT`` names one that is there already."""
    if folder := os.environ.get("POOLEDFUNDS_REPORT"):
        return Path(folder).resolve()
    return request.getfixturevalue("finished").folder / "reports/means_to_an_end/artificial"


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """A browser, one for all tests."""
    browser = Chromium(installed(), tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture
def page(browser, report):
    """The browser, with the page open at a desk's width."""
    browser.resize(1440)
    browser.open((report / "index.html").as_uri())
    browser.evaluate("new Promise(done => setTimeout(done, 50))")  # what its script adds
    return browser
