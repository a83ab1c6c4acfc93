"""What a file is by its content, whatever its name says."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

from pooledfunds.core.errors import BadInput, Issue

LARGEST_UNPACKED = 500_000_000  # bytes; the largest return known unpacks to 13 million
SUFFIXES = {"xlsx": {".xlsx", ".xlsm"}, "xls": {".xls"}, "ods": {".ods"}}
CUT_SHORT = "cut short or damaged: fetch or save it again"
LOCKED = "locked by a password: save it without one"


def check_container(file: str, content: bytes) -> str:
    """Return whether a file is an ``xlsx``, ``xls`` or ``ods`` workbook.

    Parameters
    ----------
    file
        Name of the file.
    content
        The bytes of the file.

    Raises
    ------
    BadInput
        One fault for a file that is none of them, or is one under another's name.
    """
    try:
        kind, rule = identify(content)
    except (zipfile.BadZipFile, KeyError, EOFError):
        kind, rule = "", CUT_SHORT
    if kind and Path(file).suffix.lower() not in SUFFIXES[kind]:
        rule = f"an .{kind} workbook under another name: rename it to {Path(file).stem}.{kind}"
    if rule:
        raise BadInput([Issue(file, "", rule)])
    return kind


def identify(content: bytes) -> tuple[str, str]:
    """Return the kind of a workbook, or nothing and what is wrong with the file."""
    if content.startswith(b"PK"):
        return identify_zip(content)
    if content.startswith(bytes.fromhex("d0cf11e0a1b11ae1")):
        # A locked .xlsx is a container of the older kind, with its content in one encrypted part.
        if "EncryptedPackage".encode("utf-16-le") in content:
            return "", LOCKED
        return "xls", ""
    return "", identify_text(content)


def identify_zip(content: bytes) -> tuple[str, str]:
    """Return the kind of a zipped workbook, or nothing and what is wrong with the file."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = set(archive.namelist())
        unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > LARGEST_UNPACKED:
            return "", f"unpacks to {unpacked:,} bytes: no return is so large"
        if "xl/workbook.bin" in names:
            return "", "a binary workbook (.xlsb), whose error cells cannot be seen: save as .xlsx"
        if "[Content_Types].xml" in names and any(n.startswith("xl/") for n in names):
            return "xlsx", ""
        if "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype"):
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                return "", LOCKED
            return "ods", ""
    return "", "a zip archive that holds no workbook: unpack it"


def identify_text(content: bytes) -> str:
    """Return what a file is that is no container at all."""
    if not content:
        return "the file is empty"
    start = content[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe").lower()
    if re.match(rb"\s*<(!doctype html|html|table|head|body|meta)", start):
        return "a web page under a workbook's name: open it in a spreadsheet program, save as .xlsx"
    if re.match(rb"\s*<", start):
        return "XML under a workbook's name: open it in a spreadsheet program and save it as .xlsx"
    printable = sum(byte > 31 or byte in b"\t\r\n\0" for byte in start)
    if printable == len(start):
        return "text under a workbook's name, not a workbook: rename it to .csv, or save as .xlsx"
    return "not a workbook"
