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
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pooledfunds.faults import FaultList
from pooledfunds.sources.pssex1_cube import ENGLAND, Cube
from pooledfunds.sources.pssex1_layout import (
    NOTES,
    YEAR,
    Codelists,
    Line,
    LineReader,
    columns_of,
    financial_year,
    measure_rules,
    squeeze,
)
from pooledfunds.sources.workbook import Grid, cell_name, read_workbook

NUMBER = {float, int}  # not bool, which is a kind of int
NOT_AVAILABLE = {"", "..", "-", "n/a"}
TITLES = {
    "client_contributions": re.compile(r"sales, fees and charges"),
    "net_current_expenditure": re.compile(r"\bnet (current )?expenditure"),
    "gross_current_expenditure": re.compile(r"\bgross (current )?expenditure"),
}


@dataclass
class Counts:
    """How many numbers a file held, and how many of them stood outside its table."""

    submitted: int = 0
    outside: int = 0


def read_pssex1(
    paths: Iterable[str | Path],
    area_of: Callable[[str], tuple[str, str] | None],
    expected: Callable[[str], set[tuple[str, str]]],
    codelists: Codelists,
    corrections: pd.DataFrame,
) -> tuple[list[Cube], dict[str, Counts]]:
    """Return every PSSEX1 workbook as cubes, with the count of numbers in each file.

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
        or missing sheet, an unknown line or measure, text where a number belongs.
    """
    reader = Pssex1Reader(area_of, expected, codelists, corrections)
    for path in paths:
        with reader.faults.gather():
            reader.read_file(path)
    reader.faults.stop_if_any()
    return reader.cubes, reader.counts


class Pssex1Reader:
    """Reads workbooks one after another and remembers their faults."""

    def __init__(self, area_of, expected, codelists: Codelists, corrections: pd.DataFrame):
        self.area_of, self.expected = area_of, expected
        self.line_reader = LineReader(codelists)
        self.rules = measure_rules(codelists.measures)
        self.corrections = list(corrections.itertuples(index=False))
        self.layouts: dict[tuple, tuple[list[Line], list[int]]] = {}
        self.cubes: list[Cube] = []
        self.counts: dict[str, Counts] = {}
        self.faults = FaultList()

    def read_file(self, path: str | Path) -> None:
        """Read every sheet of a workbook by what the sheet itself says that it is."""
        self.counts[Path(path).name] = Counts()
        detailed: dict[tuple, list] = defaultdict(list)
        for grid in read_workbook(path):
            if NOTES.fullmatch(grid.sheet.strip()):
                continue
            letters = first_row(grid, lambda row: squeeze(row[0]) == "col a")
            years = first_row(grid, lambda row: sum(bool(YEAR.match(str(c))) for c in row) > 2)
            areas = first_row(grid, lambda row: "england" in map(squeeze, row[2:]))
            if letters is not None:
                layout, sheet = self.detailed_sheet(grid, letters)
                detailed[layout].append(sheet)
            elif years is not None:
                self.series_sheet(grid, years)
            elif areas is not None:
                self.across_sheet(grid, areas)
            else:
                self.faults.add(path, grid.sheet, "the heading fits no PSSEX1 family")
        self.check_detailed(Path(path).name, detailed)
        for (year, lines, columns), sheets in detailed.items():
            names, areas, values, sums = (list(part) for part in zip(*sheets, strict=True))
            letters, measures = (list(part) for part in zip(*columns, strict=True))
            self.cubes.append(
                Cube("detailed", year, areas, list(lines), measures, np.stack(values),
                     Path(path).name, names, letters, dict(ChainMap(*sums)))
            )  # fmt: skip

    def detailed_sheet(self, grid: Grid, letters: int) -> tuple[tuple, tuple]:
        """Return the layout of one area's sheet, and the sheet's name, area and amounts."""
        year = self.year(grid, grid.rows[0][0], "A1")
        area = self.area(grid, grid.sheet)
        columns, sums, unknown = columns_of(grid.rows, letters, self.rules)
        for column, heading in unknown:
            place = f"{grid.sheet}!{cell_name(letters, column)}"
            self.faults.add(grid.file, place, f"the heading '{heading}' is no known measure")
        numbers_at = [column for column, _, _ in columns]
        lines = self.lines(grid, letters + 1, numbers_at)
        fixed = self.corrected(grid, year, area, lines, columns)
        values = self.amounts(grid, lines, numbers_at, fixed)
        layout = (year, tuple(lines), tuple(c[1:] for c in columns))
        return layout, (grid.sheet, area, values, sums)

    def across_sheet(self, grid: Grid, heading: int) -> None:
        """Read one measure of one year, with England and the councils across."""
        title = " ".join(str(c) for row in grid.rows[: heading + 1] for c in row[:2])
        year, measure = self.year(grid, title, "A1"), self.measure(grid, title)
        named = [(j, str(c)) for j, c in enumerate(grid.rows[heading]) if j > 1 and squeeze(c)]
        areas = [self.area(grid, name) for _, name in named]
        places = [f"{grid.sheet}, {name.strip()}" for _, name in named]
        self.check_areas(grid.file, year, places, areas, without={"class"})
        numbers_at = [column for column, _ in named]
        lines = self.lines(grid, heading + 1, numbers_at)
        values = self.amounts(grid, lines, numbers_at)
        self.cubes.append(
            Cube("across", year, areas, lines, [measure], values.T[:, :, None], grid.file,
                 [grid.sheet] * len(areas))
        )  # fmt: skip

    def series_sheet(self, grid: Grid, heading: int) -> None:
        """Read one measure of England, with financial years across."""
        title = " ".join(str(c) for row in grid.rows[:heading] for c in row)
        measure = self.measure(grid, title)
        years = enumerate(map(str, grid.rows[heading]))
        named = [(column, financial_year(text)) for column, text in years if YEAR.match(text)]
        numbers_at = [column for column, _ in named]
        lines = self.lines(grid, heading + 1, numbers_at, coded=False)
        values = self.amounts(grid, lines, numbers_at)
        for i, (_, year) in enumerate(named):
            self.cubes.append(
                Cube("series", year, [ENGLAND], lines, [measure], values[None, :, i : i + 1],
                     grid.file, [grid.sheet])
            )  # fmt: skip

    def year(self, grid: Grid, title: object, cell: str) -> str:
        """Return the financial year that a title names."""
        year = financial_year(title)
        if not year:
            self.faults.add(grid.file, f"{grid.sheet}!{cell}", "the title names no financial year")
        return year

    def measure(self, grid: Grid, title: str) -> str:
        """Return the measure that a title names."""
        named = [name for name, pattern in TITLES.items() if pattern.search(squeeze(title))]
        if len(named) != 1:
            self.faults.add(grid.file, grid.sheet, "the title names no one known measure")
        return named[0] if named else ""

    def area(self, grid: Grid, name: str) -> tuple[str, str]:
        """Return the area that a name stands for."""
        area = self.area_of(name)
        if area is None:
            self.faults.add(grid.file, grid.sheet, f"no body is named '{name.strip()}'")
        return area or ("unknown", name)

    def check_detailed(self, file: str, detailed: dict[tuple, list]) -> None:
        """Check the areas of each year that a detailed workbook holds, over all its layouts."""
        sheets = defaultdict(list)
        for (year, *_), found in detailed.items():
            sheets[year] += [(name, area) for name, area, *_ in found]
        for year, found in sheets.items():
            self.check_areas(file, year, *map(list, zip(*found, strict=True)))

    def check_areas(self, file, year, names, areas, without: set[str] = frozenset()) -> None:
        """Note every area of a complete return that is missing, and every one given twice."""
        if not year:
            return
        for area in sorted(self.expected(year) - set(areas)):
            if area[0] not in without:
                self.faults.add(file, year, f"nothing for {area[0]} {area[1]}")
        for area in sorted({area for area in areas if areas.count(area) > 1}):
            where = ", ".join(n for n, a in zip(names, areas, strict=True) if a == area)
            self.faults.add(file, where, f"{area[0]} {area[1]} more than once")

    def lines(self, grid: Grid, start: int, numbers_at: list[int], coded=True) -> list[Line]:
        """Return the lines of a sheet below its heading; sheets of the same labels share them."""
        label_at = 1 if coded else 0
        rows = []
        for number, row in enumerate(grid.rows[start:], start):
            code = str(row[0]).strip() if coded else ""
            has_numbers = not code and any(row[j].__class__ in NUMBER for j in numbers_at)
            rows.append((number, code, str(row[label_at]), has_numbers))
        key = tuple(rows)
        if key not in self.layouts:
            self.layouts[key] = self.line_reader.read(rows)
        lines, unknown = self.layouts[key]
        for row in unknown:
            place = f"{grid.sheet}!{cell_name(row, label_at)}"
            self.faults.add(grid.file, place, "an amount beside a label that is no known line")
        if not lines:
            self.faults.add(grid.file, grid.sheet, "no line of the return was found")
        return lines

    def amounts(self, grid: Grid, lines, columns: list[int], fixed: dict | None = None):
        """Return lines by columns as numbers; text in the place of a number is a fault."""
        missing, fixed, values = float("nan"), fixed or {}, []
        for line in lines:
            row = grid.rows[line.row]
            for column in columns:
                cell = row[column]
                if cell.__class__ not in NUMBER:
                    if (line.row, column) in fixed:
                        cell = fixed[line.row, column]
                    elif cell == "" or squeeze(cell) in NOT_AVAILABLE:
                        cell = missing
                    else:
                        place = f"{grid.sheet}!{cell_name(line.row, column)}"
                        self.faults.add(grid.file, place, f"'{cell}' where an amount belongs")
                        cell = missing
                values.append(cell)
        table = np.array(values, dtype=float).reshape(len(lines), len(columns))
        submitted = sum(cell.__class__ in NUMBER for row in grid.rows for cell in row)
        counts = self.counts[grid.file]
        counts.submitted += submitted
        counts.outside += submitted - int(np.isfinite(table).sum())
        return table

    def corrected(self, grid: Grid, year, area, lines, columns) -> dict[tuple[int, int], float]:
        """Return the corrected amounts of a sheet by cell; a correction must fit its data."""
        fixed = {}
        row_of = {line.code: line.row for line in lines}
        column_of = {measure: column for column, _, measure in columns}
        for fix in self.corrections:
            if (fix.financial_year, fix.area) != (year, area[1]):
                continue
            cell = row_of.get(fix.line), column_of.get(fix.measure)
            if None in cell or str(grid.rows[cell[0]][cell[1]]) != fix.was:
                rule = f"the correction of line {fix.line}, {fix.measure}, expects '{fix.was}'"
                self.faults.add(grid.file, grid.sheet, rule)
            else:
                fixed[cell] = float(fix.now) if fix.now else float("nan")
        return fixed


def first_row(grid: Grid, test: Callable[[list], bool], within: int = 20) -> int | None:
    """Return the first of the top rows that passes a test, or nothing."""
    return next((i for i, row in enumerate(grid.rows[:within]) if test(row)), None)
