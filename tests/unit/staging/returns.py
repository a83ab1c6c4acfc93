"""Small returns written as an analyst would hand them in, and copies damaged on purpose."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import xlsxwriter

from pooledfunds.core.codelists import read_table
from pooledfunds.core.errors import IssueList
from pooledfunds.core.row_accounts import OTHER_UNITS

CONFIG = Path(__file__).parents[3] / "config"
EDITIONS = read_table(CONFIG / "editions.csv")
COUNCILS = pd.DataFrame({"cssr_code": ["101", "102"]})
PCTS = pd.DataFrame({"pct_code": ["5A1", "5A2", "TA1"]})
YEARS = ("2005/06", "2007/08")


def word_list(name: str) -> pd.DataFrame:
    return read_table(CONFIG / f"codelists/{name}.csv")


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
