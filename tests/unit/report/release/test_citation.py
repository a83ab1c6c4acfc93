import pytest

from pooledfunds.core.errors import StudyError
from pooledfunds.report.release.citation import latest_changes, licences, read_citation
from tests.conftest import ROOT
from tests.unit.report.release.conftest import CHANGES, CITATION


def test_the_release_says_what_the_citation_file_says(tmp_path):
    (tmp_path / "CITATION.cff").write_text(CITATION)
    (tmp_path / "CHANGELOG.md").write_text(CHANGES)
    found = read_citation(tmp_path / "CITATION.cff", tmp_path / "CHANGELOG.md")
    assert found.reference == "The study (2026). Pooled funds, version 1.2.0."
    assert (found.publisher, found.date, found.licence) == ("The study", "2026-11-28", "MIT")


def test_what_changed_is_the_newest_section_that_says_anything():
    assert latest_changes(CHANGES) == (
        "estimates.csv holds effects of interest alone.",
        "Numbers have six digits.",
    )
    assert latest_changes("# Changes\n") == ()


def test_a_citation_without_a_date_is_refused(tmp_path):
    (tmp_path / "CITATION.cff").write_text(CITATION.replace("date-released: 2026-11-28", ""))
    (tmp_path / "CHANGELOG.md").write_text(CHANGES)
    with pytest.raises(StudyError, match="no date-released; a release shows them"):
        read_citation(tmp_path / "CITATION.cff", tmp_path / "CHANGELOG.md")


def test_the_projects_own_citation_has_what_a_release_shows():
    assert read_citation(ROOT / "CITATION.cff", ROOT / "CHANGELOG.md").changes


def test_official_statistics_keep_their_licence():
    assert [one["name"] for one in licences("artificial")] == ["MIT"]
    assert [one["name"] for one in licences("official")] == ["MIT", "OGL-UK-3.0"]
