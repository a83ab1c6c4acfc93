"""Equipment for living at home: items delivered on time, by council and year."""

import pandas as pd

from pooledfunds.core.vocabulary import KEY


def equipment_delivered(equipment: pd.DataFrame) -> pd.DataFrame:
    """Return items of equipment on time and in all, by council (PAF D54)."""
    columns = ["items_on_time", "items"]
    table = equipment.rename(columns={"cssr_code": "area_code"})[[*KEY, *columns]]
    return table.astype(dict.fromkeys(columns, float))
