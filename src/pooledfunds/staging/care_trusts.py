"""The list of care trusts: five grew from PCTs, five from mental health trusts."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from pooledfunds.core.errors import IssueList
from pooledfunds.staging.layouts.checks import (
    accounts_by_file,
    counts,
    note_repeated,
    note_unknown_words,
    report_violations,
)
from pooledfunds.staging.layouts.editions import read_returns

FIRST_YEAR = 2002  # Health and Social Care Act 2001; the first four began in April 2002
LAST_YEAR = 2012  # PCTs ended on 31 March 2013: Health and Social Care Act 2012
KINDS = ("PCT-based", "mental-health-based")


def read_care_trusts(
    paths: Iterable[str | Path], pcts: pd.DataFrame, editions: pd.DataFrame, faults: IssueList
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the care trusts with their kind and first year, and the row account.

    A PCT-based care trust must be in the list of PCTs, and one based on mental health must not:
    only the former has a resident population.
    """
    table, counted = read_returns(paths, "care_trusts", editions, faults)
    note_repeated(faults, table, ["code"])
    note_unknown_words(faults, table, "kind", list(KINDS))
    listed = table["code"].isin(pcts["pct_code"])
    based = table["kind"] == KINDS[0]
    report_violations(faults, table, "code", "PCT-based, but in no list of PCTs", based & ~listed)
    report_violations(
        faults, table, "code", "mental-health-based, but listed as a PCT", ~based & listed
    )
    report_violations(faults, table, "code", "no code", table["code"] == "")
    year = counts(faults, table, "established", needed=True)
    rule = f"before {FIRST_YEAR}, when the first care trusts began"
    report_violations(faults, table, "established", rule, year < FIRST_YEAR)
    rule = f"after {LAST_YEAR}, the last year that began with PCTs"
    report_violations(faults, table, "established", rule, year > LAST_YEAR)
    account = accounts_by_file("care_trusts", table, counted=counted)
    table = table[["code", "name", "kind"]].assign(established=year.fillna(0).astype(int))
    table["kind"] = table["kind"].astype("category")
    return table.sort_values("code", ignore_index=True), account
