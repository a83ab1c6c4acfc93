"""PSSEX1: each council's return of social care expenditure and income.

Three published families are read into one shape, a cube of areas, lines and measures:

- the detailed return: one sheet per council, six TOTAL sheets, measures across;
- councils across: one measure a sheet, councils across, England first;
- the time series: one measure a sheet, financial years across, England only.

The layout of a sheet comes from its own heading (``pssex1_layout``), so an earlier year reads
without new code as long as its headings say what they hold.
"""

import re
from collections import ChainMap, defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from pooledfunds.core.errors import Issue, IssueList
from pooledfunds.core.tables import rows_of
from pooledfunds.staging.layouts.workbook import (
    NUMBER,
    Grid,
    cell_name,
    inspect_workbook,
    merge_alike,
    note_unreadable,
)
from pooledfunds.staging.pssex1.amounts import Counts, first_row, has_number, read_amounts
from pooledfunds.staging.pssex1.checks import check_areas, check_layouts, check_repeats
from pooledfunds.staging.pssex1.cube import ENGLAND, AreasOf, Cube, FindArea
from pooledfunds.staging.pssex1.layout import (
    CODE,
    NOTES,
    YEAR,
    Codelists,
    Columns,
    Line,
    LineReader,
    Row,
    Sheet,
    columns_of,
    financial_year,
    line_code,
    measure_rules,
    squeeze,
)

MEASURES = "config/codelists/pssex1_measures.csv"
TITLES = {
    "client_contributions": re.compile(r"sales, fees and charges"),
    "net_current_expenditure": re.compile(r"\bnet (current )?expenditure"),
    "gross_current_expenditure": re.compile(r"\bgross (current )?expenditure"),
}


def read_pssex1(
    paths: Iterable[str | Path],
    area_of: FindArea,
    expected: AreasOf,
    codelists: Codelists,
    corrections: pd.DataFrame,
) -> tuple[list[Cube], dict[str, Counts]]:
    """Return every PSSEX1 workbook as cubes, with the count of cells in each file.

    Parameters
    ----------
    paths
        Workbooks of any of the three families, in any order.
    area_of
        From a name as written to ``(area_type, area)``, or nothing when no body has that name.
    expected
        From a financial year to the areas that a complete return of that year holds.
    codelists
        The words by which lines and measures are known.
    corrections
        Cells put right: ``financial_year, area, line, measure, was, now, reason``.

    Raises
    ------
    BadInput
        Listing every fault of every file: unreadable, no known family, an unknown or repeated
        or missing sheet, an unknown line or measure, text where a number belongs, amounts that
        are given twice. What is wrong alike on many sheets is one fault.
    """
    reader = Pssex1Reader(area_of, expected, codelists, corrections)
    for path in paths:
        reader.read_file(path)
    check_repeats(reader.faults, reader.cubes)
    reader.faults.raise_if_any()
    return reader.cubes, reader.counts


class Pssex1Reader:
    """Reads workbooks one after another and remembers their faults."""

    def __init__(
        self, area_of: FindArea, expected: AreasOf, codelists: Codelists, corrections: pd.DataFrame
    ) -> None:
        self.area_of, self.expected = area_of, expected
        self.line_reader = LineReader(codelists)
        self.rules = measure_rules(codelists.measures)
        self.corrections = list(rows_of(corrections))
        self.corrections_file = corrections.attrs.get("file", "pssex1_corrections.csv")
        self.codes: dict[tuple, tuple[list[str], list[int]]] = {}
        self.layouts: dict[tuple, tuple[list[Line], list[tuple[int, int, str]]]] = {}
        self.cubes: list[Cube] = []
        self.counts: dict[str, Counts] = {}
        self.faults = IssueList()  # of the files read so far
        self.found = IssueList()  # of the file that is being read
        self.texts: list[tuple[str, str]] = []  # place and text where an amount belongs

    def read_file(self, path: str | Path) -> None:
        """Read every sheet of a workbook by what the sheet itself says that it is."""
        file = Path(path).name
        self.counts[file], self.found, self.texts = Counts(), IssueList(), []
        with self.found.collect():
            detailed: dict[str, dict[tuple, list]] = defaultdict(lambda: defaultdict(list))
            for grid in inspect_workbook(path, self.found):
                self._read_sheet(grid, detailed)
            for year, layouts in detailed.items():
                self._add_detailed(file, year, layouts)
        if self.texts:
            place, text = self.texts[0]
            rule = f"'{text}' where an amount belongs"
            rule += ", and other text in other cells" if len(set(self.texts)) > 1 else ""
            self.found.append(Issue(file, place, rule, len(self.texts)))
        merge_alike(self.found)
        self.faults += self.found

    def _read_sheet(self, grid: Grid, detailed: dict[str, dict[tuple, list]]) -> None:
        """Read one sheet; those of a detailed return wait until the workbook is whole."""
        if NOTES.fullmatch(grid.sheet.strip()):
            return
        letters = first_row(grid, lambda row: squeeze(row[0]) == "col a")
        if letters is not None:
            year, layout, sheet = self._detailed_sheet(grid, letters)
            detailed[year][layout].append(sheet)
            return
        years = first_row(grid, lambda row: sum(bool(YEAR.match(str(c))) for c in row) > 2)
        areas = first_row(grid, lambda row: "england" in map(squeeze, row[2:]))
        if years is not None:
            self._series_sheet(grid, years)
        elif areas is not None:
            self._across_sheet(grid, areas)
        else:
            self.found.add(grid.file, grid.sheet, "the heading fits no PSSEX1 family")

    def _add_detailed(self, file: str, year: str, layouts: dict[tuple, list]) -> None:
        """Add the sheets of one detailed return, which must have one layout."""
        named = [(name, area) for sheets in layouts.values() for name, area, *_ in sheets]
        if year:
            check_areas(self.found, file, year, named, self.expected(year))
        wrong = {fault.place.partition("!")[0] for fault in self.found}  # each told already
        names_of = {
            layout: [name for name, *_ in sheets if name not in wrong]
            for layout, sheets in layouts.items()
        }
        check_layouts(self.found, file, {k: names for k, names in names_of.items() if names})
        for (lines, columns), sheets in layouts.items():
            names, areas, values, sums = (list(part) for part in zip(*sheets, strict=True))
            letters, measures = zip(*columns, strict=True) if columns else ((), ())
            self.cubes.append(
                Cube("detailed", year, areas, list(lines), list(measures), np.stack(values),
                     file, names, list(letters), dict(ChainMap(*sums)))
            )  # fmt: skip

    def _detailed_sheet(self, grid: Grid, letters: int) -> tuple[str, tuple, tuple]:
        """Return one area's sheet: its year, its layout, and its name, area, amounts and sums."""
        year = self._year(grid, grid.rows[0][0], "A1")
        area = self.area_of(grid.sheet) or ("unknown", grid.sheet)
        columns = columns_of(grid.rows, letters, self.rules)
        self._note_columns(grid, letters, columns)
        numbers_at = [column for column, _, _ in columns.read]
        lines = self._lines(grid, letters + 1, numbers_at, Sheet("detailed", year))
        fixed = self.corrected(grid, (year, area[1]), lines, columns)
        values = self._amounts(grid, lines, numbers_at, fixed)
        unread = [grid.rows[line.row][j] for line in lines for j in columns.not_read]
        self.counts[grid.file].not_read += sum(cell.__class__ in NUMBER for cell in unread)
        layout = (tuple(lines), tuple(c[1:] for c in columns.read))
        return year, layout, (grid.sheet, area, values, columns.sums)

    def _note_columns(self, grid: Grid, letters: int, columns: Columns) -> None:
        """Note the headings that are no known measure, and the measures that are given twice."""
        for column, heading in columns.unknown:
            rule = f"the heading '{heading}' is no known measure: add it to {MEASURES}, "
            rule += "with the measure 'not read' if the study has no use for it"
            self.found.add(grid.file, f"{grid.sheet}!{cell_name(letters, column)}", rule)
        measures = [measure for *_, measure in columns.read]
        for column, _, measure in columns.read:
            if measures.count(measure) > 1:
                place = f"{grid.sheet}!{cell_name(letters, column)}"
                self.found.add(grid.file, place, f"{measure} is given by more than one column")

    def _across_sheet(self, grid: Grid, heading: int) -> None:
        """Read one measure of one year, with England and the councils across."""
        title = " ".join(str(c) for row in grid.rows[: heading + 1] for c in row[:2])
        year, measure = self._year(grid, title, "A1"), self._measure(grid, title)
        named = [(j, str(c)) for j, c in enumerate(grid.rows[heading]) if j > 1 and squeeze(c)]
        areas = [self.area_of(name) or ("unknown", name) for _, name in named]
        places = [f"{grid.sheet}, {name.strip()}" for _, name in named]
        if year:
            expected = {area for area in self.expected(year) if area[0] != "class"}
            found = list(zip(places, areas, strict=True))
            check_areas(self.found, grid.file, year, found, expected)
        numbers_at = [column for column, _ in named]
        lines = self._lines(grid, heading + 1, numbers_at, Sheet("across", year))
        values = self._amounts(grid, lines, numbers_at, {})
        self.cubes.append(
            Cube("across", year, areas, lines, [measure], values.T[:, :, None], grid.file,
                 [grid.sheet] * len(areas))
        )  # fmt: skip

    def _series_sheet(self, grid: Grid, heading: int) -> None:
        """Read one measure of England, with financial years across."""
        title = " ".join(str(c) for row in grid.rows[:heading] for c in row)
        measure = self._measure(grid, title)
        years = enumerate(map(str, grid.rows[heading]))
        named = [(column, financial_year(text)) for column, text in years if YEAR.match(text)]
        numbers_at = [column for column, _ in named]
        lines = self._lines(grid, heading + 1, numbers_at, Sheet("series", ""))
        values = self._amounts(grid, lines, numbers_at, {})
        for i, (_, year) in enumerate(named):
            self.cubes.append(
                Cube("series", year, [ENGLAND], lines, [measure], values[None, :, i : i + 1],
                     grid.file, [grid.sheet])
            )  # fmt: skip

    def _year(self, grid: Grid, title: object, cell: str) -> str:
        """Return the financial year that a title names."""
        year = financial_year(title)
        if not year:
            self.found.add(grid.file, f"{grid.sheet}!{cell}", "the title names no financial year")
        return year

    def _measure(self, grid: Grid, title: str) -> str:
        """Return the measure that a title names."""
        named = [name for name, pattern in TITLES.items() if pattern.search(squeeze(title))]
        if len(named) != 1:
            self.found.add(grid.file, grid.sheet, "the title names no one known measure")
        return named[0] if named else ""

    def _lines(self, grid: Grid, start: int, numbers_at: list[int], sheet: Sheet) -> list[Line]:
        """Return the lines of a sheet below its heading; sheets of the same labels share them."""
        label_at = int(sheet.coded)
        labels = tuple((row[0], row[label_at]) for row in grid.rows[start:])
        key = (sheet, start, labels)
        if key not in self.codes:
            codes = [line_code(cell) if sheet.coded else "" for cell, _ in labels]
            uncoded = [i for i, code in enumerate(codes, start) if not CODE.fullmatch(code)]
            self.codes[key] = codes, uncoded
        codes, uncoded = self.codes[key]
        numbered = frozenset(i for i in uncoded if has_number(grid.rows[i], numbers_at))
        if (key, numbered) not in self.layouts:
            rows = [
                Row(i, code, str(grid.rows[i][label_at]), i in numbered)
                for i, code in enumerate(codes, start)
            ]
            self.layouts[key, numbered] = self.line_reader.read(sheet, rows)
        lines, wrong = self.layouts[key, numbered]
        for row, column, rule in wrong:
            self.found.add(grid.file, f"{grid.sheet}!{cell_name(row, column)}", rule)
        if not lines:
            self.found.add(grid.file, grid.sheet, "no line of the return was found")
        return lines

    def _amounts(self, grid: Grid, lines: list[Line], at: list[int], fixed: dict) -> np.ndarray:
        """Return lines by columns as numbers, with faults noted and every cell counted."""
        unreadable = {cell: rule for cell, rule in grid.unreadable.items() if cell not in fixed}
        note_unreadable(grid, unreadable, self.found)
        counts, rows = self.counts[grid.file], [line.row for line in lines]
        table, texts = read_amounts(grid, rows, at, fixed, counts)
        self.texts += [
            (f"{grid.sheet}!{cell_name(*cell)}", text)
            for cell, text in texts
            if cell not in unreadable
        ]
        if np.isinf(table).any():
            self.found.add(grid.file, grid.sheet, "an amount without end, written inf or 1e400")
        return table

    def corrected(self, grid: Grid, key: tuple, lines: list[Line], columns: Columns) -> dict:
        """Return the corrected amounts of a sheet by cell; a correction must fit its data."""
        fixed = {}
        row_of = {line.code: line.row for line in lines}
        column_of = {measure: column for column, _, measure in columns.read}
        for fix in self.corrections:
            if (fix.financial_year, fix.area) != key:
                continue
            row, column = row_of.get(fix.line), column_of.get(fix.measure)
            if row is None or column is None or str(grid.rows[row][column]) != fix.was:
                rule = f"the correction of line {fix.line}, {fix.measure}, expects '{fix.was}': "
                rule += f"take it out of {self.corrections_file}, or put it right there"
                self.found.add(grid.file, grid.sheet, rule)
            else:
                fixed[row, column] = float(fix.now) if fix.now else float("nan")
        return fixed
