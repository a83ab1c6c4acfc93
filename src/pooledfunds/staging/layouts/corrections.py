"""Cells of returns that are put right, each declared with what it was, what it is, and why."""

import pandas as pd

from pooledfunds.core.tables import rows_of
from pooledfunds.staging.reading import ReadingContext

NAME = "council_finance_corrections"


def correct_cells(
    context: ReadingContext, table: pd.DataFrame, column: str, measure: str | pd.Series
) -> pd.DataFrame:
    """Return records with the declared cells put right; note a correction that finds no cell.

    A correction holds for one cell as it was published. Where the cell is gone or holds something
    else, the return is another edition and the correction must be looked at again.

    Parameters
    ----------
    context
        The word list ``council_finance_corrections``: ``source, financial_year, area, line,
        measure, was, now, reason``; without it nothing is put right.
    table
        Records as text with ``file, line, cssr_code, financial_year``.
    column
        The column of figures.
    measure
        What a record is of: a word, or one a record.
    """
    declared = context.codelists.get(NAME)
    if declared is None or table.empty:
        return table
    own = declared[declared["source"] == context.source]
    own = own[own["financial_year"].isin(set(table["financial_year"]))]
    cells = table[column].copy()
    for row in rows_of(own):
        there = (
            (table["financial_year"] == row.financial_year)
            & (table["cssr_code"] == row.area)
            & (table["line"].astype(str) == row.line)
            & (pd.Series(measure, index=table.index) == row.measure)
        )
        found = there & (table[column] == row.was)
        if found.sum() != 1:
            what = f"{row.financial_year}, council {row.area}, line {row.line}, {row.measure}"
            rule = f"corrects a cell that is not {row.was!r} in the return: look at both"
            context.issues.add(declared.attrs.get("file", f"{NAME}.csv"), what, rule)
            continue
        cells[found] = row.now
    return table.assign(**{column: cells})
