"""Panels by month, and what the years' panels say of their areas."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.catalogue.area_types import partner_of
from pooledfunds.core.vocabulary import KEY
from pooledfunds.estimation.specifications import Specification, panel_name


def plain_panels(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the panels among some tables, as ``plain_text`` has them."""
    return {name: plain_text(table) for name, table in tables.items() if name.startswith("panel_")}


def plain_text(panel: pd.DataFrame) -> pd.DataFrame:
    """Return a panel whose text is plain objects, which many small look-ups read fastest."""
    text = [name for name, kind in panel.dtypes.items() if pd.api.types.is_string_dtype(kind)]
    return panel.astype(dict.fromkeys(text, object))


def yearly_panels(panels: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the panels by year: those whose name goes on no other's, as ``panel_council_month``.

    Parameters
    ----------
    panels
        By name, ``panel_<type of area>`` or ``panel_<type of area>_<by>``.
    """
    return {
        name: panel
        for name, panel in panels.items()
        if not any(name.startswith(f"{other}_") for other in panels)
    }


def panel_of(panels: Mapping[str, pd.DataFrame], specification: Specification) -> pd.DataFrame:
    """Return the panel that a specification is fitted to.

    A dose by month has that of the months, with the other columns of their areas and years; a
    hazard that of those at risk, which has all that it needs.

    Parameters
    ----------
    panels
        By name, ``panel_<type of area>`` or ``panel_<type of area>_<by>``.
    specification
        Its ``area_type``, ``design`` and ``by``.
    """
    panel = panels[f"panel_{specification.area_type}"]
    name = panel_name(specification.area_type, specification.design, specification.by)
    finer = panels.get(f"panel_{name}")
    if finer is None or name == specification.area_type:
        return panel
    if specification.design == "hazard":
        return finer
    added = panel[[*KEY, *(column for column in panel if column not in finer)]]
    return finer.merge(added, on=KEY, how="left", validate="many_to_one")


def with_partner_totals(
    panels: Mapping[str, pd.DataFrame], tables: Mapping[str, pd.DataFrame], study: Mapping
) -> dict[str, pd.DataFrame]:
    """Return the panels, with what a partner without one of its own counts in its place.

    Parameters
    ----------
    panels
        By name, ``panel_<type of area>``.
    tables
        Of the estimation stage; ``partner_totals`` where a return of partners is carried.
    study
        Its settings.
    """
    own = f"panel_{partner_of(study)}"
    if own in panels or "partner_totals" not in tables:
        return dict(panels)
    return {**panels, own: tables["partner_totals"]}
