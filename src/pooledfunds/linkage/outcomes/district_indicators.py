"""Indicators of districts for the areas that they make up: means weighted by persons."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.areas.district_weights import weighted_mean
from pooledfunds.core.vocabulary import KEY
from pooledfunds.linkage.apportionment import Apportionment

# Columns of the panel: the indicator, and what its unit is divided by.
COLUMNS = {
    "falls_admissions_rate": ("falls_admissions_rate", 1),
    "deaths_usual_residence_share": ("deaths_usual_residence", 100),  # per cent
}


def district_indicators(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame:
    """Return each indicator by area and year; missing where a district of the area has no value.

    Parameters
    ----------
    wanted
        The type of area: councils alone have it.
    tables
        ``district_indicators`` among them.
    study
        Nothing is asked of it.
    """
    table = tables["district_indicators"]
    found = {
        name: weighted_mean(rows["value"], rows["weight"], [rows[key] for key in KEY]) / unit
        for name, (indicator, unit) in COLUMNS.items()
        for rows in [table[table["indicator"] == indicator]]
    }
    return pd.DataFrame(found).rename_axis(KEY).reset_index()
