"""What a delivered extract holds, told from its header and its first records."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pooledfunds.core.errors import IssueList
from pooledfunds.staging.hes.delivery import delivered_bytes, open_text, read_layout, read_some
from pooledfunds.staging.hes.fields import fields_to_read, find_fields

LOOKED_AT = 1 << 20  # bytes of the first records
COUNTED = 1 << 28  # bytes whose lines are counted; of a longer file the number is told roughly
YEAR = re.compile(r"(?:20|19)?(\d\d)\W?(?:20|19)?(\d\d)")


@dataclass(frozen=True)
class Look:
    """What one file holds: records, data years of the first of them, and fields."""

    records: int
    exact: bool
    years: tuple[str, ...]
    present: tuple[str, ...]
    missing: tuple[str, ...]

    def __str__(self) -> str:
        """Tell it on one line; no record's own values but its data year."""
        about = "" if self.exact else "about "
        years = f"data year {', '.join(self.years)}" if self.years else "no data year in sight"
        lacks = f"; without {', '.join(self.missing)}" if self.missing else ""
        return f"{about}{self.records:,} records, {years}; {len(self.present)} fields{lacks}"


def look_at_extract(
    path: str | Path, fields: pd.DataFrame, needed: set[str], faults: IssueList
) -> Look:
    """Return what a delivered file holds, without reading all of it.

    Parameters
    ----------
    path
        The file.
    fields
        The alias table, ``config/codelists/hes_fields.csv``.
    needed
        Fields that the settings need beyond those that the table calls needed.
    faults
        Gets each needed field that the file lacks.

    Raises
    ------
    BadInput
        When the file is no delimited text.
    """
    path = Path(path)
    layout = read_layout(path)
    asked = fields_to_read(fields, needed)
    found = find_fields(path, layout, asked, needed, faults)
    with open_text(path) as file:
        read_some(file, layout.header_bytes, path)
        start = read_some(file, LOOKED_AT, path)
        ends, size, ended = start.count(b"\n"), len(start), start.endswith(b"\n")
        while size < COUNTED and (more := read_some(file, LOOKED_AT, path)):
            ends, size, ended = ends + more.count(b"\n"), size + len(more), more.endswith(b"\n")
    exact = size < COUNTED
    lines = ends + (not ended and size > 0) if exact else ends * delivered_bytes(path) / size
    rows = csv.reader(start.decode("latin-1").split("\n"), delimiter=layout.delimiter)
    whole = (cells for cells in rows if len(cells) == len(layout.fields))
    years = {cells[found["fyear"]] for cells in whole} if "fyear" in found else {path.stem}
    return Look(
        records=int(lines),
        exact=exact,
        years=tuple(sorted({year for text in years if (year := data_year(text))})),
        present=tuple(found),
        missing=tuple(name for name in asked["field"] if name not in found),
    )


def data_year(text: str) -> str:
    """Return the data year in a text, 2007/08 for ``0708`` or ``APC_0708``, or nothing."""
    for first, second in YEAR.findall(text):
        if (int(first) + 1) % 100 == int(second):
            return f"{'19' if int(first) >= 80 else '20'}{first}/{second}"
    return ""
