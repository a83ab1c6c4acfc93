"""Tables that remember which of them were read: what a result was made from, as it was made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # pandas is heavy
    import pandas as pd


class ReadTables(Mapping):
    """Tables by name, and the names of those that were read; to ask for a name is not to read it.

    Parameters
    ----------
    tables
        By name.
    """

    def __init__(self, tables: Mapping[str, pd.DataFrame]):
        self.tables = tables
        self.read: set[str] = set()
        self.parts: dict[str, ReadTables] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a table, and remember that it was read."""
        table = self.tables[name]
        self.read.add(name)
        return table

    def __contains__(self, name: object) -> bool:
        """Return whether there is a table."""
        return name in self.tables

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(self.tables)

    def __len__(self) -> int:
        """Return how many tables there are."""
        return len(self.tables)

    def part(self, name: str) -> ReadTables:
        """Return the same tables for a part of what is made, which remembers on its own."""
        return self.parts.setdefault(name, ReadTables(self.tables))


def part_of(tables: Mapping[str, pd.DataFrame], name: str) -> Mapping[str, pd.DataFrame]:
    """Return tables for a part of what is made: those that remember do so on their own.

    Parameters
    ----------
    tables
        By name.
    name
        Of the part.
    """
    return tables.part(name) if isinstance(tables, ReadTables) else tables


def note_parts(tables: Mapping[str, pd.DataFrame], name: str, parts: Iterable[str]) -> None:
    """Note that a part was made from what other parts were made from.

    Parameters
    ----------
    tables
        By name; where they do not remember what was read, nothing is noted.
    name
        Of the part.
    parts
        The others.
    """
    if isinstance(tables, ReadTables):
        tables.part(name).read.update(*(tables.part(part).read for part in parts))
