"""The linked panels: one row per body and year, every outcome with its denominator.

A panel is a list of bodies and years to which each return adds its columns (``columns``). What a
source that is not available would give stays missing. Every join finds at most one row, so no body
is lost or doubled.
"""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.areas.crosswalk import linked_areas
from pooledfunds.catalogue.area_types import pairs_table, partner_of
from pooledfunds.catalogue.derived import with_rates
from pooledfunds.catalogue.panel import panel_contract
from pooledfunds.core.row_accounts import row_account
from pooledfunds.core.vocabulary import KEY
from pooledfunds.linkage.boundaries import in_every_year
from pooledfunds.linkage.columns import columns_by_return, with_measures


def panel(area_type: str, tables: Mapping[str, pd.DataFrame], study: Mapping) -> pd.DataFrame:
    """Return the panel of a type of area (``catalogue.panel.panel_contract``).

    Parameters
    ----------
    area_type
        One of the study's ``area_types``.
    tables
        ``bodies``, and the staged and linked tables of whatever returns are available.
    study
        The settings of the study.
    """
    table = area_year_index(tables["bodies"], area_type, study["financial_years"])
    table = table.assign(linked_area=linked_area_of(table["area_code"], area_type, tables, study))
    for columns in columns_by_return(area_type, tables, study):
        table = table.merge(columns, on=KEY, how="left", validate="one_to_one")
    contract = panel_contract(area_type, study).columns
    numbers = [name for name, column in contract.items() if str(column.dtype) == "float64"]
    table = table.reindex(columns=list(contract)).astype(dict.fromkeys(numbers, float))
    table = with_measures(with_rates(table), area_type, tables, study)
    table["in_frame"] = in_frame(table, study.get("frame", {}))
    return table.sort_values(KEY, ignore_index=True)


def area_year_index(bodies: pd.DataFrame, area_type: str, years: list[str]) -> pd.DataFrame:
    """Return one row per body of a type and year, with its name, class and region.

    Parameters
    ----------
    bodies
        ``catalogue.areas.BODIES``.
    area_type
        The type of the bodies to return.
    years
        Financial years.
    """
    chosen = bodies[bodies["area_type"] == area_type]
    columns = ["area_code", "name", "area_class", "region_code", "region"]
    return in_every_year(chosen[columns], years)


def linked_area_of(
    codes: pd.Series, area_type: str, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.Series:
    """Return the linked area of each body; its own code where it has no partner.

    Parameters
    ----------
    codes
        Codes of bodies of one type.
    area_type
        That type.
    tables
        The table of pairs among them, where the study has partners.
    study
        ``area_types`` of the study.
    """
    pairs = tables.get(pairs_table(partner_of(study)))
    if pairs is None or pairs.empty:
        return codes
    areas = linked_areas(pairs)
    own = areas[areas["area_type"] == area_type].set_index("area_code")["linked_area"]
    return codes.map(own).fillna(codes)


def in_frame(panel: pd.DataFrame, settings: Mapping) -> pd.Series:
    """Return whether each body is of the size that the study is about (decision 5).

    A body of unknown population is in the frame, and every body of a study that declares no frame.

    Parameters
    ----------
    panel
        ``population``, persons of all ages, where the study has returns of it.
    settings
        ``frame`` of the study: ``smallest_population``; empty where it declares none.
    """
    if not settings or "population" not in panel:
        return pd.Series(data=True, index=panel.index)
    return ~(panel["population"] < settings["smallest_population"])


def panel_account(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the row account of a panel: body-years within the frame and those outside it.

    Parameters
    ----------
    table
        The panel.
    name
        As the account names it.
    """
    within = int(table["in_frame"].sum())
    outside = {"outside the frame: too small": len(table) - within}
    return row_account("panel", name, len(table), within, outside)
