"""The bytes of a delivered field on every line of a block, read as machine words."""

from dataclasses import dataclass

import numpy as np

MISSING = -(2**15)
PADDING = 40  # bytes after a block, so that whole words can be read at its end
NULL_WORDS = ("NULL", "NA", "N/A", "-", "&")
_LOW_BYTES = np.array([(1 << 8 * n) - 1 for n in range(8)] + [2**64 - 1], dtype=np.uint64)
_NULL_KEYS = np.array(
    [int.from_bytes(w.encode(), "little") for n in NULL_WORDS for w in {n, n.lower()}], np.uint64
)
_BEGINS_NULL = np.zeros(256, dtype=bool)
_BEGINS_NULL[[ord(word[0]) for n in NULL_WORDS for word in (n, n.lower())]] = True

Values = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Cells:
    """The bytes of one field: where in the block each value starts, and its length."""

    block: np.ndarray  # bytes, with PADDING more at the end
    starts: np.ndarray
    lengths: np.ndarray

    def word(self, offset: int = 0) -> np.ndarray:
        """Return the eight bytes from ``offset`` on, first byte lowest, nought past the end."""
        words = np.ndarray((len(self.block) - 7,), "<u8", self.block.data, 0, (1,))
        at = self.starts + offset if offset else self.starts
        if offset > PADDING - 8:
            at = np.minimum(at, len(words) - 1)
        left = self.lengths - offset if offset else self.lengths
        return words[at] & _LOW_BYTES[np.clip(left, 0, 8)]

    def is_null(self, word: np.ndarray) -> np.ndarray:
        """Tell which values are empty or one of the words for nothing."""
        null = self.lengths == 0
        suspects = np.flatnonzero(_BEGINS_NULL[byte(word, 0)])
        if len(suspects):
            null[suspects] = np.isin(word[suspects], _NULL_KEYS)
        return null


def byte(word: np.ndarray, place: int) -> np.ndarray:
    """Return one byte of each word."""
    return word.view(np.uint8)[place::8]


def digits(word: np.ndarray, first: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the number in ``count`` bytes of each word, and whether all of them are digits."""
    number = np.zeros(len(word), dtype=np.int32)
    greatest = np.zeros(len(word), dtype=np.uint8)
    for place in range(first, first + count):
        digit = byte(word, place) - np.uint8(48)  # wraps round for what comes before nought
        np.maximum(greatest, digit, out=greatest)
        number *= 10
        number += digit
    return number, greatest <= 9
