"""Small PSSEX1 workbooks in the published layout, for tests to break one thing at a time."""

import zipfile
from pathlib import Path

import pandas as pd
import xlsxwriter

from pooledfunds.core.codelists import read_table
from pooledfunds.staging.pssex1.layout import Codelists
from pooledfunds.staging.pssex1.read import read_pssex1

ROOT = Path(__file__).parents[4]
WORDS = Codelists(
    *(
        read_table(ROOT / f"config/codelists/pssex1_{name}.csv")
        for name in ("client_groups", "service_lines", "measures", "misprints")
    )
)
NO_CORRECTIONS = pd.DataFrame(
    columns=["financial_year", "area", "line", "measure", "was", "now", "reason"]
)
AREAS = {
    "Appleby": ("council", "150"),
    "150-Appleby": ("council", "150"),
    "Barrow UA": ("council", "151"),
    "TOTAL England": ("england", "England"),
    "England": ("england", "England"),
}

TITLE = "PSS EXPENDITURE IN 2006-07 INCL SSMSS COSTS"
HEADING = [
    ["", "", "GROSS TOTAL COST", "", "INCOME", "", ""],
    ["Service", "", "Own provision", "", "Client", "Joint", "Income"],
    ["", "", "(including", "Provision", "contributions", "arrangements", "from"],
    ["", "", "joint", "by others", "(Sales,", "", "NHS"],
    ["", "", "arrangements)", "", "Fees and", "", ""],
    ["", "", "", "", "Charges)", "", ""],
    ["col A", "col B", "col C", "col D", "col E", "col F", "col G"],
]


def lines(home_care: float, day_care: float) -> list[list]:
    """Return a return of one client group: two lines and their printed total."""
    return [
        ["C:", "OLDER PEOPLE (AGED 65 OR OVER) INCLUDING OLDER MENTALLY ILL"],
        [""],
        ["C1", "Home care", home_care, 10.0, 2.0, 5.0, 1.0],
        ["C2", "Day care", day_care, "", 0.0, 0.0, 0.0],
        ["C3", "TOTAL OLDER PEOPLE including Supporting People (LINES C1 to C2)",
         home_care + day_care, 10.0, 2.0, 5.0, 1.0],
    ]  # fmt: skip


def england(*returns: list[list]) -> list[list]:
    """Return the sum of several returns, as the TOTAL England sheet prints it."""
    total = [list(row) for row in returns[0]]
    for i in (2, 3, 4):
        for j in range(2, 7):
            total[i][j] = sum(float(one[i][j] or 0) for one in returns)
    return total


def sheets() -> dict[str, list[list]]:
    """Return a whole, right workbook: two councils and England, cell by cell."""
    appleby, barrow = lines(100.0, 40.0), lines(60.0, 7.5)
    top = [[TITLE], *HEADING]
    return {
        "Appleby": [list(row) for row in [*top, *appleby]],
        "Barrow UA": [list(row) for row in [*top, *barrow]],
        "TOTAL England": [list(row) for row in [*top, *england(appleby, barrow)]],
    }


def write(path: Path, content: dict[str, list[list]]) -> Path:
    """Write a workbook from rows of cells."""
    with xlsxwriter.Workbook(path) as workbook:
        for name, rows in content.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def replace_in_sheet(path: Path, old: str, new: str) -> None:
    """Change the XML of a workbook's first sheet, as no writer would write it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    part = "xl/worksheets/sheet1.xml"
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode(), 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def read(*paths: Path, corrections: pd.DataFrame = NO_CORRECTIONS):
    """Read workbooks of the invented councils Appleby and Barrow."""
    return read_pssex1(paths, AREAS.get, lambda year: set(AREAS.values()), WORDS, corrections)


def across(title: str, england_total: float = 160.0) -> dict[str, list[list]]:
    """Return a right workbook of one measure, with the areas across, of ``sheets()``'s year."""
    rows = [
        [title],
        ["England, 2006-07", "", "England", "Appleby", "Barrow UA"],
        ["C:", "OLDER PEOPLE (AGED 65 OR OVER)", "", "", ""],
        ["C1", "Home care", england_total, 100.0, 60.0],
    ]
    return {"Sheet": rows}
