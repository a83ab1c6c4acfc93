"""Dates, as days since 1970-01-01 (decision 47)."""

import numpy as np
from numba import njit

from pooledfunds.staging.hes._fast.words import (
    DASH,
    DOT,
    FIRST_BYTES,
    MISSING,
    PLUS,
    SLASH,
    SPACE,
    UNREADABLE,
    ZERO,
    byte_at,
    byte_of,
    digit_pairs,
    pair_at,
)

_FIRST_YEAR, _LAST_YEAR = 1500, 2100
_MONTHS = np.arange(f"{_FIRST_YEAR}-01", f"{_LAST_YEAR + 1}-02", dtype="datetime64[M]")
_MONTH_STARTS = _MONTHS.astype("datetime64[D]").astype(np.int64)
_DAY_1900 = int(np.datetime64("1900-01-01", "D").astype(np.int64))
_NO_YEAR, _OPEN_END = 1, 9999  # years of dates that systems write for "none" and "not yet"
_NAMES_OF_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_MONTH_NAMES = np.array(
    [int.from_bytes(_NAMES_OF_MONTHS[n : n + 3].encode(), "big") for n in range(0, 36, 3)]
)


@njit
def day_number(year, month, day):
    """Return days since 1970-01-01; a day before 1900 or in 9999 is a null code: missing.

    Parameters
    ----------
    year
        Calendar year.
    month
        Month, from 1.
    day
        Day of the month, from 1.
    """
    if year in (_OPEN_END, _NO_YEAR):
        return MISSING
    if year < _FIRST_YEAR or year > _LAST_YEAR or month < 1 or month > 12:
        return UNREADABLE
    at = np.uint64(12 * (year - _FIRST_YEAR) + month - 1)
    since_1970 = _MONTH_STARTS[at] + day - 1
    if day < 1 or since_1970 >= _MONTH_STARTS[at + np.uint64(1)]:
        return UNREADABLE
    return since_1970 if since_1970 >= _DAY_1900 else MISSING


@njit
def read_date(head, tail, length):
    """Return days since 1970-01-01 from any of the forms that are commonly delivered.

    ``dd/mm/yyyy``, ``yyyy-mm-dd``, ``ddmmyyyy`` with or without its leading zero, and
    ``yyyymmdd``; every other is left to ``read_written_date``. A date before 1900 is a null code:
    1582 and 1600 in extracts of the era, 1800 and 1801 later [sources.md, section 0].

    Parameters
    ----------
    head
        Its first eight bytes.
    tail
        Its ninth to sixteenth byte.
    length
        Number of its bytes.
    """
    if length in (7, 8):
        pairs = digit_pairs(head, length)
        found = day_of_year_last(pairs)
        # 1500 to 2100 in the last four digits rules out a month there: one reading at most fits
        return day_of_year_first(pairs) if found == UNREADABLE and length == 8 else found
    if length != 10:
        return UNREADABLE
    two = np.uint64(0xFFFF)
    end = (tail & two) << np.uint64(48)
    if is_date_separator(byte_of(head, tail, 2)) and byte_of(head, tail, 5) == byte_of(
        head, tail, 2
    ):
        month = ((head >> np.uint64(24)) & two) << np.uint64(16)
        century = (head >> np.uint64(48)) << np.uint64(32)
        return day_of_year_last(digit_pairs((head & two) | month | century | end, 8))
    if is_date_separator(byte_of(head, tail, 4)) and byte_of(head, tail, 7) == byte_of(
        head, tail, 4
    ):
        month = ((head >> np.uint64(40)) & two) << np.uint64(32)
        return day_of_year_first(digit_pairs((head & np.uint64(0xFFFFFFFF)) | month | end, 8))
    return UNREADABLE


@njit
def is_date_separator(byte):
    """Return whether a byte stands between the parts of a date: / - . or a blank."""
    return byte in (SLASH, DASH, DOT, SPACE)


@njit
def digits_from(words, start, stop):
    """Return the number that digits write from a place on, and the place after them.

    Parameters
    ----------
    words
        Of the whole text, one from every byte on.
    start
        Place of its first byte.
    stop
        Place after its last byte.
    """
    value, place = 0, start
    while place < stop and place < start + 9:
        digit = byte_at(words, place) - ZERO
        if digit < 0 or digit > 9:
            break
        value = 10 * value + digit
        place += 1
    return value, place


@njit
def month_from(words, start, stop):
    """Return the month that a number or an English name writes, and the place after it.

    Parameters
    ----------
    words
        Of the whole text, one from every byte on.
    start
        Place of its first byte.
    stop
        Place after its last byte.
    """
    month, place = digits_from(words, start, stop)
    if place > start:
        return (month if place <= start + 2 else 0), place
    name = 0
    while place < stop and ord("a") <= (byte_at(words, place) | 32) <= ord("z"):
        if place < start + 3:
            name = (name << 8) | (byte_at(words, place) | 32)
        place += 1
    for number in range(12):
        if _MONTH_NAMES[number] == name:
            month = number + 1
    return month, place


@njit
def read_written_date(words, start, stop):
    """Return days since 1970-01-01 from a date as spreadsheets, SAS and databases write it.

    ``1/04/2007``, ``2007-4-1``, ``01APR2007``, ``1-Apr-2007``, and each of these, or eight digits,
    with a time of midnight after it. A year has four digits, and a day comes before its month.

    Parameters
    ----------
    words
        Of the whole text, one from every byte on.
    start
        Place of its first byte.
    stop
        Place after its last byte.
    """
    first, place = digits_from(words, start, stop)
    figures = place - start
    if figures == 7 or figures == 8:
        day = read_date(
            words[np.uint64(start)] & FIRST_BYTES[np.uint64(figures)], np.uint64(0), figures
        )
        return day if is_midnight(words, place, stop) else UNREADABLE
    between = byte_at(words, place)
    apart = place < stop and is_date_separator(between)
    month, after = month_from(words, place + apart, stop)
    named = byte_at(words, place + apart) > ord("9")
    if not (apart or named) or (apart and (after >= stop or byte_at(words, after) != between)):
        return UNREADABLE
    last, end = digits_from(words, after + apart, stop)
    if not is_midnight(words, end, stop):
        return UNREADABLE
    rest = end - after - apart
    if 1 <= figures <= 2 and rest == 4:
        return day_number(last, month, first)
    if figures == 4 and 1 <= rest <= 2:
        return day_number(first, month, last)
    return UNREADABLE


@njit
def is_midnight(words, place, stop):
    """Return whether nothing follows a date, or a time of which every digit is zero.

    Any other time may be a midnight moved by a time zone, and its date then the day before.

    Parameters
    ----------
    words
        Of the whole text, one from every byte on.
    place
        Of the byte, from 0.
    stop
        Place after its last byte.
    """
    if place == stop:
        return True
    zeros = 0
    begin = byte_at(words, place)
    if begin != SPACE and begin != ord("T") and begin != ord(":"):
        return False
    for at in range(place + 1, stop):
        here = byte_at(words, at)
        if here == ZERO:
            zeros += 1
        elif here != ord(":") and here != DOT and here != ord("Z") and here != PLUS:
            return False
    return 0 < zeros <= 20


@njit
def day_of_year_last(pairs):
    """Return the day that eight digits write as ddmmyyyy."""
    return day_number(
        100 * pair_at(pairs, 2) + pair_at(pairs, 3), pair_at(pairs, 1), pair_at(pairs, 0)
    )


@njit
def day_of_year_first(pairs):
    """Return the day that eight digits write as yyyymmdd."""
    return day_number(
        100 * pair_at(pairs, 0) + pair_at(pairs, 1), pair_at(pairs, 2), pair_at(pairs, 3)
    )
