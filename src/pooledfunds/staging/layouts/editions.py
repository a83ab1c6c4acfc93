"""Returns whose layout differs by edition: ``config/editions.csv`` says what stands where.

One row of the editions table is one column of one edition: its heading as submitted, the study's
name for it, and any labels that the heading stands for, such as ``reason=A``. An edition with
labels is read from wide to long. The edition of a sheet is found by its headings, so a new
edition is new rows in the table and no new code.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from pooledfunds.core.errors import IssueList
from pooledfunds.core.row_accounts import LINE_ENDS, LINES
from pooledfunds.staging.layouts.markers import take_out_markers
from pooledfunds.staging.layouts.sheet_lines import BLANK, KEPT, sort_lines
from pooledfunds.staging.layouts.sheets import Sheet, padded, sheets_of

NO_LINE_END = "the last line has no line end: is the file whole?"
NO_FIGURES = ("", "date")  # units of columns whose cells are not numbers
PLACE = ["file", "line", "edition"]  # where a record came from


@dataclass(frozen=True)
class Edition:
    """One layout: where its headings stand, and what each of them means."""

    name: str
    sheet: str
    header_rows: tuple[int, int]
    columns: pd.DataFrame

    def headings(self, rows: list[list[str]]) -> list[str]:
        """Return one heading a column; those of several rows are joined by ``>``.

        A heading of an upper row stands over the columns to its right, up to the next, that have
        a heading of their own in the last row.
        """
        first, last = self.header_rows
        own = rows[first - 1 : last]
        if len(own) < last - first + 1:
            return []
        over = [list(row) for row in own]
        for row in over[:-1]:
            for place in range(1, len(row)):
                row[place] = row[place] or row[place - 1]
        pairs = zip(zip(*own, strict=True), zip(*over, strict=True), strict=True)
        return [plain(" > ".join(filter(None, o if a[-1] else a))) for a, o in pairs]

    def missing(self, rows: list[list[str]]) -> list[str]:
        """Return the headings that the edition must have and the rows do not."""
        needed = self.columns.loc[self.columns["need"] == "yes", "column_as_submitted"]
        found = self.headings(rows)
        return [heading for heading in needed.map(plain) if heading not in found]


def read_returns(
    paths: Iterable[str | Path], source: str, editions: pd.DataFrame, faults: IssueList
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return every record of a return's files as text, under the study's names of columns.

    Parameters
    ----------
    paths
        Delimited files and workbooks; each sheet is held against every edition.
    source
        Name of the return, as ``config/sources.csv`` has it.
    editions
        ``source, edition, sheet, header_row, column_as_submitted, column, labels, need, unit``.

    Returns
    -------
    table, counted
        The columns of all editions, blank where an edition has none of it, and ``file``, ``line``
        and ``edition``. Empty, with faults noted, when nothing can be read. Markers are blanked
        (see ``markers.take_out_markers``). ``counted`` holds ``unit, file, fate, rows``: what
        became of every line, and of every marked cell.
    """
    known = editions_of(source, editions)
    columns = list(dict.fromkeys(name for e in known for name in names_of(e)))
    tables, counted = [], []
    for path in paths:
        with faults.collect():
            for sheet in sheets_of(path, faults):
                table, lines = read_sheet(sheet, known, faults)
                tables.append(table)
                counted.append(lines)
    table, marked = as_text(columns, tables, figures_of(source, editions))
    return table, pd.concat([*counted, marked], ignore_index=True)


def as_text(
    columns: list[str], tables: list[pd.DataFrame], figures: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return tables under one another, blanks as empty text, and the count of marked cells."""
    empty = pd.DataFrame(columns=[*columns, *PLACE], dtype=object)
    table = pd.concat([empty, *tables], ignore_index=True).astype({"file": str})
    table = table.assign(**{name: table[name].fillna("").astype(str) for name in columns})
    return take_out_markers(table, figures)


def figures_of(source: str, editions: pd.DataFrame) -> list[str]:
    """Return the study's names of the columns that hold figures.

    Parameters
    ----------
    source
        Name of the return, as ``config/sources.csv`` has it.
    editions
        ``config/editions.csv``, as text.
    """
    own = editions[(editions["source"] == source) & ~editions["unit"].isin(NO_FIGURES)]
    return [name for name in own["column"].unique() if name]


def editions_of(source: str, editions: pd.DataFrame) -> list[Edition]:
    """Return the editions of one source, in the order of the table.

    Parameters
    ----------
    source
        Name of the return, as ``config/sources.csv`` has it.
    editions
        ``config/editions.csv``, as text.
    """
    own = editions[editions["source"] == source]
    return [
        Edition(str(name), rows["sheet"].iloc[0], row_range(rows["header_row"].iloc[0]), rows)
        for name, rows in own.groupby("edition", sort=False)
    ]


def names_of(edition: Edition) -> list[str]:
    """Return the study's names of what an edition gives, labels among them."""
    given = [name for name in edition.columns["column"] if name]
    labels = [name for text in edition.columns["labels"] for name in labels_of(text)]
    return list(dict.fromkeys([*given, *labels]))


def row_range(text: str) -> tuple[int, int]:
    """Return the first and last row of a heading, written ``3`` or ``3-5``."""
    first, _, last = text.partition("-")
    return int(first), int(last or first)


def labels_of(text: str) -> dict[str, str]:
    """Return the labels of a heading, written ``reason=A; care_type=acute``."""
    return dict(part.strip().split("=", 1) for part in text.split(";") if part.strip())


@lru_cache(maxsize=4096)  # the same headings come again in every file of a return
def plain(heading: str) -> str:
    """Return a heading without case, and with single spaces."""
    return " ".join(heading.split()).lower()


def read_sheet(
    sheet: Sheet, editions: list[Edition], faults: IssueList, may_be_bare: bool = False
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the records of one sheet, under the edition that lacks the fewest of its columns.

    Headings without rows are a fault unless the sheet may be bare.

    Returns
    -------
    table, lines
        The records, and ``unit, file, fate, rows``: what became of each line of the sheet.
    """
    nothing = pd.DataFrame(columns=PLACE), line_counts(sheet, [])
    if not any(any(row) for row in sheet.rows):
        faults.add(sheet.place, "", "the sheet is empty" if sheet.name else "the file is empty")
        return nothing
    named = [e for e in editions if e.sheet and plain(e.sheet) == plain(sheet.name)]
    tried = named or [e for e in editions if not e.sheet]
    if not tried:
        faults.add(sheet.place, "", "config/editions.csv has no edition with a sheet of this name")
        return nothing
    rows = padded(sheet.rows, max(map(len, sheet.rows)))
    missing = {e.name: e.missing(rows) for e in tried}
    edition = min(tried, key=lambda e: (len(missing[e.name]), -len(e.columns)))
    note_headings(sheet.place, edition, rows, missing[edition.name], faults)
    fates = sort_lines(rows, edition.header_rows)
    ragged = not sheet.name and note_field_counts(sheet, edition.header_rows[1], fates, faults)
    if missing[edition.name] or ragged:
        return nothing
    table = records_of(sheet.place, edition, rows, fates, faults)
    if table.empty and not may_be_bare:
        faults.add(sheet.place, "", "there are headings and no rows")
    return table, line_counts(sheet, fates)


def line_counts(sheet: Sheet, fates: list[str]) -> pd.DataFrame:
    """Return ``unit, file, fate, rows`` of a sheet's lines; those without a fate were not read.

    A last line without a line end is read and counted, because a file cut within its last value
    looks the same (decision 80).

    Parameters
    ----------
    sheet
        Rows of text of one sheet.
    fates
        From the number of a line, from 0, to its fate; gets what is found.
    """
    fates = fates or ["not read: the file has faults"] * len(sheet.rows)
    counts = Counter((LINES, fate) for fate in fates)
    if not sheet.last_line_ends:
        counts |= {(LINE_ENDS, NO_LINE_END): 1, (LINE_ENDS, KEPT): len(sheet.rows) - 1}
    rows = [(unit, sheet.place, fate, number) for (unit, fate), number in counts.items()]
    return pd.DataFrame(rows, columns=["unit", "file", "fate", "rows"])


def note_field_counts(sheet: Sheet, heading: int, fates: list[str], faults: IssueList) -> bool:
    """Note lines of text that have other than the heading's number of fields, if there are any."""
    wanted = len(sheet.rows[heading - 1])
    found: dict[int, list[int]] = {}
    for number, (row, fate) in enumerate(zip(sheet.rows, fates, strict=True), start=1):
        if fate == KEPT and len(row) != wanted:
            found.setdefault(len(row), []).append(number)
    for fields, lines in found.items():
        rule = f"line {lines[0]} has {fields} fields, the heading has {wanted}"
        faults.add(sheet.place, "", rule, len(lines))
    return bool(found)


def note_headings(
    place: str, edition: Edition, rows: list[list[str]], missing: list[str], faults: IssueList
) -> None:
    """Note columns that an edition lacks, does not know, or has twice: none is skipped."""
    line = f"line {edition.header_rows[1]}"
    found = [heading for heading in edition.headings(rows) if heading]
    known = set(edition.columns["column_as_submitted"].map(plain))
    for heading in missing:
        faults.add(place, line, f"no column {heading} (edition {edition.name})")
    for heading in dict.fromkeys(found):
        if heading not in known:
            faults.add(place, line, f"column {heading} is not in edition {edition.name}")
        if found.count(heading) > 1:
            faults.add(place, line, f"column {heading} is given more than once")


def records_of(
    place: str, edition: Edition, rows: list[list[str]], fates: list[str], faults: IssueList
) -> pd.DataFrame:
    """Return a sheet's records: the lines that are neither heading nor blank nor note."""
    headings = edition.headings(rows)
    meant = edition.columns.assign(heading=edition.columns["column_as_submitted"].map(plain))
    meant = meant[(meant["column"] != "") & meant["heading"].isin(headings)]
    heading = rows[edition.header_rows[1] - 1]  # one that stands again is a fault, and no record
    kept = [n for n, fate in enumerate(fates) if fate == KEPT and rows[n] != heading]
    note_interruptions(place, edition.header_rows[1], rows, fates, faults)
    bare = [column for column, heading in enumerate(headings) if not heading]
    stray = [line for line in kept if any(rows[line][column] for column in bare)]
    if stray:
        rule = "a cell in a column without a heading, or more cells than headings"
        faults.add(place, f"first at line {stray[0] + 1}", rule, len(stray))
    wide = pd.DataFrame([rows[line] for line in kept], columns=range(len(headings)), dtype=object)
    wide = wide[[headings.index(heading) for heading in meant["heading"]]]
    table = wide_to_long(wide, meant).assign(file=place, edition=edition.name)
    table["line"] = [kept[row] + 1 for row in table.pop("row")]
    return table


def note_interruptions(
    place: str, heading: int, rows: list[list[str]], fates: list[str], faults: IssueList
) -> None:
    """Note records that follow a blank line, and headings that stand a second time."""
    kept = [line for line, fate in enumerate(fates) if fate == KEPT]
    again = [line for line in kept if rows[line] == rows[heading - 1]]
    if again:
        rule = "the headings stand again: were two files joined?"
        faults.add(place, f"first at line {again[0] + 1}", rule, len(again))
    # One blank line may part the headings from the records.
    start = heading + 1 if fates[heading : heading + 1] == [BLANK] else heading
    gap = next((line for line in range(start, len(rows)) if fates[line] == BLANK), len(rows))
    late = sum(line > gap for line in kept)
    if late:
        faults.add(place, f"line {gap + 1}", "rows of figures follow a blank row", late)


def wide_to_long(wide: pd.DataFrame, meant: pd.DataFrame) -> pd.DataFrame:
    """Return one record for each row and labelled column, or for each row when none is labelled.

    `wide` has a column for each row of `meant`; `row` in the result counts its rows from nought.
    """
    labelled = (meant["labels"] != "").to_numpy()
    keys = wide.loc[:, ~labelled].set_axis(meant.loc[~labelled, "column"], axis=1)
    keys.insert(0, "row", range(len(keys)))
    if not labelled.any():
        return keys
    parts = []
    for place, (name, labels) in enumerate(zip(meant["column"], meant["labels"], strict=True)):
        if labels:
            parts.append(keys.assign(**{name: wide.iloc[:, place]}, **labels_of(labels)))
    return pd.concat(parts, ignore_index=True)
