import pytest

from pooledfunds.report.structure import (
    Indicator,
    ReportFileError,
    StudyReport,
    read_study_report,
)


def test_a_study_without_a_report_declares_nothing(tmp_path):
    assert read_study_report(tmp_path / "report.yaml") == StudyReport()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("titel: A study", "titel"),
        ("chapters: [{title: One, paragraph: 3}]", "paragraph"),
        ("indicators: [{label: Falls, unit: n}]", "column"),
    ],
)
def test_a_key_that_is_misspelt_or_missing_is_named_with_its_file(tmp_path, text, named):
    file = tmp_path / "report.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ReportFileError, match=named) as raised:
        read_study_report(file)
    assert str(file) in str(raised.value)


def test_an_indicator_of_all_conditions_is_one_for_each():
    stays = Indicator("Stays: {condition}", "n", "stays_{condition}", "expected_{condition}")
    report = StudyReport(table="Table 1", indicators=(stays, Indicator("Falls", "n", "falls")))
    assert [(one.label, one.column, one.base) for one in report.indicators_of(["hip_break"])] == [
        ("Stays: hip break", "stays_hip_break", "expected_hip_break"),
        ("Falls", "falls", ""),
    ]
