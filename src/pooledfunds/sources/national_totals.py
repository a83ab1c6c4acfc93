"""Single printed figures: national totals, published answers, surveys, places' own returns."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from pooledfunds.faults import FaultList
from pooledfunds.sources.editions import read_returns
from pooledfunds.sources.editions_checks import (
    accounts_by_file,
    financial_year,
    note_breaks,
    note_repeated,
    numbers,
)

KEY = ["source_id", "measure", "geography", "period"]
SOURCES = (
    "national_totals",
    "dh_departmental_report",
    "dass_survey",
    "auditor_returns",
    "local_returns",
)


def read_national_figures(
    paths: Mapping[str, Iterable[str | Path]], editions: pd.DataFrame, faults: FaultList
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return every printed figure with its source, and the row account.

    Parameters
    ----------
    paths
        Files by source: those of ``SOURCES`` share one plain form.

    Returns
    -------
    figures, account
        ``contracts_returns.NATIONAL_FIGURES``. A period that is a financial year is written
        2007/08; any other stays as the source writes it.
    """
    tables, accounts = [], []
    for source in SOURCES:
        if not paths.get(source):
            continue
        table, counted = read_returns(paths[source], "figures", editions, faults)
        table["source_id"] = source
        table["period"] = [financial_year(text) or text for text in table["period"]]
        for column in ("measure", "geography", "period", "unit", "source"):
            note_breaks(faults, table, column, "blank", table[column] == "")
        table["value"] = numbers(faults, table, "value", low=float("-inf"), needed=True)
        percentage = table["unit"].str.match(r"(?i)^(%|per ?cent)\b") | (table["unit"] == "%")
        above = percentage & (table["value"] > 100)
        note_breaks(faults, table, "value", "a percentage above 100", above)
        note_repeated(faults, table, KEY[1:], "measure, geography and period")
        tables.append(table.rename(columns={"source": "printed_in"}))
        accounts.append(accounts_by_file(source, table, counted=counted))
    figures = pd.concat(tables, ignore_index=True)[[*KEY, "value", "unit", "printed_in"]]
    return figures.sort_values(KEY, ignore_index=True), pd.concat(accounts, ignore_index=True)
