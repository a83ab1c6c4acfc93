"""The glossary: each term once, and the words that a run says among them."""

import numpy as np

from pooledfunds.claims import verdicts
from pooledfunds.estimation.conclusions import conclusion_words
from tests.conftest import ROOT

TEXT = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
ROWS = [line.split(" | ") for line in TEXT.splitlines() if line.startswith("| ")]
MEANINGS = {row[0].removeprefix("| "): row[1].removesuffix(" |") for row in ROWS}


def test_each_term_stands_once_with_a_meaning():
    terms = [term.strip() for row in ROWS for term in row[0].removeprefix("| ").split(", ")]
    terms = [term for term in terms if term != "term"]
    assert len(terms) > 100
    assert sorted({term for term in terms if terms.count(term) > 1}) == []
    assert all(MEANINGS.values())


def test_verdicts_and_conclusions_are_those_that_the_code_says():
    words = [verdicts.REPRODUCED, verdicts.LAST_DIGIT, verdicts.CONSISTENT]
    words += [verdicts.CONTRADICTED, verdicts.INCONCLUSIVE, verdicts.NOT_COMPUTABLE]
    words += verdicts.ARTIFICIAL.values()
    assert [word for word in words if word not in MEANINGS["verdict"]] == []
    shown = np.array([True, True, False, False]), np.array([True, False, True, False])
    told = conclusion_words(*shown)
    said = MEANINGS["conclusion"]
    assert [word for word in told if word.replace(",", "") not in said.replace(",", "")] == []
