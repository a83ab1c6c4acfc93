"""What a scan gives, one line and one value after the other.

The property tests hold ``_fast.scan`` to it; it takes some hundred times as long. A text is its
bytes, each as the character of that number (Latin-1).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pooledfunds.staging.hes.plain_values import MISSING, UNREADABLE, read_value
from pooledfunds.staging.hes.scanned import (
    KEYS,
    Column,
    ParsedBlock,
    Scanned,
    TextBlock,
    Values,
    plain_name,
)


def scan(block: TextBlock | ParsedBlock, columns: Sequence[Column]) -> Scanned:
    """Return the lines of a block, and the values of some fields on them (see ``_fast.scan``).

    Parameters
    ----------
    block
        Whole lines.
    columns
        The fields to be read.
    """
    lines = list(split(block))
    if isinstance(block, ParsedBlock):
        ragged, blank = list(range(block.ragged)), []
        count = block.ragged + len(lines)
    else:
        blank = [line for line, cells in lines if cells in ([""], ["\r"])]
        lines = [(line, cells) for line, cells in lines if cells not in ([""], ["\r"])]
        ragged = [line for line, cells in lines if len(cells) != block.fields]
        lines = [(line, cells) for line, cells in lines if len(cells) == block.fields]
        count = len(blank) + len(ragged) + len(lines)
    rows = PlainRows(columns, [[cells[c.place] for c in columns] for _line, cells in lines])
    number = np.array([line for line, _cells in lines], dtype=np.int64)
    return Scanned(count, number, np.array(ragged, np.int64), np.array(blank, np.int64), rows)


def split(block: TextBlock | ParsedBlock) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each line, counted from 0, as far as it can be cut."""
    if isinstance(block, ParsedBlock):
        for number, row in enumerate(block.batch.to_pylist(), block.ragged):
            yield number, [text.encode().decode("latin-1") for text in row.values()]
        return
    text = block.text[: block.size].tobytes().decode("latin-1")
    for number, line in enumerate(text.removesuffix("\n").split("\n")):
        yield number, line.split(block.delimiter)


@dataclass(frozen=True)
class PlainRows:
    """The sound lines of a block: of each, the texts of the columns."""

    columns: Sequence[Column]
    cells: list[list[str]]

    def texts(self, row: int) -> list[str]:
        """Return what one row holds of the columns, as ``plain_name`` compares it."""
        return [plain_name(text) for text in self.cells[row]]

    def values(self, chosen: np.ndarray | None = None) -> Values:
        """Return the columns' values on all rows, or on chosen ones (``int64`` places)."""
        cells = self.cells if chosen is None else [self.cells[row] for row in chosen]
        found = [
            [read_value(column.kind, row[place]) for row in cells]
            for place, column in enumerate(self.columns)
        ]
        held = [
            [column.null_value if value in (MISSING, UNREADABLE) else value for value in values]
            for column, values in zip(self.columns, found, strict=True)
        ]
        narrow = [v for c, v in zip(self.columns, held, strict=True) if c.kind not in KEYS]
        wide = [v for c, v in zip(self.columns, held, strict=True) if c.kind in KEYS]
        return Values(
            np.array(wide, dtype=np.uint64).reshape(len(wide), len(cells)),
            np.array(narrow, dtype=np.int64).astype(np.int32).reshape(len(narrow), len(cells)),
            np.array([values.count(MISSING) for values in found]),
            np.array([values.count(UNREADABLE) for values in found]),
        )
