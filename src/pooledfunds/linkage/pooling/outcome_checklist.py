"""The outcome checklist of the report's Table 2, item by item, for every area."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pooledfunds.catalogue.arrangements import typed
from pooledfunds.catalogue.scorecards import OUTCOME_CHECKLIST

AREA = ["area_type", "area_code"]


def outcome_checklist(
    panels: Mapping[str, pd.DataFrame], items: pd.DataFrame, settings: Mapping
) -> pd.DataFrame:
    """Return each item of the checklist for each area: indicator, source, values and state.

    Parameters
    ----------
    panels
        By type of area.
    items
        ``catalogue.scorecards.OUTCOME_ITEMS``.
    settings
        ``checklist`` of the study's ``pools``: ``unchanged_within``.

    Returns
    -------
    DataFrame
        ``catalogue.scorecards.OUTCOME_CHECKLIST``.
    """
    parts = []
    for area_type, panel in panels.items():
        areas = panel[["area_code"]].drop_duplicates().assign(area_type=area_type)
        rows = areas.merge(items, how="cross")
        wanted = [name for name in items["indicator"].unique() if name in panel]
        parts.append(rows.merge(first_and_last(panel, wanted), on=["area_code", "indicator"],
                                how="left"))  # fmt: skip
    table = pd.concat(parts, ignore_index=True)
    table = table.fillna({"base_year": "", "financial_year": ""})
    table["state"] = states(table, settings["unchanged_within"])
    return typed(table, OUTCOME_CHECKLIST)


def first_and_last(panel: pd.DataFrame, indicators: list[str]) -> pd.DataFrame:
    """Return each area's first and last value of each indicator, with the median of its last year.

    Parameters
    ----------
    panel
        Of one type of area.
    indicators
        Columns of it.
    """
    long = panel.melt(["area_code", "financial_year"], indicators, "indicator", "value")
    long = long.assign(value=long["value"].astype(float)).dropna(subset="value")
    long = long.sort_values(["area_code", "indicator", "financial_year"])
    long["england_value"] = long.groupby(["indicator", "financial_year"])["value"].transform(
        "median"
    )
    one = long.groupby(["area_code", "indicator"])
    first = one.first().rename(columns={"financial_year": "base_year", "value": "base_value"})
    columns = ["base_year", "base_value"]
    return one.last().join(first[columns]).reset_index()


def states(table: pd.DataFrame, unchanged_within: float) -> np.ndarray:
    """Return the state of each item against its first year (decision 112).

    Parameters
    ----------
    table
        ``indicator, direction, base_year, base_value, financial_year, value``.
    unchanged_within
        Share of the first value within which the last one counts as unchanged.
    """
    change = table["value"] - table["base_value"]
    better = change.where(table["direction"] == "higher", -change)
    still = change.abs() <= unchanged_within * table["base_value"].abs()
    return np.select(
        [
            table["indicator"] == "",
            table["value"].isna(),
            table["base_year"] == table["financial_year"],
            still,
            better > 0,
        ],
        ["no_return", "not_known", "one_year", "unchanged", "improved"],
        "worse",
    )
