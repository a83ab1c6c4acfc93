import inspect

import pytest

from pooledfunds.catalogue.declarations import function_of
from pooledfunds.catalogue.panel import (
    columns_of_records,
    panel_columns,
    panel_contract,
    tables_of,
)
from pooledfunds.catalogue.panel_columns import PANEL_COLUMNS
from pooledfunds.catalogue.study_tables import own_declarations
from pooledfunds.catalogue.tables import TABLES
from pooledfunds.core.settings import read_study
from tests.unit.catalogue import study_of_libraries

TOY = {"study": "unions", "returns": ["council_list", "council_population"], "outcomes": {}}


@pytest.mark.parametrize("entry", PANEL_COLUMNS, ids=lambda entry: entry.name)
def test_every_entry_names_a_function_of_areas_tables_and_study(entry):
    assert list(inspect.signature(function_of(entry.add)).parameters) == [
        "wanted",
        "tables",
        "study",
    ]


def test_every_entry_names_tables_of_the_catalogue():
    names = {one.name for one in TABLES}
    # Of a type of area that no reader is written for as yet.
    awaited = {"ccg_population", "ccg_deprivation"}
    assert {name for entry in PANEL_COLUMNS for name in entry.tables} - names <= awaited


def test_a_panel_has_the_columns_of_the_studys_own_returns():
    columns = list(panel_contract("council", TOY).columns)
    assert "population_85_plus" in columns
    assert not {"coterminous", "imd_score", "items", "pool_mental_health", "mh_stays"} & set(
        columns
    )
    with_items = TOY | {"returns": [*TOY["returns"], "equipment_delivery"]}
    more = list(panel_contract("council", with_items).columns)
    assert [name for name in more if name not in columns] == [
        "items_on_time",
        "items",
        "share_on_time",
        "apportioned_equipment",
    ]


# Columns of returns that the first study does not have.
OF_LATER_RETURNS = {
    "Better Care Fund income",
    "co-terminosity by small areas",
    "delayed days",
    "emergency admissions",
    "joint and NHS income",
    "person-days",
}


def test_the_first_study_has_what_every_return_of_its_panels_gives():
    study = read_study("means_to_an_end")
    names = [entry.name for entry in panel_columns("council", study)]
    own = [entry for entry in PANEL_COLUMNS if entry.area_types != ("pct",)]
    assert names == [entry.name for entry in own if entry.name not in OF_LATER_RETURNS]
    assert "care_trust" in panel_contract("pct", study).columns
    assert "joint_financing_older_people" not in panel_contract("pct", study).columns


def test_a_study_declares_columns_and_tables_of_its_own(monkeypatch):
    monkeypatch.setattr(
        "pooledfunds.catalogue.study_tables.own_declarations",
        lambda study: study_of_libraries.__name__ if study == "unions" else "",
    )
    assert "loans" in panel_contract("council", TOY).columns
    assert "loans" not in panel_contract("council", TOY | {"study": "others"}).columns
    assert "linked/loans_by_month" in [table.path for table in tables_of(TOY) if table.link]


def test_columns_of_records_are_those_declared_so():
    found = columns_of_records(read_study("means_to_an_end"))
    assert {"expected_admissions_stroke_at_fixed_rates", "mh_length_of_stay"} <= found
    assert all(
        name.startswith("mh_") or "admissions" in name or "bed_days" in name for name in found
    )
    assert columns_of_records(read_study("ten_years_on")) == columns_of_records(TOY) == set()


def test_two_entries_that_give_one_column_are_a_mistake(monkeypatch):
    monkeypatch.setattr(
        "pooledfunds.catalogue.panel.PANEL_COLUMNS",
        (*PANEL_COLUMNS, next(entry for entry in PANEL_COLUMNS if entry.name == "population")),
    )
    with pytest.raises(ValueError, match="has population, population_18_64"):
        panel_contract("council", TOY)


def test_a_study_without_a_package_declares_nothing():
    assert own_declarations("unions") == ""
    assert own_declarations("") == ""
