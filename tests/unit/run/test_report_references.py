"""What report.yaml names and is not there: each would read as "not known" on the page."""

import copy

import pytest

from pooledfunds.core.settings import read_study, study_parts
from pooledfunds.run.references import reference_faults
from pooledfunds.run.report_references import ReportNames, report_faults

STUDIES = ("means_to_an_end", "ten_years_on")
FIRST = "questions, 'Are there fewer emergency bed days where money for intermediate care is "


@pytest.fixture
def told(monkeypatch):
    """The faults of a study whose report.yaml is changed."""

    def faults(study, change):
        parts = copy.deepcopy(study_parts(study))
        change(parts["report"])
        monkeypatch.setattr("pooledfunds.run.references.study_parts", lambda name: parts)
        return reference_faults(study, read_study(study))

    return faults


@pytest.mark.parametrize("study", STUDIES)
def test_what_the_studies_name_is_there(study):
    assert reference_faults(study, read_study(study)) == []


def changed(path, value):
    """A change of what lies at a path of the file."""

    def change(report):
        *way, last = path
        for step in way:
            report = report[step]
        report[last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (
            ("questions", 0, "estimates", 0, "specification"),
            "hospital_pol_pct/bed_days_*",
            "no specification fits 'hospital_pol_pct/bed_days_*'",
        ),
        (
            ("questions", 0, "estimates", 0, "specification"),
            "hospital_pool_pct/*",  # fits, so its misspelt term is what is wrong
            "",
        ),
        (
            ("questions", 0, "estimates", 0, "term"),
            "pool_intermediate_car",
            "has no term 'pool_intermediate_car'; the nearest is 'pool_intermediate_care'",
        ),
        (("questions", 0, "claims", 1), "C331", "no claim 'C331' is known"),
        (("chart",), "estimates_headlines", "chart: no exhibit 'estimates_headlines' is known"),
        (
            ("series_breaks", 0, "columns", 0),
            "joint_shares_*",
            "series_breaks, 2006/07: no panel has 'joint_shares_*'",
        ),
        (("indicators", 2, "column"), "delayed_patient", "no panel has 'delayed_patient'"),
    ],
)
def test_a_name_or_a_pattern_that_leads_to_nothing_is_a_fault(told, path, value, fault):
    found = told("means_to_an_end", changed(path, value))
    place = FIRST if path[0] == "questions" else ""
    assert len(found) == bool(fault)
    assert all(one.startswith(f"report.yaml, {place}") and fault in one for one in found)


def test_a_test_of_the_years_before_that_no_specification_makes_is_a_fault(told):
    change = changed(("design_test", "specification"), "joint_money/*")  # fitted, but no such test
    (found,) = told("ten_years_on", change)
    assert "design_test: no test of the years before fits 'joint_money/*'" in found


@pytest.mark.parametrize(
    ("there", "faults"),
    [((), []), (("C002", "chart"), ["questions, 'Fewer?': no claim", "chart: no exhibit"])],
)
def test_a_study_without_claims_or_exhibits_has_none_to_lead_to(there, faults):
    report = {"questions": [{"question": "Fewer?", "claims": ["C900"]}], "chart": "forest"}
    names = ReportNames({}, (), claims=there, exhibits=there, columns=())
    found = report_faults(report, names)
    assert len(found) == len(faults)
    assert all(words in one for words, one in zip(faults, found, strict=True))
