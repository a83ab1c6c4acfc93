import pandas as pd
import pytest

from pooledfunds.facts import Fact
from pooledfunds.report.formats import decimals, interval, p_value, shown, slug
from pooledfunds.report.ledger_view import (
    CHAPTERS,
    ELSEWHERE,
    chapter,
    ledger_view,
    verdict_class,
    with_code,
)


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        ("p8", "Chapter 2: The national picture"),
        ("Summary; p8; fig1", "Chapter 2: The national picture"),
        ("fn ii p26", "Chapter 3: Local implementation"),
        ("fig4", "Chapter 2: The national picture"),
        ("p67; fig6", "Chapter 5: What difference it makes"),
        ("p71", "Chapter 6: Conclusions"),
        ("App 1", ELSEWHERE),
        ("CS4", ELSEWHERE),
    ],
)
def test_a_locator_points_to_a_chapter(locator, expected):
    assert chapter(locator) == expected


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
        ("reproduced under one reading", "reproduced"),
        ("agrees", "agrees"),
        ("disagrees under some readings", "disagrees"),
        ("not computable", "not-computable"),
        ("something new", "other"),
    ],
)
def test_a_verdict_has_the_style_of_its_first_words(verdict, style):
    assert verdict_class(verdict) == style


def rows(claim, locator, values):
    return [
        {
            "claim_id": claim,
            "locator": locator,
            "statement": "S",
            "kind": "numeric",
            "published": "1",
            "unit": "%",
            "year": "",
            "reading": f"reading {n}",
            "computed": value,
            "conf_low": float("nan"),
            "conf_high": float("nan"),
            "verdict": "reproduced",
            "claim_verdict": "reproduced",
            "sources": "pssex1; unheard_of",
            "missing_sources": "",
            "exhibit": "",
            "how": "",
        }
        for n, value in enumerate(values)
    ]


def test_chapters_hold_their_claims_in_order_and_claims_their_readings():
    ledger = pd.DataFrame(
        [*rows("C001", "p60", [1.0]), *rows("C002", "p9", [1.0, 2.0, 2.0, 3.0, 4.0])]
    )
    sources = pd.DataFrame({"source": ["pssex1"], "title": ["PSSEX1 returns"]})
    first, second = ledger_view(ledger, sources)
    assert [first["title"], second["title"]] == [CHAPTERS[20], CHAPTERS[68]]
    [claim] = first["claims"]
    assert claim["id"] == "C002"
    assert claim["computed"] == "1; 2; 3; 1 more"
    assert len(claim["readings"]) == 5
    assert claim["readings"][0]["sources"] == ["PSSEX1 returns", "unheard_of"]


def test_each_reading_has_the_code_that_computes_it():
    claims = pd.DataFrame(
        [
            {"claim_id": "C001", "readings": "one => fact:a/b | two => estimate:s/x#term"},
            {"claim_id": "C002", "readings": "all => family:s/*#term,u/*#other"},
            {"claim_id": "C003", "readings": ""},
        ]
    )
    fact = Fact(id="a/b", unit="", year="", sources=(), how="", value=chapter)
    readings = [("C001", "one"), ("C001", "two"), ("C002", "all"), ("C003", "")]
    ledger = pd.DataFrame(readings, columns=["claim_id", "reading"])
    told = list(with_code(ledger, claims, {"a/b": fact})["code"])
    assert told[0] == "pooledfunds.report.ledger_view.chapter"
    assert told[1].endswith("(s/x)")
    assert told[2].endswith("(s/*, u/*)")
    assert told[3] == ""


def test_the_value_of_the_best_reading_comes_first():
    ledger = pd.DataFrame(rows("C001", "p9", [7.0, 8.0, 9.0]))
    ledger["verdict"] = ["contradicted", "last digit differs", "reproduced"]
    [[claim]] = [
        chapter["claims"]
        for chapter in ledger_view(ledger, pd.DataFrame({"source": [], "title": []}))
    ]
    assert claim["computed"] == "9; 8; 7"
    assert [reading["reading"] for reading in claim["readings"]] == [
        "reading 0",
        "reading 1",
        "reading 2",
    ]
