"""Every quotation of the ledgers stands in the report, word for word and in its order.

The report itself is no part of the project: the test is skipped where its text is not beside it.
"""

import re

import pytest

from pooledfunds.core.codelists import read_table
from tests.conftest import ROOT

DOCUMENTS = ROOT.parent / "shared" / "study" / "documents"
LEFT_OUT = "[...]"


def plain(text):
    """A text without line breaks, and without the break of a word that bears a hyphen."""
    return re.sub(r"(?<=\w)- (?=[a-z])", "-", re.sub(r"\s+", " ", text)).strip()


@pytest.fixture(scope="module")
def report():
    files = sorted(DOCUMENTS.glob("000_*.txt")) if DOCUMENTS.is_dir() else []
    if not files:
        pytest.skip(f"the report's text is not in {DOCUMENTS}")
    return plain(files[0].read_text(encoding="utf-8"))


def is_quoted(quotation, text):
    """Whether the parts of a quotation stand in a text, each after the one before."""
    at = 0
    for part in quotation.split(LEFT_OUT):
        words = plain(part).strip("; ")
        at = text.find(words, at)
        if at < 0:
            return False
        at += len(words)
    return True


@pytest.mark.parametrize("study", ["means_to_an_end", "ten_years_on"])
def test_every_quotation_is_the_report_s_own_words(study, report):
    claims = read_table((ROOT / f"config/studies/{study}/claims.csv").as_posix())
    wrong = [
        claim
        for claim, words in zip(claims["claim_id"], claims["quotation"], strict=True)
        if not is_quoted(words, report)
    ]
    assert wrong == []


def test_the_check_sees_a_changed_word_and_a_changed_order():
    text = plain("PCTs are co-\nterminous with  councils (2008/09).")
    assert is_quoted("co-terminous with [...] (2008/09)", text)
    assert not is_quoted("co-terminous with the councils", text)
    assert not is_quoted("councils [...] co-terminous", text)
