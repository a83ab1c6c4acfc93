import pytest

from pooledfunds.catalogue.sources import at_hand
from pooledfunds.core.settings import (
    Basis,
    SettingsError,
    check,
    nearest,
    read_yaml,
    schema_faults,
    word_list_files,
)
from pooledfunds.run.hospital import hospital_faults
from pooledfunds.run.returns import returns_folder
from tests.conftest import ROOT


def test_faults_of_settings_are_told_together():
    check([])
    with pytest.raises(SettingsError, match=r"2 faults in the settings; no job was run\n  a\n  b"):
        check(iter(["a", "b"]))


def test_a_schema_tells_every_breach_with_its_file_and_place():
    world = {"writer": "pooledfunds.synthetic.england:write", "seed": -1, "truth": "report"}
    given = {"rot": "returns", "sources": {"pssex1": "*.xls"}, "world": world}
    assert schema_faults(given, "basis", "official.yaml") == [
        "official.yaml: Additional properties are not allowed ('rot' was unexpected)",
        "official.yaml: sources.pssex1: '*.xls' is not of type 'array'",
        "official.yaml: world.seed: -1 is less than the minimum of 0",
    ]


def test_a_writer_of_worlds_is_a_function_of_the_package_that_invents():
    (fault,) = schema_faults({"world": {"writer": "os:system", "seed": 1}}, "basis", "a.yaml")
    assert fault.startswith("a.yaml: world.writer: 'os:system' does not match")


def test_word_lists_of_a_basis_go_before_those_of_the_study_and_the_common_ones(monkeypatch):
    monkeypatch.chdir(ROOT)
    basis = Basis("artificial", "returns", {}, {"fixes": "f.csv"}, {"return_rows": "rows.csv"})
    lists = word_list_files("ten_years_on", basis)
    assert (lists["return_rows"], lists["fixes"]) == ("rows.csv", "f.csv")
    own = word_list_files("ten_years_on")
    assert own["return_rows"] == "config/studies/ten_years_on/codelists/return_rows.csv"


def test_official_returns_are_those_that_are_there(tmp_path):
    (tmp_path / "pssex1").mkdir()
    (tmp_path / "pssex1" / "a.xls").write_text("a return")
    sources = {"pssex1": ["pssex1/*.xls", "pssex1/*"], "hes_apc": ["hes/*"]}
    files = returns_folder(Basis("official", tmp_path.as_posix(), sources)).sources
    assert files == {"pssex1": [f"{tmp_path.as_posix()}/pssex1/a.xls"], "hes_apc": []}
    assert at_hand(files) == {"pssex1", "published_report"}


def test_an_empty_folder_of_returns_is_an_error_that_says_what_to_do(tmp_path):
    basis = Basis("official", str(tmp_path), {"pssex1": ["*"]}, files=("official.yaml",))
    with pytest.raises(SettingsError, match=r"official_root=PATH \(official.yaml names the files"):
        returns_folder(basis)


def test_a_diagnosis_set_or_year_that_is_not_there_is_told_before_any_job(monkeypatch):
    monkeypatch.chdir(ROOT)
    hes = {
        "diagnosis_sets": {"stroke": "main"},
        "variants": {"axes": {"diagnoses": {"other": {"diagnosis_sets": {"stroke": "modern"}}}}},
    }
    study = {"hes": hes, "trends": {"reference_year": "2001/02"}, "financial_years": ["2007/08"]}
    assert hospital_faults(study) == [
        "hes.variants.axes.diagnoses.other: config/codelists/hes_diagnosis_sets.csv lists no "
        "variant 'modern' of stroke",
        "trends.reference_year: 2001/02 is not a year of the study",
    ]


def test_a_condition_that_is_not_declared_is_told_with_those_that_are(monkeypatch):
    monkeypatch.chdir(ROOT)
    hes = {
        "diagnosis_sets": {"stroke": "main"},
        "variants": {
            "axes": {"diagnoses": {"other": {"diagnosis_sets": {"lower_respiratory": "main"}}}}
        },
    }
    study = {"hes": hes, "trends": {"reference_year": "2007/08"}, "financial_years": ["2007/08"]}
    assert hospital_faults(study) == [
        "hes.variants.axes.diagnoses.other: hes.diagnosis_sets has no condition "
        "'lower_respiratory'; there are: stroke"
    ]


def test_the_nearest_name_is_told_else_all_of_a_few():
    assert nearest("bed_days_strok", {"bed_days_stroke", "items"}) == (
        "; the nearest is 'bed_days_stroke'"
    )
    assert nearest("copd", {"stroke", "items"}) == "; there are: items, stroke"
    assert nearest("copd", {f"column_{number}" for number in range(99)}) == ""


def test_a_key_that_stands_twice_is_refused_with_its_lines(tmp_path):
    file = tmp_path / "study.yaml"
    file.write_text("margins:\n  share: 0.01\n  years: 2\n  share: 0.1\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"study\.yaml, line 4: 'share' stands in line 2 too"):
        read_yaml(file)


def test_keys_that_an_anchor_merges_in_stand_once(tmp_path):
    file = tmp_path / "curves.yaml"
    file.write_text("a: &a {x: 1}\nb: {<<: *a, x: 2}\n", encoding="utf-8")
    assert read_yaml(file) == {"a": {"x": 1}, "b": {"x": 2}}
