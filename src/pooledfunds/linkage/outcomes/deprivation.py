"""The deprivation score of each body, the same in every year."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.catalogue.area_types import AREA_CODES, HUB
from pooledfunds.linkage.apportionment import Apportionment
from pooledfunds.linkage.boundaries import in_every_year


def deprivation(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame | None:
    """Return each body's deprivation score: its own, or else the average of its councils'.

    Parameters
    ----------
    wanted
        The type of area, and how councils' scores are averaged for it.
    tables
        ``<area_type>_deprivation`` of the areas or of councils, where available.
    study
        ``financial_years``.

    Returns
    -------
    DataFrame or None
        ``area_code, financial_year, imd_score, apportioned_deprivation``; nothing where no score
        is available.
    """
    for source in dict.fromkeys((wanted.area_type, HUB)):
        if f"{source}_deprivation" in tables:
            scores = tables[f"{source}_deprivation"]
            scores = scores.rename(columns={AREA_CODES[source]: "area_code"})
            table = in_every_year(scores[["area_code", "imd_score"]], study["financial_years"])
            return wanted.own(source, table, "deprivation", "rate")
    return None
