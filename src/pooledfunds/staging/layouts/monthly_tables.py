"""Tables of workbooks that give one month, read cell by cell.

A sheet opens with lines such as ``Period: | August 2017``; its table stands below, and one line of
it may be England's.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

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
    top = top_of(grid.rows, headings.last)
    if not headings.whole:
        note_headings(place, headings.edition, top, headings.missing, faults)
        return None, unread(grid)
    columns, keys = headings.columns, headings.keys
    records, fates = sort_records(grid, headings, faults)
    figures, marked = figures_of(grid, records, columns, markers, faults)
    cells = [[grid.rows[line][at] for line in records] for at in keys.values()]
    names = [[c.strip() if c.__class__ is str else cell_text(c) for c in own] for own in cells]
    texts = dict(zip(keys, names, strict=True))
    england = [n for n, name in enumerate(names[-1]) if name.lower() == ENGLAND]
    if len(england) > 1:
        faults.add(place, f"line {records[england[1]] + 1}", "England is given more than once")
    kept = [n for n in range(len(records)) if n not in england]
    for n in england:
        fates[records[n]] = TOTAL
    table = MonthlyTable(
        grid.file, grid.sheet, head_of(top[: headings.edition.header_rows[0] - 1]),
        {name: [texts[name][n] for n in kept] for name in texts},
        headings.labels, columns, [records[n] for n in kept], figures[kept],
        figures[england[0]] if england else None, records[england[0]] if england else -1,
    )  # fmt: skip
    return table, Counter((LINES, fate) for fate in fates) + marked


def sort_records(grid: Grid, headings: Headings, faults: IssueList) -> tuple[list[int], list[str]]:
    """Return the lines that are records, and the fate of each line of the sheet.

    A line below the headings with a cell in a column of figures is a record; one without is a note
    below the last record, and a fault above it.

    Parameters
    ----------
    grid
        A sheet.
    headings
        Of the sheet.
    faults
        Gets what is wrong.
    """
    last, columns = headings.last, headings.columns
    fates = [ABOVE] * (last - 1) + [HEADING]
    records, stray = [], []
    for line, row in enumerate(grid.rows[last:], start=last):
        if any(row[n] != "" for n in columns):
            fates.append(KEPT)
            records.append(line)
            stray += [(line, n) for n in headings.bare if row[n] != ""]
        else:
            fates.append(NOTE if any(cell != "" for cell in row) else BLANK)
    end = records[-1] if records else 0
    torn = [line for line in range(last, end) if fates[line] == NOTE]
    if torn:
        rule = "a line without figures among the records: enter them, or put the note below"
        faults.add(grid.file, f"{grid.sheet}!{cell_name(torn[0], columns[0])}", rule, len(torn))
    if stray:
        rule = "a cell in a column without a heading: are the figures under their own headings?"
        faults.add(grid.file, f"{grid.sheet}!{cell_name(*stray[0])}", rule, len(stray))
    if not records:
        faults.add(grid.file, grid.sheet, "there are headings and no rows")
    return records, fates


def figures_of(
    grid: Grid,
    records: list[int],
    columns: list[int],
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
    columns
        Of figures.
    markers
        The figure that each marker stands for, by the marker in small letters.
    faults
        Gets cells that hold no figure, or one below zero.
    """
    figures = np.zeros((len(records), len(columns)))
    marked: Fates = Counter()
    broken: dict[str, list[tuple[int, int]]] = {}
    for n, line in enumerate(records):
        row = grid.rows[line]
        cells = [row[column] for column in columns]
        others = set(map(type, cells)) != {float}
        for m, cell in enumerate(cells if others else ()):
            if cell.__class__ is float:
                continue
            text = cell_text(cell).lower()
            if text in markers:
                cells[m] = markers[text]
                marked[MARKED_CELLS, f"{cell_text(cell)} read as {markers[text]:g}"] += 1
            else:
                cells[m] = 0.0
                rule = "no figure: enter it as a number" if text else "no figure in a needed cell"
                broken.setdefault(rule, []).append((line, columns[m]))
        figures[n] = cells
    below = np.argwhere(figures < 0)
    if len(below):
        broken["a figure below zero"] = [(records[n], columns[m]) for n, m in below.tolist()]
    for rule, places in broken.items():
        faults.add(grid.file, f"{grid.sheet}!{cell_name(*places[0])}", rule, len(places))
    return figures, marked


def head_of(rows: Iterable[list[str]]) -> dict[str, str]:
    """Return the lines above a table, ``Period: | August 2017``, by their word in small letters."""
    head = {}
    for row in rows:
        texts = [text for text in row if text]
        if texts and texts[0].endswith(":"):
            head[texts[0].removesuffix(":").strip().lower()] = texts[1] if len(texts) > 1 else ""
    return head


def unread(grid: Grid) -> Fates:
    """Return the fates of the lines of a sheet that has faults."""
    return Counter({(LINES, "not read: the file has faults"): len(grid.rows)})
