"""What lies where: which bodies share their ground, and which body a district belongs to."""

import pandas as pd

from pooledfunds.catalogue.area_types import AREA_CODES, HUB, partner_code
from pooledfunds.core.tables import rows_of


def partners_of(area_type: str, pairs: pd.DataFrame | None) -> dict[str, list[str]]:
    """Return the codes of the areas of the other type on the same ground, by code.

    Parameters
    ----------
    area_type
        The type of the areas that are asked about.
    pairs
        ``cssr_code`` and the partners' code; nothing where the study has one type of area.
    """
    if pairs is None:
        return {}
    own = AREA_CODES[area_type]
    (other,) = (name for name in (AREA_CODES[HUB], partner_code(pairs.columns)) if name != own)
    return {str(code): sorted(rows[other]) for code, rows in pairs.groupby(own)}


def districts_view(districts: pd.DataFrame | None, bodies: pd.Series) -> dict[str, int]:
    """Return the place of the body that each district lies in, by the district's name.

    A name that several bodies have a district of is left out, and one that is its body's own.

    Parameters
    ----------
    districts
        ``catalogue.areas.DISTRICTS``; nothing where no return gives them.
    bodies
        Names of the bodies by code, in their order.
    """
    if districts is None:
        return {}
    places = pd.Series(range(len(bodies)), index=bodies.index.astype(str))
    known = districts[districts["area_code"].isin(places.index)].drop_duplicates(
        ["district_name", "area_code"]
    )
    known = known[~known["district_name"].duplicated(keep=False)].sort_values("district_name")
    return {
        str(row.district_name): int(places[row.area_code])
        for row in rows_of(known)
        if row.district_name != bodies[row.area_code]
    }
