import pandas as pd
import pytest

from pooledfunds.catalogue.origins import Origin
from pooledfunds.report.formats import decimals, interval, p_value, shown, slug
from pooledfunds.report.structure import read_study_report
from pooledfunds.report.views.ledger import (
    chapter,
    ledger_view,
    verdict_class,
    with_origins,
)
from tests.conftest import ROOT

REPORT = read_study_report(ROOT / "config/studies/means_to_an_end/report.yaml")


def shown_values(claim):
    return "; ".join(value["text"] for value in claim["values"])


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        ("p8", "Chapter 2: The national picture"),
        ("Summary; p8; fig1", "Chapter 2: The national picture"),
        ("fn ii p26", "Chapter 3: Local implementation"),
        ("fig4", "Chapter 2: The national picture"),
        ("p67; fig6", "Chapter 5: What difference it makes"),
        ("p71", "Chapter 6: Conclusions"),
        ("App 1", REPORT.elsewhere),
        ("CS4", REPORT.elsewhere),
    ],
)
def test_a_locator_points_to_a_chapter(locator, expected):
    assert chapter(locator, REPORT) == expected


@pytest.mark.parametrize(
    ("value", "printed", "expected"),
    [
        (3.417, "3.4", "3.42"),
        (87.496, "86", "87.5"),
        (-1.25, "-1.9", "−1.25"),
        (2074.3, "2,074", "2,074.3"),
        (115.0, "107", "115"),
        (3.0, "3.4", "3.00"),
        (0.0123, "", "0.012"),
        (12.345, "about a third", "12.3"),
        (float("nan"), "86", "–"),
    ],
)
def test_a_computed_value_has_one_decimal_more_than_the_printed_one(value, printed, expected):
    assert shown(value, printed) == expected


def test_other_formats():
    assert shown(2006.0, "2006/07", "financial year") == "2006/07"
    assert shown(1999.0, "", "financial year") == "1999/00"
    assert decimals("none") is None
    assert interval(1.0, float("nan")) == ""
    assert interval(1.04, 2.06, "1") == "1.0 to 2.1"
    assert [p_value(p) for p in (0.0001, 0.0412, float("nan"))] == ["<0.001", "0.041", "–"]
    assert slug("Chapter 2: The national picture") == "chapter-2-the-national-picture"


@pytest.mark.parametrize(
    ("verdict", "style"),
    [
        ("reproduced (weak)", "reproduced"),
        ("internally consistent", "internally-consistent"),
        ("agrees", "agrees"),
        ("disagrees", "disagrees"),
        ("not computable", "not-computable"),
        ("something new", "other"),
    ],
)
def test_a_verdict_has_the_style_of_its_first_words(verdict, style):
    assert verdict_class(verdict) == style


def claims(*rows, **cells):
    """Rows of the ledger: claim, locator, value."""
    blank = float("nan")
    table = pd.DataFrame(rows, columns=["claim_id", "locator", "computed"])
    usual = {
        "statement": "S", "kind": "numeric", "published": "1", "year": "", "verdict": "reproduced",
        "evidence": "returns", "n_components": 1, "n_readings": 1, "n_computed": 1, "n_agree": 1,
        "chance_of_agreement": blank, "chance_of_any_reading": blank, "weak": False,
        "explanation": "", "quotation": "", "quoted_from": "",
    }  # fmt: skip
    return table.assign(**usual | cells)


def readings(*rows, **cells):
    """Rows of the readings: claim, name, role, value."""
    table = pd.DataFrame(rows, columns=["claim_id", "reading", "role", "computed"])
    usual = {
        "component": "", "published": "1", "unit": "%", "conf_low": float("nan"),
        "conf_high": float("nan"), "verdict": "reproduced", "sources": "pssex1; unheard_of",
        "missing_sources": "", "exhibit": "", "how": "", "reason": "",
    }  # fmt: skip
    return table.assign(**usual | cells)


SOURCES = pd.DataFrame({"source": ["pssex1"], "title": ["PSSEX1 returns"]})


def view(ledger, own):
    """The one claim of a ledger."""
    [[claim]] = [chapter["claims"] for chapter in ledger_view(ledger, own, SOURCES, REPORT)]
    return claim


def test_chapters_hold_their_claims_in_order_and_claims_their_readings():
    ledger = claims(("C001", "p60", 1.0), ("C002", "p9", 1.0))
    own = readings(("C001", "a", "primary", 1.0), ("C002", "a", "primary", 1.0),
                   ("C002", "b", "sensitivity", 2.0))  # fmt: skip
    first, second = ledger_view(ledger, own, SOURCES, REPORT)
    assert [first["title"], second["title"]] == [
        "Chapter 2: The national picture",
        "Chapter 5: What difference it makes",
    ]
    [claim] = first["claims"]
    assert (claim["id"], len(claim["readings"])) == ("C002", 2)
    assert claim["readings"][0]["sources"] == ["PSSEX1 returns", "unheard_of"]


def test_the_value_shown_is_the_primary_readings_whichever_agree():
    ledger = claims(("C001", "p9", 9.0), verdict="contradicted", n_readings=3, n_agree=1,
                    n_computed=2)  # fmt: skip
    own = readings(("C001", "a", "sensitivity", 1.0), ("C001", "b", "primary", 9.0),
                   ("C001", "c", "sensitivity", float("nan")))  # fmt: skip
    claim = view(ledger, own)
    assert shown_values(claim) == "9"
    assert [reading["reading"] for reading in claim["readings"]] == ["b", "a", "c"]
    assert claim["readings"][0]["role"] == "decides"
    assert claim["evidence"] == [
        "from returns", "1 of 3 readings agree", "1 could not be computed",
    ]  # fmt: skip


def test_components_show_each_their_value():
    ledger = claims(("C111", "CS4", 9.0), n_components=2, n_readings=2, n_computed=2)
    own = readings(("C111", "people", "primary", 178103.0), ("C111", "share", "primary", 20.4))
    claim = view(ledger, own)
    assert shown_values(claim) == "178,103; 20.4"
    assert "2 components, all of which must hold" in claim["evidence"]


def test_the_reports_own_figures_are_shown_where_they_decide():
    ledger = claims(("C004", "p8", 3.4), verdict="internally consistent",
                    evidence="report_arithmetic")  # fmt: skip
    own = readings(("C004", "computed", "primary", float("nan")),
                   ("C004", "as printed", "arithmetic", 3.4))  # fmt: skip
    claim = view(ledger, own)
    assert shown_values(claim) == "3.4"
    assert claim["evidence"] == ["from the report’s own figures only"]
    assert claim["verdict_class"] == "internally-consistent"


@pytest.mark.parametrize(
    ("verdict", "told"), [("agrees", "agrees (weak)"), ("contradicted", "contradicted")]
)
def test_chance_is_told_and_what_agrees_too_easily_is_weak(verdict, told):
    ledger = claims(("C007", "p8", 2.0), verdict=verdict, weak=True, chance_of_agreement=0.63,
                    chance_of_any_reading=0.004)  # fmt: skip
    claim = view(ledger, readings(("C007", "a", "primary", 2.0)))
    assert claim["verdict"] == told
    assert claim["evidence"][-1] == (
        "would agree by accident in 63 of 100 cases (under any reading in less than 1 of 100 cases)"
    )


def test_each_reading_leads_to_where_its_number_comes_from():
    table = pd.DataFrame(
        [("fact", "a/b"), ("estimate", "s/x"), ("family", "pools"), ("", ""), ("fact", "s/x")],
        columns=["target_kind", "target"],
    )
    kinds = [("fact", "a/b"), ("estimate", "s/x"), ("estimate", "pools"), ("chart", "a/b")]
    origins = [Origin(kind, name, "", "") for kind, name in kinds]
    told = list(with_origins(table, origins)["origin"])
    assert told == ["fact-a/b", "estimate-s/x", "estimate-pools", "", ""]


def test_a_value_that_two_readings_give_leads_to_the_first():
    ledger = claims(("C007", "p8", 2.0))
    rows = [
        ("C007", name, "primary", value) for name, value in (("a", 2.0), ("b", 3.0), ("c", 2.0))
    ]
    told = readings(*rows).assign(origin=["fact-a", "fact-b", "fact-c"])
    assert view(ledger, told)["values"] == [
        {"text": "2", "origin": "fact-a"},
        {"text": "3", "origin": "fact-b"},
    ]
