"""The page of arrangements in a real browser: found, read, opened and printed."""

import pytest

from tests.browser.test_page import DESK, OVERFLOW, TELEPHONE, areas, settle, visit, window

FILE = "arrangements.html"
WIDTHS = (TELEPHONE, 768, DESK, 1920)
WHOLE = """[...document.querySelectorAll('.pool')]
  .find(d => d.querySelector('.account') && d.querySelector('h3')).id"""


@pytest.fixture(scope="module")
def page(browser):
    with window(browser) as page:
        yield page


def test_it_asks_for_nothing_and_complains_of_nothing(browser, report):
    asked, complaints = [], []
    with window(browser) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        visit(page, report, file=FILE)
    assert [one for one in asked if not one.startswith("data:")] == [(report / FILE).as_uri()]
    assert complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_window(browser, report, width):
    with window(browser, width) as page:
        visit(page, report, file=FILE)
        visit(page, report, f"#{page.evaluate(WHOLE)}", FILE)
        page.evaluate(
            "document.querySelectorAll('#my-area details').forEach(d => { d.open = true; })"
        )
        settle(page)
        assert page.evaluate(OVERFLOW) == []


def test_an_area_of_the_finder_leads_to_its_partnerships(page, report):
    visit(page, report)
    body = areas(page)["council"]["bodies"][0]
    visit(page, report, f"#area={body['code']}")
    link = page.locator("#area-result a[href^='arrangements.html#']")
    assert link.get_attribute("href") == f"arrangements.html#area-council-{body['code']}"
    link.click()
    page.wait_for_url("**/arrangements.html#*")
    settle(page)
    place = f"document.getElementById('area-council-{body['code']}')"
    assert page.evaluate(f"{place}.checkVisibility()")
    assert body["name"] in page.evaluate(f"{place}.textContent")


def test_a_link_to_a_partnership_opens_its_agreement_and_its_account(page, report):
    visit(page, report, file=FILE)
    pool = page.evaluate(WHOLE)
    visit(page, report, f"#{pool}", FILE)
    account = f"document.querySelector('#{pool} .account')"
    assert page.evaluate(f"{account}.checkVisibility()")
    assert (
        0 <= page.evaluate(f"document.getElementById('{pool}').getBoundingClientRect().top") < 900
    )
    heads = page.evaluate(f"[...{account}.querySelectorAll('thead th')].map(h => h.textContent)")
    assert heads[-1] == "Pool"
    assert len(heads) > 2


def test_shares_of_partners_are_the_account_to_the_pound(page, report):
    visit(page, report, file=FILE)
    lines = page.evaluate(
        """[...document.querySelectorAll('.account tbody tr')].map(r =>
        [...r.querySelectorAll('td')].map(c => c.textContent))"""
    )
    known = [line for line in lines if "–" not in line]
    numbers = [[int(one.replace(",", "").replace("−", "-")) for one in line] for line in known]
    assert len(numbers) > 500
    assert all(sum(line[:-1]) == line[-1] for line in numbers)


def test_an_open_partnership_prints_alone(page, report):
    visit(page, report, file=FILE)
    visit(page, report, f"#{page.evaluate(WHOLE)}", FILE)
    page.emulate_media(media="print")
    shown = "[...document.querySelectorAll('main > section')].filter(s => s.checkVisibility())"
    assert page.evaluate(f"{shown}.map(s => s.id)") == ["pools"]
    assert page.evaluate(
        "[...document.querySelectorAll('.account')].filter(a => a.checkVisibility()).length"
    )
    page.emulate_media(media="screen")
    pdf = page.pdf(prefer_css_page_size=True)
    assert 1 <= (pdf.count(b"/Type /Page\n") or pdf.count(b"/Type /Page ")) <= 3


def test_it_leads_to_the_other_pages_and_they_to_it(page, report):
    for file, other in ((FILE, "index.html"), (FILE, "details.html"), ("details.html", FILE)):
        visit(page, report, file=file)
        assert page.locator(f".places a[href='{other}']").count() == 1
