"""Lengths of stay by body and year."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.core.vocabulary import KEY
from pooledfunds.linkage.apportionment import Apportionment


def mental_health_stays(lengths: pd.DataFrame, area_type: str) -> pd.DataFrame:
    """Return mental health stays that ended in the year and their mean length in nights.

    Parameters
    ----------
    lengths
        ``catalogue.hes.HES_LENGTHS_OF_STAY``: stays by ``area_type, body, financial_year, nights``.
    area_type
        The type of the bodies to return.

    Returns
    -------
    DataFrame
        ``area_code, financial_year, mh_stays, mh_length_of_stay``.
    """
    rows = lengths[(lengths["area_type"] == area_type)]
    rows = rows.assign(nights_stayed=rows["nights"] * rows["stays"])
    by = rows.groupby(KEY, observed=True)[["stays", "nights_stayed"]].sum()
    table = pd.DataFrame(
        {
            "mh_stays": by["stays"].astype(float),
            "mh_length_of_stay": by["nights_stayed"] / by["stays"],
        }
    )
    return table.reset_index()


def stays(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame:
    """Return mental health stays of the wanted areas' residents.

    Parameters
    ----------
    wanted
        The type of area, and how figures are apportioned to it.
    tables
        ``hes_lengths_of_stay`` among them.
    study
        Nothing is asked of it.
    """
    return mental_health_stays(tables["hes_lengths_of_stay"], wanted.area_type)
