"""The table of successions: which body ended, when, and which followed it."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from pooledfunds.core.errors import IssueList
from pooledfunds.staging.layouts.checks import (
    accounts_by_file,
    dates,
    note_repeated,
    note_unknown_words,
    report_violations,
)
from pooledfunds.staging.layouts.editions import read_returns

COLUMNS = ["body_type", "code", "name", "successor_code", "from"]


def read_successions(
    paths: Iterable[str | Path], editions: pd.DataFrame, faults: IssueList
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the successions in the form of ``config/codelists/successors.csv``, and the account.

    A body with several successors has a row for each; one that was followed by none is left out.
    """
    table, counted = read_returns(paths, "body_successors", editions, faults)
    note_unknown_words(faults, table, "body_type", ["pct", "council"])
    note_repeated(faults, table, ["body_type", "code", "successor_code"], "body and successor")
    for column in ("code", "successor_code"):
        report_violations(faults, table, column, "blank", table[column] == "")
    same = table["code"] == table["successor_code"]
    report_violations(faults, table, "successor_code", "a body cannot follow itself", same)
    day = dates(faults, table, ["from"])["from"]
    report_violations(faults, table, "from", "no date given", table["from"] == "")
    account = accounts_by_file("body_successors", table, counted=counted)
    return table[COLUMNS].assign(**{"from": day.dt.strftime("%Y-%m-%d").fillna("")}), account
