"""Delivered text to fields: blocks of whole lines, and where each value begins and ends.

Unquoted text is cut by a loop over its bytes, compiled; quoted text goes through Arrow's
parser. Both hand on the same thing, so that one set of readers
of values serves every delivery (decision 0031 has the measurements).
"""

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from pooledfunds.core.errors import BadInput, Issue
from pooledfunds.staging.hes._fast.ends import CHUNK, find_ends
from pooledfunds.staging.hes._fast.values import PADDING, Cells, plain_name

BLOCK_BYTES = 1 << 22
SPARE = CHUNK + PADDING  # room after a block to fill it up to whole chunks
SEARCHED = 1 << 16  # bytes searched for a line end at a time
DELIMITERS = "|,\t;"
QUOTING = (
    "set hes.reading.quoted to false where marks are part of values, to true where they enclose "
    "values"
)

_MARKS = {
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
    b"PK\x03\x04": "a zip archive",
    b"\xd0\xcf\x11\xe0": "an Excel workbook",
}


@dataclass(frozen=True)
class Layout:
    """How a file is written: what parts its fields, whether they are quoted, their names."""

    delimiter: str
    quoted: bool
    fields: tuple[str, ...]
    header_bytes: int


@dataclass
class Block:
    """Some whole lines of a file; lines are counted from the first of the block, nought.

    Parameters
    ----------
    lines
        Number of lines, ragged and blank ones included.
    number
        Line of each sound record.
    ragged, blank
        Lines with too many or too few fields, and empty lines.
    """

    lines: int
    number: np.ndarray
    ragged: np.ndarray
    blank: np.ndarray
    content: object = field(repr=False)

    def itself(self) -> "Block":
        """Return the block, for where one that is still to be cut is looked for."""
        return self

    def cells(self, places: list[int]) -> list[Cells]:
        """Return the fields at some places of the header, for every sound record."""
        return self.content.cells(places)


def fault(path: Path, place: str, rule: str, count: int = 1) -> BadInput:
    """Return the exception for one fault of a file."""
    return BadInput([Issue(path.name, place, rule, count)])


def open_text(path: Path) -> BinaryIO:
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


def read_some(file: BinaryIO, size: int, path: Path) -> bytes:
    """Return the next bytes of a file."""
    with gzip_faults(path):
        return file.read(size)


def read_into(file: BinaryIO, text: np.ndarray, path: Path) -> int:
    """Fill an array with the next bytes of a file and return their number."""
    with gzip_faults(path):
        size = file.readinto(text.data)
    refuse_nulls(text[:size].tobytes(), path)
    return size


def refuse_nulls(some: bytes, path: Path) -> None:
    """Refuse bytes of nought: a transfer that broke leaves them where records were.

    Raises
    ------
    BadInput
        Without a line: what stands around such bytes is not to be trusted either.
    """
    count = some.count(b"\x00")
    if count:
        rule = "bytes of nought within the text, as a broken transfer leaves them: fetch it again"
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
    """Tell whether quotation marks enclose any value of a file's first lines.

    A header may lack them where its values have them, and some fields where others have them.
    """
    mark = re.escape(delimiter.encode())
    return re.search(rb'(?:%b|\n)"[^"\n]*"(?=%b|\r?\n)' % (mark, mark), start) is not None


def read_blocks(path: Path, layout: Layout, quoted: bool) -> Iterator[Callable[[], Block]]:
    """Yield the file's lines after its header as blocks that any thread may cut.

    Parameters
    ----------
    quoted
        Whether quotation marks enclose values; if not they are ordinary characters.
    """
    with open_text(path) as file:
        read_some(file, layout.header_bytes, path)
        if quoted:
            yield from _quoted_blocks(file, path, layout)
            return
        rest = np.empty(0, dtype=np.uint8)
        while True:
            # A block stays where it is read into; to join it from pieces would copy it
            text = np.empty(len(rest) + BLOCK_BYTES + SPARE, dtype=np.uint8)
            text[: len(rest)] = rest
            size = len(rest) + read_into(file, text[len(rest) : -SPARE], path)
            if size == len(rest):
                break
            end = last_line_end(text[:size])
            rest = text[end:size].copy()
            if end:
                yield partial(UnquotedText.cut, text, end, layout)
            if len(rest) > 8 * BLOCK_BYTES:
                raise fault(path, "", "a line longer than 32 MiB")
        if len(rest):
            text[len(rest)] = ord("\n")
            yield partial(UnquotedText.cut, text, len(rest) + 1, layout)


def last_line_end(text: np.ndarray) -> int:
    """Return the place after the last line end of a text, nought where there is none."""
    for end in range(len(text), 0, -SEARCHED):
        first = max(0, end - SEARCHED)
        found = text[first:end].tobytes().rfind(b"\n")
        if found >= 0:
            return first + found + 1
    return 0


@dataclass
class UnquotedText:
    """Bytes of whole lines, the place of every value's end, and where sound lines begin."""

    block: np.ndarray
    ends: np.ndarray
    before: np.ndarray  # of each sound line, the place in ``ends`` of the end before it

    @classmethod
    def cut(cls, text: np.ndarray, size: int, layout: Layout) -> Block:
        """Return the block of whole lines in the first bytes of a text, which has room to spare."""
        whole = size + -size % CHUNK
        block = text[: whole + PADDING]
        block[size:] = 0
        ends, lines = find_ends(block[:whole], ord(layout.delimiter))
        before = lines[:-1]
        begins, last = ends[before] + 1, ends[lines[1:]]
        blank = (last == begins) | ((last == begins + 1) & (block[begins] == 13))
        sound = (np.diff(lines) == len(layout.fields)) & ~blank
        number = np.arange(len(before))
        content = cls(block, ends, before[sound])
        return Block(len(number), number[sound], number[~sound & ~blank], number[blank], content)

    def cells(self, places: list[int]) -> list[Cells]:
        """Return some fields of every line."""
        return [Cells(self.block, self.ends, self.before, np.array(places), 1)]


@dataclass
class QuotedText:
    """A batch of Arrow's parser, each field's bytes in a row."""

    batch: pa.RecordBatch

    def cells(self, places: list[int]) -> list[Cells]:
        """Return some fields of every line, each with a block of its own."""
        before = np.arange(self.batch.num_rows, dtype=np.int32)
        found = []
        for column in (self.batch.column(place) for place in places):
            _, offsets, content = column.buffers()
            ends = np.frombuffer(offsets, dtype=np.int32)[column.offset :][: len(column) + 1]
            block = np.frombuffer(b"".join([content or b"", bytes(PADDING)]), dtype=np.uint8)
            found.append(Cells(block, ends.copy(), before, np.zeros(1, dtype=np.int64), 0))
        return found


class LineCounter(io.RawIOBase):
    """A file that counts the line ends that pass through it, and whether the last one is there."""

    def __init__(self, file: BinaryIO, path: Path):
        super().__init__()
        self.file, self.path, self.lines, self.last = file, path, 0, b""

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        some = read_some(self.file, size, self.path)
        refuse_nulls(some, self.path)
        self.lines += some.count(b"\n")
        self.last = some[-1:] or self.last
        return some

    def readable(self) -> bool:
        """Tell that the file can be read."""
        return True

    def all_lines(self) -> int:
        """Return the number of lines that have been read."""
        return self.lines + (self.last not in (b"", b"\n"))


def _quoted_blocks(file: BinaryIO, path: Path, layout: Layout) -> Iterator[Callable[[], Block]]:
    """Yield the records of quoted text; the header has been read already.

    Raises
    ------
    BadInput
        When lines are lost inside quotation marks: a stray mark would else swallow records.
    """
    ragged: list[int] = []
    seen = 0
    counted = LineCounter(file, path)

    def note(_row) -> str:
        ragged.append(len(ragged))
        return "skip"

    names = [str(i) for i in range(len(layout.fields))]
    try:
        batches = arrow_csv.open_csv(
            pa.PythonFile(counted, mode="r"),
            read_options=arrow_csv.ReadOptions(
                column_names=names, block_size=BLOCK_BYTES, encoding="latin-1", use_threads=False
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=layout.delimiter,
                ignore_empty_lines=False,
                newlines_in_values=True,
                invalid_row_handler=note,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types={name: pa.string() for name in names}, strings_can_be_null=False
            ),
        )
        for batch in batches:
            lines = np.array(ragged, dtype=np.int64)
            ragged.clear()
            number = np.arange(len(lines), len(lines) + batch.num_rows)
            seen += batch.num_rows + len(lines)
            block = Block(
                batch.num_rows + len(lines), number, lines, np.empty(0, int), QuotedText(batch)
            )
            yield partial(Block.itself, block)
    except pa.ArrowInvalid:
        # Arrow's own message quotes the line, so it goes no further
        rule = f"quoted text that cannot be parsed; {QUOTING}"
        raise fault(path, f"near line {seen + 2:,}", rule) from None
    if ragged:
        nothing = pa.RecordBatch.from_arrays([pa.array([""])[:0] for _ in names], names)
        last = Block(
            len(ragged), np.empty(0, int), np.array(ragged), np.empty(0, int), QuotedText(nothing)
        )
        yield partial(Block.itself, last)
    lost = counted.all_lines() - seen - len(ragged)
    if lost:
        raise fault(path, "", f"lines lost inside quotation marks; {QUOTING}", lost)
