"""Tables of workbooks that give one month: found by their headings, and read cell by cell.

A sheet opens with lines such as ``Period: | August 2017``, and its table stands below, wherever the
headings of an edition do (``config/editions.csv``; the row that this names is where the published
workbooks have them, not where they are looked for). One line of the table may be England's.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pooledfunds.core.errors import IssueList
from pooledfunds.core.row_accounts import LINES, MARKED_CELLS
from pooledfunds.core.tables import rows_of
from pooledfunds.staging.layouts.editions import Edition, labels_of, note_headings, plain
from pooledfunds.staging.layouts.sheet_lines import ABOVE, BLANK, HEADING, KEPT, NOTE
from pooledfunds.staging.layouts.sheets import cell_text
from pooledfunds.staging.layouts.workbook import Grid
from pooledfunds.staging.layouts.workbook_marks import cell_name

SEARCHED = 40  # lines of a sheet among which its headings are looked for
TOTAL = "printed total of England"
ENGLAND = "england"


@dataclass(frozen=True)
class MonthlyTable:
    """The table of one sheet.

    ``keys`` has the texts of each key column by record; ``figures`` is records × columns, whose
    meanings are ``labels``; ``lines`` are the records' row numbers from zero. ``total`` is
    England's line, or None.
    """

    file: str
    sheet: str
    edition: str
    head: Mapping[str, str]
    keys: Mapping[str, list[str]]
    labels: list[dict[str, str]]
    columns: list[int]
    lines: list[int]
    figures: np.ndarray
    total: np.ndarray | None
    total_line: int

    def cell(self, record: int, column: int) -> str:
        """Return the sheet and cell of a figure; record -1 is England's."""
        line = self.total_line if record < 0 else self.lines[record]
        return f"{self.sheet}!{cell_name(line, self.columns[column])}"

    def labelled(self, name: str) -> list[str]:
        """Return one label of each column of figures."""
        return [labels[name] for labels in self.labels]


def find_table(grid: Grid, editions: Sequence[Edition]) -> Edition | None:
    """Return the edition of a sheet, at the rows where its headings stand; None for no table.

    The edition is the one that lacks fewest of its headings, and of these the one with most; a row
    that lacks more than half of them is none of its headings.

    Parameters
    ----------
    grid
        A sheet.
    editions
        Layouts of the return.
    """
    needed = [needed_words(edition) for edition in editions]
    found: list[tuple[int, int, Edition]] = []
    for number, row in enumerate(grid.rows[:SEARCHED], start=1):
        words = {plain(cell) for cell in row if cell.__class__ is str and cell}
        for edition, own in zip(editions, needed, strict=True):
            if 2 * len(own & words) <= len(own):
                continue
            first, last = edition.header_rows
            at = replace(edition, header_rows=(max(1, number - last + first), number))
            found.append((len(at.missing(top_of(grid, number))), -len(edition.columns), at))
        if any(missing == 0 for missing, _, _ in found):
            break
    return min(found, key=lambda one: one[:2])[2] if found else None


def needed_words(edition: Edition) -> set[str]:
    """Return what must stand in the last row of an edition's headings."""
    needed = edition.columns.loc[edition.columns["need"] == "yes", "column_as_submitted"]
    return {plain(heading.rpartition(" > ")[2]) for heading in needed}


def top_of(grid: Grid, last: int) -> list[list[str]]:
    """Return the rows of a sheet down to its headings, as text."""
    return [[cell_text(cell) for cell in row] for row in grid.rows[:last]]


def read_monthly_table(
    grid: Grid, edition: Edition, markers: Mapping[str, float], faults: IssueList
) -> tuple[MonthlyTable | None, pd.DataFrame]:
    """Return the table of a sheet, and what became of its lines and marked cells.

    Parameters
    ----------
    grid
        A sheet.
    edition
        From ``find_table``.
    markers
        The figure that each marker of this table stands for, by the marker in small letters.
    faults
        Gets what is wrong: headings that are missing or unknown, cells that are no figure, lines
        that are no record.

    Returns
    -------
    table, counted
        No table where its headings are not those of the edition; ``unit, file, fate, rows``.
    """
    last = edition.header_rows[1]
    place = f"{grid.file}, sheet {grid.sheet}"
    top = top_of(grid, last)
    before = len(faults)
    note_headings(place, edition, top, edition.missing(top), faults)
    if len(faults) > before:
        return None, lines_counted(grid, ["not read: the file has faults"] * len(grid.rows))
    headings = edition.headings(top)
    keys, columns, labels = columns_of(edition, headings)
    records, fates = sort_records(grid, last, columns, headings, faults)
    figures, marked = figures_of(grid, records, columns, markers, faults)
    names = [[cell_text(grid.rows[line][at]) for line in records] for at in keys.values()]
    texts = dict(zip(keys, names, strict=True))
    england = [n for n, name in enumerate(names[-1]) if name.lower() == ENGLAND]
    if len(england) > 1:
        faults.add(place, f"line {records[england[1]] + 1}", "England is given more than once")
    kept = [n for n in range(len(records)) if n not in england]
    for n in england:
        fates[records[n]] = TOTAL
    table = MonthlyTable(
        grid.file, grid.sheet, edition.name, head_of(top[: edition.header_rows[0] - 1]),
        {name: [texts[name][n] for n in kept] for name in texts},
        labels, columns, [records[n] for n in kept], figures[kept],
        figures[england[0]] if england else None, records[england[0]] if england else -1,
    )  # fmt: skip
    counted = [lines_counted(grid, fates)]
    if marked:
        rows = [(MARKED_CELLS, place, fate, number) for fate, number in marked.items()]
        counted.append(pd.DataFrame(rows, columns=["unit", "file", "fate", "rows"]))
    return table, pd.concat(counted, ignore_index=True)


def columns_of(
    edition: Edition, headings: list[str]
) -> tuple[dict[str, int], list[int], list[dict[str, str]]]:
    """Return the place of each key column, and place and labels of each column of figures.

    The last key names the area of a line, England among them.

    Parameters
    ----------
    edition
        Layout of the sheet.
    headings
        One a column, from ``Edition.headings``.
    """
    keys, columns, labels = {}, [], []
    for row in rows_of(edition.columns):
        heading = plain(row.column_as_submitted)
        if heading not in headings or not row.column:
            continue
        if row.unit:
            columns.append(headings.index(heading))
            labels.append({"measure": row.column} | labels_of(row.labels))
        else:
            keys[row.column] = headings.index(heading)
    return keys, columns, labels


def sort_records(
    grid: Grid, last: int, columns: list[int], headings: list[str], faults: IssueList
) -> tuple[list[int], list[str]]:
    """Return the lines that are records, and the fate of each line of the sheet.

    A line below the headings with a cell in a column of figures is a record; one without is a note
    below the last record, and a fault above it.

    Parameters
    ----------
    grid
        A sheet.
    last
        Number of the last row of headings, from 1.
    columns
        Of figures.
    headings
        One a column.
    faults
        Gets what is wrong.
    """
    fates = [ABOVE] * (last - 1) + [HEADING]
    records, bare = [], [n for n, heading in enumerate(headings) if not heading]
    stray = []
    for line, row in enumerate(grid.rows[last:], start=last):
        if any(row[n] != "" for n in columns):
            fates.append(KEPT)
            records.append(line)
            stray += [(line, n) for n in bare if row[n] != ""]
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
) -> tuple[np.ndarray, Counter[str]]:
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
    marked: Counter[str] = Counter()
    broken: dict[str, list[tuple[int, int]]] = {}
    for n, line in enumerate(records):
        row = grid.rows[line]
        cells = [row[column] for column in columns]
        for m, cell in enumerate(cells):
            if cell.__class__ is float:
                continue
            text = cell_text(cell).lower()
            if text in markers:
                cells[m] = markers[text]
                marked[f"{cell_text(cell)} read as {markers[text]:g}"] += 1
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


def lines_counted(grid: Grid, fates: list[str]) -> pd.DataFrame:
    """Return ``unit, file, fate, rows`` of the lines of a sheet."""
    place = f"{grid.file}, sheet {grid.sheet}"
    rows = [(LINES, place, fate, number) for fate, number in Counter(fates).items()]
    return pd.DataFrame(rows, columns=["unit", "file", "fate", "rows"])
