"""Tables of workbooks that give one month, read cell by cell.

A sheet opens with lines such as ``Period: | August 2017``; its table stands below, and one line of
it may be England's.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress

import numpy as np

from pooledfunds.core.errors import IssueList
from pooledfunds.core.row_accounts import LINES, MARKED_CELLS
from pooledfunds.staging.layouts.editions import note_headings
from pooledfunds.staging.layouts.monthly_headings import Headings, top_of
from pooledfunds.staging.layouts.sheet_lines import ABOVE, BLANK, HEADING, KEPT, NOTE
from pooledfunds.staging.layouts.sheets import cell_text
from pooledfunds.staging.layouts.workbook import Grid
from pooledfunds.staging.layouts.workbook_marks import cell_name

TOTAL = "printed total of England"
ENGLAND = "england"
Fates = Counter[tuple[str, str]]  # how many lines or marked cells met each fate


@dataclass(frozen=True)
class MonthlyTable:
    """The table of one sheet.

    ``keys`` has the texts of each key column by record; ``figures`` is records × columns, whose
    meanings are ``labels``; ``lines`` are the records' row numbers from zero. ``total`` is
    England's line, or None.
    """

    file: str
    sheet: str
    head: Mapping[str, str]
    keys: Mapping[str, list[str]]
    labels: list[dict[str, str]]
    columns: list[int]
    lines: list[int]
    figures: np.ndarray
    total: np.ndarray | None
    total_line: int

    def cell(self, record: int, column: int) -> str:
        """Return the sheet and cell of a figure; the record after the last is England's line."""
        line = self.lines[record] if record < len(self.lines) else self.total_line
        return f"{self.sheet}!{cell_name(line, self.columns[column])}"

    def cells(self, columns: Sequence[int], first: int = 0) -> Callable[[int], str]:
        """Return a function from the number of a figure, line by line, to its sheet and cell.

        Parameters
        ----------
        columns
            Numbers of columns of figures.
        first
            The record of figure 0.
        """

        def place(number: int) -> str:
            record, column = divmod(number, len(columns))
            return self.cell(first + record, columns[column])

        return place

    def labelled(self, name: str) -> list[str]:
        """Return one label of each column of figures."""
        return [labels[name] for labels in self.labels]


def read_monthly_table(
    grid: Grid, headings: Headings, markers: Mapping[str, float], faults: IssueList
) -> tuple[MonthlyTable | None, Fates]:
    """Return the table of a sheet, and what became of its lines and marked cells.

    Parameters
    ----------
    grid
        A sheet.
    headings
        From ``find_table``.
    markers
        The figure that each marker of this table stands for, by the marker in small letters.
    faults
        Gets what is wrong: headings that are missing or unknown, cells that are no figure, lines
        that are no record.

    Returns
    -------
    table, fates
        No table where its headings are not those of the edition.
    """
    place = f"{grid.file}, sheet {grid.sheet}"
    first, last = headings.edition.header_rows
    if not headings.whole:
        top = top_of(grid.rows, last)
        note_headings(place, headings.edition, top, headings.missing, faults)
        return None, unread(grid)
    body = list(zip(*grid.rows[last:], strict=True)) or [()] * len(grid.rows[0])
    fates = sort_records(grid, headings, body, faults)
    records = [line for line, fate in enumerate(fates) if fate == KEPT]
    kept = [fate == KEPT for fate in fates[last:]]
    figures, marked = figures_of(
        grid, records, {n: list(compress(body[n], kept)) for n in headings.columns}, markers, faults
    )
    keys = {name: texts_of(list(compress(body[n], kept))) for name, n in headings.keys.items()}
    england = [n for n, name in enumerate(list(keys.values())[-1]) if name.lower() == ENGLAND]
    if len(england) > 1:
        faults.add(place, f"line {records[england[1]] + 1}", "England is given more than once")
    for n in england:
        fates[records[n]] = TOTAL
    others = [n for n in range(len(records)) if n not in england]
    table = MonthlyTable(
        grid.file, grid.sheet, head_of(grid.rows[: first - 1]),
        {name: [texts[n] for n in others] for name, texts in keys.items()},
        headings.labels, headings.columns, [records[n] for n in others], figures[others],
        figures[england[0]] if england else None, records[england[0]] if england else -1,
    )  # fmt: skip
    counted = {(LINES, fate): number for fate, number in Counter(fates).items()}
    return table, Counter(counted) + marked


def sort_records(
    grid: Grid, headings: Headings, body: Sequence[tuple], faults: IssueList
) -> list[str]:
    """Return the fate of each line of the sheet; those of records are ``KEPT``.

    A line below the headings with a cell in a column of figures is a record; one without is a note
    below the last record, and a fault above it.

    Parameters
    ----------
    grid
        A sheet.
    headings
        Of the sheet.
    body
        Its columns below the headings.
    faults
        Gets what is wrong.
    """
    last, columns = headings.last, headings.columns
    fates = [ABOVE] * (last - 1) + [HEADING] + [KEPT] * (len(grid.rows) - last)
    bare = [n for n, cell in enumerate(body[columns[0]]) if cell == ""]
    for n in bare:
        if all(body[column][n] == "" for column in columns):
            fates[last + n] = NOTE if any(cell != "" for cell in grid.rows[last + n]) else BLANK
    end = max((line for line, fate in enumerate(fates) if fate == KEPT), default=0)
    torn = [line for line in range(last, end) if fates[line] == NOTE]
    if torn:
        rule = "a line without figures among the records: enter them, or put the note below"
        faults.add(grid.file, f"{grid.sheet}!{cell_name(torn[0], columns[0])}", rule, len(torn))
    filled = [n for n in headings.bare if body[n].count("") < len(body[n])]
    stray = [
        (last + line, n)
        for line in range(len(grid.rows) - last)
        for n in filled
        if body[n][line] != "" and fates[last + line] == KEPT
    ]
    if stray:
        rule = "a cell in a column without a heading: are the figures under their own headings?"
        faults.add(grid.file, f"{grid.sheet}!{cell_name(*stray[0])}", rule, len(stray))
    if not end:
        faults.add(grid.file, grid.sheet, "there are headings and no rows")
    return fates


def figures_of(
    grid: Grid,
    records: list[int],
    cells: Mapping[int, list],
    markers: Mapping[str, float],
    faults: IssueList,
) -> tuple[np.ndarray, Fates]:
    """Return records × columns of figures, and how many cells held each marker.

    Parameters
    ----------
    grid
        A sheet.
    records
        Lines that are records.
    cells
        Of the records, by column of figures; those that are no figure are replaced.
    markers
        The figure that each marker stands for, by the marker in small letters.
    faults
        Gets cells that hold no figure, or one below zero.
    """
    marked: Fates = Counter()
    broken: dict[str, list[tuple[int, int]]] = {}
    for column, own in cells.items():
        others = set(map(type, own)) <= {float}
        for n, cell in enumerate(() if others else own):
            if cell.__class__ is float:
                continue
            text = cell_text(cell).lower()
            if text in markers:
                own[n] = markers[text]
                marked[MARKED_CELLS, f"{cell_text(cell)} read as {markers[text]:g}"] += 1
            else:
                own[n] = 0.0
                rule = "no figure: enter it as a number" if text else "no figure in a needed cell"
                broken.setdefault(rule, []).append((records[n], column))
    count = len(cells) * len(records)
    by_column = np.fromiter(chain.from_iterable(cells.values()), float, count)
    figures = np.ascontiguousarray(by_column.reshape(len(cells), len(records)).T)
    if count and figures.min() < 0:
        columns = list(cells)
        broken["a figure below zero"] = [
            (records[n], columns[m]) for n, m in np.argwhere(figures < 0).tolist()
        ]
    for rule, places in broken.items():
        faults.add(grid.file, f"{grid.sheet}!{cell_name(*min(places))}", rule, len(places))
    return figures, marked


def texts_of(cells: list) -> list[str]:
    """Return cells as text."""
    try:
        return list(map(str.strip, cells))
    except TypeError:  # not all of them are
        return list(map(cell_text, cells))


def head_of(rows: Iterable[list]) -> dict[str, str]:
    """Return the lines above a table, ``Period: | August 2017``, by their word in small letters."""
    head = {}
    for row in rows:
        cells = (cell_text(cell).replace("–", "-") for cell in row if cell != "")
        texts = [text for text in cells if text]
        if texts and texts[0].endswith(":"):
            head[texts[0].removesuffix(":").strip().lower()] = texts[1] if len(texts) > 1 else ""
    return head


def unread(grid: Grid) -> Fates:
    """Return the fates of the lines of a sheet that has faults."""
    return Counter({(LINES, "not read: the file has faults"): len(grid.rows)})
