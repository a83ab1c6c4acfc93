"""Blocks of delivered lines to typed columns, on several threads, in the order of the file."""

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from pooledfunds.staging.hes._fast.values import KEYS, Cells, Values, read_values
from pooledfunds.staging.hes.fields import KINDS
from pooledfunds.staging.hes.tally import FieldCounts

PROBED = "epistat"  # a field that every delivery has, of digits alone: a heading has none there
MOST_PROBED = 1_000  # lines of a block; where more lack it the field is broken, and told so


@dataclass(frozen=True)
class BlockResult:
    """The values of one block, sorted by partition."""

    lines: int
    ragged: np.ndarray
    blank: int
    headings: int  # lines that repeat the header
    reordered: list[int]  # lines that name the fields in another order
    columns: dict[str, np.ndarray]
    bounds: np.ndarray  # of each partition among the rows
    seen: dict[int, FieldCounts]  # by data year


@dataclass(frozen=True)
class BlockReader:
    """Reads the fields of one file's blocks; safe on several threads."""

    file: int
    places: dict[str, int]
    names: tuple[str, ...]  # of all the file's fields
    kinds: dict[str, str]
    partitions: int
    year: int  # where the name tells it, else nought

    @property
    def delivered(self) -> dict[str, str]:
        """The kind of each field that the file has."""
        return {name: kind for name, kind in self.kinds.items() if name in self.places}

    def read(self, cut) -> BlockResult:
        """Return the values of a block that is still to be cut."""
        block = cut()
        kinds, number = self.delivered, block.number
        cells = block.cells([self.places[name] for name in kinds])
        values = self.values_of(cells)
        same, reordered = self.headings(cells, values)
        if same:
            number = np.delete(number, same)
            cells = [replace(some, before=np.delete(some.before, same)) for some in cells]
            values = self.values_of(cells)
        by_field = split_by_width(kinds, values)
        part = (by_field["patient"] % np.uint64(self.partitions)).astype(np.uint16)
        order = np.argsort(part, kind="stable")
        keys = [name for name in kinds if kinds[name] in KEYS]
        others = [name for name in kinds if kinds[name] not in KEYS]
        columns = dict(zip(keys, values.keys.take(order, axis=1), strict=True))
        columns |= zip(others, values.others.take(order, axis=1), strict=True)
        for name, kind in self.kinds.items():
            if name not in kinds:
                none = self.year if name == "fyear" else KINDS[kind].none
                columns[name] = np.full(len(number), none, KINDS[kind].type.to_pandas_dtype())
        columns["file"] = np.full(len(number), self.file, dtype=np.uint32)
        columns["line"] = number[order].astype(np.uint32)
        bounds = np.searchsorted(part[order], np.arange(self.partitions + 1, dtype=np.uint16))
        seen = self.count_by_year(cells, values)
        lines = [int(block.number[row]) for row in reordered]
        return BlockResult(
            block.lines, block.ragged, len(block.blank), len(same), lines, columns, bounds, seen
        )

    def values_of(self, cells: list[Cells]) -> Values:
        """Return the values of the delivered fields."""
        kinds = self.delivered.values()
        return read_values([*kinds], [KINDS[kind].none for kind in kinds], cells)

    def headings(self, cells: list[Cells], values: Values) -> tuple[list[int], list[int]]:
        """Return the rows that repeat the header, and those that name its fields otherwise.

        Files put together one after the other hold such lines.
        """
        kinds = self.delivered
        if PROBED not in kinds:
            return [], []
        rows = np.flatnonzero(split_by_width(kinds, values)[PROBED] == KINDS["digit"].none)
        same, reordered = [], []
        for row in rows if len(rows) <= MOST_PROBED else ():
            texts = [text for some in cells for text in some.texts(row)]
            if texts == [self.names[self.places[name]] for name in kinds]:
                same.append(int(row))
            elif 2 * len(set(texts).intersection(self.names)) > len(texts):
                reordered.append(int(row))
        return same, reordered

    def count_by_year(self, cells: list[Cells], values: Values) -> dict[int, FieldCounts]:
        """Return what was seen of each field, by data year; nought is an unknown year.

        The records of all years but the most frequent are read once more to count them.
        """
        whole = self.count(values)
        if "fyear" not in self.places:
            return {self.year: whole}
        counts = whole.values["fyear"]
        most = int(counts.argmax())
        seen = {most: whole}
        years = split_by_width(self.delivered, values)["fyear"]
        for year in np.flatnonzero(counts):
            if year != most:
                rows = years == year
                some = [replace(one, before=one.before[rows]) for one in cells]
                seen[int(year)] = self.count(self.values_of(some))
                whole.add(seen[int(year)], -1)
        return seen

    def count(self, values: Values) -> FieldCounts:
        """Return what was seen of each field."""
        kinds = self.delivered
        by_field = split_by_width(kinds, values)
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


def split_by_width(kinds: dict[str, str], values: Values) -> dict[str, np.ndarray]:
    """Return the values of each field by its name: keys in 64 bits, all others in 32."""
    keys = [name for name, kind in kinds.items() if kind in KEYS]
    others = [name for name, kind in kinds.items() if kind not in KEYS]
    return dict(zip([*keys, *others], [*values.keys, *values.others], strict=True))
