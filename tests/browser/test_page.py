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


def visit(page, report, place=""):
    """Open the page at a place, and wait until what its script adds is there."""
    seconds = page.open((report / "index.html").as_uri() + place)
    settle(page)
    return seconds


def settle(page):
    """Wait until what was asked for has been done: the page's tasks come before this one."""
    page.evaluate("new Promise(done => setTimeout(done, 50))")


def areas(page):
    return page.evaluate("JSON.parse(document.getElementById('areas-data').textContent)")


def test_it_loads_within_two_seconds_asks_for_nothing_and_complains_of_nothing(browser, report):
    address = (report / "index.html").as_uri()
    assert min(visit(browser, report) for _ in range(3)) < 2  # the page, not a busy machine
    asked = [address for address in browser.requests() if not address.startswith("data:")]
    assert asked == [address]
    assert browser.complaints() == []


def test_the_page_is_at_most_six_megabytes(report):
    assert (report / "index.html").stat().st_size <= 6_000_000


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_runs_out_of_the_window(page, report, width):
    page.resize(width)
    code = areas(page)["council"]["bodies"][0]["code"]
    visit(page, report, f"#area={code}")
    page.evaluate(OPEN_ALL)
    settle(page)
    assert page.evaluate(OVERFLOW) == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [360, 1440])
def test_every_picture_shows_in_the_version_for_the_window(page, report, width):
    page.resize(width)
    visit(page, report)
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
    settle(page)
    assert page.evaluate(SHOWN) == every


def test_a_column_sorts_both_ways_and_says_so(page):
    every = page.evaluate(SHOWN)
    headings = "document.querySelectorAll('.ledger tbody tr:not(.claim)').length"
    assert page.evaluate(headings) > 1
    press = "document.querySelectorAll('.ledger thead .dt-column-order')[{}].click()"
    said = "document.querySelectorAll('.ledger thead th')[3].ariaSort"
    values = """[...document.querySelectorAll('.claim [data-label=Computed]')]
        .map(c => c.dataset.order).filter(Boolean)"""
    page.evaluate(press.format(3))
    assert page.evaluate(said) == "ascending"
    assert page.evaluate(headings) == 0  # claims keep their chapters only in the report's order
    rising = list(map(float, page.evaluate(values)))
    assert rising == sorted(rising)
    page.evaluate(press.format(3))
    assert page.evaluate(said) == "descending"
    assert list(map(float, page.evaluate(values))) == rising[::-1]
    page.evaluate(press.format(0))
    assert page.evaluate(SHOWN) == every
    assert page.evaluate(headings) > 1


def test_claims_without_a_value_stay_at_the_end(page):
    choose(page, "filter-order", "3")
    blank = """[...document.querySelectorAll('.claim [data-label=Computed]')]
        .map(c => c.dataset.order === '')"""
    found = page.evaluate(blank)
    assert True in found
    assert found == sorted(found)
    page.evaluate("document.querySelectorAll('.ledger thead .dt-column-order')[3].click()")
    assert page.evaluate(blank) == found


def test_the_table_of_estimates_is_laid_out_when_it_is_opened(page):
    rows = "document.querySelectorAll('#effects tbody tr:not(.group)').length"
    every = page.evaluate(rows)
    assert page.evaluate("document.querySelector('#effects .dt-search input')") is None
    page.evaluate("document.getElementById('effects').open = true")
    settle(page)
    page.evaluate("document.querySelectorAll('#effects .dt-column-order')[2].click()")
    found = page.evaluate(
        """[...document.querySelectorAll('#effects tbody tr')]
        .map(r => r.cells[2].dataset.order).filter(Boolean)"""
    )
    assert list(map(float, found)) == sorted(map(float, found))
    page.evaluate("document.querySelector('#effects .dt-search input').focus()")
    page.write("no effect says this")
    settle(page)
    assert "No effect has these words." in page.evaluate(
        "document.querySelector('#effects').textContent"
    )
    assert every > 1


def test_a_link_to_a_claim_opens_it_even_when_a_filter_hides_it(page, report):
    visit(page, report, "#C046")
    opened = "document.querySelector('#C046 details').open"
    assert page.evaluate(opened)
    assert 0 <= page.evaluate("document.getElementById('C046').getBoundingClientRect().top") < 900
    choose(page, "filter-words", "no claim says this")
    page.evaluate("location.hash = 'C030'")
    settle(page)
    assert page.evaluate("document.querySelector('#C030 details').open")
    assert page.evaluate("document.getElementById('C030').checkVisibility()")


def test_a_source_of_a_claim_leads_to_its_files(page):
    page.evaluate("document.querySelector('.claim details').open = true")
    page.evaluate("document.querySelector('.claim dd a[href^=\"#source-\"]').click()")
    settle(page)
    source = page.evaluate("location.hash.slice(1)")
    assert page.evaluate(f"document.getElementById('{source}').checkVisibility()")
    top = page.evaluate(f"document.getElementById('{source}').getBoundingClientRect().top")
    assert 0 <= top < 900


def test_a_link_to_an_area_shows_it_against_its_peers(page, report):
    level = areas(page)["pct"]
    body = next(b for b in level["bodies"] if b["coterminous"] == 1)
    visit(page, report, f"#area={body['code']}")
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
    settle(page)
    assert page.evaluate("location.hash") == f"#area={body['code']}"
    choose(page, "area-peers", "region")
    caption = page.evaluate("document.querySelector('.area caption').textContent")
    assert body["region"] in caption
    choose(page, "area", "no such place at all")
    said = page.evaluate("document.getElementById('area-result').textContent")
    assert said == "No council or PCT of that name."


def test_the_arrow_keys_name_the_peers_of_an_area_one_by_one(page, report):
    body = areas(page)["pct"]["bodies"][0]
    visit(page, report, f"#area={body['code']}")
    page.evaluate("document.querySelector('.strip').focus()")
    told = "document.querySelector('.strip').getAttribute('aria-valuetext')"
    seen = set()
    for _ in range(3):
        page.press("ArrowLeft")
        seen.add(page.evaluate(told))
    page.press("ArrowRight")
    assert len(seen) >= 2
    assert page.evaluate(told) in seen
    assert page.evaluate("document.querySelector('.said').textContent") == page.evaluate(told)


def test_estimates_follow_the_choice_of_outcome(page):
    label = "document.querySelector('#curve svg').getAttribute('aria-label')"
    first = page.evaluate(label)
    rows = page.evaluate("JSON.parse(document.getElementById('estimates-data').textContent).rows")
    fitted = [row["outcome"] for row in rows if row["estimate"] is not None]
    choose(page, "explore-outcome", fitted[-1])
    last = [outcome for outcome in fitted if outcome == fitted[-1]]
    assert 0 < int(page.evaluate(label).split()[0]) <= len(last)
    assert page.evaluate(label) != first
    assert page.evaluate("document.getElementById('curve-words').textContent.length") > 40


def test_a_curve_can_be_narrowed_by_any_of_its_axes(page):
    data = page.evaluate("JSON.parse(document.getElementById('estimates-data').textContent)")
    curve = data["curves"][0]
    count = "document.getElementById('curve-count').textContent.replace(',', '')"
    assert int(page.evaluate(count).split()[0]) == len(curve["rows"])
    last = len(curve["axes"][-1][1])
    assert last > 1
    page.evaluate(
        """(() => { const f = [...document.querySelectorAll('#explore-axes select')].at(-1);
        f.value = '0'; f.dispatchEvent(new Event('change')); })()"""
    )
    expected = sum(row[-1] % last == 0 for row in curve["rows"])
    assert int(page.evaluate(count).split()[0]) == expected
    shown = page.evaluate("document.querySelector('#choices-curve svg').getAttribute('aria-label')")
    axis, options = curve["axes"][0]
    assert all(f"{axis}: {option}: median" in shown for option in options)


def test_a_slider_tells_each_estimate_of_a_curve(page):
    page.evaluate("document.getElementById('curve-place').focus()")
    told = "document.getElementById('curve-words').textContent"
    before = page.evaluate(told)
    page.press("ArrowDown", 40)
    assert page.evaluate(told) != before


def test_a_keyboard_is_enough(page):
    focus = "document.activeElement"
    page.press("Tab")
    assert page.evaluate(f"{focus}.className") == "skip"
    page.press("Enter")
    assert page.evaluate(f"{focus}.id") == "main"
    reached = set()
    for _ in range(400):
        page.press("Tab")
        name = page.evaluate(f"{focus}.id || {focus}.closest('th')?.dataset.dtColumn || ''")
        reached.add(name)
        if page.evaluate(f"{focus}.closest('.claim') && {focus}.tagName === 'SUMMARY'"):
            break
    assert {"explore-outcome", "filter-verdict", "filter-words", "4"} <= reached
    page.press("Enter")
    assert page.evaluate(f"{focus}.parentElement.open")
    page.evaluate("document.getElementById('area').focus()")
    body = areas(page)["council"]["bodies"][0]
    page.write(body["name"])
    page.press("Enter")
    settle(page)
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
    assert 5 < pages < 60
    page.send("Emulation.setEmulatedMedia", media="print")
    try:
        shown = """[...document.querySelectorAll('#explore, #areas, .filters, nav')]
            .filter(e => e.checkVisibility()).length"""
        assert page.evaluate(shown) == 0
        readings = "[...document.querySelectorAll('.claim dl')].every(d => d.checkVisibility())"
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate(readings)
        assert page.evaluate("document.querySelectorAll('figure img').length") > 0
    finally:
        page.send("Emulation.setEmulatedMedia", media="")


@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_no_violation(page, report, width):
    axe = pytest.importorskip("axe_core_python", reason="axe-core-python is not installed")
    page.resize(width)
    code = areas(page)["pct"]["bodies"][0]["code"]
    visit(page, report, f"#area={code}")
    page.evaluate(OPEN_TWO)
    settle(page)
    page.evaluate((files(axe) / "axe.min.js").read_text(encoding="utf-8"))
    # Contrast does not depend on the width, and is most of the time.
    rules = json.dumps({"color-contrast": {"enabled": width == 1440}})
    options = f"{{resultTypes: ['violations'], rules: {rules}}}"
    found = page.evaluate(f"axe.run(document, {options}).then(r => r.violations)")
    told = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
    assert not found, "\n".join(told)
