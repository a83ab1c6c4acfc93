"""Values of delivered fields, a block of lines at a time: ages, numbers, codes, keys.

Each function takes ``Cells``, the bytes of one field on every line of a block, and returns
the values and which of them are unreadable. What is missing is nought in codes and keys,
and ``MISSING`` in numbers and dates.
"""

from collections.abc import Callable

import numpy as np

from pooledfunds.sources.hes_apc_cells import MISSING, NULL_WORDS, Cells, Values, byte, digits
from pooledfunds.sources.hes_apc_codes import BASE, WORTH, encode


def numbers(cells: Cells) -> Values:
    """Return whole numbers of at most five digits; a decimal part of noughts is allowed."""
    word = cells.word()
    lengths = cells.lengths
    longest = int(min(lengths.max(initial=0), 8))
    value = np.zeros(len(word), dtype=np.int32)
    greatest = np.zeros(len(word), dtype=np.uint8)
    for place in range(longest):
        digit = byte(word, place) - np.uint8(48)
        if place == 0:
            value += digit
            greatest = digit
            continue
        inside = lengths > place
        value = np.where(inside, value * 10 + digit, value)
        np.maximum(greatest, digit, out=greatest, where=inside)
    missing = lengths == 0
    bad = (greatest > 9) | (lengths > 5)
    odd = np.flatnonzero(bad & ~missing)
    if len(odd):
        value[odd], bad[odd], missing[odd] = _odd_numbers(
            Cells(cells.block, cells.starts[odd], lengths[odd])
        )
    bad &= ~missing
    value[bad | missing] = MISSING
    return value, bad


def _odd_numbers(cells: Cells) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return value, unreadable and missing of what is not one to five digits."""
    texts = [
        cells.block[start : start + length].tobytes().decode("latin-1").strip()
        for start, length in zip(cells.starts, np.minimum(cells.lengths, 16), strict=True)
    ]
    missing = np.array([text == "" or text.upper() in NULL_WORDS for text in texts])
    wholes = [text.rstrip("0").removesuffix(".") if "." in text else text for text in texts]
    sound = np.array([w.isascii() and w.isdigit() and int(w) < 100_000 for w in wholes])
    value = np.array([int(w) if ok else 0 for w, ok in zip(wholes, sound, strict=True)])
    return value, ~sound, missing


def ages(cells: Cells) -> Values:
    """Return ages in whole years; the codes 7001 to 7007, under a year, are nought.

    Left as they are they would pass any filter for people of 65 and over.
    """
    value, bad = numbers(cells)
    value[(value >= 7001) & (value <= 7007)] = 0
    beyond = value > 120
    value[beyond] = MISSING
    return value, bad | beyond


def codes(width: int) -> Callable[[Cells], Values]:
    """Return the reader of codes by their first ``width`` characters (see ``hes_apc_codes``)."""

    def read(cells: Cells) -> Values:
        word = cells.word()
        missing = cells.is_null(word)
        value = np.zeros(len(word), dtype=np.uint32)
        bad = np.zeros(len(word), dtype=bool)
        for place in range(width):
            worth = WORTH[byte(word, place)]
            bad |= (worth == 0) & (cells.lengths > place)
            value *= np.uint32(BASE)
            value += worth
        bad &= ~missing
        value[bad | missing] = 0
        return value, bad

    return read


def exact_codes(width: int) -> Callable[[Cells], Values]:
    """Return the reader of codes that are unreadable when longer than ``width`` characters."""
    first = codes(width)

    def read(cells: Cells) -> Values:
        value, bad = first(cells)
        long = cells.lengths > width
        value[long] = 0
        return value, bad | long

    return read


def diagnoses(cells: Cells) -> Values:
    """Return ICD-10 codes of three or four characters, free of dots, fill and dagger marks.

    Whatever is neither letter nor digit is struck out, the first four characters stand,
    and an ``X`` in the fourth place is the filling of a three-character code: ``I64X``,
    ``S72.0``, ``R69X6`` and ``J18.9D`` become I64, S720, R69 and J189. Of a list parted by
    commas, as in ``DIAG_4_CONCAT``, only the first code is read.
    """
    value, bad = codes(4)(cells)
    odd = np.flatnonzero(bad)
    if len(odd):
        value[odd], bad[odd] = _odd_diagnoses(
            Cells(cells.block, cells.starts[odd], cells.lengths[odd])
        )
    fill = value % BASE == int(WORTH[ord("X")])
    value[fill] -= int(WORTH[ord("X")])
    first = value // BASE**3
    bad |= (value > 0) & (first <= 10)  # an ICD-10 code begins with a letter
    bad |= (value > 0) & (value // BASE % BASE == 0)  # and has three characters
    value[bad] = 0
    return value, bad


def _odd_diagnoses(cells: Cells) -> Values:
    """Return the codes of values that hold something else than letters and digits."""
    longest = int(min(cells.lengths.max(initial=0), 16))
    at = np.minimum(cells.starts[:, None] + np.arange(longest), len(cells.block) - 1)
    text = np.where(np.arange(longest) < cells.lengths[:, None], cells.block[at], 0)
    text[np.logical_or.accumulate(text == ord(","), axis=1)] = 0
    worth = WORTH[text]
    front = np.argsort(worth == 0, axis=1, kind="stable")[:, :4]
    kept = np.take_along_axis(worth, front, axis=1)
    value = np.zeros(len(kept), dtype=np.uint32)
    for place in range(kept.shape[1]):
        value = value * np.uint32(BASE) + kept[:, place]
    value *= np.uint32(BASE ** (4 - kept.shape[1]))
    return value, value == 0


def keys(cells: Cells) -> Values:
    """Return a 64-bit key of any text; nought is missing.

    Up to eight characters the key is a one-to-one image of the text. Longer texts are
    mixed word by word, so that two of them share a key with probability 2**-64: among 30
    million patients one expected pair in 40,000 such extracts (decision 0032).
    """
    word = cells.word()
    missing = cells.is_null(word)
    key = _mix(word)
    for offset in range(8, int(cells.lengths.max(initial=0)), 8):
        more = cells.lengths > offset
        key = np.where(more, _mix(key ^ _mix(cells.word(offset) + np.uint64(offset))), key)
    key[key == 0] = 1
    key[missing] = 0
    return key, np.zeros(len(key), dtype=bool)


def _mix(word: np.ndarray) -> np.ndarray:
    """Return each word mixed, one to one: the finaliser of SplitMix64 (Steele et al. 2014)."""
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))


def areas(cells: Cells) -> Values:
    """Return LSOA codes as their eight digits plus the letter's place times 2**27; 0 is missing."""
    head, tail = cells.word(), cells.word(1)
    missing = cells.is_null(head)
    number, sound = digits(tail, 0, 8)
    letter = WORTH[byte(head, 0)]
    bad = ((cells.lengths != 9) | ~sound | (letter <= 10)) & ~missing
    value = number.astype(np.uint32) + ((letter - np.uint32(10)) << np.uint32(27))
    value[bad | missing] = 0
    return value, bad


def encode_area(code: str) -> int:
    """Return the number of an LSOA code, as ``areas`` reads it."""
    return int(code[1:]) + ((encode(code[0], 1) - 10) << 27)
