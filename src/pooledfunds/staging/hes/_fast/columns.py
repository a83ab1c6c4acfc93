"""The loops over lines: each field of a text to a column of whole numbers."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numba import njit, types

from pooledfunds.staging.hes._fast.blanks import is_nothing, is_plain, trim
from pooledfunds.staging.hes._fast.codes import (
    read_area,
    read_diagnosis,
    read_exact_code,
    read_head_code,
)
from pooledfunds.staging.hes._fast.compiled import compiled
from pooledfunds.staging.hes._fast.dates import read_date, read_written_date
from pooledfunds.staging.hes._fast.keys import read_key
from pooledfunds.staging.hes._fast.kinds import (
    AGE,
    AREA,
    CODE2,
    CODE3,
    CODE4,
    DATE,
    DAYS,
    DIAGNOSIS,
    DIGIT,
    HEAD3,
    KEY,
    NAMES,
    SERIAL,
    SEX,
    YEAR,
)
from pooledfunds.staging.hes._fast.numbers import read_age, read_days, read_sex, read_small_code
from pooledfunds.staging.hes._fast.words import FIRST_BYTES, MISSING, UNREADABLE
from pooledfunds.staging.hes._fast.years import read_data_year
from pooledfunds.staging.hes.scanned import Column, Values

_TILE = 256  # lines whose text stays in fast memory while one field after the other is read


class Lines(NamedTuple):
    """Where in a text the values of each line start and end.

    Parameters
    ----------
    ends
        ``int32``: places of the bytes that values end before.
    before
        ``int32``: of each line, the place in ``ends`` of the end before it.
    delimiter_width
        Bytes between an end and the start of the next value.
    """

    ends: np.ndarray
    before: np.ndarray
    delimiter_width: int


class Fields(NamedTuple):
    """What is read of each line: ``int64``, one per field (see ``scanned.Column``)."""

    kinds: np.ndarray
    places: np.ndarray
    null_values: np.ndarray


class Out(NamedTuple):
    """Where values go, and the counts of each field (see ``scanned.Values``)."""

    int64: np.ndarray
    int32: np.ndarray
    missing: np.ndarray
    unreadable: np.ndarray


_PLACES = types.int32[::1]
_FIELDS = types.int64[::1]
_WORDS = types.Array(types.uint64, 1, "A", readonly=True, aligned=False)
_LINES = types.NamedTuple((_PLACES, _PLACES, types.int64), Lines)
_OUT = types.NamedTuple((types.uint64[:, ::1], types.int32[:, ::1], _FIELDS, _FIELDS), Out)


@njit
def read_value(kind, head, tail, length):
    """Return a value of any kind but keys, or ``MISSING`` or ``UNREADABLE``.

    Parameters
    ----------
    kind
        Number of the kind (``fields.KINDS``).
    head
        Its first eight bytes.
    tail
        Its ninth to sixteenth byte.
    length
        Number of its bytes.
    """
    if is_nothing(head, length):
        return MISSING
    if kind == DATE:
        return read_date(head, tail, length)
    if kind == DIGIT:
        return read_small_code(head, tail, length)
    if kind == DAYS:
        return read_days(head, tail, length)
    if kind == AGE:
        return read_age(head, tail, length)
    if kind == CODE2:
        return read_exact_code(head, tail, length, 2)
    if kind == CODE3:
        return read_exact_code(head, tail, length, 3)
    if kind == CODE4:
        return read_exact_code(head, tail, length, 4)
    if kind == HEAD3:
        return read_head_code(head, length)
    if kind == SEX:
        return read_sex(head, tail, length)
    if kind == DIAGNOSIS:
        return read_diagnosis(head, tail, length)
    if kind == YEAR:
        return read_data_year(head, tail, length)
    return read_area(head, tail, length)


@njit(forceinline=True)
def _read_as(kind, span, words, lines, field, out):
    """Write the values of one field; return how many are missing and how many unreadable."""
    missing, unreadable = 0, 0
    ends, before, delimiter_width = lines
    place, null_value = field
    for row in range(np.uint64(span[0]), np.uint64(span[1])):
        at = np.uint64(before[row] + place)
        start, stop = np.int64(ends[at]) + delimiter_width, np.int64(ends[at + np.uint64(1)])
        word = words[np.uint64(start)]
        if stop > start and not (is_plain(word) & is_plain(words[np.uint64(stop - 1)])):
            start, stop = trim(words, start, stop)
            word = words[np.uint64(start)]
        length = stop - start
        head = word & FIRST_BYTES[np.uint64(min(length, 8))]
        tail = np.uint64(0)
        if kind != KEY and length > 8:
            tail = words[np.uint64(start + 8)] & FIRST_BYTES[np.uint64(min(length - 8, 8))]
        value = MISSING
        if kind > SERIAL:
            value = read_value(kind, head, tail, length)
            if kind == DATE and value == UNREADABLE:
                value = read_written_date(words, start, stop)
        elif not is_nothing(head, length):
            value = read_key(kind, head, tail, words, start, stop)
        if value == MISSING:
            missing += 1
            value = null_value
        elif value == UNREADABLE:
            unreadable += 1
            value = null_value
        out[row] = value
    return missing, unreadable


@njit
def _read_kind(kind, *column):
    """Call ``_read_as`` for a kind: each has a loop of its own, in which nothing asks for it."""
    if kind == DATE:
        return _read_as(DATE, *column)
    if kind == DIGIT:
        return _read_as(DIGIT, *column)
    if kind == DAYS:
        return _read_as(DAYS, *column)
    if kind == AGE:
        return _read_as(AGE, *column)
    if kind == CODE2:
        return _read_as(CODE2, *column)
    if kind == CODE3:
        return _read_as(CODE3, *column)
    if kind == CODE4:
        return _read_as(CODE4, *column)
    if kind == HEAD3:
        return _read_as(HEAD3, *column)
    if kind == DIAGNOSIS:
        return _read_as(DIAGNOSIS, *column)
    if kind == YEAR:
        return _read_as(YEAR, *column)
    if kind == SEX:
        return _read_as(SEX, *column)
    return _read_as(AREA, *column)


# With its types given it is compiled, or fetched from the cache, when it is imported
@compiled(types.void(types.NamedUniTuple(_FIELDS, 3, Fields), _WORDS, _LINES, _OUT))
def _read_lines(fields, words, lines, out):
    """Write the values of each line, and count what is missing and unreadable of each field."""
    rows = len(lines.before)
    for first in range(0, rows, _TILE):
        span = first, min(first + _TILE, rows)
        key, other = 0, 0
        for field in range(len(fields.kinds)):
            kind = fields.kinds[field]
            place_and_null = fields.places[field], fields.null_values[field]
            column = span, words, lines, place_and_null
            if kind == KEY:
                counts = _read_as(KEY, *column, out.int64[key])
                key += 1
            elif kind == SERIAL:
                counts = _read_as(SERIAL, *column, out.int64[key])
                key += 1
            else:
                counts = _read_kind(kind, *column, out.int32[other])
                other += 1
            out.missing[field] += counts[0]
            out.unreadable[field] += counts[1]


class Text(NamedTuple):
    """Text that holds some of the fields.

    Parameters
    ----------
    words
        ``uint64``: its bytes as overlapping words, one from every byte on.
    lines
        Where its values are.
    places
        ``int64``: of the fields on each line, the first 0.
    """

    words: np.ndarray
    lines: Lines
    places: np.ndarray


def read_fields(columns: Sequence[Column], texts: Sequence[Text]) -> Values:
    """Return the values of fields as whole numbers.

    Parameters
    ----------
    columns
        The fields to be read.
    texts
        All of them in one text, or some in each, in their order; every text has the same lines.

    Returns
    -------
    Values
        One value per line.
    """
    kinds = np.array([NAMES.index(column.kind) for column in columns], dtype=np.int64)
    null_values = np.array([column.null_value for column in columns], dtype=np.int64)
    rows = len(texts[0].lines.before)
    int64 = np.empty((np.count_nonzero(kinds <= SERIAL), rows), dtype=np.uint64)
    int32 = np.empty((len(kinds) - len(int64), rows), dtype=np.int32)
    values = Values(int64, int32, np.zeros_like(kinds), np.zeros_like(kinds))
    first = 0
    for text in texts:
        some = slice(first, first + len(text.places))
        earlier = np.count_nonzero(kinds[:first] <= SERIAL)
        held = int64[earlier:], int32[first - earlier :]
        out = Out(*held, values.missing[some], values.unreadable[some])
        fields = Fields(kinds[some], text.places, null_values[some])
        _read_lines(fields, text.words, text.lines, out)
        first = some.stop
    return values
