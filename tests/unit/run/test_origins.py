"""Every fact behind a claim and every estimate has an origin whose inputs are named."""

from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest

from pooledfunds.catalogue.area_types import area_types
from pooledfunds.catalogue.panel import panel_columns, tables_of
from pooledfunds.catalogue.sources import REPORT, readable_sources
from pooledfunds.core.settings import read_study, study_rows
from pooledfunds.estimation.fit import WITHOUT_ONE_FIT
from pooledfunds.exhibits.register import drawing_of
from pooledfunds.report.origins import Lineage, code_file
from pooledfunds.run.origins import FITTED_BY, declared_origins

STUDIES = ("means_to_an_end", "ten_years_on")


def origins_of(name: str) -> dict:
    study = read_study(name)
    exhibits = [
        row | {"drawing": drawing_of(row["exhibit"], name)} for row in study_rows(name, "exhibits")
    ]
    families = Path(f"config/studies/{name}/families.csv")
    found = declared_origins(name, study, exhibits, [str(families)] if families.is_file() else [])
    return {one.anchor: one for one in found}


def as_declared(name: str) -> Lineage:
    """Every panel as if each of its columns were made from all tables that may give them."""
    study = read_study(name)
    made = [
        (f"panel_{area_type}", entry.name, table)
        for area_type in area_types(study)
        for entry in panel_columns(area_type, study)
        for table in entry.tables
        if table in {one.name for one in tables_of(study)}
    ]
    made += [(f"panel_{area_type}", "", "bodies") for area_type in area_types(study)]
    made += [("panel_council_starts", "", "pssex1"), ("panel_council_month", "", "delayed_days")]
    table = pd.DataFrame(made, columns=["made", "part", "made_from"])
    return Lineage(study, table, readable_sources() | {REPORT})


@pytest.mark.parametrize("name", STUDIES)
def test_every_reading_of_a_claim_has_an_origin(name):
    kinds = {"fact": "fact", "estimate": "estimate", "family": "estimate"}
    asked = [
        f"{kinds[row['kind']]}-{row['target']}"
        for row in study_rows(name, "readings")
        if row["kind"]
    ]
    assert asked
    assert set(asked) <= set(origins_of(name))


@pytest.mark.parametrize("name", STUDIES)
def test_every_origin_names_returns_a_formula_and_code_that_is_there(name):
    lineage, origins = as_declared(name), origins_of(name)
    assert [one.anchor for one in origins.values() if not lineage.sources_of(one)] == []
    assert [one.anchor for one in origins.values() if not one.formula] == []
    assert [one.anchor for one in origins.values() if not code_file(one.code)] == []


def test_an_estimate_from_a_column_that_nothing_gives_is_found():
    lineage, origins = as_declared("ten_years_on"), origins_of("ten_years_on")
    estimate = next(one for one in origins.values() if one.kind == "estimate" and one.columns)
    panel, _ = estimate.columns[0]
    lost = type(estimate)(**{**vars(estimate), "columns": ((panel, "nobody_gives_this"),)})
    with pytest.raises(KeyError, match="nobody_gives_this"):
        lineage.sources_of(lost)


def test_the_formula_of_an_estimate_tells_what_was_fitted():
    told = origins_of("means_to_an_end")["estimate-hospital_pool_pct/bed_days_stroke/2007_08"]
    assert told.formula == (
        "Poisson regression: Stroke, emergency bed days (bed_days_stroke over "
        "expected_bed_days_stroke) on pool_intermediate_care; with coterminous and their product; "
        "given imd_score, log(population_65_plus); fixed effects of region_code; areas pct, "
        "2007/08; errors HC2"
    )
    assert ("panel_pct", "bed_days_stroke") in told.columns


def test_what_fits_each_design_is_there_by_its_name():
    assert set(WITHOUT_ONE_FIT) <= set(FITTED_BY)
    for code in FITTED_BY.values():
        module, _, function = code.rpartition(".")
        assert callable(getattr(import_module(module), function))


def test_no_two_origins_share_a_place():
    for name in STUDIES:
        study = read_study(name)
        found = declared_origins(name, study, [], [])
        assert len({one.anchor for one in found}) == len(found)
