"""What the records of an .xls sheet tell besides values ([MS-XLS], sections 2.4 and 2.5).

BIFF5 and BIFF8 share the records that are read here.
"""

import re
import struct
from array import array
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import olefile

from pooledfunds.core.errors import BadInput, Issue
from pooledfunds.staging.layouts.workbook_container import CUT_SHORT, LOCKED
from pooledfunds.staging.layouts.workbook_marks import Marks

FORMULA, EOF, UNCALCED, COLINFO, BOUNDSHEET = 0x06, 0x0A, 0x5E, 0x7D, 0x85
RECALCID, BOOLERR, ROW, FILEPASS, DIMENSIONS = 0x1C1, 0x205, 0x208, 0x2F, 0x200
WANTED = {FORMULA, UNCALCED, COLINFO, BOOLERR, ROW, EOF, DIMENSIONS}
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!",
    0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
HIDDEN_ROW = re.escape(bytes(options for options in range(256) if options & 0x20))
HIDDEN_COLUMN = re.escape(bytes(options for options in range(256) if options & 1))
# Bytes of the records that mark a sheet; those of cells may look like them by chance.
SIGNS = [
    re.compile(sign, re.DOTALL)
    for sign in (
        rb"\x06\x00.{8}[\x02\x03].{5}\xff\xff",  # a formula's error or empty text
        rb"\x05\x02.{9}[^\x00]",  # an error cell
        rb"\x08\x02.{14}[" + HIDDEN_ROW + rb"]",
        rb"\x7d\x00[\x0a-\x0c]\x00.{8}[" + HIDDEN_COLUMN + rb"]",
    )
]


@dataclass(frozen=True)
class RecordStream:
    """The records of an .xls workbook, and what those before its sheets tell.

    ``starts`` has the byte at which each sheet begins; ``recalculated`` tells whether the workbook
    says that it has been calculated.
    """

    content: bytes
    starts: list[int]
    recalculated: bool


def open_records(file: str, content: bytes) -> RecordStream:
    """Return the stream of records of an .xls workbook.

    Parameters
    ----------
    file
        Name of the file.
    content
        The bytes of the file.

    Raises
    ------
    BadInput
        When the container is not whole, is locked, or holds no workbook.
    """
    try:
        with olefile.OleFileIO(BytesIO(content), raise_defects=olefile.DEFECT_INCORRECT) as ole:
            name = next((name for name in ("Workbook", "Book") if ole.exists(name)), "")
            stream = stream_of(ole, name, content) if name else b""
            opened = inspect_globals(stream)
            if stream and opened:
                return opened
            rule = LOCKED if stream else "an Office document that is not a workbook"
    except (OSError, ValueError, IndexError, struct.error):
        rule = CUT_SHORT
    raise BadInput([Issue(file, "", rule)])


def stream_of(ole: Any, name: str, content: bytes) -> bytes:
    """Return a stream of a compound file: a slice of it, where its sectors follow one another.

    ``olefile`` puts any stream together sector by sector, which takes ten times as long.

    Parameters
    ----------
    ole
        The opened file, ``olefile.OleFileIO``, whose declared types lack its tables of sectors.
    name
        Of the stream, which exists.
    content
        The bytes of the file.
    """
    entry = next(kid for kid in ole.root.kids if kid.name.lower() == name.lower())
    first, size = entry.isectStart, ole.sectorsize
    last = first + (entry.size - 1) // size
    end = (first + 1) * size + entry.size  # sector 0 stands below the header, of a sector's size
    following = array(ole.fat.typecode, range(first + 1, last + 1))
    large = entry.size >= ole.minisectorcutoff  # a smaller one lies in other, small sectors
    if large and end <= len(content) and ole.fat[first:last] == following:
        return content[end - entry.size : end]
    return ole.openstream(name).read()


def inspect_globals(stream: bytes) -> RecordStream | None:
    """Return a workbook's stream of records with what those before its sheets tell.

    None where the cells are encrypted, in the strong way or the weak.
    """
    starts: list[int] = []
    recalculated = False
    for record, place, _ in records(stream, 0):
        if record == BOUNDSHEET:
            starts += struct.unpack_from("<I", stream, place)
        elif record == RECALCID:
            recalculated = True
        elif record == FILEPASS:
            return None
        elif record == EOF:
            break
    return RecordStream(stream, starts, recalculated)


def biff_marks(stream: RecordStream, names: list[str]) -> dict[str, Marks]:
    """Return the marks of every sheet by its name.

    Parameters
    ----------
    stream
        From ``open_records``.
    names
        Every sheet of the workbook, in order.
    """
    ends = [*sorted(stream.starts), len(stream.content)]
    return {
        name: sheet_marks(stream, start, ends[bisect(ends, start)])
        for name, start in zip(names, stream.starts, strict=True)
    }


def records(stream: bytes, position: int) -> Iterator[tuple[int, int, int]]:
    """Yield the number, place and size of each record from a position on.

    Parameters
    ----------
    stream
        Bytes of the workbook stream (BIFF).
    position
        Byte to begin at.
    """
    header, size = struct.Struct("<HH"), len(stream)
    while position + 4 <= size:
        record, length = header.unpack_from(stream, position)
        yield record, position + 4, length
        position += 4 + length


def sheet_marks(stream: RecordStream, start: int, end: int) -> Marks:
    """Return the marks of a sheet.

    Below the sheet's dimensions stand its rows and cells ([MS-XLS], section 2.1.7.20.5). They are
    walked through where one of ``SIGNS`` is among their bytes: to search for these takes a tenth of
    the time.

    Parameters
    ----------
    stream
        From ``open_records``.
    start, end
        Bytes at which the sheet's records begin, and before which they end.
    """
    marks, uncalculated, content = Marks(), False, stream.content
    for record, place, _ in records(content, start):
        if record not in WANTED:
            continue
        if record == EOF:
            break
        if record == DIMENSIONS:
            if not uncalculated and not any(sign.search(content, place, end) for sign in SIGNS):
                break
            continue
        cell = struct.unpack_from("<HH", content, place)
        if record == FORMULA:
            result = content[place + 6 : place + 14]
            if result[6:] == b"\xff\xff" and result[0] == 2:
                marks.errors[cell] = ERRORS.get(result[2], "unknown")
            elif has_no_result(result, stream.recalculated, uncalculated):
                marks.uncalculated.add(cell)
        elif record == BOOLERR and content[place + 7]:
            marks.errors[cell] = ERRORS.get(content[place + 6], "unknown")
        elif record == UNCALCED:
            uncalculated = True
        elif record == ROW and content[place + 12] & 0x20:
            marks.hidden_rows.add(cell[0])
        elif record == COLINFO and content[place + 8] & 1:
            marks.hidden_columns.update(range(cell[0], cell[1] + 1))
    return marks


def has_no_result(result: bytes, recalculated: bool, uncalculated: bool) -> bool:
    """Tell whether a formula's stored result is none.

    BIFF must store something. A program that cannot calculate stores an empty text, and leaves
    out the record by which a spreadsheet program says that it has calculated (RecalcId); or it
    stores a zero or an empty text, and marks the sheet as not calculated (Uncalced).

    Parameters
    ----------
    result
        The eight bytes stored as the result.
    recalculated
        Whether the workbook says that it has been calculated.
    uncalculated
        Whether the sheet says that it has not.
    """
    empty = result[6:] == b"\xff\xff" and result[0] == 3
    return (empty and not recalculated) or (uncalculated and (empty or not any(result)))
