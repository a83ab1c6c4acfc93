"""From what a number is declared to be computed from to the returns that it rests on."""

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

import pandas as pd

import pooledfunds
from pooledfunds.catalogue.derived import RATES
from pooledfunds.catalogue.origins import Origin
from pooledfunds.catalogue.panel import KEYS, part_by_column, tables_of
from pooledfunds.catalogue.readers import READERS, RECORDS_READ_BY

SOURCE_TREE = Path(pooledfunds.__file__).parents[1]
PANEL = "panel_"


class Lineage:
    """What tables and columns were made from, back to the sources that are at hand.

    Parameters
    ----------
    study
        The settings of the study.
    made
        ``catalogue.origins.TABLE_ORIGINS``.
    at_hand
        Names of the sources at hand.
    """

    def __init__(self, study: Mapping, made: pd.DataFrame, at_hand: Collection[str]):
        self.study = study
        self.at_hand = set(at_hand)
        self.given = {table.name: table for table in tables_of(study)}
        self.named: dict[str, dict[str, str]] = {}
        self.read: dict[str, dict[str, set[str]]] = {}
        for name, part, one in made[["made", "part", "made_from"]].to_numpy():
            self.read.setdefault(name, {}).setdefault(part, set()).add(one)

    def sources_of(self, origin: Origin) -> list[str]:
        """Return the sources at hand that a number rests on, in the order of their names."""
        found = set(origin.sources) & self.at_hand
        for panel, column in origin.columns:
            found |= self.of_column(panel, column)
        return sorted(found.union(*map(self.of_table, origin.tables)))

    def missing(self, origin: Origin) -> list[str]:
        """Return the sources that a number is declared to need and that are not at hand."""
        return sorted(set(origin.sources) - self.at_hand)

    def read_with(self, source: str) -> list[str]:
        """Return the other sources at hand without which a source is not read."""
        needed = {name for one in READERS if one.source == source for name in one.needs}
        return sorted(set().union(*map(self.of_table, needed)) - {source})

    def of_table(self, name: str) -> set[str]:
        """Return the sources at hand of a table, staged or linked."""
        if name in self.read:
            read = set().union(*self.read[name].values())
            return set().union(*map(self.of_table, read))
        table = self.given[name]
        return {*table.sources, *table.sources_held} & self.at_hand

    def of_column(self, panel: str, column: str) -> set[str]:
        """Return the sources at hand of a column of a panel.

        A column under another definition (``core.vocabulary.variant_column``) has those of the
        study's own; one that follows from others has theirs too.

        Raises
        ------
        KeyError
            When the catalogue does not say what gives the column.
        """
        if panel not in self.read:  # of months or years apart, where no return gives it
            return set()
        parts = self.read[panel]
        if set(parts) == {""}:
            return self.of_table(panel)
        name = column.partition(" (")[0]
        measure = "measure" in self.study["outcomes"].get(name, {})
        part = name if measure else self.parts_of(panel.removeprefix(PANEL))[name]
        found: set[str] = set().union(*map(self.of_table, parts.get(part, ())))
        if name in RATES:
            found |= set().union(*(self.of_column(panel, one) for one in RATES[name][1]))
        return found

    def parts_of(self, area_type: str) -> dict[str, str]:
        """Return by each column of a panel the name under which the catalogue declares it."""
        if area_type not in self.named:
            parts = part_by_column(area_type, self.study)
            self.named[area_type] = dict.fromkeys(KEYS, "") | parts
        return self.named[area_type]


def code_file(code: str) -> str:
    """Return the file of the project that holds a function or a module, by its dotted name."""
    return _code_file(code, SOURCE_TREE)


@cache
def _code_file(code: str, tree: Path) -> str:
    """Return the file of a dotted name below a folder of packages; blank where there is none."""
    parts = code.split(".")
    for end in range(len(parts), 1, -1):
        file = Path(*parts[:end]).with_suffix(".py")
        if (tree / file).is_file():
            return (Path(tree.name) / file).as_posix()
    return ""


def reader_of(source: str) -> str:
    """Return the function that reads a source, by its dotted name; blank where none does."""
    named = {one.source: one.read for one in READERS} | RECORDS_READ_BY
    return named.get(source, "").replace(":", ".")
