"""Reading the monthly workbooks of NHS England, against loading them with the same safeguards."""

import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

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
    """Return the ratio of reading and auditing the workbooks to loading them; none without them."""
    if not REAL.is_dir():
        return []
    lists = read_tables({path.stem: path for path in Path("config/codelists").glob("*.csv")})
    lists["editions"] = read_table("config/editions.csv")
    listed = read_table(REAL.parent / "real/places/council_150.csv")["cssr_code"]
    later = read_table("config/codelists/later_councils.csv")["cssr_code"]
    councils = pd.DataFrame({"cssr_code": pd.concat([listed, later[later != ""]])})
    files = {folder: sorted(map(str, (REAL / folder).glob("*.xls"))) for *_, folder, _ in RETURNS}

    def load() -> None:
        for paths in files.values():
            for path in paths:
                list(read_workbook(path))

    def read() -> None:
        for source, reader, folder, (first, last) in RETURNS:
            years = pd.DataFrame([{"source": source, "first": first, "last": last}])
            issues, tables = IssueList(), {"councils": councils}
            given = lists | {"source_years": years}
            reader(files[folder], ReadingContext(given, {}, issues, tables, source))
            issues.raise_if_any()

    ratio = seconds(read) / seconds(load)
    count = sum(map(len, files.values()))
    what = f"{count} monthly workbooks: read, staged and audited, over loading alone"
    return [{"what": what, "value": ratio, "target": "at most 3", "met": ratio <= 3}]
