"""What the study declares of its report names columns and modules that exist."""

from importlib import import_module

import pytest

from pooledfunds.catalogue.area_types import area_types
from pooledfunds.catalogue.panel import panel_contract
from pooledfunds.catalogue.panel_columns import conditions_of
from pooledfunds.core.codelists import read_table
from pooledfunds.core.settings import read_study
from pooledfunds.exhibits.register import drawing_of
from pooledfunds.report.structure import read_study_report
from tests.conftest import ROOT

STUDY = "means_to_an_end"
EXHIBITS = read_table(next(ROOT.glob("config/**/exhibits.csv")))["exhibit"]


def test_every_indicator_compares_columns_of_a_panel():
    study = read_study(STUDY)
    report = read_study_report(ROOT / f"config/studies/{STUDY}/report.yaml")
    columns = {name for one in area_types(study) for name in panel_contract(one, study).columns}
    asked = {
        name
        for one in report.indicators_of(conditions_of(study))
        for name in (one.column, one.base, one.apportioned)
        if name
    }
    assert asked <= columns


def test_chapters_follow_each_other():
    report = read_study_report(ROOT / f"config/studies/{STUDY}/report.yaml")
    last = [chapter.last_paragraph for chapter in report.chapters]
    assert last == sorted(last)
    assert max(report.paragraph_of_figure.values()) <= last[-1]


@pytest.mark.parametrize("exhibit", EXHIBITS)
def test_a_module_that_draws_an_exhibit_has_its_four_functions(exhibit):
    module = import_module(drawing_of(exhibit, STUDY, ROOT / "src"))
    assert all(callable(getattr(module, name)) for name in ("table", "caption", "describe", "draw"))
