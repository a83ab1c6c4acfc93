"""The words of the page: none private, no number of a finding without unit, easy to read."""

import pandas as pd
import pytest

from pooledfunds.report.page import build_details, build_page
from pooledfunds.report.structure import read_study_report
from pooledfunds.report.views.answers import Evidence, answers
from pooledfunds.report.views.short_answer import design_sentence
from tests.conftest import ROOT
from tests.unit.report.reading import grade, numbers_without_unit, private_words
from tests.unit.report.test_page import Page, context
from tests.unit.report.views.test_answers import OUTCOMES, joint_tests
from tests.unit.report.views.test_answers import estimates as some_estimates

STUDIES = sorted(path.parent.name for path in ROOT.glob("config/studies/*/report.yaml"))
YEARS_AT_SCHOOL = 12  # a reader of 17; the measured grade of the longest answer is below it


def short_answer(study):
    """The short answer of a study in which every question has the same one estimate."""
    report = read_study_report(ROOT / "config/studies" / study / "report.yaml")
    tables = []
    row = some_estimates(("days", -0.05, -0.10, 0.02, "log", "inconclusive"))
    for question in report.questions:
        for specification, term in question.estimates:
            tables.append(row.assign(specification=specification.replace("*", "x"), term=term))
    table = pd.concat(tables, ignore_index=True)
    design = ""
    if report.design_test:
        tests = joint_tests(0.3).assign(
            specification=report.design_test.specification.replace("*", "x")
        )
        design = design_sentence(report.design_test, tests)
    return answers(report.questions, Evidence(table, {}, OUTCOMES, {}), design)["short"]


@pytest.mark.parametrize("basis", ["official", "artificial"])
@pytest.mark.parametrize("build", [build_page, build_details])
def test_no_page_holds_a_private_word(basis, build):
    assert private_words(Page(build(context(basis))).text) == []


@pytest.mark.parametrize("study", STUDIES)
def test_the_short_answer_is_at_most_six_sentences_with_units_and_easy_to_read(study):
    sentences = short_answer(study)
    assert 1 < len(sentences) <= 6
    assert [numbers_without_unit(sentence) for sentence in sentences] == [[]] * len(sentences)
    assert grade(sentences) <= YEARS_AT_SCHOOL
    assert private_words(" ".join(sentences)) == []


@pytest.mark.parametrize("study", STUDIES)
def test_what_a_study_says_first_is_plain(study):
    report = read_study_report(ROOT / "config/studies" / study / "report.yaml")
    words = [report.headline, *report.limits, *(one.question for one in report.questions)]
    assert private_words(" ".join(words)) == []
    assert grade(list(report.limits)) <= YEARS_AT_SCHOOL
    assert len(report.limits) == 3
    assert report.headline.endswith("?")
    assert report.coverage


def test_what_the_checks_of_words_look_for_they_find():
    assert private_words("Its interval holds nought.") == ["nought"]
    assert numbers_without_unit("It was 0.05 (0.01, 0.2).") == ["0.05", "0.01", "0.2"]
    assert numbers_without_unit("Days were 4.9% lower (9.5% lower to 2.0% higher), p = 0.3.") == []
    assert grade(["The cat sat on the mat."]) < 3
    assert grade(["Institutional heterogeneity necessitates multivariable standardisation."]) > 20
