"""Values a thousand times what they can be: pounds for thousand pounds, thousands for persons.

``config/codelists/plausible.csv`` declares, by return and column, the range of a value and how many
times the middle value of its group it may be (decision 83). A range is wide: it is to find another
unit, not an unusual body.
"""

from functools import cache
from typing import Any

import pandas as pd

from pooledfunds.core.cells import split_list
from pooledfunds.core.codelists import read_table
from pooledfunds.core.errors import IssueList
from pooledfunds.core.settings import CODELISTS
from pooledfunds.core.tables import rows_of
from pooledfunds.staging.layouts.checks import HEADINGS, report_violations

UNIT = "is it in another unit, a thousand times or a thousandth of this one?"
FEWEST = 3  # values that have a middle one


@cache
def plausible_values() -> pd.DataFrame:
    """Return ``source, column, low, high, times, floor, group, reason``."""
    return read_table(CODELISTS / "plausible.csv")


def note_implausible(faults: IssueList, source: str, table: pd.DataFrame) -> None:
    """Note the values of a return that lie outside what is declared for their column.

    `table` has its figures as numbers, and ``file`` and ``line``.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    source
        Name of the return, as ``config/sources.csv`` has it.
    table
        Figures as numbers, with ``file`` and ``line``.
    """
    rules = plausible_values()
    for rule in rows_of(rules[rules["source"] == source]):
        values = table[rule.column]
        outside = pd.Series(False, index=table.index)
        if rule.low:
            outside = (values < float(rule.low)) | (values > float(rule.high))
            words = f"outside {rule.low} to {rule.high}: {UNIT}"
            report_violations(faults, table, rule.column, words, outside)
        if rule.times:
            far = far_from_middle(table, rule) & ~outside
            group = ", ".join(HEADINGS.get(name, name) for name in split_list(rule.group))
            words = f"over {rule.times} times, or under a {rule.times}th of, the middle value of "
            words += f"its {group.replace('_', ' ') or 'column'}: {UNIT}"
            report_violations(faults, table, rule.column, words, far)


def far_from_middle(table: pd.DataFrame, rule: Any) -> pd.Series:
    """Return which values lie too many times above or below the median of their group.

    Parameters
    ----------
    table
        Records as text or typed, with ``file`` and ``line``.
    rule
        A row of ``plausible.csv``.
    """
    values, times, floor = table[rule.column], float(rule.times), float(rule.floor)
    everyone = pd.Series(0, index=table.index)
    grouped = values.groupby([table[name] for name in split_list(rule.group)] or [everyone])
    middle = grouped.transform("median")
    enough = grouped.transform("count") >= FEWEST
    above = (values > times * middle) & (values > floor) & (middle > 0)
    below = (values < middle / times) & (middle > floor) & (values > 0)
    return enough & (above | below)
