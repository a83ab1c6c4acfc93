"""Blocks of delivered text to rows of whole numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pooledfunds.staging.hes._fast.columns import Lines, Text, read_fields
from pooledfunds.staging.hes._fast.ends import find_ends
from pooledfunds.staging.hes.scanned import (
    CHUNK,
    PADDING,
    Column,
    ParsedBlock,
    Scanned,
    TextBlock,
    Values,
    plain_name,
)

_RETURN = 13


def scan(block: TextBlock | ParsedBlock, columns: Sequence[Column]) -> Scanned:
    """Return the lines of a block, and the values of some fields on them.

    It holds no lock, and may run on several threads. ``plain.scan`` does the same, slowly.

    Parameters
    ----------
    block
        Whole lines.
    columns
        The fields to be read.
    """
    if isinstance(block, TextBlock):
        return _scan_text(block, columns)
    return _scan_parsed(block, columns)


def _scan_text(given: TextBlock, columns: Sequence[Column]) -> Scanned:
    whole = given.size + -given.size % CHUNK
    block = given.text[: whole + PADDING]
    block[given.size :] = 0
    ends, lines = find_ends(block[:whole], ord(given.delimiter))
    before = lines[:-1]
    begins, last = ends[before] + 1, ends[lines[1:]]
    blank = (last == begins) | ((last == begins + 1) & (block[begins] == _RETURN))
    sound = (np.diff(lines) == given.fields) & ~blank
    number = np.arange(len(before))
    places = np.array([column.place for column in columns], dtype=np.int64)
    rows = CompiledRows(columns, before[sound], [Part(block, ends, places, 1)])
    return Scanned(len(number), number[sound], number[~sound & ~blank], number[blank], rows)


def _scan_parsed(given: ParsedBlock, columns: Sequence[Column]) -> Scanned:
    batch = given.batch
    parts = []
    for column in (batch.column(column.place) for column in columns):
        _, offsets, content = (held.to_pybytes() if held else b"" for held in column.buffers())
        ends = np.frombuffer(offsets, dtype=np.int32)[column.offset :][: len(column) + 1]
        block = np.frombuffer(content + bytes(PADDING), dtype=np.uint8)
        parts.append(Part(block, ends.copy(), np.zeros(1, dtype=np.int64), 0))
    rows = CompiledRows(columns, np.arange(batch.num_rows, dtype=np.int32), parts)
    lines = batch.num_rows + given.ragged
    number = np.arange(given.ragged, lines)
    return Scanned(lines, number, np.arange(given.ragged), np.empty(0, dtype=np.int64), rows)


@dataclass(frozen=True)
class Part:
    """Bytes that hold some of the columns.

    A value starts ``delimiter_width`` bytes after an end and ends at the next; the end before it
    is the one that the line's place in ``ends`` and the field's in ``places`` sum to. The block
    ends with ``PADDING`` zeros.
    """

    block: np.ndarray
    ends: np.ndarray
    places: np.ndarray
    delimiter_width: int

    def words(self) -> np.ndarray:
        """Return the bytes as overlapping words, one from every byte on."""
        words = np.ndarray((len(self.block) - 7,), "<u8", self.block.data, 0, (1,))
        words.flags.writeable = False
        return words


@dataclass(frozen=True)
class CompiledRows:
    """The sound lines of a block, by the place in ``ends`` of the end before each."""

    columns: Sequence[Column]
    before: np.ndarray
    parts: list[Part]

    def values(self, chosen: np.ndarray | None = None) -> Values:
        """Return the columns' values on all rows, or on chosen ones (``int64`` places)."""
        before = self.before if chosen is None else self.before[chosen]
        texts = [
            Text(part.words(), Lines(part.ends, before, part.delimiter_width), part.places)
            for part in self.parts
        ]
        return read_fields(self.columns, texts)

    def texts(self, row: int) -> list[str]:
        """Return what one row holds of the columns, as ``plain_name`` compares it."""
        found = []
        for part in self.parts:
            at = self.before[row] + part.places
            firsts, lasts = part.ends[at] + part.delimiter_width, part.ends[at + 1]
            found += [
                plain_name(part.block[first:last].tobytes().decode("latin-1"))
                for first, last in zip(firsts, lasts, strict=True)
            ]
        return found
