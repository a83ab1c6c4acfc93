"""Contracts of the panels: one row per area and year, with what every return of the study gives."""

from collections.abc import Mapping
from functools import partial

import pandera.pandas as pa

from pooledfunds.catalogue.area_types import AREA_TYPES, area_types
from pooledfunds.catalogue.council_starts import PANEL_COUNCIL_STARTS
from pooledfunds.catalogue.declarations import (
    BUILD_PAGE,
    ESTIMATE,
    LINK_RETURNS,
    PROTECT,
    PanelColumns,
    Table,
)
from pooledfunds.catalogue.panel_columns import PANEL_COLUMNS
from pooledfunds.catalogue.study_tables import (
    declared_by_study,
    tables_beside_panels,
    tables_of_returns,
)
from pooledfunds.core.financial_year import FINANCIAL_YEAR
from pooledfunds.core.schema import category, flag, nullable_number, table, text

KEYS = {
    "area_code": text("Code of the area"),
    "name": text("Name"),
    "area_class": category("Class"),
    "region_code": text("Region's code"),
    "region": text("Region"),
    "financial_year": text("Financial year", FINANCIAL_YEAR),
    "in_frame": flag("Whether the body is of the size that the study is about"),
    "linked_area": text("Areas of two types joined by persons in common, by a council's code"),
}
WHAT = "outcomes, denominators, exposures, moderator and covariates"


def panel_columns(area_type: str, study: Mapping) -> list[PanelColumns]:
    """Return what the panel of a type of area is made of: the columns of the study's returns.

    Parameters
    ----------
    area_type
        A name of ``catalogue.area_types.AREA_TYPES``.
    study
        The settings of the study, whose package may declare columns of its own
        (``PANEL_COLUMNS`` of ``studies.<study>.linkage``).
    """
    given = tables_of_returns(study)
    return [
        entry
        for entry in (*PANEL_COLUMNS, *declared_by_study(study, "PANEL_COLUMNS"))
        if (not entry.area_types or area_type in entry.area_types)
        and not given.isdisjoint(entry.tables)
        and all(section in study for section in entry.settings)
    ]


def part_by_column(area_type: str, study: Mapping) -> dict[str, str]:
    """Return by each column that the study's returns give a panel the name of its entry.

    Parameters
    ----------
    area_type, study
        See :func:`panel_columns`.
    """
    return {
        column: entry.name
        for entry in panel_columns(area_type, study)
        for column in entry.columns_of(study)
    }


def panel_contract(area_type: str, study: Mapping) -> pa.DataFrameSchema:
    """Return the contract of a type of area's panel, as the study's returns and settings make it.

    To the columns of the returns come those of each outcome that names a ``measure``, computed by
    that function of ``linkage.outcomes.measures``.

    Parameters
    ----------
    area_type, study
        See :func:`panel_columns`.

    Raises
    ------
    ValueError
        When two entries declare one column.
    """
    columns = dict(KEYS)
    for entry in panel_columns(area_type, study):
        own = entry.columns_of(study)
        twice = sorted(set(columns) & set(own))
        if twice:
            raise ValueError(f"the {area_type} panel has {', '.join(twice)} already: {entry.name}")
        columns |= own
    columns |= {
        name: nullable_number(f"{outcome['label']}, {outcome['unit']}", None)
        for name, outcome in study["outcomes"].items()
        if "measure" in outcome
    }
    words = f"{AREA_TYPES[area_type].title} by year: {WHAT}"
    return table(f"panel_{area_type}", words, columns, unique=["area_code", "financial_year"])


def columns_of_records(study: Mapping) -> set[str]:
    """Return the columns of a study's panels that rest on patients' records."""
    return {
        name
        for area_type in area_types(study)
        for entry in panel_columns(area_type, study)
        if entry.of_records
        for name in entry.columns_of(study)
    }


def columns_of_panels(study: Mapping) -> dict[str, set[str]]:
    """Return the columns of each of a study's panels, by type of area and of those at risk."""
    columns = {one: set(panel_contract(one, study).columns) for one in area_types(study)}
    starts = PANEL_COUNCIL_STARTS
    if starts.name in tables_of_returns(study):
        columns[str(starts.name).removeprefix("panel_")] = set(starts.columns)
    return columns


def panel_tables(study: Mapping) -> list[Table]:
    """Return the panels of a study, one a type of area; every run has them.

    Each is written twice: to be estimated from, and as disclosure rules let it be published
    (decision 97).
    """
    return [
        Table(
            partial(panel_contract, area_type),
            rule,
            named=f"panel_{area_type}",
            needed_by=(reader,),
        )
        for rule, reader in ((LINK_RETURNS, ESTIMATE), (PROTECT, BUILD_PAGE))
        for area_type in area_types(study)
    ]


def tables_of(study: Mapping) -> list[Table]:
    """Return every table of a study, whether or not the returns that give it are available."""
    return [*tables_beside_panels(study), *panel_tables(study)]


def linking_functions(study: Mapping) -> list[str]:
    """Return the functions, as ``module:function``, that make a study's panels and tables."""
    added = [entry.add for one in area_types(study) for entry in panel_columns(one, study)]
    return sorted({*added, *(table.link for table in tables_of(study) if table.link)})


def totals_carried(area_type: str, study: Mapping) -> dict[str, str]:
    """Return the patterns of a panel's totals that are carried from areas of another type.

    Parameters
    ----------
    area_type, study
        See :func:`panel_columns`.

    Returns
    -------
    dict
        By the column that says which share of them was apportioned.
    """
    return {
        share: pattern
        for entry in panel_columns(area_type, study)
        for share, pattern in entry.carried.items()
    }
