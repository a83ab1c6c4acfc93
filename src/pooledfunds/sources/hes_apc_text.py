"""Delivered text to fields: blocks of whole lines, and where each value begins and ends.

Unquoted text is cut with NumPy, which finds every delimiter of a block at once; quoted
text goes through Arrow's parser. Both hand on the same thing, so that one set of readers
of values serves every delivery (decision 0031 has the measurements).
"""

import codecs
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from pooledfunds.faults import BadInput, Fault
from pooledfunds.sources.hes_apc_cells import PADDING, Cells

BLOCK_BYTES = 1 << 21
DELIMITERS = "|,\t;"

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

    def cells(self, position: int) -> Cells:
        """Return the field at a position of the header, for every sound record."""
        return self.content.cells(position)


def fault(path: Path, place: str, rule: str, count: int = 1) -> BadInput:
    """Return the exception for one fault of a file."""
    return BadInput([Fault(path.name, place, rule, count)])


def open_text(path: Path) -> BinaryIO:
    """Return the file opened for reading bytes, through gzip where its first bytes say so."""
    try:
        with path.open("rb") as file:
            zipped = file.read(2) == b"\x1f\x8b"
        return gzip.open(path, "rb") if zipped else path.open("rb")
    except OSError as error:
        raise fault(path, "", f"cannot be opened: {error.strerror}") from None


def read_some(file: BinaryIO, size: int, path: Path) -> bytes:
    """Return the next bytes of a file, and tell plainly of a gzip file that was cut short."""
    try:
        return file.read(size)
    except EOFError:
        raise fault(path, "", "the gzip file is cut short") from None
    except (zlib.error, gzip.BadGzipFile):
        raise fault(path, "", "the gzip file is damaged") from None


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
        raise fault(path, "line 1", "no line end within the first 65,536 bytes")
    text = header.decode("latin-1").rstrip("\r").removeprefix("\u00ef\u00bb\u00bf")
    delimiter = max(DELIMITERS, key=text.count)
    if delimiter not in text:
        raise fault(path, "line 1", "the header holds no known delimiter: | comma tab semicolon")
    names = [name.strip().strip('"').strip().lower() for name in text.split(delimiter)]
    return Layout(delimiter, text.lstrip().startswith('"'), tuple(names), len(header) + 1)


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
        rest = b""
        while more := read_some(file, BLOCK_BYTES, path):
            end = more.rfind(b"\n") + 1
            if end:
                yield partial(UnquotedText.cut, [rest, memoryview(more)[:end]], layout)
                rest = more[end:]
            else:
                rest += more
            if len(rest) > 16 * BLOCK_BYTES:
                raise fault(path, "", "a line longer than 32 MiB")
        if rest:
            yield partial(UnquotedText.cut, [rest, b"\n"], layout)


@dataclass
class UnquotedText:
    """Bytes of whole lines with the place of every value's end, sound lines only."""

    block: np.ndarray
    ends: np.ndarray  # a row per sound line, a column per field
    begins: np.ndarray  # of each sound line
    returns: bool  # whether lines end with a carriage return too

    @classmethod
    def cut(cls, texts: list, layout: Layout) -> Block:
        """Return the block of some whole lines, which may come in several pieces."""
        block = np.frombuffer(b"".join([*texts, bytes(PADDING)]), dtype=np.uint8)
        is_end = block == ord(layout.delimiter)
        is_end |= block == 10
        ends = np.flatnonzero(is_end)
        at = np.flatnonzero(block[ends] == 10)
        several = np.diff(at, prepend=-1)
        line_ends = ends[at]
        begins = np.concatenate([[0], line_ends[:-1] + 1])
        blank = (line_ends == begins) | ((line_ends == begins + 1) & (block[begins] == 13))
        sound = (several == len(layout.fields)) & ~blank
        number = np.arange(len(at))
        returns = bool((block[line_ends - 1] == 13).any())
        ragged = number[~sound & ~blank]
        if not sound.all():
            ends, begins = _without(ends, at, several, np.flatnonzero(~sound)), begins[sound]
        content = cls(block, ends.reshape(-1, len(layout.fields)), begins, returns)
        return Block(len(at), number[sound], ragged, number[blank], content)

    def cells(self, position: int) -> Cells:
        """Return the field at a position."""
        ends = self.ends[:, position]
        starts = self.ends[:, position - 1] + 1 if position else self.begins
        if self.returns and position == self.ends.shape[1] - 1:
            ends = ends - (self.block[ends - 1] == 13)
        return Cells(self.block, starts, ends - starts)


def _without(
    ends: np.ndarray, at: np.ndarray, several: np.ndarray, lines: np.ndarray
) -> np.ndarray:
    """Return the ends of all lines but some few, of which ``at`` and ``several`` tell the place."""
    # Moved up in place: to copy most of a block costs ten times as much
    firsts, afters = at[lines] - several[lines] + 1, at[lines] + 1
    size = int(firsts[0])
    for start, end in zip(afters, [*firsts[1:], len(ends)], strict=True):
        ends[size : size + end - start] = ends[start:end]
        size += int(end - start)
    return ends[:size]


@dataclass
class QuotedText:
    """A batch of Arrow's parser, each field's bytes in a row."""

    batch: pa.RecordBatch

    def cells(self, position: int) -> Cells:
        """Return the field at a position."""
        column = self.batch.column(position)
        _, offsets, content = column.buffers()
        at = np.frombuffer(offsets, dtype=np.int32)[column.offset : column.offset + len(column) + 1]
        held = np.frombuffer(content, dtype=np.uint8) if content else np.empty(0, dtype=np.uint8)
        block = np.concatenate([held, np.zeros(PADDING, dtype=np.uint8)])
        starts = at[:-1].astype(np.int64)
        return Cells(block, starts, np.diff(at).astype(np.int64))


class LineCounter(io.RawIOBase):
    """A file that counts the line ends that pass through it, and whether the last one is there."""

    def __init__(self, file: BinaryIO, path: Path):
        super().__init__()
        self.file, self.path, self.lines, self.last = file, path, 0, b""

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        some = read_some(self.file, size, self.path)
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
        raise fault(path, f"near line {seen + 2:,}", "quoted text that cannot be parsed") from None
    if ragged:
        nothing = pa.RecordBatch.from_arrays([pa.array([""])[:0] for _ in names], names)
        last = Block(
            len(ragged), np.empty(0, int), np.array(ragged), np.empty(0, int), QuotedText(nothing)
        )
        yield partial(Block.itself, last)
    lost = counted.all_lines() - seen - len(ragged)
    if lost:
        raise fault(path, "", "lines lost inside quotation marks", lost)
