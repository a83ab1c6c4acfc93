"""Comma-separated text read strictly: one line a row, and every fault with its physical line.

The form is that of RFC 4180, with one restriction: a line break inside quotation marks is a fault.
Quotation marks in pairs inside a value that is not quoted are read as they stand.
Hence row number and line number are the same, a quotation mark that is never closed cannot swallow
the lines after it, and the lines of a file can be counted without a parser (decision 80).
"""

import re
from collections.abc import Callable
from pathlib import Path

from pooledfunds.core.errors import IssueList

# First bytes of files that are no text, and what such a file is.
SIGNATURES = {
    b"PK\x03\x04": "a workbook or other zip archive, not text: give it the name of its own form, "
    "such as .xlsx, or save it as comma-separated text",
    b"\xd0\xcf\x11\xe0": "a workbook, not text: name it .xls, or save it as comma-separated text",
    b"\x1f\x8b": "compressed (gzip), not text: decompress it",
    b"%PDF": "a PDF document, not text",
}
WEB_PAGE = re.compile(rb"\s*<(!doctype|html|\?xml)", re.IGNORECASE)
UTF_16 = "UTF-16 text: save it as comma-separated text in UTF-8"
UTF_8 = "not readable as UTF-8 text: save it as comma-separated text in UTF-8"
# Control characters that no table holds; the tabulator is dealt with as a delimiter.
CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]")
DELIMITERS = {";": "semicolons", "\t": "tabulators", "|": "upright bars"}
QUOTED = re.compile(r'"((?:[^"]|"")*)"(,|$)')
PLAIN = re.compile(r"([^,]*)(,|$)")
UNCLOSED = (
    "a quotation mark that is not closed on its line; a line break inside quotation marks is not "
    "read either"
)
STRAY = (
    "a single quotation mark inside a value: put the value in quotation marks and double the inner "
    "one"
)


def read_text_rows(
    path: str | Path, faults: IssueList, published_in: str = ""
) -> list[list[str]] | None:
    """Return the fields of every line of a comma-separated file, blanks around them stripped.

    Parameters
    ----------
    path
        The file.
    faults
        Gets what is wrong, each with its place and what to do.
    published_in
        Another encoding that the return is published in, such as ``cp1252``; it is tried where the
        file is not UTF-8.

    Returns
    -------
    list of list of str, or None
        The row at place ``n`` is the physical line ``n + 1``; a blank line is a row of one blank.
        None, with faults noted, when any line cannot be read for certain.
    """
    content = Path(path).read_bytes()
    problem = encoding_problem(content)
    encoding = "utf-8-sig"
    if problem and problem[1] == UTF_8 and published_in:
        problem, encoding = None, published_in
    if problem:
        faults.add(path, *problem)
        return None
    lines = content.decode(encoding, errors="replace").split("\n")
    if not lines[-1]:
        lines.pop()
    lines = [line.removesuffix("\r") for line in lines]
    if note_characters(path, lines, faults) or note_delimiter(path, lines, faults):
        return None
    rows = [split_line(line) for line in lines]
    for rule in (UNCLOSED, STRAY):
        broken = [number for number, row in enumerate(rows, start=1) if row is rule]
        if broken:
            faults.add(path, f"first at line {broken[0]}", rule, len(broken))
    whole = [row for row in rows if not isinstance(row, str)]
    return whole if len(whole) == len(rows) else None


def ends_its_last_line(path: str | Path) -> bool:
    """Return whether a file's last line has a line end; one that lacks it may be cut short."""
    return Path(path).read_bytes().endswith(b"\n")


def encoding_problem(content: bytes) -> tuple[str, str] | None:
    """Return the place and the rule of what keeps a file from being UTF-8 text, if anything."""
    for signature, rule in SIGNATURES.items():
        if content.startswith(signature):
            return "", rule
    if WEB_PAGE.match(content):
        return "", "a web page or XML, not a table: download the file itself"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", UTF_16
    if b"\x00" in content:
        line = content[: content.index(b"\x00")].count(b"\n") + 1
        many = content.count(b"\x00") > len(content) / 4  # every other byte of Latin text
        return f"line {line}", UTF_16 if many else "a NUL byte: the file is damaged"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return f"line {line}", UTF_8
    return None


def note_characters(path: str | Path, lines: list[str], faults: IssueList) -> bool:
    """Note lines with characters that a table cannot hold; return whether there are any.

    Parameters
    ----------
    path
        The file.
    lines
        Lines of text.
    faults
        Gets what is wrong, each with its place and what to do.
    """
    rules: dict[str, Callable[[str], object]] = {
        "a line end of old Macintosh files (CR alone): save it with the line ends of Windows or "
        "Unix": lambda line: "\r" in line,
        "a control character or a foreign line separator": CONTROL.search,
        "the mark that opens a file (U+FEFF) stands inside it: were two files joined?": (
            lambda line: "\ufeff" in line
        ),
        "a character that was lost in an earlier conversion (U+FFFD)": lambda line: (
            "\ufffd" in line
        ),
    }
    found = False
    for rule, breaks in rules.items():
        broken = [number for number, line in enumerate(lines, start=1) if breaks(line)]
        if broken:
            found = True
            faults.add(path, f"first at line {broken[0]}", rule, len(broken))
    return found


def note_delimiter(path: str | Path, lines: list[str], faults: IssueList) -> bool:
    """Note fields that are separated by something else; return whether they are.

    Parameters
    ----------
    path
        The file.
    lines
        Every line of the file.
    faults
        Gets what is wrong, each with its place and what to do.
    """
    first = next((line for line in lines if line.strip()), "")
    other = [name for mark, name in DELIMITERS.items() if mark in first]
    if not other or "," in first:
        return False
    rule = f"the fields are separated by {other[0]}: save it as comma-separated text in UTF-8"
    faults.add(path, "line 1", rule)
    return True


def split_line(line: str) -> list[str] | str:
    """Return the fields of a line, or the rule that its quotation marks break."""
    if '"' not in line:
        return [field.strip() for field in line.split(",")]
    fields, place, more = [], 0, ","
    while more:
        quoted = line.startswith('"', place)
        found = (QUOTED if quoted else PLAIN).match(line, place)
        if not found:
            return STRAY if line.count('"', place) % 2 == 0 else UNCLOSED
        value, more = found.groups()
        if not quoted and value.count('"') % 2:
            return STRAY
        fields.append((value.replace('""', '"') if quoted else value).strip())
        place = found.end()
    return fields
