"""Values of delivered fields, a block of lines at a time: dates, ages, numbers, codes, keys.

Each function takes ``Cells``, the bytes of one field on every line of a block, and returns
the values and which of them are unreadable. What is missing is nought in codes and keys,
and ``MISSING`` in numbers and dates.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pooledfunds.sources.hes_apc_codes import BASE, WORTH, encode

MISSING = -(2**15)
PADDING = 40  # bytes after a block, so that whole words can be read at its end
_LOW_BYTES = np.array([(1 << 8 * n) - 1 for n in range(8)] + [2**64 - 1], dtype=np.uint64)
_YEARS = np.arange(1500, 2101)
_MONTHS = np.datetime64("1500-01", "M") + np.arange(len(_YEARS) * 12 + 1)
_MONTH_START = _MONTHS.astype("datetime64[D]").astype(np.int32)
_MONTH_DAYS = np.diff(_MONTH_START)
_FIRST_TRUE_DATE = int(np.datetime64("1900-01-01", "D").astype(np.int32))
NULL_WORDS = ("NULL", "NA", "N/A", "-", "&")
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


def day_of(year: np.ndarray, month: np.ndarray, day: np.ndarray) -> Values:
    """Return days since 1970 and whether the date does not exist in the calendar."""
    sound = (year >= _YEARS[0]) & (year <= _YEARS[-1]) & (month >= 1) & (month <= 12)
    at = np.where(sound, (year - _YEARS[0]) * 12 + month - 1, 0)
    sound &= (day >= 1) & (day <= _MONTH_DAYS[at])
    return _MONTH_START[at] + day - 1, ~sound


def dates(cells: Cells) -> Values:
    """Return days since 1970-01-01 from any of the delivered forms.

    ``dd/mm/yyyy``, ``yyyy-mm-dd`` (a time may follow), ``ddmmyyyy`` with or without its
    leading nought, and ``yyyymmdd``. A date before 1900 is a null code: 1582 and 1600 in
    extracts of the era, 1800 and 1801 later [sources.md, section 0]. A month and year
    alone is no date, and counts as unreadable.
    """
    length = cells.lengths
    head, tail = cells.word(), cells.word(2)
    missing = cells.is_null(head)
    days = np.full(len(length), MISSING, dtype=np.int32)
    bad = ~missing
    dash_four = byte(head, 4)
    iso = (length >= 10) & ((dash_four == 45) | (dash_four == 47))
    for chosen, layout in (
        ((length == 10) & ~iso, "slashed"),
        (iso, "iso"),
        ((length == 8) | (length == 7), "run together"),
    ):
        rows = slice(None) if chosen.all() else np.flatnonzero(chosen & ~missing)
        if isinstance(rows, np.ndarray) and not len(rows):
            continue
        days[rows], bad[rows] = _dates_of(layout, head[rows], tail[rows], length[rows])
    days[bad | missing] = MISSING
    null_code = (days < _FIRST_TRUE_DATE) & ~bad
    days[null_code] = MISSING
    return days, bad


_TENS = np.uint64(10)


def _two(word: np.ndarray, first: int) -> np.ndarray:
    """Return the number in two bytes of each word that are digits."""
    pair = word >> np.uint64(8 * first)
    return (pair & np.uint64(15)) * _TENS + ((pair >> np.uint64(8)) & np.uint64(15))


def _slashed(head: np.ndarray, tail: np.ndarray) -> Values:
    """Return dates of the form dd/mm/yyyy, a word at a time, as most dates are delivered."""
    digit_bytes = np.uint64(0xFFFFFFFF00FFFF00)  # of /mm/yyyy
    sound = _all_digits(tail, digit_bytes) & _all_digits(head, np.uint64(0xFFFF))
    month = _two(tail, 1).astype(np.int32)
    year = (_two(tail, 4) * np.uint64(100) + _two(tail, 6)).astype(np.int32)
    days, bad = day_of(year, month, _two(head, 0).astype(np.int32))
    return days, bad | ~sound


def _all_digits(word: np.ndarray, where: np.uint64) -> np.ndarray:
    """Tell whether all the bytes that ``where`` marks are digits (a carry shows those above 9)."""
    high = np.uint64(0xF0F0F0F0F0F0F0F0) & where
    three = np.uint64(0x3030303030303030) & where
    six = np.uint64(0x0606060606060606) & where
    return ((word & high) == three) & (((word & where) + six) & high == three)


def _dates_of(layout: str, head: np.ndarray, tail: np.ndarray, length: np.ndarray) -> Values:
    """Return the dates of values that share a layout, and which do not exist."""
    if layout == "slashed":
        return _slashed(head, tail)
    if layout == "iso":
        parts = digits(head, 0, 4), digits(head, 5, 2), digits(tail, 6, 2)
    else:
        short = length == 7
        head = np.where(short, (head << np.uint64(8)) | np.uint64(48), head)
        parts = digits(head, 4, 4), digits(head, 2, 2), digits(head, 0, 2)
    (year, a), (month, b), (day, c) = parts
    days, bad = day_of(year, month, day)
    bad |= ~(a & b & c)
    if layout == "run together" and bad.any():
        # 1500 to 2100 in the last four digits rules out a month there, so one reading at most fits
        again = np.flatnonzero(bad & (length == 8))
        (year, a), (month, b), (day, c) = (
            digits(head[again], first, count) for first, count in ((0, 4), (4, 2), (6, 2))
        )
        days[again], wrong = day_of(year, month, day)
        bad[again] = wrong | ~(a & b & c)
    return days, bad


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


def data_years(cells: Cells) -> Values:
    """Return the first calendar year of the data year: 2007 for ``0708`` and for ``2007/08``.

    Nought is missing. Two pairs of digits that do not follow each other are a calendar year.
    """
    word = cells.word()
    missing = cells.is_null(word)
    first, a = digits(word, 0, 2)
    second, b = digits(word, 2, 2)
    follows = second == (first + 1) % 100
    short = np.where(first >= 80, 1900, 2000) + first
    year = np.where(follows & (cells.lengths == 4), short, first * 100 + second)
    bad = ~(a & b) | (year < 1989) | (year > 2100)
    bad &= ~missing
    year[bad | missing] = 0
    return year, bad


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
