"""What the records of an .xls sheet tell besides values ([MS-XLS], sections 2.4 and 2.5).

BIFF5 and BIFF8 share the records that are read here.
"""

import struct
from collections.abc import Iterator
from io import BytesIO

import olefile

from pooledfunds.core.errors import BadInput, Issue
from pooledfunds.staging.layouts.workbook_container import CUT_SHORT, LOCKED
from pooledfunds.staging.layouts.workbook_marks import Marks

FORMULA, EOF, UNCALCED, COLINFO, BOUNDSHEET = 0x06, 0x0A, 0x5E, 0x7D, 0x85
RECALCID, BOOLERR, ROW, FILEPASS = 0x1C1, 0x205, 0x208, 0x2F
WANTED = {FORMULA, UNCALCED, COLINFO, BOOLERR, ROW, EOF}
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!",
    0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


def open_records(file: str, content: bytes) -> bytes:
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
            stream = ole.openstream(name).read() if name else b""
            if stream and not is_locked(stream):
                return stream
            rule = LOCKED if stream else "an Office document that is not a workbook"
    except (OSError, ValueError, IndexError, struct.error):
        rule = CUT_SHORT
    raise BadInput([Issue(file, "", rule)])


def is_locked(stream: bytes) -> bool:
    """Tell whether the cells of a workbook are encrypted, in the strong way or the weak."""
    for record, _, _ in records(stream, 0):
        if record in (FILEPASS, EOF):
            return record == FILEPASS
    return False


def biff_marks(stream: bytes, names: list[str]) -> dict[str, Marks]:
    """Return the marks of every sheet by its name, from a workbook's stream of records.

    Parameters
    ----------
    stream
        From ``open_records``.
    names
        Every sheet of the workbook, in order.
    """
    starts: list[int] = []
    recalculated = False
    for record, start, _ in records(stream, 0):
        if record == BOUNDSHEET:
            starts += struct.unpack_from("<I", stream, start)
        elif record == RECALCID:
            recalculated = True
        elif record == EOF:
            break
    return {
        name: sheet_marks(stream, start, recalculated)
        for name, start in zip(names, starts, strict=True)
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


def sheet_marks(stream: bytes, position: int, recalculated: bool) -> Marks:
    """Return the marks of the sheet that begins at a position.

    Parameters
    ----------
    stream
        Bytes of the workbook stream (BIFF).
    position
        Byte at which the sheet's records begin.
    recalculated
        Whether the workbook says that it has been calculated.
    """
    marks, uncalculated = Marks(), False
    for record, start, _ in records(stream, position):
        if record not in WANTED:
            continue
        if record == EOF:
            break
        cell = struct.unpack_from("<HH", stream, start)
        if record == FORMULA:
            result = stream[start + 6 : start + 14]
            if result[6:] == b"\xff\xff" and result[0] == 2:
                marks.errors[cell] = ERRORS.get(result[2], "unknown")
            elif has_no_result(result, recalculated, uncalculated):
                marks.uncalculated.add(cell)
        elif record == BOOLERR and stream[start + 7]:
            marks.errors[cell] = ERRORS.get(stream[start + 6], "unknown")
        elif record == UNCALCED:
            uncalculated = True
        elif record == ROW and stream[start + 12] & 0x20:
            marks.hidden_rows.add(cell[0])
        elif record == COLINFO and stream[start + 8] & 1:
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
