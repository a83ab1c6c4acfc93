"""Small returns written as an analyst would hand them in, and copies damaged on purpose."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import xlsxwriter

from pooledfunds.core.codelists import read_table
from pooledfunds.core.errors import IssueList
from pooledfunds.core.row_accounts import OTHER_UNITS
from pooledfunds.staging.reading import ReadingContext

CONFIG = Path(__file__).parents[3] / "config"
EDITIONS = read_table(CONFIG / "editions.csv")
COUNCILS = pd.DataFrame({"cssr_code": ["101", "102"]})
PCTS = pd.DataFrame({"pct_code": ["5A1", "5A2", "TA1"]})
YEARS = ("2005/06", "2007/08")


def word_list(name: str) -> pd.DataFrame:
    return read_table(CONFIG / f"codelists/{name}.csv")


FOLDERS = (CONFIG / "codelists", CONFIG / "studies/means_to_an_end/codelists")
CODELISTS = {path.stem: read_table(path) for folder in FOLDERS for path in folder.glob("*.csv")}
CODELISTS |= {"editions": EDITIONS}


def context(
    faults: IssueList,
    source: str = "",
    years: tuple[str, str] | None = None,
    breaks: tuple[str, ...] = (),
    **tables: pd.DataFrame,
) -> ReadingContext:
    """Return what a reader is given: lists of bodies by name, and the project's word lists.

    `years` and `breaks` stand for those that the word lists allow the source.
    """
    codelists = dict(CODELISTS)
    if years:
        first, last = years
        codelists["source_years"] = pd.DataFrame([{"source": source, "first": first, "last": last}])
        rows = [{"source": source, "financial_year": year} for year in breaks]
        codelists["year_breaks"] = pd.DataFrame(rows, columns=["source", "financial_year"])
    return ReadingContext(codelists, {}, faults, dict(tables), source)


def call(read: Callable, files, faults: IssueList, **given) -> tuple[pd.DataFrame, ...]:
    """Return the tables that a reader gives, and last the row account."""
    found = read([str(file) for file in files], context(faults, **given))
    return *found.tables.values(), found.account


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def as_workbook(folder: Path, name: str, text: str) -> Path:
    """Write the lines of a delimited text as the first sheet of a workbook, numbers as numbers."""
    path = folder / name
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": True})
    sheet = book.add_worksheet()
    for row, line in enumerate(text.splitlines()):
        sheet.write_row(row, 0, line.split(","))
    book.close()
    return path


def faults_of(read: Callable, path: Path) -> list[str]:
    """Return the faults that a reader notes in a file."""
    faults = IssueList()
    read([path], faults)
    return [str(fault) for fault in faults]


def damaged(text: str, changes: dict[str, str]) -> str:
    """Return a text with each old piece replaced; a piece that is not there is a test's mistake."""
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def assert_told(read: Callable, path: Path, place: str, rule: str) -> None:
    """Assert that a fault opens with the file, the place and the rule; a count may follow."""
    told = faults_of(read, path)
    wanted = ": ".join(part for part in (path.name, place, rule) if part)
    assert any(fault.startswith(wanted) for fault in told), told


def fates(account: pd.DataFrame, unit: str = "") -> dict[str, int]:
    """Return how many records (or ``lines``, or ``marked cells``) met each fate, files together."""
    of_unit = account["stage"].str.extract(f"({OTHER_UNITS})")[0].fillna("").str.strip("()") == unit
    return account[of_unit].groupby("fate", sort=False)["rows"].sum().to_dict()
