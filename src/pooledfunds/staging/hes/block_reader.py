"""Blocks of delivered lines to typed columns, on several threads, in the order of the file."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pooledfunds.staging.hes._fast import scan
from pooledfunds.staging.hes.fields import KINDS
from pooledfunds.staging.hes.pseudonyms import Pseudonyms
from pooledfunds.staging.hes.scanned import (
    KEYS,
    Column,
    ParsedBlock,
    Rows,
    TextBlock,
    Values,
)
from pooledfunds.staging.hes.tally import BlockResult, FieldCounts

PROBED = "epistat"  # a field that every delivery has, of digits alone: a heading has none there
MOST_PROBED = 1_000  # lines of a block; where more lack it the field is broken, and reported so


@dataclass(frozen=True)
class BlockReader:
    """Reads the fields of one file's blocks; safe on several threads.

    Parameters
    ----------
    file
        Position of the file among those delivered.
    places
        Where each field that the file has stands in its header.
    names
        Of all the file's fields, in the order of the header.
    kinds
        Of each field to be staged (see ``fields.KINDS``), whether the file has it or not.
    partitions
        Number of partitions of the patients.
    year
        The data year that the file's name tells, else 0.
    pseudonyms
        Stand for keys from here on.
    """

    file: int
    places: dict[str, int]
    names: tuple[str, ...]
    kinds: dict[str, str]
    partitions: int
    year: int
    pseudonyms: Pseudonyms

    @cached_property
    def delivered(self) -> dict[str, str]:
        """The kind of each field that the file has."""
        return {name: kind for name, kind in self.kinds.items() if name in self.places}

    @cached_property
    def columns(self) -> list[Column]:
        """What is read of the file."""
        return [
            Column(kind, self.places[name], KINDS[kind].null_value)
            for name, kind in self.delivered.items()
        ]

    def read(self, block: TextBlock | ParsedBlock) -> BlockResult:
        """Return the values of a block, sorted by partition."""
        scanned = scan(block, self.columns)
        rows, number = scanned.rows, scanned.number
        values = rows.values()
        repeated, reordered = self.find_headings(rows, values)
        kept = np.arange(len(number))
        if repeated:
            kept = np.delete(kept, repeated)
            number, values = number[kept], rows.values(kept)
        by_year = self.count_by_year(rows, kept, values)
        self.pseudonyms.replace_keys(self.by_field(values), self.delivered)
        columns, bounds = self.sort_by_partition(number, values)
        return BlockResult(
            scanned.lines,
            scanned.ragged,
            len(scanned.blank),
            len(repeated),
            [int(scanned.number[row]) for row in reordered],
            columns,
            bounds,
            by_year,
        )

    def sort_by_partition(
        self, number: np.ndarray, values: Values
    ) -> tuple[dict[str, np.ndarray], np.ndarray]:
        """Return all staged columns with the rows of a partition side by side, and their bounds.

        Parameters
        ----------
        number
            Line of each row, from the block's first.
        values
            Of the delivered fields.

        Returns
        -------
        columns
            One value per row, by field, with ``file`` and ``line`` beside them.
        bounds
            Where each partition begins, and the last one ends.
        """
        by_field = self.by_field(values)
        part = (by_field["patient"] % np.uint64(self.partitions)).astype(np.uint16)
        order = np.argsort(part, kind="stable")
        columns = self.by_field(values, order)
        for name, kind in self.kinds.items():
            if name not in self.places:
                held = self.year if name == "fyear" else KINDS[kind].null_value
                columns[name] = np.full(len(number), held, KINDS[kind].type.to_pandas_dtype())
        columns["file"] = np.full(len(number), self.file, dtype=np.uint32)
        columns["line"] = number[order].astype(np.uint32)
        return columns, np.searchsorted(
            part[order], np.arange(self.partitions + 1, dtype=np.uint16)
        )

    def find_headings(self, rows: Rows, values: Values) -> tuple[list[int], list[int]]:
        """Return the rows that repeat the header, and those that name its fields otherwise.

        Files put together one after the other hold such lines.

        Parameters
        ----------
        rows
            Lines of a block, and where their fields begin and end.
        values
            Staged values of every row, a column a field.
        """
        if PROBED not in self.delivered:
            return [], []
        suspect = np.flatnonzero(self.by_field(values)[PROBED] == KINDS["digit"].null_value)
        header = [self.names[self.places[name]] for name in self.delivered]
        repeated, reordered = [], []
        for row in suspect if len(suspect) <= MOST_PROBED else ():
            texts = rows.texts(int(row))
            if texts == header:
                repeated.append(int(row))
            elif 2 * len(set(texts).intersection(self.names)) > len(texts):
                reordered.append(int(row))
        return repeated, reordered

    def count_by_year(self, rows: Rows, kept: np.ndarray, values: Values) -> dict[int, FieldCounts]:
        """Return what was seen of each field, by data year; 0 is an unknown year.

        The records of all years but the most frequent are read once more to count them.

        Parameters
        ----------
        rows
            Lines of a block, and where their fields begin and end.
        kept
            Places of the rows that are records.
        values
            Staged values of these, a column a field.
        """
        whole = self.count(values)
        if "fyear" not in self.places:
            return {self.year: whole}
        counts = whole.values["fyear"]
        most = int(counts.argmax())
        seen = {most: whole}
        years = self.by_field(values)["fyear"]
        for year in np.flatnonzero(counts):
            if year != most:
                seen[int(year)] = self.count(rows.values(kept[years == year]))
                whole.add(seen[int(year)], -1)
        return seen

    def count(self, values: Values) -> FieldCounts:
        """Return what was seen of each field."""
        kinds = self.delivered
        by_field = self.by_field(values)
        return FieldCounts(
            len(by_field["patient"]),
            Counter(dict(zip(kinds, values.missing.tolist(), strict=True))),
            Counter(dict(zip(kinds, values.unreadable.tolist(), strict=True))),
            {
                name: np.bincount(by_field[name], minlength=KINDS[kind].tally)
                for name, kind in kinds.items()
                if KINDS[kind].tally
            },
        )

    def by_field(self, values: Values, order: np.ndarray | None = None) -> dict[str, np.ndarray]:
        """Return the values of each delivered field by its name, in another order if given.

        Parameters
        ----------
        values
            Of the delivered fields.
        order
            Places of rows (``int64``).
        """
        keys = [name for name, kind in self.delivered.items() if kind in KEYS]
        others = [name for name, kind in self.delivered.items() if kind not in KEYS]
        held = [values.int64, values.int32]
        if order is not None:
            held = [columns.take(order, axis=1) for columns in held]
        return dict(zip([*keys, *others], [*held[0], *held[1]], strict=True))
