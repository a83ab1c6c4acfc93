"""Data years, by their first calendar year (decision 47)."""

import numpy as np
from numba import njit

from pooledfunds.staging.hes._fast.words import (
    DASH,
    FIRST_BYTES,
    NO_DIGITS,
    SLASH,
    TENS,
    UNREADABLE,
    byte_of,
    digit_pairs,
    pair_at,
    part_from,
    read_eight_digits,
    whole_part_length,
)


@njit
def read_data_year(head, tail, length):
    """Return the first calendar year of the data year: 2007 for ``0708`` and for ``2007/08``.

    Two pairs of digits that do not follow each other are a calendar year. A spreadsheet may have
    taken the leading zeros (``708``), or added a decimal part.

    Parameters
    ----------
    head
        Its first eight bytes.
    tail
        Its ninth to sixteenth byte.
    length
        Number of its bytes.
    """
    if length != 4 or digit_pairs(head, length) == NO_DIGITS:
        length = whole_part_length(head, tail, length)
        head &= FIRST_BYTES[np.uint64(min(length, 8))]
    if length <= 4:
        pairs = digit_pairs(head, length)
        first, second = pair_at(pairs, 2), pair_at(pairs, 3)
        year = 100 * first + second
        if second == (first + 1) % 100:
            year = first + (1900 if first >= 80 else 2000)
        elif length < 4:
            return UNREADABLE
    else:
        year = read_two_years(head, tail, length)
    return year if 1989 <= year <= 2100 else UNREADABLE


@njit
def read_two_years(head, tail, length):
    """Return the first year of two that follow: 07/08, 2007/08, 200708, 2007/2008, 20072008.

    Parameters
    ----------
    head
        Its first eight bytes.
    tail
        Its ninth to sixteenth byte.
    length
        Number of its bytes.
    """
    figures = 4 if length > 5 else 2
    first = read_eight_digits(head, figures)
    apart = 1 if byte_of(head, tail, figures) in (SLASH, DASH) else 0
    rest = length - figures - apart
    if first < 0 or (rest != 2 and rest != figures):
        return UNREADABLE
    second = read_eight_digits(part_from(head, tail, figures + apart), rest)
    if figures == 2:
        first += 1900 if first >= 80 else 2000
    return first if second == (first + 1) % TENS[rest] else UNREADABLE
