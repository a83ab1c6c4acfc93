"""Codes of letters and digits, as whole numbers (decision 32)."""

import numpy as np
from numba import njit

from pooledfunds.catalogue.hes_codes import BASE, WORTH, encode
from pooledfunds.staging.hes._fast.words import (
    COMMA,
    FIRST_BYTES,
    UNREADABLE,
    byte_of,
    part_from,
    read_eight_digits,
    whole_part_length,
)

_FIRST_LETTER = encode("A", 4)  # an ICD-10 code begins with a letter
_WORTH_X = encode("X", 1)


@njit
def read_code(head, length, width):
    """Return a code by its first characters (see ``catalogue.hes_codes``).

    Parameters
    ----------
    head
        Its first eight bytes.
    length
        Number of its bytes.
    width
        Greatest number of characters.
    """
    value = 0
    for place in range(width):
        worth = np.int64(WORTH[byte_of(head, head, place)])
        if worth == 0 and place < length:
            return UNREADABLE
        value = value * BASE + worth
    return value


@njit
def read_exact_code(head, tail, length, width):
    """Return a code that is unreadable when longer than ``width`` characters.

    A spreadsheet that took a code of digits for a number may have given it a decimal part:
    ``21.0`` is 21 (decision 47).

    Parameters
    ----------
    head
        Its first eight bytes.
    tail
        Its ninth to sixteenth byte.
    length
        Number of its bytes.
    width
        Greatest number of characters.
    """
    value = read_code(head, length, width) if length <= width else UNREADABLE
    if value == UNREADABLE:
        whole = whole_part_length(head, tail, length)
        if whole < length and whole <= width:
            value = read_code(head & FIRST_BYTES[np.uint64(whole)], whole, width)
    return value


@njit
def read_head_code(head, length):
    """Return a code by its first three characters.

    A code has three characters, or five with its site. Fewer that are all digits are what a
    spreadsheet makes of a code such as ``5E1``.

    Parameters
    ----------
    head
        Its first eight bytes.
    length
        Number of its bytes.
    """
    if length == 4 or length > 5:
        return UNREADABLE
    if length < 3 and read_eight_digits(head, length) >= 0:
        return UNREADABLE
    return read_code(head, length, 3)


@njit
def read_diagnosis(head, tail, length):
    """Return an ICD-10 code of three or four characters, free of dots, fill and dagger marks.

    Whatever is neither letter nor digit is struck out, the first four characters stand,
    and an ``X`` in the fourth place is the filling of a three-character code: ``I64X``,
    ``S72.0``, ``R69X6`` and ``J18.9D`` become I64, S720, R69 and J189. Of a list parted by
    commas, as in ``DIAG_4_CONCAT``, only the first code is read.

    Parameters
    ----------
    head
        Its first eight bytes.
    tail
        Its ninth to sixteenth byte.
    length
        Number of its bytes.
    """
    value = read_code(head, length, 4) if length >= 4 else UNREADABLE
    if value == UNREADABLE:
        value = read_letters_and_digits(head, tail, length)
    if value < _FIRST_LETTER or (value // BASE**2) % BASE > 10:  # a letter, then a digit
        return UNREADABLE
    fourth = value % BASE
    return value - fourth if fourth == _WORTH_X else value


@njit
def read_letters_and_digits(head, tail, length):
    """Return the first four letters and digits before a comma as a code; three are enough.

    Parameters
    ----------
    head
        Its first eight bytes.
    tail
        Its ninth to sixteenth byte.
    length
        Number of its bytes.
    """
    value, characters = 0, 0
    for place in range(min(length, 16)):
        here = byte_of(head, tail, place)
        if here == COMMA or characters == 4:
            break
        worth = np.int64(WORTH[here])
        if worth > 0:
            value = value * BASE + worth
            characters += 1
    if characters < 3:
        return UNREADABLE
    return value if characters == 4 else value * BASE


@njit
def read_area(head, tail, length):
    """Return an LSOA code as ``encode_area`` does.

    Parameters
    ----------
    head
        Its first eight bytes.
    tail
        Its ninth to sixteenth byte.
    length
        Number of its bytes.
    """
    letter = np.int64(WORTH[byte_of(head, tail, 0)])
    if length != 9 or letter <= 10:
        return UNREADABLE
    number = read_eight_digits(part_from(head, tail, 1), 8)
    return number + ((letter - 10) << 27) if number >= 0 else UNREADABLE
