"""The deprivation score of each body, the same in every year."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.catalogue.area_types import AREA_CODES, HUB
from pooledfunds.core.vocabulary import KEY
from pooledfunds.linkage.apportionment import Apportionment


def deprivation(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], years: list[str]
) -> pd.DataFrame:
    """Return each body's deprivation score: its own, or else the average of its councils'.

    Parameters
    ----------
    wanted
        The type of area, and how councils' scores are averaged for it.
    tables
        ``<area_type>_deprivation`` of the areas or of councils, where available.
    years
        Financial years.

    Returns
    -------
    DataFrame
        ``area_code, financial_year, imd_score, apportioned_deprivation``; empty where no score is
        available.
    """
    for source in dict.fromkeys((wanted.area_type, HUB)):
        if f"{source}_deprivation" in tables:
            scores = tables[f"{source}_deprivation"]
            scores = scores.rename(columns={AREA_CODES[source]: "area_code"})
            of_years = pd.DataFrame({"financial_year": years})
            table = scores[["area_code", "imd_score"]].merge(of_years, how="cross")
            return wanted.own(source, table, "deprivation", "rate")
    return pd.DataFrame(columns=[*KEY, "imd_score"])
