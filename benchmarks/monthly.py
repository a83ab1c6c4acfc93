"""Reading the monthly workbooks of NHS England, against loading them safely and with calamine."""

import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook

from pooledfunds.core.codelists import read_table, read_tables
from pooledfunds.core.errors import IssueList
from pooledfunds.staging.delayed_transfers_monthly.stage import read_delayed_days
from pooledfunds.staging.layouts.workbook import read_workbook
from pooledfunds.staging.monthly_activity.stage import read_monthly_activity
from pooledfunds.staging.reading import ReadingContext

REAL = Path("../shared/real_ten_years_on")
TIMES = 3
# Source, reader, folder, and the years that its workbooks are of.
RETURNS: tuple[tuple[str, Callable, str, tuple[str, str]], ...] = (
    (
        "delayed_transfers_monthly",
        read_delayed_days,
        "delayed_transfers",
        ("2011/12", "2018/19"),
    ),
    ("monthly_activity", read_monthly_activity, "monthly_activity", ("2012/13", "2018/19")),
)


def seconds(action: Callable[[], None]) -> float:
    """Return the least processor time of three times that an action takes, in one thread.

    Parameters
    ----------
    action
        What is timed.
    """
    times = []
    for _ in range(TIMES):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return min(times)


def run() -> list[dict]:
    """Return what reading and auditing the workbooks takes over loading them; none without them.

    Bare is calamine alone: every cell of every sheet, error cells and hidden sheets unseen.
    """
    if not REAL.is_dir():
        return []
    files = {folder: sorted(map(str, (REAL / folder).glob("*.xls"))) for *_, folder, _ in RETURNS}
    paths = [path for own in files.values() for path in own]
    given = word_lists()

    def bare() -> None:
        for path in paths:
            workbook = CalamineWorkbook.from_path(path)
            for name in workbook.sheet_names:
                workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)

    def safe() -> None:
        for path in paths:
            list(read_workbook(path))

    def read() -> None:
        for source, reader, folder, (first, last) in RETURNS:
            years = pd.DataFrame([{"source": source, "first": first, "last": last}])
            issues, tables = IssueList(), {"councils": given["councils"]}
            lists = given | {"source_years": years}
            reader(files[folder], ReadingContext(lists, {}, issues, tables, source))
            issues.raise_if_any()

    took = {action: seconds(action) for action in (bare, safe, read)}
    what = f"{len(paths)} monthly workbooks: "
    rows = [
        (f"{what}read, staged and audited, over loading safely", read, safe, 3.0),
        (f"{what}read, staged and audited, over calamine alone", read, bare, 3.0),
        (f"{what}loading safely, over calamine alone", safe, bare, None),
    ]
    return [against(words, took[first] / took[second], most) for words, first, second, most in rows]


def against(what: str, ratio: float, most: float | None) -> dict:
    """Return a row of the table of benchmarks.

    Parameters
    ----------
    what
        In words.
    ratio
        Measured.
    most
        That it may be, if anything was asked.
    """
    if most is None:
        return {"what": what, "value": ratio, "target": ""}
    return {"what": what, "value": ratio, "target": f"at most {most:g}", "met": ratio <= most}


def word_lists() -> dict[str, pd.DataFrame]:
    """Return what the readers look up, with the councils of the returns."""
    lists = read_tables({path.stem: path for path in Path("config/codelists").glob("*.csv")})
    lists["editions"] = read_table("config/editions.csv")
    listed = read_table(REAL.parent / "real/places/council_150.csv")["cssr_code"]
    later = read_table("config/codelists/later_councils.csv")["cssr_code"]
    councils = pd.DataFrame({"cssr_code": pd.concat([listed, later[later != ""]])})
    return lists | {"councils": councils}
