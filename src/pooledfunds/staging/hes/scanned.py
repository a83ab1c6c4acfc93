"""What a scan of delivered text takes and gives, by whichever reader (decision 31)."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pyarrow as pa

KEYS = ("key", "serial")  # kinds whose values have 64 bits, unsigned; all others have 32, signed
CHUNK = 64  # bytes that a scan may search at once
PADDING = 16  # zero bytes after a text, so that whole words can be read at its end
SPARE = CHUNK + PADDING


@dataclass(frozen=True)
class Column:
    """One field to be read.

    Parameters
    ----------
    kind
        How its values are written: one of ``fields.KINDS``.
    place
        Of the field in the header, from 0.
    null_value
        What stands for a missing or unreadable value; 0 for a key.
    """

    kind: str
    place: int
    null_value: int


@dataclass(frozen=True)
class TextBlock:
    """Whole lines of unquoted text.

    Parameters
    ----------
    text
        Bytes, ``SPARE`` or more of them after the last line; a scan writes over these.
    size
        Bytes of the lines, line ends included.
    delimiter
        What parts the fields: one character.
    fields
        Number of fields in the header.
    """

    text: np.ndarray
    size: int
    delimiter: str
    fields: int


@dataclass(frozen=True)
class ParsedBlock:
    """Lines of quoted text as Arrow's parser has cut them.

    Parameters
    ----------
    batch
        One column of text per field of the header.
    ragged
        Number of lines with too many or too few fields, which ``batch`` lacks.
    """

    batch: pa.RecordBatch
    ragged: int


@dataclass(frozen=True)
class Values:
    """The values of some columns on every row, as whole numbers.

    Parameters
    ----------
    int64
        ``uint64``, one row per column whose kind is of ``KEYS``, in the order of the columns.
    int32
        ``int32``, one row per other column.
    missing, unreadable
        ``int64``, one per column: how many values are either.
    """

    int64: np.ndarray
    int32: np.ndarray
    missing: np.ndarray
    unreadable: np.ndarray


class Rows(Protocol):
    """The sound lines of a block."""

    def values(self, chosen: np.ndarray | None = None) -> Values:
        """Return the columns' values on all rows, or on chosen ones (``int64`` places)."""

    def texts(self, row: int) -> list[str]:
        """Return what one row holds of the columns, as ``plain_name`` compares it."""


@dataclass(frozen=True)
class Scanned:
    """A block's lines, counted from 0 at its first.

    Parameters
    ----------
    lines
        Number of lines, ragged and blank ones included.
    number
        Line of each sound row.
    ragged, blank
        Lines with too many or too few fields, and empty lines.
    rows
        The sound lines' values.
    """

    lines: int
    number: np.ndarray
    ragged: np.ndarray
    blank: np.ndarray
    rows: Rows


def plain_name(text: str) -> str:
    """Return the name of a field as it is compared: in small letters, without marks around it."""
    return text.removeprefix("\u00ef\u00bb\u00bf").strip().strip('"').strip().lower()
