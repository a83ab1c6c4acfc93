"""Why the values of a field cannot be read: what forms are read, and what these look like."""

import re
from collections import Counter
from itertools import islice
from pathlib import Path

from pooledfunds.staging.hes import plain
from pooledfunds.staging.hes.blocks import read_blocks
from pooledfunds.staging.hes.delivery import Layout
from pooledfunds.staging.hes.scanned import plain_name

CODE = "letters and digits, at most"
FORMS = {
    "key": "keys that are no number with an exponent",
    "serial": "numbers or other keys, without an exponent",
    "year": "YYYY/YY, YYYY, or the last two digits of both years (0708)",
    "digit": "codes of one or two digits",
    "sex": "1, 2, 9, M and F",
    "age": "whole years up to 120, and 7001 to 7007 for less than one",
    "days": "whole days up to 366",
    "date": "dates with the day first (01/04/2007, 1/04/2007, 01APR2007, 01042007) or the year "
    "first (2007-04-01, 20070401), with or without a time of midnight",
    "code2": f"codes of {CODE} 2",
    "code3": f"codes of {CODE} 3",
    "head3": "codes that begin with three letters and digits",
    "code4": f"codes of {CODE} 4",
    "diagnosis": "ICD-10 codes: a letter, a digit and one or two more characters",
    "area": "LSOA codes: a letter and eight digits",
}
# What is tried in turn on what a line holds, and what it tells of
_DATES = [
    (
        r"(0?[1-9]|1[0-2])[/.-](1[3-9]|2\d|3[01])[/.-]\d{4}.*",
        "the month first: turn them round",
    ),
    (r"\w+[/. -]\w+[/. -]\d\d", "a year of two digits: write all four"),
    (r"\d{5}(\.\d+)?", "a spreadsheet's number of a day: format the column as a date"),
    (r".{7,12}[ :T]\d+:\d\d.*", "a time other than midnight: was it moved from another time zone?"),
]
_CODES = [
    (r"[\d.]+[eE]\+?\d+", "a number with an exponent: format the column as text"),
    (r"\d{1,2}", "a code such as 5E1 turned into a number: format the column as text"),
    (r"[\d.]+", "a number with decimals: format the column as text"),
]
LINES_TRIED = 2_000


def likely_cause(path: Path, layout: Layout, place: int, kind: str) -> str:
    """Return what most unreadable values of a field look like, in words, or nothing.

    Parameters
    ----------
    path
        The file.
    layout
        How the file is written, ``quoted`` as it was read.
    place
        Of the field in the header.
    kind
        Of the field (see ``fields.KINDS``).
    """
    if not layout.header_bytes:
        return ""  # columns of a table: there is no line to look at
    forms = _DATES if kind == "date" else _CODES
    found: Counter = Counter()
    for block in islice(read_blocks(path, layout), 1):
        sound = (cells for _line, cells in plain.split(block) if len(cells) == len(layout.fields))
        for cells in islice(sound, LINES_TRIED):
            text = plain_name(cells[place])
            looks_like = (what for form, what in forms if re.fullmatch(form, text))
            found.update(list(islice(looks_like, 1)))
    if not found:
        return ""
    [(what, count)] = found.most_common(1)
    return f"In the first lines {count:,} look like {what}. " if count > 1 else ""
