"""Linked tables as they are made, each from those before it, with what was read for it."""

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from pooledfunds.catalogue.origins import TABLE_ORIGINS
from pooledfunds.core.read_tables import ReadTables
from pooledfunds.core.schema import enforce

Tables = Mapping[str, pd.DataFrame]
Maker = Callable[[Tables, Mapping], dict[str, pd.DataFrame]]
Origin = tuple[str, str, str]  # table made, part of it, table read


class Linking:
    """The tables linked so far, and what each was made from.

    Parameters
    ----------
    staged
        The staged tables that are available, by name.
    study
        The settings of the study.
    """

    def __init__(self, staged: Tables, study: Mapping):
        self.staged, self.study = staged, study
        self.linked: dict[str, pd.DataFrame] = {}
        self.noted: list[Origin] = []

    def add(self, make: Maker) -> None:
        """Add the tables that a function makes, and note what it read."""
        read = ReadTables({**self.staged, **self.linked})
        found = make(read, self.study)
        self.linked.update(found)
        self.noted.extend(origins_of(found, read))

    @property
    def origins(self) -> pd.DataFrame:
        """What was read for each table (``catalogue.origins.TABLE_ORIGINS``)."""
        table = pd.DataFrame(sorted(self.noted), columns=list(TABLE_ORIGINS.columns))
        return enforce(table, TABLE_ORIGINS)


def origins_of(made: Iterable[str], read: ReadTables) -> list[Origin]:
    """Return what was read as some tables were made together, whole or part by part.

    Parameters
    ----------
    made
        Names of the tables.
    read
        What their function was given.
    """
    by_part = {"": read.read} | {name: part.read for name, part in read.parts.items()}
    return [(name, part, one) for name in made for part, names in by_part.items() for one in names]
