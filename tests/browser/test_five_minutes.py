"""Three questions of a reader with five minutes, each from two screens or one search.

Did pooled funds lower emergency bed days? What does paragraph 26 claim, and is it right? How does
my council compare, asked by its own name and by that of a district? On both bases: the page must
say as plainly that something is not known as what is.
"""

import os
import re
from pathlib import Path

import pytest

from tests.browser.test_page import DESK, SHOWN, TELEPHONE, areas, settle, visit, window

TWO_SCREENS = 1_800
OFFICIAL = Path(__file__).parents[2] / "reports/means_to_an_end/official"
# A county that real readers know, with one of its districts, where the page has them.
COUNTY, DISTRICT = "Oxfordshire", "Cherwell"


@pytest.fixture(scope="module", params=["artificial", "official"])
def folder(request):
    """The report of a basis; an official one only where a run has left it."""
    if request.param == "artificial":
        return request.getfixturevalue("report")
    folder = Path(os.environ.get("POOLEDFUNDS_OFFICIAL_REPORT", OFFICIAL)).resolve()
    if not (folder / "index.html").exists():
        pytest.skip("no run on official returns has left a report")
    return folder


@pytest.fixture(params=[DESK, TELEPHONE])
def page(browser, folder, request):
    """The page as a reader opens it."""
    with window(browser, request.param) as page:
        visit(page, folder)
        yield page


def ask(page, field, words):
    """Search from the first two screens as a reader does, and wait for the answer."""
    top = page.evaluate(f"document.querySelector('{field}').getBoundingClientRect().top")
    assert 0 <= top < TWO_SCREENS
    page.fill(field, words)
    page.keyboard.press("Enter")
    settle(page)


def test_whether_pools_lower_bed_days_is_said_within_two_screens(page):
    rows = page.evaluate(
        """[...document.querySelectorAll('.questions tbody tr')].map(r => ({
        bottom: r.getBoundingClientRect().bottom, cells: [...r.cells].map(c => c.innerText)}))"""
    )
    [row] = [
        row
        for row in rows
        if "emergency bed days" in row["cells"][0] and "pooled" in row["cells"][0]
    ]
    _, answer, rests = row["cells"]
    assert row["bottom"] <= TWO_SCREENS
    if answer.startswith("Not known"):
        assert "not available: Hospital Episode Statistics" in rests
    else:
        assert "95% interval" in answer
        assert "higher" in answer or "lower" in answer
        assert "PCTs" in rests


def test_one_search_shows_what_paragraph_26_claims_and_whether_it_holds(page):
    ask(page, "#seek-claim", "p26")
    found = page.evaluate(
        """[...document.querySelectorAll('.claim')].filter(c => c.checkVisibility()).map(c => ({
        words: c.querySelector('q')?.textContent || '', all: c.textContent,
        verdict: c.querySelector('.verdict')?.textContent || '',
        top: c.getBoundingClientRect().top}))"""
    )
    assert len(found) == len(page.evaluate(SHOWN)) > 1
    assert all("p26" in claim["all"] for claim in found)
    assert all(claim["words"].strip() and claim["verdict"].strip() for claim in found)
    assert 0 <= found[0]["top"] < TWO_SCREENS / 2


def test_one_search_shows_how_my_council_compares_and_a_district_leads_to_it(page):
    council = areas(page)["council"]
    names = [body["name"] for body in council["bodies"]]
    name = COUNTY if COUNTY in names else names[next(iter(council["districts"].values()))]
    of_it = [one for one, place in council["districts"].items() if names[place] == name]
    district = DISTRICT if DISTRICT in of_it else of_it[0]
    for asked, said in ((name, name), (district, f"{district} lies in {name}")):
        page.evaluate("scrollTo(0, 0)")
        ask(page, "#seek-area", asked)
        shown = page.evaluate("document.getElementById('area-result').innerText")
        assert said in shown
        summary = page.evaluate("document.querySelector('#area-result .summary').innerText")
        assert any(character.isdigit() for character in summary)
        top = page.evaluate("document.getElementById('area-name').getBoundingClientRect().top")
        assert 0 <= top < TWO_SCREENS / 2


def test_the_arrangements_page_has_no_blank_part_and_names_no_column(page, folder):
    visit(page, folder, file="arrangements.html")
    parts = page.evaluate(
        """[...document.querySelectorAll('main > section')].map(s => [s.id, s.innerText])"""
    )
    assert len(parts) > 1
    assert all(len(words) > 120 for _, words in parts)
    begins = dict(parts)["begins"]
    assert not re.search(r"\b[a-z]+_[a-z_]+\b", begins)
