import pandas as pd

from pooledfunds.report.structure import StudyReport
from pooledfunds.report.views.coverage import with_coverage

WORDS = "England, {areas}, 2011/12"
PCTS = {"area_types": ["council", "pct"]}


def coverage_words(words, tables, study):
    return with_coverage(StudyReport(coverage=words), tables, study).coverage


def panel(codes, outside=()):
    rows = [(code, year, code not in outside) for code in codes for year in ("2011/12", "2012/13")]
    return pd.DataFrame(rows, columns=["area_code", "financial_year", "in_frame"])


def test_areas_of_each_type_are_counted_from_the_panels():
    tables = {"panel_council": panel(["101", "102", "103"]), "panel_pct": panel(["5A1", "5A2"])}
    expected = "England, 3 councils and 2 primary care trusts, 2011/12"
    assert coverage_words(WORDS, tables, PCTS) == expected


def test_an_area_of_several_councils_and_one_outside_the_frame_are_told():
    members = pd.DataFrame(
        {"cssr_code": ["101", "102", "103", "104"], "area_code": ["101", "102", "102", "104"]}
    )
    tables = {"panel_council": panel(["101", "102", "104"], ["104"]), "council_areas": members}
    assert coverage_words(WORDS, tables, {"area_types": ["council"]}) == (
        "England, 2 areas (3 councils; 1 more is too small to compare), 2011/12"
    )


def test_words_without_a_place_for_areas_stay_as_they_are():
    assert coverage_words("London", {}, PCTS) == "London"
