"""The sheets of the spreadsheet release: cover, contents, notes, shorthand, columns, tables."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandera.pandas as pa

from pooledfunds.core.csv_text import field_type
from pooledfunds.core.schema import unit_of
from pooledfunds.report.release.citation import OFFICIAL_RIGHTS, Citation
from pooledfunds.report.release.tables import PublishedTable
from pooledfunds.report.release.workbook import Cell, Link, Sheet

# The shorthand of the Analysis Function for symbols in tables, as far as a release needs it.
NO_NUMBER, NO_WORDS, WITHHELD = "[x]", "[z]", "[c]"
SHORTHAND = {
    NO_NUMBER: "No number: it is not available, or does not apply. The sheet Columns says when.",
    NO_WORDS: "No words: nothing applies, or nothing is to be said.",
    WITHHELD: "Withheld, so that no person can be recognised.",
}
BASIS_WORDS = {
    "artificial": "ARTIFICIAL DATA. Every area and every number is of an invented England.",
    "official": "Made from published official returns, as far as these are at hand.",
}
NOTES = (
    "Numbers are given to six significant digits, and whole numbers whole.",
    "Codes of areas are text and stay so in this workbook, also those that look like a number "
    "(5E1). In the CSV files a spreadsheet would take them for numbers: use this workbook.",
    "Each table is also a CSV file in UTF-8 beside this workbook; datapackage.json has the types, "
    "units and keys of its columns, and the digest of the file.",
    "Differences on the scale log are logarithms of a ratio: 0.05 is about 5 per cent.",
    "A comparison is different or equivalent only as far as its p-value adjusted over the family "
    "of tests allows; inconclusive is not evidence of no effect.",
    "The page index.html has the findings, the figures, the limits and the decisions in full.",
)


@dataclass(frozen=True)
class Release:
    """What a release says of its run."""

    title: str
    description: str
    basis: str
    citation: Citation


def release_sheets(release: Release, tables: Sequence[PublishedTable]) -> list[Sheet]:
    """Return the sheets of a release in their order.

    Parameters
    ----------
    release
        What it says of its run.
    tables
        The published tables, in the order of their sheets.
    """
    data = [table_sheet(number, table, release) for number, table in enumerate(tables, 1)]
    front = [
        notes_sheet(release),
        shorthand_sheet(),
        columns_sheet(tables),
    ]
    return [cover_sheet(release), contents_sheet([*front, *data]), *front, *data]


def cover_sheet(release: Release) -> Sheet:
    """Return the cover: what it is, who publishes it, when, how to cite it, what changed."""
    citation = release.citation
    rights = [OFFICIAL_RIGHTS] if release.basis == "official" else []
    lines = [
        " ".join(release.description.split()),
        BASIS_WORDS[release.basis],
        f"Publisher: {citation.publisher}",
        f"Publication date: {citation.date}",
        f"Version: {citation.version}",
        f"Licence: {citation.licence}",
        *rights,
        f"How to cite: {citation.reference}",
        "Start at the worksheet Contents. Shorthand is explained in the worksheet Shorthand.",
        "What changed last:",
        *citation.changes,
    ]
    return Sheet("Cover", release.title, [line for line in lines if line])


def contents_sheet(sheets: Sequence[Sheet]) -> Sheet:
    """Return the table of contents, each line a link."""
    rows: list[list[Cell | Link]] = [
        [Link(sheet.name, sheet.name), sheet.title, len(sheet.rows)] for sheet in sheets
    ]
    lines = ["This worksheet contains one table, with links to the worksheets."]
    return Sheet("Contents", "Contents", lines, ["Worksheet", "Title", "Rows"], rows)


def notes_sheet(release: Release) -> Sheet:
    """Return what holds for every table."""
    notes = [BASIS_WORDS[release.basis], *NOTES]
    rows: list[list[Cell]] = [[number, note] for number, note in enumerate(notes, 1)]
    lines = ["This worksheet contains one table."]
    return Sheet("Notes", "Notes on all tables", lines, ["Note", "Text"], rows)


def shorthand_sheet() -> Sheet:
    """Return what the signs in place of a value mean."""
    rows = [[sign, meaning] for sign, meaning in SHORTHAND.items()]
    lines = ["This worksheet contains one table."]
    return Sheet("Shorthand", "Shorthand in tables", lines, ["Shorthand", "Meaning"], rows)


def columns_sheet(tables: Sequence[PublishedTable]) -> Sheet:
    """Return what every column of every table means."""
    rows = [
        [
            table.name,
            name,
            field_type(column.dtype),
            unit_of(column) or NO_WORDS,
            column.description or "",
        ]
        for table in tables
        for name, column in table.columns.items()
    ]
    head = ["Table", "Column", "Type", "Unit", "Meaning"]
    return Sheet(
        "Columns", "Columns of all tables", ["This worksheet contains one table."], head, rows
    )


def table_sheet(number: int, table: PublishedTable, release: Release) -> Sheet:
    """Return a published table as a sheet.

    Parameters
    ----------
    number
        Of the table in the release.
    table
        The table.
    release
        What the release says of its run.
    """
    head, rows = table.rows()
    types = [field_type(table.columns[name].dtype) for name in head]
    blanks = [signs_of_blanks(row, table.columns, head) for row in rows]
    cells = [
        [cell_of(text, kind, sign) for text, kind, sign in zip(row, types, signs, strict=True)]
        for row, signs in zip(rows, blanks, strict=True)
    ]
    lines = [
        f"This worksheet contains one table; it is also {table.file.name}. "
        "Some cells hold shorthand, which the worksheet Shorthand explains.",
    ]
    if release.basis == "artificial":
        lines.append(BASIS_WORDS["artificial"])
    title = f"Table {number}: {table.schema.description}"
    return Sheet(table.name, title, lines, head, cells)


def signs_of_blanks(
    row: Sequence[str], columns: Mapping[str, pa.Column], head: Sequence[str]
) -> list[str]:
    """Return the sign that stands in each column of a row where it has no number.

    Parameters
    ----------
    row
        As written in the file; a column ``note`` says where values of the row are withheld.
    columns
        By name; a whole number that may be missing is one that disclosure rules withhold.
    head
        Names of the columns, in order.
    """
    hidden = "withheld" in (text for name, text in zip(head, row, strict=True) if name == "note")
    whole = [str(columns[name].dtype) == "Int64" for name in head]
    return [WITHHELD if hidden or one else NO_NUMBER for one in whole]


def cell_of(text: str, kind: str, no_number: str = NO_NUMBER) -> Cell:
    """Return a cell of a CSV file as one of a workbook: a number, or words, or why there is none.

    Parameters
    ----------
    text
        As written in the file.
    kind
        The type of its column.
    no_number
        The sign for a number that is not there.
    """
    if kind not in ("number", "integer"):
        return text or NO_WORDS
    if not text:
        return no_number
    value = float(text)
    if not math.isfinite(value):
        return text
    return int(value) if value.is_integer() else value
