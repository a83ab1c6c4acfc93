"""Equipment for living at home: items delivered on time, by council and year."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.catalogue.area_types import HUB
from pooledfunds.core.vocabulary import KEY
from pooledfunds.linkage.apportionment import Apportionment


def equipment_delivered(equipment: pd.DataFrame) -> pd.DataFrame:
    """Return items of equipment on time and in all, by council (PAF D54)."""
    columns = ["items_on_time", "items"]
    table = equipment.rename(columns={"cssr_code": "area_code"})[[*KEY, *columns]]
    return table.astype(dict.fromkeys(columns, float))


def equipment(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame:
    """Return items of equipment that councils deliver, apportioned to other areas.

    Parameters
    ----------
    wanted
        The type of area, and how figures are apportioned to it.
    tables
        ``equipment_delivery`` among them.
    study
        Nothing is asked of it.
    """
    delivered = equipment_delivered(tables["equipment_delivery"])
    return wanted.own(HUB, delivered, "equipment")
