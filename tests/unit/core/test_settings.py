import pytest

from pooledfunds.catalogue.sources import at_hand
from pooledfunds.core.settings import SettingsError, check, nearest, schema_faults
from pooledfunds.run.hospital import hospital_faults
from pooledfunds.run.returns import returns_folder
from tests.conftest import ROOT


def test_faults_of_settings_are_told_together():
    check([])
    with pytest.raises(SettingsError, match=r"2 faults in the settings; no job was run\n  a\n  b"):
        check(iter(["a", "b"]))


def test_a_schema_tells_every_breach_with_its_place(tmp_path):
    schema = tmp_path / "schema.yaml"
    schema.write_text(
        "type: object\nadditionalProperties: false\nproperties:\n  years: {type: array}\n"
        "  margin: {type: number, exclusiveMinimum: 0}\n"
    )
    faults = schema_faults({"years": "2007/08", "margin": 0, "yers": []}, schema, "config")
    assert faults == [
        "config: Additional properties are not allowed ('yers' was unexpected)",
        "config.margin: 0 is less than or equal to the minimum of 0",
        "config.years: '2007/08' is not of type 'array'",
    ]


def test_official_returns_are_those_that_are_there(tmp_path):
    (tmp_path / "pssex1").mkdir()
    (tmp_path / "pssex1" / "a.xls").write_text("a return")
    config = {
        "basis": "official",
        "official_root": tmp_path.as_posix(),
        "sources": {"pssex1": ["pssex1/*.xls", "pssex1/*"], "hes_apc": ["hes/*"]},
    }
    files = returns_folder(config).sources
    assert files == {"pssex1": [f"{tmp_path.as_posix()}/pssex1/a.xls"], "hes_apc": []}
    assert at_hand(files) == {"pssex1", "published_report"}


def test_an_empty_folder_of_returns_is_an_error_that_says_what_to_do(tmp_path):
    config = {"basis": "official", "official_root": str(tmp_path), "sources": {"pssex1": ["*"]}}
    with pytest.raises(SettingsError, match="--config official_root=PATH"):
        returns_folder(config)


def test_a_diagnosis_set_or_year_that_is_not_there_is_told_before_any_job(monkeypatch):
    monkeypatch.chdir(ROOT)
    hes = {
        "diagnosis_sets": {"stroke": "main"},
        "variants": {"diagnoses": {"other": {"diagnosis_sets": {"stroke": "modern"}}}},
    }
    study = {"hes": hes, "trends": {"rates_of": "2001/02"}, "financial_years": ["2007/08"]}
    assert hospital_faults(study) == [
        "hes.variants.diagnoses.other: config/codelists/hes_diagnosis_sets.csv lists no variant "
        "'modern' of stroke",
        "trends.rates_of: 2001/02 is not a year of the study",
    ]


def test_a_condition_that_is_not_declared_is_told_with_those_that_are(monkeypatch):
    monkeypatch.chdir(ROOT)
    hes = {
        "diagnosis_sets": {"stroke": "main"},
        "variants": {"diagnoses": {"other": {"diagnosis_sets": {"lower_respiratory": "main"}}}},
    }
    study = {"hes": hes, "trends": {"rates_of": "2007/08"}, "financial_years": ["2007/08"]}
    assert hospital_faults(study) == [
        "hes.variants.diagnoses.other: hes.diagnosis_sets has no condition 'lower_respiratory'; "
        "there are: stroke"
    ]


def test_the_nearest_name_is_told_else_all_of_a_few():
    assert nearest("bed_days_strok", {"bed_days_stroke", "items"}) == (
        "; the nearest is 'bed_days_stroke'"
    )
    assert nearest("copd", {"stroke", "items"}) == "; there are: items, stroke"
    assert nearest("copd", {f"column_{number}" for number in range(99)}) == ""
