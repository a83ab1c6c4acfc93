"""Delivered text to blocks of whole lines, as a scan takes them.

Unquoted text is handed on as it is; quoted text goes through Arrow's parser first (decision 31).
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Literal, cast

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from pooledfunds.staging.hes.delivery import (
    QUOTING,
    Layout,
    fault,
    open_text,
    read_into,
    read_some,
    refuse_nulls,
)
from pooledfunds.staging.hes.scanned import SPARE, ParsedBlock, TextBlock

BLOCK_BYTES = 1 << 22
SEARCHED = 1 << 16  # bytes searched for a line end at a time


def read_blocks(path: Path, layout: Layout) -> Iterator[TextBlock | ParsedBlock]:
    """Yield the file's lines after its header as blocks that any thread may scan.

    Parameters
    ----------
    path
        A delivered file.
    layout
        How it is written. Unless it is ``quoted``, quotation marks are ordinary characters.

    Raises
    ------
    BadInput
        When the text is damaged, has a line longer than 32 MiB, or cannot be parsed as quoted
        text. Fetch the file again, or set ``hes.reading.quoted``.
    """
    with open_text(path) as file:
        read_some(file, layout.header_bytes, path)
        if layout.quoted:
            yield from _parsed_blocks(file, path, layout)
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
                yield TextBlock(text, end, layout.delimiter, len(layout.fields))
            if len(rest) > 8 * BLOCK_BYTES:
                raise fault(path, "", "a line longer than 32 MiB")
        if len(rest):
            text[len(rest)] = ord("\n")
            yield TextBlock(text, len(rest) + 1, layout.delimiter, len(layout.fields))


def last_line_end(text: np.ndarray) -> int:
    """Return the place after the last line end of a text, zero where there is none."""
    for end in range(len(text), 0, -SEARCHED):
        first = max(0, end - SEARCHED)
        found = text[first:end].tobytes().rfind(b"\n")
        if found >= 0:
            return first + found + 1
    return 0


class LineCounter(io.RawIOBase):
    """A file that counts the line ends that pass through it, and whether the last one is there."""

    def __init__(self, file: io.BufferedIOBase, path: Path):
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


def _parsed_blocks(file: io.BufferedIOBase, path: Path, layout: Layout) -> Iterator[ParsedBlock]:
    """Yield the records of quoted text; the header has been read already.

    Raises
    ------
    BadInput
        When lines are lost inside quotation marks: a stray mark would else swallow records.
    """
    counted = LineCounter(file, path)
    ragged: list[int] = []
    seen = 0
    try:
        for batch in _parser(counted, layout, ragged):
            yield ParsedBlock(batch, len(ragged))
            seen += batch.num_rows + len(ragged)
            ragged.clear()
    except pa.ArrowInvalid:
        # Arrow's own message quotes the line, so it goes no further
        rule = f"quoted text that cannot be parsed; {QUOTING}"
        raise fault(path, f"near line {seen + 2:,}", rule) from None
    if ragged:
        nothing = pa.array([""])[:0]
        names = [str(place) for place in range(len(layout.fields))]
        yield ParsedBlock(pa.RecordBatch.from_arrays([nothing] * len(names), names), len(ragged))
    lost = counted.all_lines() - seen - len(ragged)
    if lost:
        raise fault(path, "", f"lines lost inside quotation marks; {QUOTING}", lost)


def _parser(
    counted: LineCounter, layout: Layout, ragged: list[int]
) -> arrow_csv.CSVStreamingReader:
    """Return Arrow's reader of quoted text, which adds to a list for every ragged line."""

    def note_ragged(_row: arrow_csv.InvalidRow) -> Literal["skip"]:
        ragged.append(len(ragged))
        return "skip"

    names = [str(place) for place in range(len(layout.fields))]
    return arrow_csv.open_csv(
        cast(IO[bytes], pa.PythonFile(counted, mode="r")),
        read_options=arrow_csv.ReadOptions(
            column_names=names, block_size=BLOCK_BYTES, encoding="latin-1", use_threads=False
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=layout.delimiter,
            ignore_empty_lines=False,
            newlines_in_values=True,
            invalid_row_handler=note_ragged,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types={name: pa.string() for name in names}, strings_can_be_null=False
        ),
    )
