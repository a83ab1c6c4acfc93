"""Figures of a year before those of the study, which stand beside every year as a baseline."""

from collections.abc import Iterable

import pandas as pd


def baseline(table: pd.DataFrame, year: str, years: Iterable[str]) -> pd.DataFrame:
    """Return the figures of one year for each area in every year, as ``<column>_baseline``.

    Parameters
    ----------
    table
        ``area_code, financial_year`` and columns of numbers, for whatever years there are.
    year
        The year of the baseline; without a row of it the result has none either.
    years
        Financial years of the panel.
    """
    before = table[table["financial_year"] == year].drop(columns="financial_year")
    before = before.set_index("area_code").add_suffix("_baseline").reset_index()
    return before.merge(pd.DataFrame({"financial_year": list(years)}), how="cross")
