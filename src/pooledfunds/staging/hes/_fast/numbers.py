"""Numbers, ages, days and small codes of digits."""

import numpy as np
from numba import njit

from pooledfunds.staging.hes._fast.words import (
    DOT,
    MISSING,
    SMALL_LETTERS,
    SPACE,
    UNREADABLE,
    ZERO,
    byte_of,
    part_from,
    read_digits,
)

_LONGEST_NUMBER = 99_999
_DAYS_IN_YEAR = 366
_M, _F, _MALE, _FEMALE = (
    np.uint64(int.from_bytes(word, "little") | int(SMALL_LETTERS))
    for word in (b"m", b"f", b"male", b"female")
)


@njit
def read_number(head, tail, length):
    """Return a whole number of at most five digits; a decimal part of zeros is allowed.

    Parameters
    ----------
    head
        Its first eight bytes.
    tail
        Its ninth to sixteenth byte.
    length
        Number of its bytes.
    """
    value = read_digits(head, tail, length)
    if value == UNREADABLE:
        value = read_spaced_number(head, tail, length)
    return value if value <= _LONGEST_NUMBER else UNREADABLE


@njit
def read_spaced_number(head, tail, length):
    """Return a number among blanks, with or without a decimal part of zeros.

    Parameters
    ----------
    head
        Its first eight bytes.
    tail
        Its ninth to sixteenth byte.
    length
        Number of its bytes.
    """
    if length > 16:
        return UNREADABLE
    first, end = 0, length
    while first < end and byte_of(head, tail, first) == SPACE:
        first += 1
    while end > first and byte_of(head, tail, end - 1) == SPACE:
        end -= 1
    if first == end:
        return MISSING
    point = first
    while point < end and byte_of(head, tail, point) != DOT:
        point += 1
    for place in range(point + 1, end):
        if byte_of(head, tail, place) != ZERO:
            return UNREADABLE
    if point == first:
        return UNREADABLE
    rest = part_from(head, tail, first + 8) if point - first > 8 else tail
    return read_digits(part_from(head, tail, first), rest, point - first)


@njit
def read_small_code(head, tail, length):
    """Return a code of one or two digits, most often one; zero says that it is not known.

    Parameters
    ----------
    head
        Its first eight bytes.
    tail
        Its ninth to sixteenth byte.
    length
        Number of its bytes.
    """
    alone = np.int64(head) - ZERO
    if length == 1 and 0 < alone <= 9:
        return alone
    value = read_number(head, tail, length)
    if value == 0:
        return MISSING
    return value if value <= 254 else UNREADABLE


@njit
def read_sex(head, tail, length):
    """Return the code of a sex: 1 for M and male, 2 for F and female (decision 47).

    Parameters
    ----------
    head
        Its first eight bytes.
    tail
        Its ninth to sixteenth byte.
    length
        Number of its bytes.
    """
    small = head | SMALL_LETTERS
    if small in (_M, _MALE):
        return 1
    return 2 if small in (_F, _FEMALE) else read_small_code(head, tail, length)


@njit
def read_days(head, tail, length):
    """Return a number of days in a year: above 366 it counts something else.

    Parameters
    ----------
    head
        Its first eight bytes.
    tail
        Its ninth to sixteenth byte.
    length
        Number of its bytes.
    """
    value = read_number(head, tail, length)
    return value if value <= _DAYS_IN_YEAR else UNREADABLE


@njit
def read_age(head, tail, length):
    """Return an age in whole years; the codes 7001 to 7007, under a year, are zero.

    Left as they are they would pass any filter for people of 65 and over.

    Parameters
    ----------
    head
        Its first eight bytes.
    tail
        Its ninth to sixteenth byte.
    length
        Number of its bytes.
    """
    value = read_number(head, tail, length)
    if 7001 <= value <= 7007:
        return 0
    return value if value <= 120 else UNREADABLE
