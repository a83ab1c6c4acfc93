"""The pages that are printed from the code are those of today's code."""

import pytest
from generated_pages import facts_page, generated_pages, study_names

from pooledfunds.claims.fact import Fact
from pooledfunds.claims.registry import facts_of
from tests.conftest import ROOT

PAGES = generated_pages()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_generated_page_is_current(path):
    """``make docs`` prints it anew."""
    assert path.read_text(encoding="utf-8") == PAGES[path]


def test_every_fact_of_every_study_is_found_by_its_id():
    lines = (ROOT / "docs/facts.md").read_text(encoding="utf-8").splitlines()
    ids = [fact for study in study_names() for fact in facts_of(study)]
    assert len(ids) > 200
    first = [line.split("`")[1] for line in lines if line.startswith("| `")]
    assert sorted(first) == sorted(ids)


def older_share(tables):
    """Return nothing; only its name is printed."""


def test_a_fact_is_printed_with_unit_year_sources_formula_and_function():
    fact = Fact("older/share", "%", "1999", ("census", "pss"), "Older people over all", older_share)
    page = facts_page({"toy": {fact.id: fact}})
    row = "| `older/share` | % | 1999 | census, pss | Older people over all | `older_share` |"
    assert row in page.splitlines()
    assert "## toy" in page
