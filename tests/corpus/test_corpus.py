"""A short form of the corpus of damaged returns: ``make corpus`` judges all of it."""

import pytest

from pooledfunds.synthetic.england import generate_synthetic_england
from tests.corpus.__main__ import VOLUME
from tests.corpus.book_damage import BOOK_KINDS
from tests.corpus.cases import SEED, Corpus, all_cases, chosen
from tests.corpus.hes_damage import HES_KINDS
from tests.corpus.judge import FATE, FAULT, SAME, SILENT, Outcome, judge
from tests.corpus.text_damage import KINDS


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    raw = tmp_path_factory.mktemp("raw")
    generate_synthetic_england(raw, {"seed": SEED, "truth": "report", "hes_volume": VOLUME})
    return Corpus(raw, tmp_path_factory.mktemp("damaged"))


@pytest.mark.parametrize("kind", [*KINDS, *BOOK_KINDS, *HES_KINDS])
def test_no_damage_passes_in_silence(corpus, kind):
    cases = [case for case in all_cases(corpus.reader) if case.kind.name == kind]
    for case in chosen(cases, 1):
        found = corpus.judge(case)
        assert found is None or found.right_for(case.kind), (case.name, found)


def test_the_same_seed_gives_the_same_damage(corpus):
    for case in chosen(list(all_cases(corpus.reader)), 1)[:20]:
        given, _ = corpus.given(case)
        assert case.damaged(given) == case.damaged(given)


def test_what_a_reader_passes_over_is_called_silent():
    """The judge can say no: a reader that drops a row, or names no file, is found out."""
    import pandas as pd

    from pooledfunds.core.errors import BadInput, Issue
    from pooledfunds.core.row_accounts import row_account

    table = pd.DataFrame({"code": ["1", "2"], "value": [1.0, 2.0]})
    whole = {"return": table, "return_accounts": row_account("return", "a.csv", 2, 2)}
    shorter = {"return": table[:1], "return_accounts": row_account("return", "a.csv", 1, 1)}
    counted = {
        "return": table[:1],
        "return_accounts": row_account("return", "a.csv", 2, 1, {"no such council": 1}),
    }

    def fails(name):
        raise BadInput([Issue(name, "line 2", "not a number")])

    assert judge(lambda: whole, whole, "a.csv").word == SAME
    assert judge(lambda: shorter, whole, "a.csv").word == SILENT
    assert judge(lambda: counted, whole, "a.csv").word == FATE
    assert judge(lambda: fails("a.csv"), whole, "a.csv").word == FAULT
    assert judge(lambda: fails("b.csv"), whole, "a.csv").word == "fault without its file"
    assert judge(lambda: 1 / 0, whole, "a.csv").word == "traceback"
    assert not Outcome(FAULT, "", 11.0).right_for(KINDS["empty"])
    assert not Outcome(FATE, "", 0.0, ("return",)).right_for(KINDS["windows_lines"])
    assert Outcome(FATE, "", 0.0).right_for(KINDS["windows_lines"])
