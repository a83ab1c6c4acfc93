"""The page in a real browser: what it loads, shows, answers and complains of."""

import json
import re
import time
from importlib.resources import files
from urllib.parse import quote

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
# Of what is seen, two of all that have the same colours and letters, stand in the same and hold the
# same: for contrast they stand for the rest, of which axe would look at each for minutes.
LEAVE_TWO_OF_EACH_LOOK = """(() => {
  const look = e => {
    const {color, backgroundColor, fontSize, fontWeight, opacity} = getComputedStyle(e);
    return [e.tagName, color, backgroundColor, fontSize, fontWeight, opacity].join();
  };
  for (const e of document.querySelectorAll('body *')) if (!e.checkVisibility()) e.remove();
  const seen = [...document.querySelectorAll('body *')];
  const looks = new Map(seen.map(e => [e, look(e)])), times = new Map();
  for (const e of seen) {
    if (!e.isConnected) continue;
    const around = [], within = new Set([...e.querySelectorAll('*')].map(b => looks.get(b)));
    for (let up = e; up !== document.body; up = up.parentElement) around.push(looks.get(up));
    const kind = [...around, 'within', ...[...within].sort()].join();
    times.set(kind, (times.get(kind) || 0) + 1);
    if (times.get(kind) > 2) e.remove();
  }
  return times.size;
})()"""


DESK, TELEPHONE = 1440, 360
PRINTED, PRINTED_HEIGHT = 186 * 96 // 25.4, 270 * 96 / 25.4  # pixels: A4 within its margins
PRINTED_CHARTS = """[...document.querySelectorAll('figure img')].filter(i => i.checkVisibility())
  .map(i => ({id: i.closest('figure').id, kind: i.className, width: i.getBoundingClientRect().width,
    height: i.getBoundingClientRect().height}))"""


def window(browser, width=DESK, **options):
    """Return a new window, which ends with its context."""
    size = {"width": width, "height": 900}
    return browser.new_page(viewport=size, is_mobile=width == TELEPHONE, **options)


@pytest.fixture(scope="module")
def windows(browser):
    """One window of each width: what was read in it before loads in a third of the time."""
    return {width: window(browser, width) for width in (DESK, TELEPHONE)}


@pytest.fixture
def width():
    """A desk's, where a test is not told another."""
    return DESK


@pytest.fixture
def page(windows, report, width):
    """The page, opened anew; a test that changes more than the page opens a window of its own."""
    visit(windows[width], report)
    return windows[width]


def visit(page, report, place="", file="index.html"):
    """Open a page at a place with what its script adds; return the seconds until it loaded."""
    page.goto("about:blank")  # another place in a page that is open already would load nothing
    begun = time.monotonic()
    page.goto((report / file).as_uri() + place)
    seconds = time.monotonic() - begun
    settle(page)
    return seconds


def settle(page):
    """Wait until what was asked for has been done: the page's tasks come before this one."""
    page.evaluate("new Promise(done => setTimeout(done, 50))")


def order(page, table, column):
    """Press the mark of order in a column's heading."""
    page.locator(f"{table} thead .dt-column-order").nth(column).click()
    settle(page)


def areas(page):
    return json.loads(page.text_content("#areas-data"))


def test_it_loads_within_two_seconds_asks_for_nothing_and_complains_of_nothing(browser, report):
    asked, complaints = [], []
    with window(browser) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        assert min(visit(page, report) for _ in range(3)) < 2  # the page, not a busy machine
    asked = [address for address in asked if not address.startswith("data:")]
    assert asked == [(report / "index.html").as_uri()] * 3
    assert complaints == []


def test_each_page_is_at_most_four_megabytes(report):
    for file in ("index.html", "details.html", "arrangements.html"):
        assert (report / file).stat().st_size <= 4_000_000


@pytest.mark.parametrize(("width", "most"), [(DESK, 12_000), (TELEPHONE, 25_000)])
def test_the_page_is_not_longer_than_a_reader_scrolls(page, most):
    assert page.evaluate("document.documentElement.scrollHeight") <= most


def test_the_answer_the_questions_and_the_finder_lie_on_the_first_two_screens(page):
    for place in ("#answer-title", "#seek", ".questions"):
        top = page.evaluate(f"document.querySelector('{place}').getBoundingClientRect().top")
        assert 0 <= top < 900
    assert 1 <= page.evaluate("document.querySelectorAll('#answer .short')[0].children.length") <= 6


def test_the_navigation_stays_and_marks_the_place(page):
    marked = "document.querySelector('.places [aria-current]').textContent"
    assert page.evaluate(marked) == "Answer"
    page.evaluate("document.getElementById('charts').scrollIntoView()")
    page.wait_for_function(f"{marked} === 'Charts'")
    assert page.evaluate("document.querySelector('.places').getBoundingClientRect().top") >= 0


def test_a_part_of_the_bar_opens_the_ledger_with_its_claims(page):
    part = page.locator(".bar a").first
    number = part.locator(".count").text_content()
    part.click()
    settle(page)
    assert len(page.evaluate(SHOWN)) == int(number)
    assert page.evaluate("location.hash").startswith("#verdict=")


def test_a_paragraph_is_found_from_the_first_screen_and_kept_in_the_address(page, report):
    page.fill("#seek-claim", "p26")
    page.keyboard.press("Enter")
    settle(page)
    assert page.evaluate("location.hash") == "#words=p26"
    found = page.evaluate(SHOWN)
    places = page.evaluate(
        """[...document.querySelectorAll('.claim')].filter(c => c.checkVisibility())
        .map(c => c.textContent)"""
    )
    assert found
    assert all("p26" in text for text in places)
    visit(page, report, "#words=p26")
    assert page.evaluate(SHOWN) == found


def test_chapters_are_folded_until_they_are_opened(page):
    assert page.evaluate(SHOWN) == []
    page.locator(".ledger .group button").first.click()
    assert (
        0 < len(page.evaluate(SHOWN)) < page.evaluate("document.querySelectorAll('.claim').length")
    )
    page.locator(".ledger .group button").first.click()
    assert page.evaluate(SHOWN) == []


@pytest.mark.parametrize("width", [TELEPHONE, DESK])
def test_nothing_runs_out_of_the_window(page, report):
    code = areas(page)["council"]["bodies"][0]["code"]
    visit(page, report, f"#area={code}")
    page.evaluate(OPEN_ALL)
    settle(page)
    assert page.evaluate(OVERFLOW) == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [TELEPHONE, DESK])
def test_every_picture_shows_in_the_version_for_the_window(page, report, width):
    visit(page, report)
    pictures = page.evaluate(
        """Promise.all([...document.images].filter(i => i.checkVisibility()).map(i =>
        i.decode().then(() => ({kind: i.className, width: i.naturalWidth, alt: i.alt.length}))))"""
    )
    assert len(pictures) == page.evaluate("document.querySelectorAll('figure').length") > 0
    assert {one["kind"] for one in pictures} == {"narrow" if width == TELEPHONE else "wide"}
    assert all(one["width"] > 0 and one["alt"] > 40 for one in pictures)


def test_filters_narrow_the_ledger_and_show_all_widens_it_again(page):
    every = page.evaluate("[...document.querySelectorAll('.claim')].map(c => c.id)")
    verdict = page.evaluate("document.querySelector('.claim').dataset.group")
    page.select_option("#filter-verdict", verdict)
    some = page.evaluate(SHOWN)
    assert 0 < len(some) < len(every)
    assert page.evaluate("document.getElementById('filter-count').textContent") == (
        f"{len(some)} of {len(every)} found"
    )
    page.fill("#filter-words", "no claim says this")
    assert page.evaluate(SHOWN) == []
    page.click("#filters button")
    settle(page)
    assert page.evaluate(SHOWN) == []  # folded again
    assert page.evaluate("location.hash") == ""


def test_claims_are_ordered_by_value_with_those_without_one_at_the_end(page):
    page.select_option("#filter-order", "3")
    headings = "[...document.querySelectorAll('.ledger .group')].filter(h => h.checkVisibility())"
    assert page.evaluate(f"{headings}.length") == 0  # chapters stand in the report's order alone
    values = page.evaluate(
        """[...document.querySelectorAll('.claim [data-label=Computed]')]
        .map(c => c.dataset.order)"""
    )
    known = [float(value) for value in values if value]
    assert known == sorted(known)
    assert [bool(value) for value in values] == [True] * len(known) + [False] * values.count("")
    page.select_option("#filter-order", "")
    assert page.evaluate(f"{headings}.length") > 1


@pytest.fixture
def details(windows, report, width):
    """The second page, opened anew."""
    visit(windows[width], report, file="details.html")
    return windows[width]


def test_the_table_of_estimates_is_laid_out_when_it_is_opened(details):
    page = details
    rows = "document.querySelectorAll('#effects tbody tr:not(.group)').length"
    every = page.evaluate(rows)
    assert page.evaluate("document.querySelector('#effects .dt-search input')") is None
    page.evaluate("document.getElementById('effects').open = true")
    settle(page)
    order(page, "#effects", 2)
    found = page.evaluate(
        """[...document.querySelectorAll('#effects tbody tr')]
        .map(r => r.cells[2].dataset.order).filter(Boolean)"""
    )
    assert list(map(float, found)) == sorted(map(float, found))
    page.fill("#effects .dt-search input", "no effect says this")
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
    page.fill("#filter-words", "no claim says this")
    page.evaluate("location.hash = 'C030'")
    settle(page)
    assert page.evaluate("document.querySelector('#C030 details').open")
    assert page.evaluate("document.getElementById('C030').checkVisibility()")


def test_a_source_of_a_claim_leads_to_its_files(page):
    page.select_option("#filter-order", "3")
    page.evaluate("document.querySelectorAll('.claim details').forEach(d => { d.open = true; })")
    page.locator(".claim dd a[href^='details.html#source-']").first.click()
    page.wait_for_url("**/details.html#*")
    settle(page)
    source = page.evaluate("location.hash.slice(1)")
    assert page.evaluate(f"document.getElementById('{source}').checkVisibility()")
    top = page.evaluate(f"document.getElementById('{source}').getBoundingClientRect().top")
    assert 0 <= top < 900


def test_a_computed_number_leads_to_its_formula_without_a_script(browser, report):
    with window(browser, java_script_enabled=False) as page:
        page.goto((report / "index.html").as_uri())
        page.locator(".claim td[data-label=Computed] a").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/details.html#**")
        place = page.locator(f'[id="{page.url.partition("#")[2]}"]')
        place.wait_for()
        assert place.locator("xpath=ancestor::div[@class='origin']//li").first.is_visible()
        box = place.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 900


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
    page.fill("#area", body["name"][:-1])
    page.keyboard.press("Enter")
    settle(page)
    assert page.evaluate("new URLSearchParams(location.hash.slice(1)).get('area')") in (
        body["name"],
        body["code"],
    )
    page.select_option("#area-peers", "region")
    caption = page.evaluate("document.querySelector('.area caption').textContent")
    assert body["region"] in caption
    page.fill("#area", "no such place at all")
    page.keyboard.press("Enter")
    said = page.evaluate("document.getElementById('area-result').textContent")
    assert said == "No council or PCT of that name, and no district."


def test_a_district_leads_to_the_council_that_answers_for_it(page, report):
    council = areas(page)["council"]
    name, place = list(council["districts"].items())[-1]
    visit(page, report, f"#area={quote(name)}")
    said = page.evaluate("document.getElementById('area-result').textContent")
    assert council["bodies"][place]["code"] in said
    assert f"{name} lies in {council['bodies'][place]['name']}" in said
    page.fill("#seek-area", name[:-2].upper())
    page.keyboard.press("Enter")
    settle(page)
    assert page.evaluate("document.getElementById('area-name') !== null")


def test_the_arrow_keys_name_the_peers_of_an_area_one_by_one(page, report):
    body = areas(page)["pct"]["bodies"][0]
    visit(page, report, f"#area={body['code']}")
    page.focus(".strip")
    told = "document.querySelector('.strip').getAttribute('aria-valuetext')"
    seen = set()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
        seen.add(page.evaluate(told))
    page.keyboard.press("ArrowRight")
    assert len(seen) >= 2
    assert page.evaluate(told) in seen
    assert page.evaluate("document.querySelector('.pointed').textContent") == page.evaluate(told)


def test_estimates_follow_the_choice_of_outcome(details):
    page = details
    label = "document.querySelector('#curve svg').getAttribute('aria-label')"
    first = page.evaluate(label)
    rows = json.loads(page.text_content("#estimates-data"))["rows"]
    fitted = [row["outcome"] for row in rows if row["estimate"] is not None]
    page.select_option("#explore-outcome", fitted[-1])
    last = [outcome for outcome in fitted if outcome == fitted[-1]]
    assert 0 < int(page.evaluate(label).split()[0]) <= len(last)
    assert page.evaluate(label) != first
    assert page.evaluate("document.getElementById('curve-words').textContent.length") > 40


def test_a_curve_can_be_narrowed_by_any_of_its_axes(details):
    page = details
    data = json.loads(page.text_content("#estimates-data"))
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


def test_a_slider_tells_each_estimate_of_a_curve(details):
    page = details
    page.focus("#curve-place")
    told = "document.getElementById('curve-words').textContent"
    before = page.evaluate(told)
    for _ in range(40):
        page.keyboard.press("ArrowDown")
    assert page.evaluate(told) != before


@pytest.mark.parametrize("file", ["index.html", "details.html"])
def test_charts_stand_on_white_in_the_dark_too_since_they_are_drawn_for_it(browser, report, file):
    with window(browser, color_scheme="dark") as page:
        visit(page, report)
        code = areas(page)["council"]["bodies"][0]["code"]
        visit(page, report, f"#area={code}", file)
        page.wait_for_selector("main svg")
        grounds = page.evaluate(
            """[...document.querySelectorAll('main svg, main .paper')]
            .map(e => getComputedStyle(e).backgroundColor)"""
        )
    assert len(grounds) >= 2
    assert set(grounds) == {"rgb(255, 255, 255)"}


def test_a_keyboard_is_enough(page):
    focus = "document.activeElement"
    page.keyboard.press("Tab")
    assert page.evaluate(f"{focus}.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate(f"{focus}.id") == "main"
    reached = set()
    for _ in range(400):
        page.keyboard.press("Tab")
        name = page.evaluate(f"{focus}.id || {focus}.closest('th')?.dataset.dtColumn || ''")
        reached.add(name)
        if page.evaluate(f"{focus}.closest('.ledger .group') !== null"):
            page.keyboard.press("Enter")  # opens the chapter
        if page.evaluate(f"{focus}.closest('.claim') && {focus}.tagName === 'SUMMARY'"):
            break
    assert {"seek-area", "seek-claim", "area", "filter-verdict", "filter-words"} <= reached
    page.keyboard.press("Enter")
    assert page.evaluate(f"{focus}.parentElement.open")
    page.focus("#area")
    body = areas(page)["council"]["bodies"][0]
    page.keyboard.insert_text(body["name"])
    page.keyboard.press("Enter")
    settle(page)
    assert page.evaluate("location.hash").startswith("#area=")
    assert body["name"] in page.text_content("#area-name")
    visible = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert visible != "none"


def test_it_reads_without_a_script(browser, report):
    with window(browser, java_script_enabled=False) as page:
        page.goto((report / "index.html").as_uri())
        assert len(page.evaluate(SHOWN)) > 100
        assert page.evaluate("document.querySelectorAll('figure img').length") > 0
        assert page.evaluate("document.querySelectorAll('figcaption').length") > 0
        dead = "[...document.querySelectorAll('form')].filter(f => f.checkVisibility()).length"
        assert page.evaluate(dead) == 0
        page.goto((report / "details.html").as_uri())
        assert page.evaluate("document.querySelectorAll('.estimates tbody tr').length") > 0
        page.goto((report / "arrangements.html").as_uri())
        assert page.evaluate("document.querySelectorAll('.account').length") > 100


def test_it_prints(browser, report):
    with window(browser) as page:
        visit(page, report)
        pdf = page.pdf(prefer_css_page_size=True)
        pages = pdf.count(b"/Type /Page\n") or pdf.count(b"/Type /Page ")
        assert pdf.startswith(b"%PDF")
        assert 3 < pages <= 16
        page.emulate_media(media="print")
        shown = """[...document.querySelectorAll('#areas, .filters, nav')]
            .filter(e => e.checkVisibility()).length"""
        assert page.evaluate(shown) == 0
        computed = "[...document.querySelectorAll('.claim:not(.not-testable, .citation)')]"
        assert page.evaluate(f"{computed}.every(c => c.checkVisibility())")
        left_out = "[...document.querySelectorAll('.not-testable.claim')]"
        assert not page.evaluate(f"{left_out}.some(c => c.checkVisibility())")
        assert page.evaluate("document.querySelectorAll('figure img').length") > 0


def test_every_word_of_a_printed_chart_has_six_points_and_each_chart_fits_on_a_page(
    browser, report
):
    """A chart's words are shapes: how large they are drawn, its file tells."""
    exhibits = report.parents[2] / "data/processed" / report.parent.name / report.name / "exhibits"
    with window(browser, PRINTED) as page:
        visit(page, report)
        page.emulate_media(media="print")
        charts = page.evaluate(PRINTED_CHARTS)
    assert charts
    assert all(chart["height"] <= PRINTED_HEIGHT for chart in charts), charts
    for chart in charts:
        kind = "_narrow" if chart["kind"] == "narrow" else ""
        svg = (exhibits / chart["id"] / f"{chart['id']}{kind}.svg").read_text("utf-8")
        drawn = float(re.search(r'<svg [^>]*width="([\d.]+)pt"', svg)[1])
        letters = [100 * float(size) for size in re.findall(r"scale\(([\d.]+) -", svg)]
        assert min(letters) * chart["width"] * 72 / 96 / drawn >= 6, chart


@pytest.mark.parametrize("file", ["index.html", "details.html", "arrangements.html"])
@pytest.mark.parametrize("width", [TELEPHONE, DESK])
def test_axe_finds_no_violation(page, report, width, file):
    visit_an_area(page, report, file, OPEN_TWO)
    assert violations(page, {"rules": {"color-contrast": {"enabled": False}}}) == []


@pytest.mark.parametrize("file", ["index.html", "details.html", "arrangements.html"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_want_of_contrast_in_anything_that_can_be_opened(
    browser, report, scheme, file
):
    with window(browser, color_scheme=scheme) as page:
        visit_an_area(page, report, file, OPEN_ALL)
        assert page.evaluate(LEAVE_TWO_OF_EACH_LOOK) > 50
        assert violations(page, {"runOnly": ["color-contrast"]}) == []
        page.add_style_tag(content="p, td, summary { color: #999; background: #888 }")
        assert violations(page, {"runOnly": ["color-contrast"]})  # so that it would be found


def visit_an_area(page, report, file, opened):
    """Open a page at an area, with some of what it folds."""
    visit(page, report)
    code = areas(page)["pct"]["bodies"][0]["code"]
    visit(page, report, f"#area={code}", file)
    page.evaluate(opened)
    settle(page)


def violations(page, options):
    """Return what axe finds wrong, with the first element of each kind."""
    axe = pytest.importorskip("axe_core_python", reason="axe-core-python is not installed")
    page.evaluate((files(axe) / "axe.min.js").read_text(encoding="utf-8"))
    asked = {"resultTypes": ["violations"], **options}
    found = page.evaluate("asked => axe.run(document, asked).then(r => r.violations)", asked)
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
