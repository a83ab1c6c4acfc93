"""Writes an OpenDocument spreadsheet: sheets of words and one marked table each, always alike.

The forms are those of the Analysis Function's guidance on releasing statistics in spreadsheets: no
merged cells, no blank rows, one table a sheet with one row of headings, words in the first column.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import jinja2

from pooledfunds.core.whole_files import write_whole

TEMPLATES = Path(__file__).parent / "templates"
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP file knows: bytes tell no time
NARROWEST, WIDEST, LETTER_CM = 2, 12, 0.22  # centimetres

Cell = str | int | float


@dataclass(frozen=True)
class Link:
    """Words that lead to a sheet of the workbook."""

    words: str
    sheet: str

    def __len__(self) -> int:
        """Return how many letters the words have."""
        return len(self.words)


@dataclass(frozen=True)
class Sheet:
    """A sheet: its title, lines of words below it, and a table.

    Parameters
    ----------
    name
        Of the sheet, at most 31 letters, and of its table.
    title
        In the first cell.
    lines
        Sentences, a row each.
    head
        Headings of the table; none where the sheet has words alone.
    rows
        Cells, as many as there are headings: text, or a number.
    """

    name: str
    title: str
    lines: Sequence[str] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[Cell | Link]] = field(default=())

    @property
    def widths(self) -> list[int]:
        """The width of each column in centimetres: that of its longest cell, within limits."""
        if not self.head:
            return [WIDEST]
        columns = zip(self.head, *self.rows, strict=True)
        longest = [max(map(letters, cells)) for cells in columns]
        return [min(WIDEST, max(NARROWEST, 1 + round(LETTER_CM * most))) for most in longest]

    @property
    def range(self) -> str:
        """The address of the table, headings and all."""
        first = 2 + len(self.lines)
        last = f"{column_letters(len(self.head))}{first + len(self.rows)}"
        return f"'{self.name}'.A{first}:'{self.name}'.{last}"


def letters(cell: Cell | Link) -> int:
    """Return how many letters a cell has."""
    return len(cell) if isinstance(cell, str | Link) else len(str(cell))


def column_letters(number: int) -> str:
    """Return the letters of a column, of which the first is A."""
    name = ""
    while number:
        number, place = divmod(number - 1, 26)
        name = chr(ord("A") + place) + name
    return name


def write_workbook(sheets: Sequence[Sheet], title: str, path: str | Path) -> None:
    """Write sheets as an OpenDocument spreadsheet of always the same bytes.

    Parameters
    ----------
    sheets
        In their order.
    title
        Of the document.
    path
        The file.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    widths = sorted({width for sheet in sheets for width in sheet.widths})
    given = {"sheets": sheets, "widths": widths, "title": title}
    # The type stands first and as it is, so that a look at the first bytes tells it.
    parts = {"mimetype": MIMETYPE}
    for name in ("META-INF/manifest.xml", "meta.xml", "styles.xml", "content.xml"):
        template = environment.get_template(f"{Path(name).name}.j2")
        parts[name] = template.render(given)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.create_system = 3  # the same on every system
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    write_whole(path, buffer.getvalue())
