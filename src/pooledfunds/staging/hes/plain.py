"""What a scan gives, one line and one value after the other.

The property tests hold ``_fast`` to it; it takes some hundred times as long. A text is its
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


def keyed_hash(first: np.ndarray, second: np.ndarray, key: np.ndarray) -> np.ndarray:
    """Return the hash of each message of two words (see ``_fast.keyed_hash``).

    Parameters
    ----------
    first, second
        ``uint64``: the words of each message.
    key
        ``uint64``, two words.
    """
    words = zip(first.tolist(), second.tolist(), strict=True)
    return np.array([_siphash(pair, *key.tolist()) for pair in words], dtype=np.uint64)


def _siphash(words: tuple[int, int], key: int, other: int) -> int:
    """Return SipHash-2-4 as its authors write it (Aumasson and Bernstein 2012, section 2)."""
    v = [
        int.from_bytes(part, "big") for part in (b"somepseu", b"dorandom", b"lygenera", b"tedbytes")
    ]
    v = [v[0] ^ key, v[1] ^ other, v[2] ^ key, v[3] ^ other]
    for word in (*words, 16 << 56):
        v[3] ^= word
        v = _rounds(v, 2)
        v[0] ^= word
    v[2] ^= 0xFF
    a, b, c, d = _rounds(v, 4)
    return a ^ b ^ c ^ d


def _rounds(v: list[int], number: int) -> list[int]:
    def add(a: int, b: int) -> int:
        return (a + b) % 2**64

    def turn(word: int, bits: int) -> int:
        return (word << bits | word >> (64 - bits)) % 2**64

    a, b, c, d = v
    for _ in range(number):
        a, c = add(a, b), add(c, d)
        b, d = turn(b, 13) ^ a, turn(d, 16) ^ c
        a = turn(a, 32)
        c, a = add(c, b), add(a, d)
        b, d = turn(b, 17) ^ c, turn(d, 21) ^ a
        c = turn(c, 32)
    return [a, b, c, d]
