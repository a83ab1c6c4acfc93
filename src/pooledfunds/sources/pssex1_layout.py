"""What a PSSEX1 sheet says of itself: its family, year, lines, columns and printed sums.

Nothing here goes by a file's name. The three published families are told apart by their own
heading: a row of column letters (detailed return), a row of areas that begins with England
(councils across), or a row of financial years (time series).
"""

import re
from dataclasses import dataclass

import pandas as pd

from pooledfunds.sources.workbook import cell_name

NOTES = re.compile(r"contents?|conversion of ro3 data", re.IGNORECASE)
YEAR = re.compile(r"\b((?:19|20)\d{2})\s*-\s*(?:19|20)?(\d{2})\b")
CODE = re.compile(r"[A-Z]+\d+|Memorandum")
BLOCKS = {
    "adults' services": "adults",
    "children's and families services": "children",
    "total all services": "all",
    "total gross personal social services expenditure": "",
}


@dataclass(frozen=True)
class Line:
    """One line of a return: where it stands, its printed code, and what it holds."""

    row: int
    code: str
    client_group: str
    service_line: str
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
    """Return the names from first to last: C, D, E or BC1, BC2, BC3."""
    prefix = re.match(r"[A-Z]+(?=\d)", first)
    if prefix:
        start, stop = int(first[prefix.end() :]), int(last[prefix.end() :])
        return [f"{prefix[0]}{number}" for number in range(start, stop + 1)]
    return [chr(letter) for letter in range(ord(first), ord(last) + 1)]


def line_sum(label: object, misprints: dict[str, str]) -> tuple[tuple[int, str], ...]:
    """Return the sum printed at the end of a line's label, with known misprints put right."""
    found = re.search(r"\(\s*lines?\s+([^)]*)\)\s*$", str(label), re.IGNORECASE)
    if not found:
        return ()
    expression = re.sub(r"\s+", "", found[1])
    return signed_parts(misprints.get(expression, expression))


class LineReader:
    """Follows a return from top to bottom and names each line by the headings above it."""

    def __init__(self, codelists: Codelists):
        self.groups = [
            (row.client_group, re.compile(row.heading), row.block)
            for row in codelists.client_groups.itertuples()
        ]
        self.lines = [
            (row.service_line, row.client_group, re.compile(row.pattern))
            for row in codelists.service_lines.itertuples()
        ]
        self.misprints = dict(
            zip(codelists.misprints["printed"], codelists.misprints["meant"], strict=True)
        )

    def client_group(self, heading: str, block: str) -> str:
        """Return the client group of a heading, which may depend on the block around it."""
        for group, pattern, needed in self.groups:
            if pattern.search(heading) and needed in ("", block):
                return group
        return ""

    def read(self, rows: list[tuple[int, str, str, bool]]) -> tuple[list[Line], list[int]]:
        """Return the lines of a return, and the rows that carry numbers under no known line.

        Parameters
        ----------
        rows
            For each row: its number, its printed code, its label, and whether it has numbers.
        """
        lines: list[Line] = []
        unknown: list[int] = []
        heading, block = "", ""
        for row, code, label, has_numbers in rows:
            words = plain_label(label)
            if CODE.fullmatch(code) or (has_numbers and words and not code):
                line = self.line(row, code, label, heading, block, lines)
                if line:
                    lines.append(line)
                elif has_numbers:
                    unknown.append(row)
            elif words in BLOCKS and not code:
                block = BLOCKS[words]
            elif self.client_group(words, block):
                heading = words
        return lines, unknown

    def line(self, row, code, label, heading, block, above: list[Line]) -> Line | None:
        """Return the line that a label stands for under its headings, or nothing if unknown."""
        words = plain_label(label)
        for service_line, group, pattern in self.lines:
            if not pattern.fullmatch(words):
                continue
            group = group or self.client_group(heading, block)
            if group == "accounts" and block in ("adults", "children"):
                group = f"accounts_{block}"
            if not service_line and above:  # an "of which" line repeats the line it divides
                service_line = above[-1].service_line
            if group and service_line:
                return Line(row, code, group, service_line, line_sum(label, self.misprints))
        return None


def measure_rules(measures: pd.DataFrame) -> list[tuple[str, re.Pattern, re.Pattern]]:
    """Return the rules by which a column's heading names a measure, first match first."""
    return [
        (row.measure, re.compile(row.under), re.compile(row.heading))
        for row in measures.itertuples()
    ]


def columns_of(rows: list[list], letters: int, rules) -> tuple[list, dict, list]:
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

    Returns
    -------
    columns, sums, unknown
        ``(column, letter, measure)`` for each measure; the signed terms of each printed sum by
        letter; ``(column, heading)`` for each heading that is no known measure.
    """
    group_row = next((row for row in rows[:letters] if squeeze(row[0]) == "service"), None)
    columns, sums, unknown, under = [], {}, [], ""
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
        if measure:
            letter = letter.strip() or cell_name(0, column)[:-1]
            columns.append((column, letter, measure))
            if expression:
                sums[letter] = signed_parts(expression)
        elif own or letter:
            unknown.append((column, own))
    return columns, sums, unknown
