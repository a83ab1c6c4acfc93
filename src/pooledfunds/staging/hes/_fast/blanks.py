"""Values without what surrounds them, and the words that stand for nothing."""

import numpy as np
from numba import njit

from pooledfunds.staging.hes._fast.words import QUOTE, SMALL_LETTERS, SPACE, ZERO, byte_at

_FIRST_PLAIN, _PLAIN = np.uint64(ord("#")), np.uint64(ord("~") - ord("#"))
# Three bytes of a blank in UTF-8: full-width, no width (also a byte order mark), and thin ones
_WIDE_BLANKS = (0xE38080, 0xEFBBBF)
_THIN_BLANKS = (0xE28080, 0xE2808F)
_NO_BREAK, _BEFORE_NO_BREAK = 0xA0, 0xC2  # in Latin-1 alone, in UTF-8 after the other
_BACKSLASH = ord("\\")
_DASH_ALONE, _AND_ALONE, _DOT_ALONE, _NA, _N_A, _NULL, _HASH_N_A, _IN_BRACKETS, _BACKSLASH_N = (
    np.uint64(int.from_bytes(word, "little") | int(SMALL_LETTERS))
    for word in (b"-", b"&", b".", b"na", b"n/a", b"null", b"#n/a", b"(null)", b"\\n")
)


@njit
def is_nothing(head, length):
    """Return whether a value is empty or one of - & . NA N/A NULL (NULL) #N/A \\N.

    In large or small letters; the dot is how SAS writes a missing number.

    Parameters
    ----------
    head
        Its first eight bytes.
    length
        Number of its bytes.
    """
    if head & np.uint64(0xF0) == ZERO:  # most values begin with a digit
        return False
    if length == 0:
        return True
    if length > 6:
        return False
    small = head | SMALL_LETTERS
    if length == 1:
        return small in (_DASH_ALONE, _AND_ALONE, _DOT_ALONE)
    if small == _BACKSLASH_N:  # which differs from a bar and a letter by the same bit
        return head & np.uint64(255) == _BACKSLASH
    return small in (_NA, _N_A, _NULL, _HASH_N_A, _IN_BRACKETS)


@njit
def is_plain(word):
    """Return whether a byte is a character that a value can begin or end with."""
    return (word & np.uint64(255)) - _FIRST_PLAIN <= _PLAIN


@njit
def blank_width(words, place, step):
    """Return the number of bytes of a blank that begins, or with a step of -1 ends, at a place.

    Parameters
    ----------
    words
        Of the whole text, one from every byte on.
    place
        Of the byte, from 0.
    step
        1 forwards, -1 backwards.
    """
    here = byte_at(words, place)
    if here <= SPACE:
        return 1
    if step > 0:
        if here == _NO_BREAK:
            return 1
        two = here == _BEFORE_NO_BREAK and byte_at(words, place + 1) == _NO_BREAK
        wide = place
    else:
        two = here == _NO_BREAK and place > 0 and byte_at(words, place - 1) == _BEFORE_NO_BREAK
        if here == _NO_BREAK and not two:
            return 1
        wide = place - 2
    if two:
        return 2
    if wide < 0:
        return 0
    three = (byte_at(words, wide) << 16) | (byte_at(words, wide + 1) << 8)
    three |= byte_at(words, wide + 2)
    return 3 if three in _WIDE_BLANKS or _THIN_BLANKS[0] <= three <= _THIN_BLANKS[1] else 0


@njit
def trim(words, start, stop):
    """Return where a value begins and ends without blanks around it and a pair of marks.

    Files are padded to fixed widths, carry a return at a line's end, or enclose some values in
    quotation marks; no value that is read holds either at an end.

    Parameters
    ----------
    words
        Of the whole text, one from every byte on.
    start
        Place of its first byte.
    stop
        Place after its last byte.
    """
    for _ in range(2):
        while start < stop:
            blank = blank_width(words, start, 1)
            if blank == 0:
                break
            start += blank
        while stop > start:
            blank = blank_width(words, stop - 1, -1)
            if blank == 0:
                break
            stop -= blank
        if stop - start < 2 or byte_at(words, start) != QUOTE:
            break
        if byte_at(words, stop - 1) != QUOTE:
            break
        start, stop = start + 1, stop - 1
    return start, max(start, stop)
