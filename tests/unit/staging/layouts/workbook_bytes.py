"""Workbooks made record by record and tag by tag, as no writer at hand would write them."""

import struct
import zipfile
from pathlib import Path

BOF, EOF, BOUNDSHEET, NUMBER, FORMULA, BOOLERR = 0x809, 0x0A, 0x85, 0x203, 0x06, 0x205
ROW, COLINFO, MERGECELLS, RECALCID, UNCALCED = 0x208, 0x7D, 0xE5, 0x1C1, 0x5E
EMPTY_TEXT = bytes([3, 0, 0, 0, 0, 0, 0xFF, 0xFF])


def record(kind: int, content: bytes = b"") -> bytes:
    """Return one BIFF record."""
    return struct.pack("<HH", kind, len(content)) + content


def bof(kind: int) -> bytes:
    """Return the record that opens the workbook (5) or a sheet (16)."""
    return record(BOF, struct.pack("<HHHHII", 0x600, kind, 0, 1997, 0, 6))


def number(row: int, column: int, value: float) -> bytes:
    """Return a cell that holds a number."""
    return record(NUMBER, struct.pack("<HHHd", row, column, 0, value))


def error(row: int, column: int, code: int) -> bytes:
    """Return an error cell, such as 0x17 for #REF!."""
    return record(BOOLERR, struct.pack("<HHHBB", row, column, 0, code, 1))


def formula(row: int, column: int, result: bytes) -> bytes:
    """Return a formula, 1 + 1, with eight bytes of result."""
    tokens = struct.pack("<BHBHB", 0x1E, 1, 0x1E, 1, 0x03)
    content = struct.pack("<HHH8sHIH", row, column, 0, result, 0, 0, len(tokens)) + tokens
    return record(FORMULA, content)


def hidden_row(row: int) -> bytes:
    """Return the record of a row of no height."""
    return record(ROW, struct.pack("<HHHHHHI", row, 0, 9, 255, 0, 0, 0x120))


def hidden_column(column: int) -> bytes:
    """Return the record of a hidden column."""
    return record(COLINFO, struct.pack("<HHHHHH", column, column, 2340, 15, 1, 0))


def merged(first_row: int, last_row: int, first_column: int, last_column: int) -> bytes:
    """Return the record of one merged range."""
    return record(
        MERGECELLS, struct.pack("<HHHHH", 1, first_row, last_row, first_column, last_column)
    )


def write_xls(path: Path, cells: bytes, state: int = 0, calculated: bool = True) -> Path:
    """Write an .xls workbook of one sheet, A; its state is shown, hidden or very hidden (0 to 2).

    `calculated` writes the record by which a spreadsheet program says that it has calculated.
    """
    name = struct.pack("<BB", 1, 0) + b"A"
    recalculated = record(RECALCID, struct.pack("<HHI", RECALCID, 0, 1)) if calculated else b""
    before = bof(5) + recalculated
    size = len(before) + 4 + 6 + len(name) + 4
    sheet = record(BOUNDSHEET, struct.pack("<IBB", size, state, 0) + name)
    stream = before + sheet + record(EOF) + bof(16) + cells + record(EOF)
    path.write_bytes(ole_container(stream))
    return path


def ole_container(stream: bytes) -> bytes:
    """Return a compound file that holds one stream, Workbook ([MS-CFB], version 3)."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    end, free, fat_sector = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    chain = [fat_sector, end, *range(3, sectors + 2), end]
    fat = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII", bytes.fromhex("d0cf11e0a1b11ae1"), b"", 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, 4096, end, 0, end, 0,
    )  # fmt: skip
    header += struct.pack("<109I", 0, *[free] * 108)
    folder = entry("Root Entry", 5, 1, end, 0) + entry("Workbook", 2, free, 2, len(stream))
    return header + fat + folder + entry("", 0, free, 0, 0) * 2 + stream


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    """Return one entry of a compound file's folder."""
    free = 0xFFFFFFFF
    text = (name + "\0").encode("utf-16-le") if name else b""
    return struct.pack(
        "<64sHBBIII16sIQQIQ", text, len(text), kind, 1, free, free, child, b"", 0, 0, 0, start, size
    )


def write_ods(path: Path, table: str, encrypted: bool = False) -> Path:
    """Write an .ods workbook whose sheets are given as XML."""
    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
        for short, full in (
            ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"),
        )
    )  # fmt: skip
    spaces += (
        ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    )
    styles = (
        '<office:automatic-styles><style:style style:name="off" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    )
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    document = f"<office:document-content{spaces}>{styles}{body}</office:document-content>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<encryption-data/>" if encrypted else "<m/>")
        archive.writestr("content.xml", document)
    return path
