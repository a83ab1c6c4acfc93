"""The page in a real browser: what it loads, shows, answers and complains of."""

import json
from importlib.resources import files

import pytest

OVERFLOW = """[...document.querySelectorAll('body *')].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width && box.right > innerWidth + 1 && !e.closest('.scroll, pre, svg, .unseen')
    && getComputedStyle(e).position !== 'absolute';
}).map(e => e.tagName + '.' + e.className + ': ' + e.textContent.slice(0, 40))"""
SHOWN = "[...document.querySelectorAll('.claim')].filter(c => c.checkVisibility()).map(c => c.id)"
# Axe looks at each cell of each table; two of a kind in each section stand for the rest.
OPEN_TWO = """document.querySelectorAll('section').forEach(s => {
  [...s.querySelectorAll('details')].slice(0, 2).forEach(d => { d.open = true; }); })"""
OPEN_ALL = "document.querySelectorAll('details').forEach(d => { d.open = true; })"


def choose(page, field, value):
    """Choose a value of a field as a reader would."""
    page.evaluate(
        f"""(() => {{ const f = document.getElementById({json.dumps(field)});
        f.value = {json.dumps(value)};
        f.dispatchEvent(new Event('input', {{bubbles: true}}));
        f.dispatchEvent(new Event('change', {{bubbles: true}})); }})()"""
    )


def areas(page):
    return page.evaluate("JSON.parse(document.getElementById('areas-data').textContent)")


def test_it_loads_within_two_seconds_asks_for_nothing_and_complains_of_nothing(browser, report):
    address = (report / "index.html").as_uri()
    assert min(browser.open(address) for _ in range(3)) < 2  # the page, not a busy machine
    asked = [address for address in browser.requests() if not address.startswith("data:")]
    assert asked == [address]
    assert browser.complaints() == []


def test_the_page_is_at_most_six_megabytes(report):
    assert (report / "index.html").stat().st_size <= 6_000_000


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_runs_out_of_the_window(page, report, width):
    page.resize(width)
    code = areas(page)["council"]["bodies"][0]["code"]
    page.open((report / "index.html").as_uri() + f"#area={code}")
    page.evaluate(OPEN_ALL)
    assert page.evaluate(OVERFLOW) == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [360, 1440])
def test_every_picture_shows_in_the_version_for_the_window(page, report, width):
    page.resize(width)
    page.open((report / "index.html").as_uri())
    pictures = page.evaluate(
        """Promise.all([...document.images].map(i => i.decode().then(() =>
        ({narrow: i.currentSrc !== i.src, width: i.naturalWidth, alt: i.alt.length}))))"""
    )
    assert pictures
    assert all(one["narrow"] == (width == 360) for one in pictures)
    assert all(one["width"] > 0 and one["alt"] > 40 for one in pictures)


def test_filters_narrow_the_ledger_and_show_all_widens_it_again(page):
    every = page.evaluate(SHOWN)
    verdict = page.evaluate("document.querySelector('.claim').dataset.verdict")
    choose(page, "filter-verdict", verdict)
    some = page.evaluate(SHOWN)
    assert 0 < len(some) < len(every)
    assert page.evaluate("document.getElementById('filter-count').textContent") == (
        f"{len(some)} of {len(every)} claims shown"
    )
    choose(page, "filter-words", "no claim says this")
    assert page.evaluate(SHOWN) == []
    page.evaluate("document.querySelector('#filters button').click()")
    page.evaluate("new Promise(done => setTimeout(done, 20))")
    assert page.evaluate(SHOWN) == every


def test_a_column_sorts_both_ways_and_says_so(page):
    every = page.evaluate(SHOWN)
    head = "document.querySelector('.ledger thead th[data-sort=computed]')"
    values = "[...document.querySelectorAll('.claim')].map(c => c.dataset.computed).filter(Boolean)"
    page.evaluate(f"{head}.querySelector('button').click()")
    assert page.evaluate(f"{head}.ariaSort") == "ascending"
    rising = list(map(float, page.evaluate(values)))
    assert rising == sorted(rising)
    page.evaluate(f"{head}.querySelector('button').click()")
    assert page.evaluate(f"{head}.ariaSort") == "descending"
    assert list(map(float, page.evaluate(values))) == rising[::-1]
    page.evaluate("document.querySelector('.ledger thead th[data-sort=\"\"] button').click()")
    assert page.evaluate(SHOWN) == every


def test_a_link_to_a_claim_opens_it_even_when_a_filter_hides_it(page, report):
    address = (report / "index.html").as_uri()
    page.open(f"{address}#C046")
    opened = "document.querySelector('#C046 details').open"
    assert page.evaluate(opened)
    assert 0 <= page.evaluate("document.getElementById('C046').getBoundingClientRect().top") < 900
    choose(page, "filter-words", "no claim says this")
    page.evaluate("location.hash = 'C030'")
    page.evaluate("new Promise(done => setTimeout(done, 50))")
    assert page.evaluate("document.querySelector('#C030 details').open")
    assert page.evaluate("document.getElementById('C030').checkVisibility()")


def test_a_link_to_an_area_shows_it_against_its_peers(page, report):
    level = areas(page)["pct"]
    body = next(b for b in level["bodies"] if b["coterminous"] == 1)
    page.open((report / "index.html").as_uri() + f"#area={body['code']}")
    assert body["name"] in page.evaluate("document.getElementById('area-name').textContent")
    rows = page.evaluate("document.querySelectorAll('.area tbody tr').length")
    assert rows == len(level["indicators"])
    known = [value is not None for value in level["indicators"][0]["values"][-1]]
    alike = [b["coterminous"] == 1 for b in level["bodies"]]
    peers = sum(a and k for a, k in zip(alike, known, strict=True)) - 1
    words = page.evaluate("document.querySelector('.area').textContent")
    assert f"of {peers}" in words
    assert "co-terminous PCTs" in words


def test_the_area_finder_answers_to_part_of_a_name_and_to_another_choice_of_peers(page):
    body = areas(page)["council"]["bodies"][3]
    choose(page, "area", body["name"][:-1])
    page.evaluate("new Promise(done => setTimeout(done, 50))")
    assert page.evaluate("location.hash") == f"#area={body['code']}"
    choose(page, "area-peers", "region")
    caption = page.evaluate("document.querySelector('.area caption').textContent")
    assert body["region"] in caption
    choose(page, "area", "no such place at all")
    said = page.evaluate("document.getElementById('area-result').textContent")
    assert said == "No council or PCT of that name."


def test_estimates_follow_the_choice_of_outcome(page):
    points = "document.querySelectorAll('#curve .point').length"
    first = page.evaluate(points)
    assert first > 0
    rows = page.evaluate("JSON.parse(document.getElementById('estimates-data').textContent).rows")
    outcome = rows[-1]["outcome"]
    choose(page, "explore-outcome", outcome)
    last = [r for r in rows if r["outcome"] == outcome and r["estimate"] is not None]
    assert 0 < page.evaluate(points) <= len(last)
    assert page.evaluate("document.getElementById('curve-words').textContent.length") > 40


def test_a_keyboard_is_enough(page):
    focus = "document.activeElement"
    page.press("Tab")
    assert page.evaluate(f"{focus}.className") == "skip"
    page.press("Enter")
    assert page.evaluate(f"{focus}.id") == "main"
    reached = set()
    for _ in range(400):
        page.press("Tab")
        name = page.evaluate(f"{focus}.id || {focus}.parentElement.dataset?.sort || ''")
        reached.add(name)
        if page.evaluate(f"{focus}.closest('.claim') && {focus}.tagName === 'SUMMARY'"):
            break
    assert {"explore-outcome", "filter-verdict", "filter-words", "rank"} <= reached
    page.press("Enter")
    assert page.evaluate(f"{focus}.parentElement.open")
    page.evaluate("document.getElementById('area').focus()")
    body = areas(page)["council"]["bodies"][0]
    page.write(body["name"])
    page.press("Enter")
    page.evaluate("new Promise(done => setTimeout(done, 50))")
    assert page.evaluate("location.hash") == f"#area={body['code']}"
    visible = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert visible != "none"


def test_it_reads_without_a_script(browser, report):
    browser.resize(1440)
    browser.send("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open((report / "index.html").as_uri())
        assert len(browser.evaluate(SHOWN)) > 100
        assert browser.evaluate("document.querySelectorAll('figure img').length") > 0
        assert browser.evaluate("document.querySelectorAll('figcaption').length") > 0
        dead = "[...document.querySelectorAll('form')].filter(f => f.checkVisibility()).length"
        assert browser.evaluate(dead) == 0
        assert browser.evaluate("document.querySelectorAll('.estimates tbody tr').length") > 0
    finally:
        browser.send("Emulation.setScriptExecutionDisabled", value=False)


def test_it_prints(page):
    import base64

    pdf = base64.b64decode(page.send("Page.printToPDF", preferCSSPageSize=True)["data"])
    pages = pdf.count(b"/Type /Page\n") or pdf.count(b"/Type /Page ")
    assert pdf.startswith(b"%PDF")
    assert 5 < pages < 120


@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_no_violation(page, report, width):
    axe = pytest.importorskip("axe_core_python", reason="axe-core-python is not installed")
    page.resize(width)
    code = areas(page)["pct"]["bodies"][0]["code"]
    page.open((report / "index.html").as_uri() + f"#area={code}")
    page.evaluate(OPEN_TWO)
    page.evaluate((files(axe) / "axe.min.js").read_text(encoding="utf-8"))
    # Contrast does not depend on the width, and is most of the time.
    rules = json.dumps({"color-contrast": {"enabled": width == 1440}})
    options = f"{{resultTypes: ['violations'], rules: {rules}}}"
    found = page.evaluate(f"axe.run(document, {options}).then(r => r.violations)")
    told = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
    assert not found, "\n".join(told)
