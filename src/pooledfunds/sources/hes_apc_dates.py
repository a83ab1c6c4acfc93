"""Dates and data years of delivered fields, in every form that they come in."""

import numpy as np

from pooledfunds.sources.hes_apc_cells import MISSING, Cells, Values, byte, digits

_YEARS = np.arange(1500, 2101)
_MONTHS = np.datetime64("1500-01", "M") + np.arange(len(_YEARS) * 12 + 1)
_MONTH_START = _MONTHS.astype("datetime64[D]").astype(np.int32)
_MONTH_DAYS = np.diff(_MONTH_START)
_FIRST_TRUE_DATE = int(np.datetime64("1900-01-01", "D").astype(np.int32))


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
