"""Rules that many returns share; each notes its breaches by file, column, first line and count."""

import re

import pandas as pd

from pooledfunds.accounts import row_account
from pooledfunds.contracts import FINANCIAL_YEAR
from pooledfunds.faults import FaultList

WRITTEN_YEAR = re.compile(r"^((?:19|20)\d{2})[/-](?:\d{2})?(\d{2})$")
DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y")


def note_breaks(
    faults: FaultList, table: pd.DataFrame, column: str, rule: str, breaks: pd.Series
) -> None:
    """Note the records that break a rule, one fault a file; `table` has ``file`` and ``line``."""
    if not breaks.any():
        return
    broken = table[breaks.to_numpy(dtype=bool)]
    for file, rows in broken.groupby("file", sort=False):
        place = f"column {column}, first at line {rows['line'].iloc[0]}"
        faults.add(file, place, rule, len(rows))


def note_repeated(faults: FaultList, table: pd.DataFrame, key: list[str], shown: str = "") -> None:
    """Note the records that repeat a key, whichever of the files they stand in."""
    column = shown or " and ".join(key)
    note_breaks(faults, table, column, "given more than once", table.duplicated(key))


def note_unlisted(faults: FaultList, table: pd.DataFrame, column: str, bodies: pd.Series) -> None:
    """Note the bodies that are in no list, or whose code is blank."""
    note_breaks(faults, table, column, "no such body", ~table[column].isin(set(bodies)))


def note_unknown_words(
    faults: FaultList, table: pd.DataFrame, column: str, allowed: list[str]
) -> None:
    """Note the words that the column may not hold; the message says which it may."""
    rule = f"not one of {', '.join(allowed)}"
    note_breaks(faults, table, column, rule, ~table[column].isin(allowed))


def numbers(
    faults: FaultList, table: pd.DataFrame, column: str, low: float = 0, needed: bool = False
) -> pd.Series:
    """Return a column as floating-point numbers, blanks as missing; other text is a fault."""
    text = table[column].str.replace(",", "")
    values = pd.to_numeric(text, errors="coerce").astype(float)
    note_breaks(faults, table, column, "not a number", (text != "") & values.isna())
    note_breaks(faults, table, column, f"below {low:g}", values < low)
    if needed:
        note_breaks(faults, table, column, "no figure given", text == "")
    return values


def counts(faults: FaultList, table: pd.DataFrame, column: str, needed: bool = False) -> pd.Series:
    """Return a column of whole numbers, blanks as missing; a fraction is a fault."""
    values = numbers(faults, table, column, needed=needed)
    note_breaks(faults, table, column, "not a whole number", values % 1 > 0)
    return values


def percentages(faults: FaultList, table: pd.DataFrame, column: str) -> pd.Series:
    """Return a column of percentages, from 0 to 100."""
    values = numbers(faults, table, column)
    note_breaks(faults, table, column, "a percentage above 100", values > 100)
    return values


def financial_years(
    faults: FaultList, table: pd.DataFrame, column: str, allowed: tuple[str, str]
) -> pd.Series:
    """Return a column as financial years, 2007/08; one outside the allowed years is a fault."""
    meant = {text: financial_year(text) for text in table[column].unique()}
    years = pd.Series([meant[t] for t in table[column]], index=table.index, dtype=str)
    note_breaks(faults, table, column, "not a financial year such as 2007/08", years == "")
    outside = (years != "") & ~years.between(*allowed)
    note_breaks(faults, table, column, f"outside the years {allowed[0]} to {allowed[1]}", outside)
    return years


def financial_year(text: str) -> str:
    """Return a year written 2007/08, 2007-08 or 2007-2008 as 2007/08, or nothing."""
    found = WRITTEN_YEAR.match(text)
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        return ""
    year = f"{found[1]}/{found[2]}"
    return year if re.match(FINANCIAL_YEAR, year) else ""


def dates(faults: FaultList, table: pd.DataFrame, column: str) -> pd.Series:
    """Return a column as dates, blanks as missing; 2007-03-31 and 31/03/2007 are read."""
    values = pd.Series(pd.NaT, index=table.index, dtype="datetime64[ns]")
    for form in DATE_FORMATS:
        values = values.fillna(pd.to_datetime(table[column], format=form, errors="coerce"))
    wrong = (table[column] != "") & values.isna()
    note_breaks(faults, table, column, "not a date such as 2007-03-31", wrong)
    return values.astype("datetime64[ns]")


def year_of(days: pd.Series) -> pd.Series:
    """Return the financial year that each date lies in; blank where the date is missing."""
    opening = days.dt.year - (days.dt.month < 4)
    return pd.Series(
        ["" if pd.isna(y) else f"{int(y)}/{(int(y) + 1) % 100:02d}" for y in opening],
        index=days.index,
        dtype=str,
    )


def accounts_by_file(
    stage: str, table: pd.DataFrame, reasons: pd.Series | None = None
) -> pd.DataFrame:
    """Return the row account of each file; `reasons` says why a record is set aside, or ``""``."""
    reasons = pd.Series("", index=table.index) if reasons is None else reasons
    accounts = [row_account(stage, "(none)", 0, 0)] if table.empty else []
    for file, rows in table.groupby("file", sort=False):
        why = reasons[rows.index]
        aside = why[why != ""].value_counts(sort=False).to_dict()
        accounts.append(row_account(stage, file, len(rows), int((why == "").sum()), aside))
    return pd.concat(accounts, ignore_index=True)
