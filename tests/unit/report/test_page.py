import base64
import hashlib
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import unquote

import pandas as pd
import pytest

from pooledfunds.catalogue.origins import Origin
from pooledfunds.report.page import (
    PageContext,
    build_details,
    build_page,
)
from pooledfunds.report.release.citation import Citation
from pooledfunds.report.structure import read_study_report
from pooledfunds.report.views.areas import areas_view
from pooledfunds.report.views.exhibits import (
    NUMBERS_SHOWN,
    data_uri,
    publish_figures,
    read_exhibits,
)
from pooledfunds.report.views.tables import cell_text
from tests.conftest import ROOT

VOID = {"meta", "link", "img", "br", "hr", "input", "source"}
OUTCOMES = {
    "spend_per_head_older_people": {
        "label": "Older people's spend per head",
        "unit": "GBP per head",
    }
}
STUDY = {
    "area_types": ["council", "pct"],
    "outcomes": OUTCOMES,
    "hes": {"diagnosis_sets": {"stroke": "main"}},
}
REPORT = read_study_report(ROOT / "config/studies/means_to_an_end/report.yaml")
HOSTILE = "<script>alert('x')</script> & \u202eevil\u202c \"quote\""


class Page(HTMLParser):
    """Reads a page strictly: every element is closed, in order."""

    def __init__(self, html):
        super().__init__()
        self.open, self.elements, self.faults, self.words = [], [], [], []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self.open]

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data):
        self.words.append(data)

    def of(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self):
        return " ".join("".join(self.words).split())


def ledger(basis):
    """Three claims: one borne out too easily, one told under two readings, one without a source."""
    good = "agrees" if basis == "artificial" else "reproduced"
    blank = float("nan")
    columns = ["claim_id", "locator", "statement", "kind", "published", "unit", "computed"]
    columns += ["verdict", "evidence", "n_readings", "n_agree", "chance_of_agreement", "weak"]
    rows = [
        ("C001", "p8", "A claim", "numeric", "3", "%", 3.41, good, "returns", 1, 1, 0.42, True),
        ("C016", "p10", HOSTILE, "numeric", "86", "%", 105.3, "contradicted", "returns", 2, 0,
         0.014, False),
        ("C101", "CS4", "A case", "statistical-null", "", "", blank, "not computable", "", 1, 0,
         blank, False),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(
        year="2007/08",
        n_components=1,
        n_computed=[1, 2, 0],
        chance_of_any_reading=blank,
        explanation=["", "Another year.", ""],
        quotation=["an estimated 3 per cent", HOSTILE, ""],
        quoted_from=["paragraph 8", "paragraph 10", ""],
        sources="pssex1",
        missing_sources=["", "", "hes_apc"],
    )


def readings(basis):
    """The readings of the claims of :func:`ledger`, the primary one of C016 last."""
    good = "agrees" if basis == "artificial" else "reproduced"
    blank = float("nan")
    columns = ["claim_id", "reading", "role", "published", "unit", "computed", "verdict"]
    rows = [
        ("C001", "as printed", "primary", "3", "%", 3.41, good),
        ("C016", "to 2006/07", "sensitivity", "86", "%", 87.5, "contradicted"),
        ("C016", "to 2007/08", "primary", "86", "%", 105.3, "contradicted"),
        ("C101", "", "primary", "", "", blank, "not computable"),
    ]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(
        component="",
        conf_low=blank,
        conf_high=blank,
        sources="pssex1",
        missing_sources=["", "", "", "hes_apc"],
        exhibit=["", "figure_2", "figure_2", ""],
        how="one by two",
        reason=["Sentence one.", "", HOSTILE, ""],
        origin=["fact-joint/share", "", "fact-joint/growth", ""],
        target=["joint/share", "", "joint/growth", "hospital/days"],
    )


def estimates():
    row = {
        "specification": "spending_joint/older_people/2007_08",
        "outcome": "spend_per_head_older_people",
        "exposure": "joint_financing_older_people",
        "area_type": "council",
        "period": "2007/08",
        "term": "joint_financing",
        "estimate": 0.01,
        "scale": "log",
        "conf_low": -0.02,
        "conf_high": 0.04,
        "p_value": 0.5,
        "p_adjusted": 1.0,
        "nobs": 148,
        "n_areas": 148,
        "n_exposed": 60,
        "n_identifying_areas": 60.0,
        "conclusion_basis": "t, HC2, Satterthwaite degrees of freedom",
        "n_unknown": 2,
        "cov_type": "HC2",
        "minimum_detectable_effect": 0.04,
        "equivalence_margin": 0.05,
        "equivalence_p": 0.01,
        "conclusion": "equivalent",
    }
    return pd.DataFrame([row])


def panels():
    """One council with a hostile name and one PCT on its ground."""
    keys = {
        "area_class": "Unitary",
        "region_code": "Q99",
        "region": "Here",
        "financial_year": "2007/08",
        "in_frame": True,
        "coterminous": 1.0,
    }
    council = {"area_code": "701", "name": HOSTILE, "spend_per_head_older_people": 900.0}
    return {
        "panel_council": pd.DataFrame([council | keys]),
        "panel_pct": pd.DataFrame([{"area_code": "5ZZ", "name": "Here PCT"} | keys]),
        "pct_council_pairs": pd.DataFrame({"pct_code": ["5ZZ"], "cssr_code": ["701"]}),
    }


def exhibit(name, drawn):
    words = {
        "exhibit": name,
        "title": f"Title of {name} {HOSTILE}",
        "kind": "figure",
        "section": "The report's figures",
        "report_page": "p10",
        "claims": ["C016"],
        "sources": ["pssex1"],
        "missing_sources": [] if drawn else ["hes_apc"],
        "drawn": drawn,
        "reason": "" if drawn else "not available: hes_apc",
        "caption": "Unit. n = 2.",
        "alternative_text": f"It rose. {HOSTILE}",
        "code": f"pooledfunds.exhibits.{name}",
        "files": [f"{name}.svg", f"{name}.csv"] if drawn else [],
    }
    if not drawn:
        return words
    pictures = {"svg": '<svg xmlns="http://www.w3.org/2000/svg" height="200pt"/>'}
    pictures["narrow_svg"] = pictures["svg"]
    numbers = pd.DataFrame({"council": [HOSTILE] * 70, "gbp_million": [1.23456] * 70})
    return words | pictures | {"numbers": numbers}


def context(basis="official"):
    inputs = [{"file": f"raw/{HOSTILE}.xls", "bytes": 12, "sha256": "ab" * 32}]
    return PageContext(
        basis=basis,
        citation=Citation("Pooled funds", "The study", "1.2.0", "2026-11-28", "MIT", (HOSTILE,)),
        claims=ledger(basis),
        readings=readings(basis),
        estimates=estimates(),
        exhibits=[exhibit("figure_2", True), exhibit("figure_6", False)],
        row_accounts=pd.DataFrame(
            {"stage": "pssex1", "file": HOSTILE, "fate": ["submitted", "kept"], "rows": 5}
        ),
        pssex1_compared=pd.DataFrame(
            {"check": ["a"], "compared": [4310], "differing": [7], "not_checked": [2]}
        ),
        hes_quality_shares=None,
        hes_breaks=None,
        run={
            "basis": basis,
            "commit": "0123456789abcdef",
            "python": "3.11.7",
            "packages": {"pandas": "3.1.1"},
            "inputs": inputs,
            "settings": {"note": HOSTILE},
        },
        sources=pd.DataFrame(
            {
                "source": ["pssex1", "hes_apc"],
                "title": ["PSSEX1 returns", "Hospital episodes"],
                "publisher": ["NHS Information Centre", HOSTILE],
                "what_it_gives": "spending",
            }
        ),
        origins=origins(),
        table_origins=pd.DataFrame(
            [("panel_council", "councils' costs", "pssex1")],
            columns=["made", "part", "made_from"],
        ),
        areas=areas_view(panels(), STUDY, REPORT),
        curves=None,
        source_files={"pssex1": [f"raw/{HOSTILE}.xls"], "hes_apc": []},
        documents=[],
        settings=STUDY,
        report=REPORT,
    )


def origins():
    """Two facts, the estimate and both exhibits: the second exhibit awaits its return."""
    code = "pooledfunds.claims.fact.figure"
    column = ("panel_council", "spend_per_head_older_people")
    return [
        Origin("fact", "joint/share", f"One by two {HOSTILE}", code, ("pssex1",)),
        Origin("fact", "joint/growth", "Two by one", code, ("pssex1",)),
        Origin("fact", "no/claim", "Never asked for", code, ("pssex1",)),
        Origin("fact", "hospital/days", "Sum of days", code, ("hes_apc",)),
        Origin("estimate", "spending_joint/older_people/2007_08", "Fit", code, columns=(column,)),
        Origin("chart", "figure_2", "Drawn", "pooledfunds.exhibits.style", ("pssex1",)),
        Origin("chart", "figure_6", "Drawn", "pooledfunds.exhibits.style", ("hes_apc",)),
    ]


@pytest.fixture(scope="module", params=["official", "artificial"])
def html(request):
    return build_page(context(request.param))


@pytest.fixture(scope="module")
def second():
    """The second page: estimates, decisions, dictionary, checks."""
    return build_details(context("artificial"))


@pytest.fixture(scope="module")
def page(html):
    return Page(html)


def test_every_element_is_closed_in_order(page, second):
    assert page.faults == []
    assert Page(second).faults == []


def names(page):
    return [attributes["id"] for _, attributes in page.elements if "id" in attributes]


def test_identifiers_are_unique_and_every_link_within_the_pages_leads_somewhere(page, second):
    second = Page(second)
    for one in (page, second):
        assert len(names(one)) == len(set(names(one)))
        inner = {a["href"][1:] for a in one.of("a") if a["href"].startswith("#")}
        assert {place for place in inner if "=" not in place} <= set(names(one))
    links = {a["href"] for a in page.of("a")}
    to_second = {link.partition("#")[2] for link in links if link.startswith("details.html#")}
    assert to_second
    assert to_second <= set(names(second))


def test_an_address_that_asks_for_a_kind_of_verdict_names_a_choice_of_the_ledger(page):
    asked = {a["href"].partition("=")[2] for a in page.of("a") if "#verdict=" in a["href"]}
    assert asked == {"returns", "contradicted", "not-testable"}
    assert asked <= {a.get("value") for a in page.of("option")}


def test_every_claim_is_there_once_by_its_id(page):
    rows = [a["id"] for a in page.of("tr") if "claim" in a.get("class", "").split()]
    assert rows == ["C001", "C016", "C101"]


def test_the_page_asks_for_nothing_outside_itself(html, page):
    for tag, attributes in page.elements:
        for name in ("src",):
            if name in attributes:
                assert attributes[name].startswith("data:"), (tag, name)
    assert page.of("link") == []
    [style] = re.findall(r"<style>(.*?)</style>", html, flags=re.DOTALL)
    assert not re.search(r"@import|url\(", style)
    [policy] = [m for m in page.of("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    assert policy["content"].startswith("default-src 'none'")
    assert not [a for a in page.of("a") if a["href"].startswith(("http:", "https:", "//"))]


def test_names_with_markup_are_shown_as_text(html, page):
    kinds = [script.get("type") for script in page.of("script")]
    assert kinds == ["application/json"] + ["module"] * 3
    assert "<script>alert" not in html
    assert page.text.count("<script>alert('x')</script>") > 5


def test_only_the_scripts_that_the_page_was_built_with_may_run(html, page):
    [policy] = [m for m in page.of("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    assert "script-src 'unsafe" not in policy["content"]
    run = re.findall(r'<script type="module">(.*?)</script>', html, flags=re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in run]
    assert policy["content"].endswith(" ".join(f"'sha256-{digest}'" for digest in digests))


def test_a_picture_is_an_address_that_ends_where_it_should():
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M1 2" class="a&amp;b"/>50%#</svg>'
    address = str(data_uri(svg))
    assert not set('"#') & set(address)
    written = unescape(address).removeprefix("data:image/svg+xml,")
    assert unquote(written).replace("'", '"') == svg


def test_a_claim_tells_its_primary_reading_first_and_why(page):
    decided, beside = (page.text.index(words) for words in ("to 2007/08 (decides)", "to 2006/07 ("))
    assert decided < beside
    assert "0 of 2 readings agree; would agree by accident in 1 of 100 cases" in page.text
    assert "Another year." in page.text
    assert "published 86%, computed 105.3%: contradicted" in page.text  # with the answer


def test_the_report_s_own_words_stand_above_the_study_s(html):
    words = '<q>an estimated 3 per cent</q> <span class="where">paragraph 8</span>'
    assert f'<summary>{words}<span class="ours">A claim</span></summary>' in html
    assert "<summary>A case</summary>" in html  # a study need not have a report to quote


def test_a_claim_that_agrees_too_easily_is_told_as_weak_wherever_it_is_counted(page, html):
    assert re.search(r"(reproduced|agrees) \(weak\)", page.text)
    assert re.search(r'class="verdict (reproduced|agrees) weak"', html)


def test_a_claims_source_points_to_its_files(html, second):
    assert html.count('<a href="details.html#source-pssex1">PSSEX1 returns</a>') >= 2
    assert "source-pssex1" in names(Page(second))
    assert "#source-hes_apc" not in html  # none of its files is at hand


def test_pictures_have_alternative_text_and_a_narrow_version(page):
    pictures = page.of("img")
    assert [picture["class"] for picture in pictures] == ["wide", "narrow"]
    assert all(picture["alt"].startswith("It rose.") for picture in pictures)


def test_a_chart_that_is_not_printed_is_named_on_paper(page):
    given = context()
    short = build_page(replace(given, report=replace(REPORT, not_printed=("figure_2",))))
    [figure] = Page(short).of("figure")
    assert figure["class"] == "off-paper"
    assert re.search('<p class="on-paper">On the page [^:]*: Title of figure_2', short)
    assert "class" not in page.of("figure")[0]


def test_downloads_are_relative_addresses_beside_the_page(page):
    links = {a["href"] for a in page.of("a") if "download" in a}
    assert {"figures/figure_2.svg", "figures/figure_2.csv", "claims.csv", "run.json"} <= links


def test_a_claim_opens_to_its_readings_with_formula_and_missing_sources(page):
    for part in ("to 2006/07", "87.5", "105.3", "one by two", "PSSEX1 returns"):
        assert part in page.text
    assert "MissingHospital episodes" in page.text


def test_an_exhibit_not_drawn_is_listed_with_its_reason(page):
    assert "not available: hes_apc." in page.text
    assert "figure_6" in {a["id"] for a in page.of("li") if "id" in a}


def test_long_tables_of_numbers_say_how_many_rows_are_left_out(page):
    assert f"{70 - NUMBERS_SHOWN} more rows are in the CSV." in page.text


def test_structure_serves_readers_who_hear_the_page(page):
    assert [len(page.of(tag)) for tag in ("h1", "main", "header", "footer", "nav")] == [1] * 5
    assert page.of("html") == [{"lang": "en-GB"}]
    assert page.of("a")[0] == {"class": "skip", "href": "#main"}
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    heads = [a for a in page.of("th") if "scope" not in a]
    assert heads == []


def test_only_the_artificial_basis_has_the_banner():
    for basis, expected in (("official", 0), ("artificial", 1)):
        page = Page(build_page(context(basis)))
        assert len([a for a in page.of("p") if a.get("class") == "banner"]) == expected
        assert ("Artificial data: invented England." in page.text) == bool(expected)


def test_the_same_run_gives_the_same_page(html):
    assert html in {build_page(context("official")), build_page(context("artificial"))}


def test_without_pssex1_the_page_says_so_and_links_no_audit():
    page = Page(build_details(replace(context(), pssex1_compared=None)))
    assert "The PSSEX1 returns are not available." in page.text
    assert "pssex1_audit.csv" not in {a["href"] for a in page.of("a")}


def test_exhibits_are_read_from_their_folders_and_published(tmp_path):
    folder = tmp_path / "figure_2"
    folder.mkdir()
    words = '{"drawn": true, "files": ["figure_2.svg", "figure_2.csv"]}'
    (folder / "figure_2.json").write_text(words, encoding="utf-8")
    for name in ("figure_2.svg", "figure_2_narrow.svg"):
        (folder / name).write_bytes(b"<svg/>")
    (folder / "figure_2.csv").write_text("a\n1\n", encoding="utf-8")
    missing = tmp_path / "figure_6"
    missing.mkdir()
    (missing / "figure_6.json").write_text('{"drawn": false, "files": []}', encoding="utf-8")
    first, second = read_exhibits([folder, missing])
    assert (first["svg"], first["numbers"]["a"].tolist()) == ("<svg/>", [1])
    assert second == {"drawn": False, "files": []}
    publish_figures([folder, missing], tmp_path / "figures")
    published = sorted(path.name for path in (tmp_path / "figures").iterdir())
    assert published == ["figure_2.csv", "figure_2.svg"]


def test_numbers_are_shown_short_and_with_a_true_minus():
    assert [cell_text(cell) for cell in (-1234.5678, 2.0, float("nan"), 7, "x")] == [
        "−1,234.568",
        "2",
        "",
        "7",
        "x",
    ]


def test_printed_sums_that_could_not_be_checked_are_counted_on_the_page():
    assert "2 printed sums name a line or column that the return does not hold" in build_details(
        context()
    )
    checked = pd.DataFrame(
        {"check": ["a"], "compared": [4310], "differing": [7], "not_checked": [0]}
    )
    page = build_details(replace(context(), pssex1_compared=checked))
    assert "No printed sum was left unchecked" in page


def test_the_page_says_who_published_it_when_and_under_which_licence():
    artificial, official = (build_page(context(basis)) for basis in ("artificial", "official"))
    for page in (artificial, official):
        assert "Published by The study on" in page
        assert '<time datetime="2026-11-28">' in page
        assert "under the MIT licence" in page
    assert "Open Government Licence" in official
    assert "Open Government Licence" not in artificial
