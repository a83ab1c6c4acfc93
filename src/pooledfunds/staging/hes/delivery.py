"""Delivered files: opened, zipped or not, and how each is written."""

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pooledfunds.core.errors import BadInput, Issue
from pooledfunds.staging.hes.scanned import plain_name

DELIMITERS = "|,\t;"
QUOTING = (
    "set hes.reading.quoted to false where marks are part of values, to true where they enclose "
    "values"
)

_MARKS = {
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
    b"PK\x03\x04": "a zip archive",
    b"PAR1": "Parquet, which is read on Spark alone (hes.engine.name: spark, docs/spark.md)",
    b"\xd0\xcf\x11\xe0": "an Excel workbook",
}


@dataclass(frozen=True)
class Layout:
    """How a file is written: what parts its fields, whether they are quoted, their names.

    ``place`` is where the names stand.
    """

    delimiter: str
    quoted: bool
    fields: tuple[str, ...]
    header_bytes: int
    place: str = "line 1"


def fault(path: Path, place: str, rule: str, count: int = 1) -> BadInput:
    """Return the exception for one fault of a file.

    Parameters
    ----------
    path
        Delivered file, of which the message has the name alone.
    place
        Where in it, such as ``line 1``.
    rule
        What is wrong, and what to do.
    count
        How many lines have the fault.
    """
    return BadInput([Issue(path.name, place, rule, count)])


def open_text(path: Path) -> io.BufferedIOBase:
    """Return the file opened for reading bytes, through gzip where its first bytes say so."""
    try:
        with path.open("rb") as file:
            zipped = file.read(2) == b"\x1f\x8b"
        return gzip.open(path, "rb") if zipped else path.open("rb")
    except OSError as error:
        raise fault(path, "", f"cannot be opened: {error.strerror}") from None


@contextmanager
def gzip_faults(path: Path) -> Iterator[None]:
    """Tell plainly of a gzip file that was cut short or damaged."""
    try:
        yield
    except EOFError:
        raise fault(path, "", "the gzip file is cut short") from None
    except (zlib.error, gzip.BadGzipFile):
        raise fault(path, "", "the gzip file is damaged") from None


def read_some(file: io.BufferedIOBase, size: int, path: Path) -> bytes:
    """Return the next bytes of a file.

    Parameters
    ----------
    file
        From ``open_text``.
    size
        At most so many bytes.
    path
        Its name, for a fault.
    """
    with gzip_faults(path):
        return file.read(size)


def read_into(file: io.BufferedIOBase, text: np.ndarray, path: Path) -> int:
    """Fill an array with the next bytes of a file and return their number.

    Parameters
    ----------
    file
        From ``open_text``.
    text
        ``uint8``, filled from its start.
    path
        Its name, for a fault.
    """
    with gzip_faults(path):
        size = file.readinto(text.data)
    refuse_nulls(text[:size].tobytes(), path)
    return size


def refuse_nulls(some: bytes, path: Path) -> None:
    """Refuse zero bytes: a transfer that broke leaves them where records were.

    Parameters
    ----------
    some
        Bytes of a file.
    path
        Its name, for a fault.

    Raises
    ------
    BadInput
        Without a line: what stands around such bytes is not to be trusted either.
    """
    count = some.count(b"\x00")
    if count:
        rule = "zero bytes within the text, as a broken transfer leaves them: fetch it again"
        raise fault(path, "", rule, count)


def read_layout(path: Path) -> Layout:
    """Return how a file is written, from its first line.

    Raises
    ------
    BadInput
        When the file is empty, is no text, or has a first line without a known delimiter.
    """
    with open_text(path) as file:
        start = read_some(file, 1 << 16, path)
    if not start.strip():
        raise fault(path, "", "the file is empty")
    for mark, what in _MARKS.items():
        if start.startswith(mark):
            raise fault(path, "line 1", f"not plain text: looks like {what}")
    if b"\x00" in start:
        raise fault(
            path, "line 1", "unreadable encoding: holds null bytes, so not UTF-8 or Latin-1"
        )
    header, newline, _ = start.partition(b"\n")
    if not newline:
        rule = "no line end within the first 65,536 bytes"
        if b"\r" in start:
            rule += ": lines end in a carriage return alone; save it with the line ends of Unix"
        raise fault(path, "line 1", rule)
    text = header.decode("latin-1").rstrip("\r").removeprefix("\u00ef\u00bb\u00bf")
    delimiter = max(DELIMITERS, key=text.count)
    if delimiter not in text:
        raise fault(path, "line 1", "the header holds no known delimiter: | comma tab semicolon")
    names = [plain_name(name) for name in text.split(delimiter)]
    quoted = text.lstrip().startswith('"') or holds_quoted_values(start, delimiter)
    return Layout(delimiter, quoted, tuple(names), len(header) + 1)


def holds_quoted_values(start: bytes, delimiter: str) -> bool:
    """Return whether quotation marks enclose any value of a file's first lines.

    A header may lack them where its values have them, and some fields where others have them.

    Parameters
    ----------
    start
        The first bytes, header and line ends included.
    delimiter
        What parts the fields.
    """
    mark = re.escape(delimiter.encode())
    return re.search(rb'(?:%b|\n)"[^"\n]*"(?=%b|\r?\n)' % (mark, mark), start) is not None


def delivered_bytes(path: Path) -> int:
    """Return the size of a file's text; that of zipped text is taken as eight times the file."""
    with path.open("rb") as file:
        zipped = file.read(2) == b"\x1f\x8b"
    return path.stat().st_size * (8 if zipped else 1)
