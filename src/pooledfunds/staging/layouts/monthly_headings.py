"""Headings of workbooks that give one month: which edition they are of, and what they mean.

A table stands wherever the headings of an edition do (``config/editions.csv``; the row that this
names is where the published workbooks have them, not where they are looked for).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pooledfunds.core.tables import rows_of
from pooledfunds.staging.layouts.editions import Edition, labels_of, plain
from pooledfunds.staging.layouts.sheets import cell_text
from pooledfunds.staging.layouts.workbook import Grid

SEARCHED = 40  # lines of a sheet among which its headings are looked for


@dataclass
class Layout:
    """How the workbooks of a return are laid out.

    ``needed`` are the tables that each workbook must have; the name of an edition is that of its
    table, and may go on after a comma. ``notes`` are the names of sheets of notes, and ``markers``
    the figures that the markers of each edition stand for, by the marker in small letters. What
    headings mean is looked up once for all workbooks that share them.
    """

    editions: Sequence[Edition]
    markers: Mapping[str, Mapping[str, float]]
    notes: frozenset[str]
    needed: Sequence[str]
    columns: dict[str, list["Column"]] = field(init=False)
    words: list[set[str]] = field(init=False)
    known: dict[tuple, "Headings"] = field(default_factory=dict)
    fitting: dict[tuple, list[Edition]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note the columns of each edition, and what must stand in the last row of its headings."""
        self.columns = {edition.name: columns_of(edition) for edition in self.editions}
        self.words = [
            {column.heading.rpartition(" > ")[2] for column in columns if column.needed}
            for columns in self.columns.values()
        ]

    def editions_at(self, number: int, row: list) -> list[Edition]:
        """Return the editions whose last row of headings a row may be, for it has half of them.

        Parameters
        ----------
        number
            Of the row, from 1: where their headings then stand.
        row
            Of a sheet.
        """
        key = (number, *row)
        if key not in self.fitting:
            words = {plain(cell) for cell in row if cell.__class__ is str and cell}
            tried = zip(self.editions, self.words, strict=True)
            found = [one for one, own in tried if 2 * len(own & words) > len(own)]
            self.fitting[key] = [ending_at(number, one) for one in found]
        return self.fitting[key]

    def headings(self, edition: Edition, rows: list[list]) -> "Headings":
        """Return what an edition makes of the rows that hold its headings.

        Parameters
        ----------
        edition
            At the rows where its headings may stand.
        rows
            Of the sheet, the first ones.
        """
        first, last = edition.header_rows
        key = (edition.name, first, *(tuple(row) for row in rows[first - 1 : last]))
        if key not in self.known:
            columns = self.columns[edition.name]
            self.known[key] = headings_of(edition, columns, top_of(rows, last))
        return self.known[key]


@dataclass(frozen=True)
class Column:
    """A column of an edition: its heading in small letters, its name, and what its figures are.

    A column of figures has ``labels``, its measure among them; a key has none, and a column that is
    not read has no name.
    """

    heading: str
    name: str
    needed: bool
    labels: dict[str, str] | None


@dataclass(frozen=True)
class Headings:
    """The headings of a sheet as an edition understands them.

    ``keys`` has the place of each key column, the last of which names the area; ``columns`` and
    ``labels`` the place and meaning of each column of figures; ``bare`` the places of columns
    without a heading. ``missing`` are the headings that the edition lacks.
    """

    edition: Edition
    missing: list[str]
    whole: bool
    keys: dict[str, int]
    columns: list[int]
    labels: list[dict[str, str]]
    bare: list[int]

    @property
    def table(self) -> str:
        """The name of the table."""
        return self.edition.name.partition(",")[0]

    @property
    def last(self) -> int:
        """The number of the last row of headings, from 1."""
        return self.edition.header_rows[1]


def find_table(grid: Grid, layout: Layout) -> Headings | None:
    """Return what the headings of a sheet mean, wherever they stand; None for a sheet without.

    They are those of the edition that lacks fewest of its own, and of these the one with most; a
    row that lacks half of them is none of its headings.

    Parameters
    ----------
    grid
        A sheet.
    layout
        Of the return.
    """
    found: list[Headings] = []
    for number, row in enumerate(grid.rows[:SEARCHED], start=1):
        found += [layout.headings(one, grid.rows) for one in layout.editions_at(number, row)]
        if any(not one.missing for one in found):
            break
    return min(found, key=lambda one: (len(one.missing), -len(one.columns)), default=None)


def ending_at(number: int, edition: Edition) -> Edition:
    """Return an edition whose last row of headings is another.

    Parameters
    ----------
    number
        Of that row, from 1.
    edition
        As ``config/editions.csv`` has it.
    """
    first, last = edition.header_rows
    return replace(edition, header_rows=(max(1, number - last + first), number))


def columns_of(edition: Edition) -> list[Column]:
    """Return the columns of an edition, as ``config/editions.csv`` has them."""
    return [
        Column(
            plain(row.column_as_submitted),
            row.column,
            row.need == "yes",
            {"measure": row.column} | labels_of(row.labels) if row.unit else None,
        )
        for row in rows_of(edition.columns)
    ]


def headings_of(edition: Edition, known: list[Column], top: list[list[str]]) -> Headings:
    """Return what an edition makes of the headings of a sheet.

    Parameters
    ----------
    edition
        At the rows where its headings stand.
    known
        Its columns.
    top
        Rows down to the headings, as text.
    """
    headings = edition.headings(top)
    there = [column for column in known if column.name and column.heading in headings]
    figures = [column for column in there if column.labels is not None]
    found = [heading for heading in headings if heading]
    missing = [c.heading for c in known if c.needed and c.heading not in headings]
    listed = {column.heading for column in known}
    return Headings(
        edition,
        missing,
        not missing and listed >= set(found) and len(found) == len(set(found)),
        {c.name: headings.index(c.heading) for c in there if c.labels is None},
        [headings.index(column.heading) for column in figures],
        [column.labels or {} for column in figures],
        [place for place, heading in enumerate(headings) if not heading],
    )


def top_of(rows: list[list], last: int) -> list[list[str]]:
    """Return the rows of a sheet down to its headings, as text, all dashes written alike.

    Parameters
    ----------
    rows
        Of a sheet.
    last
        Number of the last row of headings, from 1.
    """
    return [[cell_text(cell).replace("–", "-") for cell in row] for row in rows[:last]]
