"""What a PSSEX1 sheet says of itself: its family, year, lines, columns and printed sums.

Nothing here goes by a file's name. The three published families are told apart by their own
heading: a row of column letters (detailed return), a row of areas that begins with England
(councils across), or a row of financial years (time series).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from pooledfunds.core.tables import rows_of
from pooledfunds.staging.layouts.workbook import cell_name

NOTES = re.compile(r"contents?|conversion of ro3 data", re.IGNORECASE)
YEAR = re.compile(r"\b((?:19|20)\d{2})\s*-\s*(?:19|20)?(\d{2})\b")
CODE = re.compile(r"[A-Z]+\d+|Memorandum")
HEADING_CODE = re.compile(r"[A-Z]+:")
NOT_READ = "not read"  # in the place of a measure: a heading that is known, and not read
SERVICE_LINES = "config/codelists/pssex1_service_lines.csv"
# A measure, with the headings of its group and of its own column
MeasureRule = tuple[str, re.Pattern[str], re.Pattern[str]]
BLOCKS = {
    "adults' services": "adults",
    "children's and families services": "children",
    "total all services": "all",
    "total gross personal social services expenditure": "",
}


@dataclass(frozen=True)
class Line:
    """One line of a return: where it stands, its printed code, and what it holds.

    ``printed_sum`` is the sum that its label names, and ``parts`` its terms. Sheets whose lines
    stand in other rows have the same lines.
    """

    row: int = field(compare=False)
    code: str
    client_group: str
    service_line: str
    printed_sum: str = ""
    parts: tuple[tuple[int, str], ...] = ()

    @property
    def name(self) -> tuple[str, str]:
        """What the line holds, which is the same in every year and family."""
        return self.client_group, self.service_line


@dataclass(frozen=True)
class Codelists:
    """The words by which lines, client groups and measures are known, from ``config/codelists``."""

    client_groups: pd.DataFrame
    service_lines: pd.DataFrame
    measures: pd.DataFrame
    misprints: pd.DataFrame


@lru_cache(8192, typed=True)  # the headings of one return are those of its every sheet
def squeeze(cell: object) -> str:
    """Return a cell's text in lower case, in one line, with plain apostrophes."""
    return re.sub(r"\s+", " ", str(cell)).strip().lower().replace("’", "'")


def plain_label(cell: object) -> str:
    """Return a line's label without its printed sum, its footnote mark or closing dots."""
    label = re.sub(r"\s*\(lines? [^)]*\)$", "", squeeze(cell))
    return re.sub(r"(?<=[a-z'])\d$", "", label)


def financial_year(text: object) -> str:
    """Return the first financial year in a text as 2007/08, or nothing."""
    found = YEAR.search(str(text))
    return f"{found[1]}/{found[2]}" if found else ""


def signed_parts(expression: str) -> tuple[tuple[int, str], ...]:
    """Return the terms of a printed sum, such as ``K - M - N`` or ``C1 to C10``, with their signs.

    A span runs over consecutive letters or, after a common prefix, over consecutive numbers.
    """
    terms = re.findall(r"([+-]?)\s*([A-Z]+\d*)(?:\s*to\s*([A-Z]+\d*))?", expression)
    parts = []
    for sign, first, last in terms:
        names = span(first, last) if last else [first]
        parts += [(-1 if sign == "-" else 1, name) for name in names]
    return tuple(parts)


def span(first: str, last: str) -> list[str]:
    """Return the names from first to last: C, D, E or BC1, BC2, BC3.

    Parameters
    ----------
    first
        Letter, or letters and a number.
    last
        Of the same letters where they have a number.
    """
    prefix = re.match(r"[A-Z]+(?=\d)", first)
    if prefix:
        start, stop = int(first[prefix.end() :]), int(last[prefix.end() :])
        return [f"{prefix[0]}{number}" for number in range(start, stop + 1)]
    return [chr(letter) for letter in range(ord(first), ord(last) + 1)]


def printed_sum(label: object) -> str:
    """Return the sum printed at the end of a line's label, without blanks, or nothing."""
    found = re.search(r"\(\s*lines?\s+([^)]*)\)\s*$", str(label), re.IGNORECASE)
    return re.sub(r"\s+", "", found[1]) if found else ""


@lru_cache(4096)
def line_code(cell: object) -> str:
    """Return a line's code as it is usually printed: capitals, without blanks."""
    code = re.sub(r"\s+", "", str(cell))
    return "Memorandum" if code.lower() == "memorandum" else code.upper()


class Row(NamedTuple):
    """What a return's row says before it is understood: its place, code and label.

    Whether it has numbers is only asked where it has no code.
    """

    number: int
    code: str
    label: str
    has_numbers: bool


class Sheet(NamedTuple):
    """Which return a sheet belongs to; the lines of a series alone have no codes."""

    family: str
    year: str

    @property
    def coded(self) -> bool:
        """Tell whether each line must have its code."""
        return self.family != "series"


class LineReader:
    """Follows a return from top to bottom and names each line by the headings above it."""

    def __init__(self, codelists: Codelists):
        self.groups = [
            (row.client_group, re.compile(row.heading), row.block)
            for row in rows_of(codelists.client_groups)
        ]
        self.lines = [
            (row.service_line, row.client_group, re.compile(row.pattern))
            for row in rows_of(codelists.service_lines)
        ]
        self.misprints = {
            (row.family, row.financial_year, row.printed): row.meant
            for row in rows_of(codelists.misprints)
        }

    def client_group(self, heading: str, block: str) -> str:
        """Return the client group of a heading, which may depend on the block around it."""
        for group, pattern, needed in self.groups:
            if pattern.search(heading) and needed in ("", block):
                return group
        return ""

    def read(self, sheet: Sheet, rows: list[Row]) -> tuple[list[Line], list[tuple[int, int, str]]]:
        """Return the lines of a return, and the row, column and rule of each that is unknown."""
        lines: list[Line] = []
        faults: list[tuple[int, int, str]] = []
        heading, block = "", ""
        for row in rows:
            words = plain_label(row.label)
            # A printed total may carry a heading's own row, as a line of zeros.
            is_heading = HEADING_CODE.fullmatch(row.code) or not (words or row.code)
            if CODE.fullmatch(row.code) or (row.has_numbers and not is_heading):
                line = self.line(sheet, row, heading, block, lines)
                rule = line_fault(sheet, row, line, lines)
                if rule:
                    faults.append((row.number, int(sheet.coded), rule))
                elif line:
                    lines.append(line)
            elif words in BLOCKS and not row.code:
                block = BLOCKS[words]
            elif self.client_group(words, block):
                heading = words
        return lines, faults

    def line(
        self, sheet: Sheet, row: Row, heading: str, block: str, above: list[Line]
    ) -> Line | None:
        """Return the line that a label stands for under its headings, or nothing if unknown."""
        words = plain_label(row.label)
        for service_line, group, pattern in self.lines:
            if not pattern.fullmatch(words):
                continue
            group = group or self.client_group(heading, block)
            if group == "accounts" and block in ("adults", "children"):
                group = f"accounts_{block}"
            if not service_line and above:  # an "of which" line repeats the line it divides
                service_line = above[-1].service_line
            if group and service_line:
                printed = printed_sum(row.label)
                total = self.misprints.get((*sheet, printed), printed)
                return Line(row.number, row.code, group, service_line, total, signed_parts(total))
        return None


def line_fault(sheet: Sheet, row: Row, line: Line | None, above: list[Line]) -> str:
    """Return what is wrong with a row that should be a line of the return, or nothing."""
    label = row.label.strip()
    if row.code and not CODE.fullmatch(row.code):
        return f"'{row.code}' is no code of a line"
    if line is None:
        what = f"line {row.code}" if row.code else "an amount"
        return f"{what} beside '{label}', no known line: if it is one, add it to {SERVICE_LINES}"
    divides = above and line.service_line == above[-1].service_line
    if sheet.coded and not row.code and not divides:
        return f"an amount beside '{label}' without the code of its line"
    if row.code != "Memorandum" and row.code in {one.code for one in above} - {""}:
        return f"line {row.code} is given twice"
    if line.name in {one.name for one in above}:
        return f"'{label}' is given twice under one heading"
    return ""


def measure_rules(measures: pd.DataFrame) -> list[MeasureRule]:
    """Return the rules by which a column's heading names a measure, first match first."""
    return [
        (row.measure, re.compile(row.under), re.compile(row.heading)) for row in rows_of(measures)
    ]


class Columns(NamedTuple):
    """The columns of a detailed return.

    ``read`` has ``(column, letter, measure)`` for each measure; ``sums`` the signed terms of each
    printed sum by letter; ``unknown`` the ``(column, heading)`` that are no known measure;
    ``not_read`` the columns whose heading is declared as not read.
    """

    read: list[tuple[int, str, str]]
    sums: dict[str, tuple[tuple[int, str], ...]]
    unknown: list[tuple[int, str]]
    not_read: list[int]


def columns_of(rows: list[list], letters: int, rules: Sequence[MeasureRule]) -> Columns:
    """Return the measures, printed sums and unknown headings of a detailed return's columns.

    A column is known by its own heading, read downwards, and by the group heading at or left
    of it, because "capital charges" stands under own provision and under provision by others.

    Parameters
    ----------
    rows
        The cells of a sheet.
    letters
        Number of the row of column letters, such as ``col K = E + H``.
    rules
        From ``measure_rules``.
    """
    group_row = next((row for row in rows[:letters] if squeeze(row[0]) == "service"), None)
    columns, under = Columns([], {}, [], []), ""
    for column in range(2, len(rows[letters])):
        own = " ".join(text for row in rows[1:letters] if (text := squeeze(row[column])))
        own = re.sub(r"(?<=[a-z])\d\b", "", own)  # a footnote mark
        under = (squeeze(group_row[column]) if group_row else "") or under
        letter, _, expression = re.sub(r"(?i)^\s*col\s*", "", str(rows[letters][column])).partition(
            "="
        )
        measure = next(
            (name for name, group, heading in rules if heading.search(own) and group.search(under)),
            "",
        )
        if measure == NOT_READ:
            columns.not_read.append(column)
        elif measure:
            letter = letter.strip() or cell_name(0, column)[:-1]
            columns.read.append((column, letter, measure))
            if expression:
                columns.sums[letter] = signed_parts(expression)
        elif own or letter:
            columns.unknown.append((column, own))
    return columns
