"""What was seen of one delivered file: its lines, and its fields by data year."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

ROWS_NAMED = 5


@dataclass
class FieldCounts:
    """Records, and how many of them lack a field or hold what cannot be read, by field.

    Parameters
    ----------
    values
        Of the fields with few codes, how many records hold each, by the number that it is
        staged as.
    """

    records: int = 0
    missing: Counter = field(default_factory=Counter)
    unreadable: Counter = field(default_factory=Counter)
    values: dict[str, np.ndarray] = field(default_factory=dict)

    def add(self, other: "FieldCounts", sign: int = 1) -> None:
        """Add the counts of other records, or with a sign of -1 take them away.

        Parameters
        ----------
        other
            Counts of the same fields over other records.
        sign
            1 to add these, -1 to take away what was counted of them before.
        """
        self.records += sign * other.records
        for mine, more in ((self.missing, other.missing), (self.unreadable, other.unreadable)):
            for name, count in more.items():
                mine[name] += sign * count
        for name, counts in other.values.items():
            self.values[name] = self.values.get(name, 0) + sign * counts


@dataclass(frozen=True)
class BlockResult:
    """The values of one block, sorted by partition, and what was seen of its lines.

    Parameters
    ----------
    lines
        Number of lines, of whatever form.
    ragged
        Lines with too many or too few fields, counted from the block's first.
    blank, headings
        Number of empty lines, and of lines that repeat the header.
    reordered
        Lines that name the fields in another order.
    columns
        Staged columns by field, one value per record.
    bounds
        Where each partition begins among these, and the last one ends.
    seen
        What was seen of the fields, by data year.
    """

    lines: int
    ragged: np.ndarray
    blank: int
    headings: int
    reordered: list[int]
    columns: dict[str, np.ndarray]
    bounds: np.ndarray
    seen: dict[int, FieldCounts]


@dataclass
class FileReadSummary:
    """What was seen of one file."""

    path: Path
    lines: int = 0
    kept: int = 0
    ragged: int = 0
    blank: int = 0
    headings: int = 0
    first_ragged: list[int] = field(default_factory=list)
    first_reordered: list[int] = field(default_factory=list)
    seen: dict[int, FieldCounts] = field(default_factory=dict)  # by data year, 0 unknown
    names: Mapping[str, str] = field(default_factory=dict)  # in the file, of the fields read
    absent: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    def years(self) -> dict[int, int]:
        """Return the number of records by data year; 0 is an unknown year."""
        return {year: counts.records for year, counts in sorted(self.seen.items())}

    def total(self) -> FieldCounts:
        """Return the counts of all data years together."""
        every = FieldCounts()
        for counts in self.seen.values():
            every.add(counts)
        return every

    def add_block(self, result: BlockResult) -> None:
        """Add what was seen of a block, and turn its line numbers into the file's."""
        before = self.lines + 2  # the header is line 1
        result.columns["line"] += np.uint32(before)
        for mine, lines in (
            (self.first_ragged, result.ragged),
            (self.first_reordered, result.reordered),
        ):
            mine += [int(line) + before for line in lines[: ROWS_NAMED - len(mine)]]
        self.lines += result.lines
        self.kept += len(result.columns["line"])
        self.ragged += len(result.ragged)
        self.blank += result.blank
        self.headings += result.headings
        for year, counts in result.seen.items():
            self.seen.setdefault(year, FieldCounts()).add(counts)
