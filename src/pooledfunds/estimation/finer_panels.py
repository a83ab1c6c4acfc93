"""Panels by month, and what the years' panels say of their areas."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.core.vocabulary import KEY
from pooledfunds.estimation.specifications import Specification, panel_name


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
