"""Bytes of a value, eight in a word with the first byte lowest, and the numbers that they write.

A value is handed about as its first sixteen bytes in two words, ``head`` and ``tail``, and its
length. ``words`` are those of a whole text, one from every byte on.
"""

import numpy as np
from numba import njit

MISSING = -(2**63)  # like the next no value that a field can hold
UNREADABLE = MISSING + 1
COMMA, DASH, DOT, SLASH, ZERO, SPACE, PLUS, QUOTE = (ord(c) for c in ',-./0 +"')
FIRST_BYTES = np.array([(1 << 8 * n) - 1 for n in range(8)] + [2**64 - 1], dtype=np.uint64)
# Of eight digits in a word, first byte lowest
_ZEROS = np.uint64(0x3030303030303030)
_TO_128 = np.uint64(0x4646464646464646)  # lifts whatever is above the digit 9 over 127
_HIGH = np.uint64(0x8080808080808080)
NO_DIGITS = np.uint64(2**64 - 1)
_ODD_PAIRS = np.uint64(0x000000FF000000FF)
_HUNDRED_MILLION = np.uint64(1_000_000 << 32 | 100)
_TEN_THOUSAND = np.uint64(10_000 << 32 | 1)
TENS = 10 ** np.arange(9)
SMALL_LETTERS = np.uint64(0x2020202020202020)  # the bit that tells one from its capital


@njit
def byte_of(head, tail, place):
    """Return a byte of a value as a signed number.

    Parameters
    ----------
    head
        Its first eight bytes.
    tail
        Its ninth to sixteenth byte.
    place
        Of the byte, from 0.
    """
    word = head if place < 8 else tail
    return np.int64((word >> np.uint64(8 * (place & 7))) & np.uint64(255))


@njit
def byte_at(words, place):
    """Return a byte of a text as a signed number.

    Parameters
    ----------
    words
        Of the whole text, one from every byte on.
    place
        Of the byte, from 0.
    """
    return np.int64(words[np.uint64(place)] & np.uint64(255))


@njit
def part_from(head, tail, first):
    """Return the eight bytes of a value from a place on.

    Parameters
    ----------
    head
        Its first eight bytes.
    tail
        Its ninth to sixteenth byte.
    first
        Place of the first byte wanted, from 0.
    """
    if first == 0:
        return head
    if first >= 8:
        return tail >> np.uint64(8 * (first - 8))
    return (head >> np.uint64(8 * first)) | (tail << np.uint64(64 - 8 * first))


@njit
def digit_pairs(word, length):
    """Return the numbers of two digits each that the first bytes of a word write, from the end on.

    From one to eight bytes, all at once: each number stands in sixteen bits, of which the upper
    eight tell nothing [Lemire 2018]. ``NO_DIGITS`` when a byte is no digit.

    Parameters
    ----------
    word
        Eight bytes.
    length
        Number of its bytes.
    """
    room = np.uint64(64 - 8 * length)
    filled = (word << room) | (_ZEROS & ((np.uint64(1) << room) - np.uint64(1)))
    digits = filled - _ZEROS
    if ((filled + _TO_128) | digits) & _HIGH != 0:
        return NO_DIGITS
    return digits * np.uint64(10) + (digits >> np.uint64(8))


@njit
def pair_at(pairs, place):
    """Return one of the numbers of ``digit_pairs``, the last of the text first.

    Parameters
    ----------
    pairs
        From ``digit_pairs``.
    place
        Counted from the end.
    """
    return np.int64((pairs >> np.uint64(16 * place)) & np.uint64(0xFF))


@njit
def read_eight_digits(word, length):
    """Return the number that the first bytes of a word, from one to eight, write.

    ``UNREADABLE`` when one of them is no digit.

    Parameters
    ----------
    word
        Eight bytes.
    length
        Number of its bytes.
    """
    pairs = digit_pairs(word, length)
    if pairs == NO_DIGITS:
        return UNREADABLE
    first, second = pairs & _ODD_PAIRS, (pairs >> np.uint64(16)) & _ODD_PAIRS
    return np.int64((first * _HUNDRED_MILLION + second * _TEN_THOUSAND) >> np.uint64(32))


@njit
def read_digits(head, tail, length):
    """Return the number that a value writes, or ``UNREADABLE`` when it is not one to 16 digits.

    Parameters
    ----------
    head
        Its first eight bytes.
    tail
        Its ninth to sixteenth byte.
    length
        Number of its bytes.
    """
    if length <= 8:
        return read_eight_digits(head, length)
    first = read_eight_digits(head, 8)
    rest = read_eight_digits(tail, length - 8) if length <= 16 else UNREADABLE
    return first * TENS[length - 8] + rest if first >= 0 and rest >= 0 else UNREADABLE


@njit
def whole_part_length(head, tail, length):
    """Return how many digits stand before a decimal part of zeros; else the length.

    Parameters
    ----------
    head
        Its first eight bytes.
    tail
        Its ninth to sixteenth byte.
    length
        Number of its bytes.
    """
    point = 0
    while point < min(length, 16) and 0 <= byte_of(head, tail, point) - ZERO <= 9:
        point += 1
    if point == 0 or length > 16 or point > length - 2 or byte_of(head, tail, point) != DOT:
        return length
    for place in range(point + 1, length):
        if byte_of(head, tail, place) != ZERO:
            return length
    return point
