"""A small return as the corpus sees it: its text, and which of its columns hold what."""

import csv
import io
import re
from dataclasses import dataclass, replace
from pathlib import Path

# Columns that no reader takes a value from: damage there could not be noticed, nor matter.
UNREAD = {
    "note", "name", "source", "match", "key", "lad07_name", "pct_name", "body_name", "council",
    "IMD_rank", "IMD_decile", "sha_name", "successor_2012", "pop_mid2011_male", "gss",
    "pop_mid2011_female", "pop_mid2011", "ons_code_2012", "relation", "share_percent",
    "n_councils_of_pct", "n_pcts_of_council", "population", "percentage", "rate_per_100000_65_plus",
    "rate_per_100000_18_plus", "p18", "expenditure_gbp", "unit",
}  # fmt: skip
KEYS = {"year", "mid_year", "programme", "established", "lsoa01_code"}
CODES = ("cssr_code", "pct_code", "body_code", "code")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True)
class Return:
    """One delimited file: its heading and its rows of text."""

    name: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def read(cls, path: Path) -> "Return":
        """Read a well-formed file."""
        with path.open(encoding="utf-8", newline="") as file:
            heading, *rows = csv.reader(file)
        return cls(path.name, tuple(heading), tuple(map(tuple, rows)))

    def column(self, name: str) -> list[str]:
        """Return one column's values."""
        place = self.heading.index(name)
        return [row[place] for row in self.rows]

    @property
    def read_columns(self) -> list[str]:
        """The columns that a reader takes values from."""
        return [name for name in self.heading if name not in UNREAD]

    @property
    def numbers(self) -> list[str]:
        """The columns of figures."""
        return [
            name
            for name in self.read_columns
            if name not in KEYS and name not in CODES and _all(NUMBER, self.column(name))
        ]

    @property
    def dates(self) -> list[str]:
        """The columns of days."""
        return [name for name in self.read_columns if _all(DATE, self.column(name))]

    @property
    def code(self) -> str:
        """The column of body codes, or nothing."""
        return next((name for name in CODES if name in self.heading), "")

    def text(self) -> str:
        """Return the file as text."""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([self.heading, *self.rows])
        return out.getvalue()

    def put(self, row: int, column: str, value: str) -> "Return":
        """Return the file with one cell replaced."""
        place = self.heading.index(column)
        changed = list(self.rows[row])
        changed[place] = value
        rows = [*self.rows[:row], tuple(changed), *self.rows[row + 1 :]]
        return replace(self, rows=tuple(rows))

    def put_column(self, column: str, values: list[str]) -> "Return":
        """Return the file with one column replaced."""
        place = self.heading.index(column)
        rows = [
            (*row[:place], value, *row[place + 1 :])
            for row, value in zip(self.rows, values, strict=True)
        ]
        return replace(self, rows=tuple(rows))


def _all(form: re.Pattern, values: list[str]) -> bool:
    """Return whether every value that is there has a form, and some value is."""
    there = [value for value in values if value]
    return bool(there) and all(map(form.fullmatch, there))
