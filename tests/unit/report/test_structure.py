from pooledfunds.report.structure import Indicator, StudyReport, read_study_report


def test_a_study_without_a_report_declares_nothing(tmp_path):
    assert read_study_report(tmp_path / "report.yaml") == StudyReport()


def test_what_the_file_declares_is_as_the_page_asks_for_it(tmp_path):
    file = tmp_path / "report.yaml"
    file.write_text(
        "claims: hypotheses\nindicators: [{label: Falls, unit: n, column: falls}]\n",
        encoding="utf-8",
    )
    report = read_study_report(file)
    assert report.claims == "hypotheses"
    assert report.indicators == (Indicator("Falls", "n", "falls"),)


def test_an_indicator_of_all_conditions_is_one_for_each():
    stays = Indicator("Stays: {condition}", "n", "stays_{condition}", "expected_{condition}")
    report = StudyReport(table="Table 1", indicators=(stays, Indicator("Falls", "n", "falls")))
    assert [(one.label, one.column, one.base) for one in report.indicators_of(["hip_break"])] == [
        ("Stays: hip break", "stays_hip_break", "expected_hip_break"),
        ("Falls", "falls", ""),
    ]
