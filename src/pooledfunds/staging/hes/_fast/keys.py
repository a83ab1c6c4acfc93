"""Keys of patients and records, as numbers of 64 bits (decision 32)."""

import numpy as np
from numba import njit

from pooledfunds.staging.hes._fast.kinds import SERIAL
from pooledfunds.staging.hes._fast.words import (
    DOT,
    FIRST_BYTES,
    MISSING,
    PLUS,
    UNREADABLE,
    ZERO,
    byte_at,
    read_digits,
)

_NO_NUMBER = MISSING + 2  # bits that no serial number has


@njit
def mix(word):
    """Return a word mixed, one to one: the finaliser of SplitMix64 (Steele et al. 2014)."""
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))


@njit
def text_image(head, length, start, words):
    """Return a number for a text of any length, never zero (decision 32).

    Up to eight characters it is a one-to-one image of the text, longer texts are mixed word
    by word.

    Parameters
    ----------
    head
        Its first eight bytes.
    length
        Number of its bytes.
    start
        Place of its first byte.
    words
        Of the whole text, one from every byte on.
    """
    key = mix(head)
    for offset in range(8, length, 8):
        kept = FIRST_BYTES[np.uint64(min(length - offset, 8))]
        more = words[np.uint64(start + offset)] & kept
        key = mix(key ^ mix(more + np.uint64(offset)))
    value = np.int64(key)
    return 1 if value == 0 or value <= UNREADABLE else value


@njit
def key_stop(words, start, stop):
    """Return where a key ends without a decimal part of zeros; its start when zeros are all.

    Parameters
    ----------
    words
        Of the whole text, one from every byte on.
    start
        Place of its first byte.
    stop
        Place after its last byte.
    """
    place = _before_zeros(words, start, stop)
    if place in (start, stop) or byte_at(words, place - 1) != DOT:
        return start if place == start else stop
    for at in range(start, place - 1):
        if not 0 <= byte_at(words, at) - ZERO <= 9:
            return stop
    return start if _before_zeros(words, start, place - 1) == start else place - 1


@njit
def _before_zeros(words, start, stop):
    """Return where the zeros begin that a text ends with."""
    while stop > start and byte_at(words, stop - 1) == ZERO:
        stop -= 1
    return stop


@njit
def has_exponent(words, start, stop):
    """Return whether a number is written as ``1.5E+11``, as a spreadsheet writes a long one.

    Its last digits are lost, and as keys many patients would be one.

    Parameters
    ----------
    words
        Of the whole text, one from every byte on.
    start
        Place of its first byte.
    stop
        Place after its last byte.
    """
    if stop - start < 4:
        return False
    ending = words[np.uint64(stop - 4)]
    plus = np.uint64(PLUS)
    if (ending >> np.uint64(8)) & np.uint64(255) == plus:
        return (ending & np.uint64(223)) == np.uint64(ord("E"))
    if (ending >> np.uint64(16)) & np.uint64(255) == plus:
        return ((ending >> np.uint64(8)) & np.uint64(223)) == np.uint64(ord("E"))
    return False


@njit
def read_key(kind, head, tail, words, start, stop):
    """Return a key, or the number that a serial writes.

    Parameters
    ----------
    kind
        Number of the kind (``fields.KINDS``).
    head
        Its first eight bytes.
    tail
        Its ninth to sixteenth byte.
    words
        Of the whole text, one from every byte on.
    start
        Place of its first byte.
    stop
        Place after its last byte.
    """
    value = UNREADABLE
    if kind == SERIAL:
        value = read_digits(head, tail, stop - start)
    if value > 0:
        return value
    if has_exponent(words, start, stop):
        return UNREADABLE
    if byte_at(words, stop - 1) == ZERO:
        end = key_stop(words, start, stop)
        if end == start:
            return MISSING
        if end < stop:
            stop = end
            head &= FIRST_BYTES[np.uint64(min(stop - start, 8))]
            if kind == SERIAL and stop - start <= 16:
                tail &= FIRST_BYTES[np.uint64(max(stop - start - 8, 0))]
                return read_digits(head, tail, stop - start)
    value = text_image(head, stop - start, start, words)
    # Published rules sort records by their serial number, which no image would do
    return value | _NO_NUMBER if kind == SERIAL else value
