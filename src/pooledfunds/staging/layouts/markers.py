"""Markers that stand for figures: suppressed, not available, not applicable, nil and so on.

``config/codelists/markers.csv`` lists them with their meaning and source. A marker is never a
number: a dash is not turned into nought, nor a suppressed count into a small one (decision 81). Its
cell becomes missing, its meaning stays beside it, and every marked cell is counted.
"""

from functools import cache

import pandas as pd

from pooledfunds.core.codelists import read_table
from pooledfunds.core.row_accounts import MARKED_CELLS
from pooledfunds.core.settings import CODELISTS

NO_FIGURE = "no figure returned"


@cache
def known_markers() -> dict[str, str]:
    """Return the meaning of every marker, by the marker in small letters."""
    table = read_table(CODELISTS / "markers.csv")
    return dict(zip(table["marker"], table["meaning"], strict=True))


def take_out_markers(table: pd.DataFrame, columns: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the records with their markers blanked, and the count of marked and of blank cells.

    Parameters
    ----------
    table
        Records as text or typed, with ``file`` and ``line``.
    columns
        The columns of figures; elsewhere a dash or a letter is text.

    Returns
    -------
    table, counted
        `table` with the meaning in a further column for each column that has markers;
        ``unit, file, fate, rows``: the fate names the marker and its meaning.
    """
    markers, parts = known_markers(), []
    for column in columns:
        place, written = pd.factorize(table[column])  # each text is looked up once
        meanings = pd.Series(written, dtype=object).str.lower().map(markers)
        if meanings.isna().all() and "" not in written:
            continue
        marked = pd.Series(meanings.to_numpy(object)[place], index=table.index, dtype=object)
        found = marked.notna()
        blank = table.loc[table[column] == "", ["file"]]
        if len(blank):
            parts.append(blank.assign(fate=f"blank {column}"))
        if found.any():
            parts.append(
                pd.DataFrame(
                    {
                        "file": table["file"][found],
                        "fate": table[column][found] + " " + marked[found],
                    }
                )
            )
            meaning = marked.where(found, "").astype(str)
            table = table.assign(
                **{column: table[column].mask(found, ""), meaning_column(column): meaning}
            )
    if not parts:
        return table, pd.DataFrame(columns=["unit", "file", "fate", "rows"])
    counted = pd.concat(parts).groupby(["file", "fate"], sort=False).size()
    return table, counted.rename("rows").reset_index().assign(unit=MARKED_CELLS)


def meaning_column(column: str) -> str:
    """Return the name of the column that holds what the markers of a column mean."""
    return f"{column} marked"


def missing_reason(table: pd.DataFrame, column: str) -> pd.Series:
    """Return why a column of text has no figure: a marker's meaning, a blank, or nothing.

    Parameters
    ----------
    table
        Records as text or typed, with ``file`` and ``line``.
    column
        Name of the column.
    """
    blank = table[column] == ""
    reason = pd.Series("", index=table.index, dtype=object).mask(blank, NO_FIGURE)
    if meaning_column(column) not in table:
        return reason
    marked = table[meaning_column(column)].fillna("")
    return reason.mask(blank & (marked != ""), marked)


def marked(table: pd.DataFrame, column: str) -> pd.Series:
    """Return which cells of a column held a marker.

    Parameters
    ----------
    table
        Records as text or typed, with ``file`` and ``line``.
    column
        Name of the column.
    """
    return ~missing_reason(table, column).isin(["", NO_FIGURE])
