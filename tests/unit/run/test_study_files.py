"""A file of a study's folder that breaks its schema is told with its name and place."""

import shutil

import pytest

from pooledfunds.core import settings
from pooledfunds.run.study_files import study_file_faults
from tests.conftest import ROOT

STUDY = "means_to_an_end"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "config/studies" / STUDY, tmp_path / STUDY)
    monkeypatch.setattr(settings, "STUDIES", tmp_path)
    return tmp_path / STUDY


def edit(folder, file, old, new):
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def told(folder):
    return [fault.replace(f"{folder.as_posix()}/", "") for fault in study_file_faults(STUDY)]


def test_the_study_breaks_none(folder):
    assert told(folder) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("study.yaml", "smallest_population:", "smalest:", "study.yaml: frame: "),
        ("outcomes.yaml", "unit: days", "units: days", "outcomes.yaml: outcomes."),
        ("exposures.yaml", "per: 10", "per: ten", "exposures.yaml: deprivation.per: 'ten' is not"),
        ("designs.yaml", "HC2", "HC9", "designs.yaml: cross_section.covariance: 'HC9' is not one"),
        ("curves.yaml", "strata:", "strat:", "curves.yaml: spending_joint_"),
        ("report.yaml", "citation:", "citations:", "report.yaml: Additional properties"),
        ("report.yaml", "last_paragraph: 6", "paragraph: 6", "report.yaml: chapters.0: "),
        ("report.yaml", "column: imd_score", "colum: imd_score", "report.yaml: indicators."),
        ("claims.csv", "numeric", "numerical", "claims.csv line 2: kind: 'numerical' is not one"),
        ("readings.csv", "arithmetic", "arithmatic", "readings.csv line 2: role: 'arithmatic'"),
        ("specifications.csv", "poisson", "poison", "specifications.csv line 2: family: 'poison'"),
        ("specifications.csv", ",moderated,", ",modrated,", "line 2: no design 'modrated'"),
        (
            "specifications.csv",
            "\nhospital_coterminous_pct",
            "\nhospital_pool_pct",
            "stands in line 2 too",
        ),
        ("specifications.csv", ",margin,", ",margn,", "line 2: Unevaluated properties are not"),
    ],
)
def test_what_breaks_a_schema_names_its_file_and_place(folder, file, old, new, fault):
    edit(folder, file, old, new)
    faults = told(folder)
    assert fault in faults[0] or any(fault in one for one in faults)
    assert all(one.startswith(file) for one in faults)


def test_what_is_no_yaml_names_its_file_and_line(folder):
    edit(folder, "study.yaml", "\nframe:", "\nframe: [")
    with pytest.raises(settings.SettingsError, match=r"study\.yaml, line \d+: "):
        study_file_faults(STUDY)


def test_curves_and_tables_may_be_absent(folder):
    for file in ("curves.yaml", "claims.csv", "readings.csv", "families.csv", "exhibits.csv"):
        (folder / file).unlink()
    assert told(folder) == []
    assert settings.study_tables(STUDY) == {}
    assert settings.read_study(STUDY)["curves"] == {}


def test_a_study_s_own_word_list_and_basis_go_before_the_common_ones(folder):
    (folder / "codelists/source_years.csv").write_text("source,first,last,reason\n")
    (folder / "official.yaml").write_text("sources: {wcc: [wcc.csv]}\n")
    assert settings.word_list_files(STUDY)["source_years"].startswith(folder.as_posix())
    basis = settings.read_basis(STUDY, "official")
    assert basis.sources == {"wcc": ["wcc.csv"]}
    assert basis.root == f"data/raw/official/{STUDY}"
    assert settings.read_basis(STUDY, "official", "elsewhere").root == "elsewhere"
