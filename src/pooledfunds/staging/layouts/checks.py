"""Rules that many returns share; each notes its breaches by file, column, first line and count."""

import re
from collections.abc import Sequence

import pandas as pd

from pooledfunds.core.errors import IssueList
from pooledfunds.core.financial_year import EXAMPLE, FINANCIAL_YEAR
from pooledfunds.core.row_accounts import row_account
from pooledfunds.staging.layouts.date_forms import (
    NEVER,
    date_problems,
    is_open_end,
    parse_date,
)
from pooledfunds.staging.layouts.markers import NO_FIGURE, missing_reason
from pooledfunds.staging.layouts.number_grammar import parse_numbers
from pooledfunds.staging.layouts.unlisted_codes import explain_codes

SHOWN = 3  # files that one rule names
# Columns that every layout heads with another word than the study's (``config/editions.csv``).
HEADINGS = {"area_code": "body_code", "area_type": "body_type", "area_name": "body_name"}
WRITTEN_YEAR = re.compile(r"((?:19|20)[0-9]{2})[/-](?:[0-9]{2})?([0-9]{2})")


SHARE = (
    "between 0 and 1: a share, or less than one per cent? The column is in per cent: write 60 for "
    "0.6, and leave out what is truly below 1"
)


def report_violations(
    faults: IssueList, table: pd.DataFrame, column: str, rule: str, breaks: pd.Series
) -> None:
    """Note the records that break a rule, one fault a file; `table` has ``file`` and ``line``.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    table
        Records as text or typed, with ``file`` and ``line``.
    column
        Name of the column.
    rule
        The rule and what to do.
    breaks
        Whether a row breaks it.
    """
    if not breaks.any():
        return
    broken = table[breaks.to_numpy(dtype=bool)]
    for file, rows in broken.groupby("file", sort=False):
        place = f"column {HEADINGS.get(column, column)}, first at line {rows['line'].iloc[0]}"
        faults.add(str(file), place, rule, len(rows))


def files_of(table: pd.DataFrame) -> str:
    """Return the files that a table came from, for a rule that holds another table against it."""
    files = list(table["file"].unique())
    more = [f"{len(files) - SHOWN} more"] if len(files) > SHOWN else []
    return ", ".join(files[:SHOWN] + more) or "a table without rows"


def note_repeated(faults: IssueList, table: pd.DataFrame, key: list[str], shown: str = "") -> None:
    """Note the records that repeat a key, whichever of the files they stand in.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    table
        Records as text or typed, with ``file`` and ``line``.
    key
        Columns that no two rows may share.
    shown
        What the message calls the key; empty for its columns.
    """
    column = shown or " and ".join(HEADINGS.get(name, name) for name in key)
    report_violations(faults, table, column, "given more than once", table.duplicated(key))


def note_unlisted(faults: IssueList, table: pd.DataFrame, column: str, bodies: pd.Series) -> None:
    """Note the bodies that are in no list, with their codes and what may have become of them.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    table
        Records as text or typed, with ``file`` and ``line``.
    column
        Name of the column.
    bodies
        Listed bodies (``catalogue.areas``).
    """
    listed = set(bodies)
    unlisted = ~table[column].isin(listed)
    for _, rows in table[unlisted].groupby("file", sort=False):
        for rule, codes in explain_codes(list(rows[column].unique()), listed).items():
            report_violations(faults, rows, column, rule, rows[column].isin(codes))


def note_unknown_words(
    faults: IssueList, table: pd.DataFrame, column: str, allowed: list[str]
) -> None:
    """Note the words that the column may not hold; the message says which it may.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    table
        Records as text or typed, with ``file`` and ``line``.
    column
        Name of the column.
    allowed
        What the column may hold.
    """
    rule = f"not one of {', '.join(allowed)}"
    report_violations(faults, table, column, rule, ~table[column].isin(allowed))


def numbers(
    faults: IssueList, table: pd.DataFrame, column: str, low: float = 0, needed: bool = False
) -> pd.Series:
    """Return a column as floating-point numbers, blanks as missing; other text is a fault."""
    values, problems = parse_numbers(table[column])
    for rule in problems.unique():
        if rule:
            report_violations(faults, table, column, rule, problems == rule)
    report_violations(faults, table, column, f"below {low:g}", values < low)
    if needed:
        why = missing_reason(table, column)
        for reason in why.unique():
            if reason:
                rule = "no figure given" + (f" ({reason})" if reason != NO_FIGURE else "")
                report_violations(faults, table, column, rule, why == reason)
    return values


def counts(faults: IssueList, table: pd.DataFrame, column: str, needed: bool = False) -> pd.Series:
    """Return a column of whole numbers, blanks as missing; a fraction is a fault.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    table
        Records as text or typed, with ``file`` and ``line``.
    column
        Name of the column.
    needed
        Whether a blank is a fault.
    """
    values = numbers(faults, table, column, needed=needed)
    report_violations(faults, table, column, "not a whole number", values % 1 > 0)
    return values


def percentages(faults: IssueList, table: pd.DataFrame, column: str) -> pd.Series:
    """Return a column of percentages, from 0 to 100, and never a share of 1.

    A value between 0 and 1 could be either, 0.6 per cent or 60, so it is a fault.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    table
        Records as text or typed, with ``file`` and ``line``.
    column
        Name of the column.
    """
    values = numbers(faults, table, column)
    report_violations(faults, table, column, "a percentage above 100", values > 100)
    report_violations(faults, table, column, SHARE, (values > 0) & (values < 1))
    return values


def financial_years(
    faults: IssueList, table: pd.DataFrame, column: str, allowed: tuple[str, str]
) -> pd.Series:
    """Return a column as financial years, 2007/08; one outside the allowed years is a fault.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    table
        Records as text or typed, with ``file`` and ``line``.
    column
        Name of the column.
    allowed
        What the column may hold.
    """
    meant = {text: financial_year(text) for text in table[column].unique()}
    years = pd.Series([meant[t] for t in table[column]], index=table.index, dtype=str)
    report_violations(faults, table, column, f"not a financial year such as {EXAMPLE}", years == "")
    outside = (years != "") & ~years.between(*allowed)
    report_violations(
        faults, table, column, f"outside the years {allowed[0]} to {allowed[1]}", outside
    )
    return years


def financial_year(text: str) -> str:
    """Return a year written 2007/08, 2007-08 or 2007-2008 as 2007/08, or nothing."""
    found = WRITTEN_YEAR.fullmatch(text)
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        return ""
    year = f"{found[1]}/{found[2]}"
    return year if re.match(FINANCIAL_YEAR, year) else ""


def dates(
    faults: IssueList, table: pd.DataFrame, columns: list[str], ends: Sequence[str] = ()
) -> pd.DataFrame:
    """Return columns as dates, blanks as missing: 2007-03-31 or 31/03/2007, one form a file.

    All date columns of a table go in together, because one of them may tell how a file writes the
    others (see ``date_forms.date_problems``).

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    table
        Records as text or typed, with ``file`` and ``line``.
    columns
        Names of the columns.
    ends
        Those in which 9999-12-31 says that there is no end, and is read as a blank.
    """
    long = table[["file", "line", *columns]].melt(["file", "line"], columns, "column", "text")
    long["problem"] = ""
    for _, rows in long[long["text"] != ""].groupby("file", sort=False):
        long.loc[rows.index, "problem"] = date_problems(rows["text"])
    never = long["text"].isin([text for text in long["text"].unique() if is_open_end(text)])
    long.loc[never & ~long["column"].isin(list(ends)), "problem"] = NEVER
    for column, rows in long.groupby("column", sort=False):
        for rule in rows["problem"].unique():
            if rule:
                report_violations(faults, rows, str(column), rule, rows["problem"] == rule)
    meant = {
        text: pd.NaT if is_open_end(text) else parse_date(text) for text in long["text"].unique()
    }
    days = {c: table[c].map(meant).astype("datetime64[ns]") for c in columns}
    return pd.DataFrame(days, index=table.index)


def accounts_by_file(
    stage: str,
    table: pd.DataFrame,
    reasons: pd.Series | None = None,
    counted: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the row accounts of each file: its records, its lines and its marked cells.

    Parameters
    ----------
    stage
        Name of the stage that the account is of.
    table
        Records as text or typed, with ``file`` and ``line``.
    reasons
        Why each record is set aside, or ``""`` when it is kept.
    counted
        ``unit, file, fate, rows`` as ``editions.read_returns`` counts them.
    """
    reasons = pd.Series("", index=table.index) if reasons is None else reasons
    accounts = [row_account(stage, "(none)", 0, 0)] if table.empty else []
    for file, rows in table.groupby("file", sort=False):
        why = reasons[rows.index]
        counts_of = why[why != ""].value_counts(sort=False)
        aside = {str(reason): int(n) for reason, n in counts_of.items()}
        accounts.append(row_account(stage, str(file), len(rows), int((why == "").sum()), aside))
    if counted is not None:
        accounts += counted_accounts(stage, counted)
    return pd.concat(accounts, ignore_index=True)


def counted_accounts(stage: str, counted: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the accounts of the lines and of the marked cells of each file.

    Parameters
    ----------
    stage
        Name of the stage that the account is of.
    counted
        ``unit, file, fate, rows``, as ``editions.read_returns`` counts them.
    """
    accounts = []
    for (unit, file), rows in counted.groupby(["unit", "file"], sort=False):
        sums = rows.groupby("fate", sort=False)["rows"].sum()
        fates = {str(fate): int(n) for fate, n in sums.items()}
        total, kept = sum(fates.values()), fates.pop("kept", 0)
        accounts.append(row_account(f"{stage} ({unit})", str(file), total, kept, fates))
    return accounts
