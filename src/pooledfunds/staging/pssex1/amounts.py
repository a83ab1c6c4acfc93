"""The amounts of a PSSEX1 sheet, and what became of every cell that holds one."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter

import numpy as np

from pooledfunds.staging.layouts.workbook import NUMBER, Grid
from pooledfunds.staging.layouts.workbook_marks import Cell
from pooledfunds.staging.pssex1.layout import squeeze

NOT_AVAILABLE = {"..", "-", "n/a"}


@dataclass
class Counts:
    """How many cells a file held, by what became of them.

    ``submitted`` counts numbers, cells marked as not available and cells put right. What is
    neither kept nor named here stands outside the tables. Of these, ``hidden`` are numbers in
    hidden rows and columns, and ``hidden_kept`` those of them that were read.
    """

    submitted: int = 0
    kept: int = 0
    not_read: int = 0
    not_available: int = 0
    put_right_to_blank: int = 0
    hidden: int = 0
    hidden_kept: int = 0

    @property
    def outside(self) -> int:
        """Return how many numbers stand outside the tables."""
        named = self.not_read + self.not_available + self.put_right_to_blank
        return self.submitted - self.kept - named


def read_amounts(
    grid: Grid, rows: list[int], columns: list[int], fixed: dict[Cell, float], counts: Counts
) -> tuple[np.ndarray, list[tuple[Cell, str]]]:
    """Return the amounts of a sheet, and the cells that hold text in the place of one.

    Parameters
    ----------
    grid, rows, columns
        The cells, and the rows and columns in which the amounts stand.
    fixed
        The amounts of cells that are put right, by cell.
    counts
        The file's counts, to which those of the sheet are added.

    Returns
    -------
    table, texts
        Rows by columns as numbers, missing where a cell is blank or holds text.
    """
    texts: list[tuple[Cell, str]] = []
    width, table = len(columns), []
    pick = itemgetter(*columns) if width > 1 else lambda row: tuple(row[j] for j in columns)
    for i in rows:
        cells = pick(grid.rows[i])
        if fixed or list(map(type, cells)).count(float) < width:
            places = [(i, j) for j in columns]
            cells = [
                amount(place, cell, fixed, counts, texts)
                for place, cell in zip(places, cells, strict=True)
            ]
        table.append(cells)
    values = np.array(table, dtype=float).reshape(len(rows), width)
    kinds = list(map(type, chain.from_iterable(grid.rows)))
    counts.submitted += kinds.count(float) + kinds.count(int)
    counts.kept += int(np.isfinite(values).sum())
    hidden = list(grid.hidden_cells())
    counts.hidden += len(hidden)
    counts.hidden_kept += sum(i in set(rows) and j in set(columns) for i, j in hidden)
    return values, texts


def amount(place: Cell, cell: object, fixed: dict, counts: Counts, texts: list) -> float:
    """Return one cell of the table as a number, missing where it holds none.

    Parameters
    ----------
    place
        Row and column of the sheet, from 0.
    cell
        What the sheet has there.
    fixed
        Corrected amounts by cell.
    counts, texts
        Get what became of the cell, and its place and text where it is no amount.
    """
    if place in fixed:
        counts.submitted += cell.__class__ not in NUMBER
        counts.put_right_to_blank += int(np.isnan(fixed[place]))
        return fixed[place]
    if isinstance(cell, (float, int)) and cell.__class__ in NUMBER:
        return cell
    if cell != "" and squeeze(cell) in NOT_AVAILABLE:
        counts.submitted += 1
        counts.not_available += 1
    elif cell != "" and squeeze(cell):
        texts.append((place, str(cell)))
    return float("nan")


def has_number(row: list, columns: list[int]) -> bool:
    """Tell whether one of the columns of a row holds a number.

    Parameters
    ----------
    row
        Cells of a row.
    columns
        Numbers of the columns, from 0.
    """
    return not NUMBER.isdisjoint(map(type, row)) and any(
        row[j].__class__ in NUMBER for j in columns
    )


def first_row(grid: Grid, test: Callable[[list], bool], within: int = 20) -> int | None:
    """Return the first of the top rows that passes a test, or nothing.

    Parameters
    ----------
    grid
        A sheet of a workbook.
    test
        Of the cells of a row.
    within
        Number of rows tried.
    """
    return next((i for i, row in enumerate(grid.rows[:within]) if test(row)), None)
