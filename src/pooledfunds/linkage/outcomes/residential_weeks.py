"""Residential and nursing care that councils support, by council and year."""

import pandas as pd

from pooledfunds.core.vocabulary import KEY


def residential_weeks(weeks: pd.DataFrame) -> pd.DataFrame:
    """Return weeks for adults with a learning disability, by area and year.

    Parameters
    ----------
    weeks
        ``catalogue.returns.RESIDENTIAL_WEEKS``.
    """
    names = {"cssr_code": "area_code", "weeks_supported": "residential_weeks_learning_disability"}
    return weeks.rename(columns=names)[[*KEY, names["weeks_supported"]]]
