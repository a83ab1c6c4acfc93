"""Dates in returns: 2007-06-29 or 29/06/2007, one form a file, and never the month first."""

import re

import pandas as pd
from pandas.api.typing import NaTType

ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
DAY_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
NO_DATE = "not a date such as 2007-03-31"
MONTH_FIRST = "a date with the month first (28 June written 6/28): write it 2007-06-28"
EITHER = (
    "a date that may be read two ways, in a file that has dates with the month first: write all "
    "of them as 2007-06-28"
)
OPEN_YEAR = 9999  # of the date that systems write where there is no end
NEVER = f"a date of the year {OPEN_YEAR}, which means no end: write the day, or leave it blank"
TWO_FORMS = "dates of two forms in one file (2007-06-28 and 28/06/2007): write all in the first"


def date_problems(texts: pd.Series) -> pd.Series:
    """Return what keeps each date of one file from being read, or nothing.

    One date that only fits with the month first tells how the program that wrote the file
    understood all of them, so none written in strokes can be trusted (decision 80).
    """
    written = texts.unique()
    strokes = texts.isin([text for text in written if DAY_FIRST.fullmatch(text)])
    iso = texts.isin([text for text in written if ISO.fullmatch(text)])
    unread = texts.isin([text for text in written if text and pd.isna(parse_date(text))])
    american = strokes & texts.isin([text for text in written if month_first(text)])
    problems = pd.Series("", index=texts.index, dtype=object).mask(unread, NO_DATE)
    if american.any():
        problems = problems.mask(strokes, EITHER).mask(american, MONTH_FIRST)
    elif iso.any():
        problems = problems.mask(strokes, TWO_FORMS)
    return problems


def parse_date(text: str) -> pd.Timestamp | NaTType:
    """Return a date written in one of the two forms, or a missing one."""
    iso, strokes = ISO.fullmatch(text), DAY_FIRST.fullmatch(text)
    parts = iso.groups() if iso else strokes.groups()[::-1] if strokes else ()
    if not parts:
        return pd.NaT
    year, month, day = map(int, parts)
    try:
        return pd.Timestamp(year, month, day)
    except ValueError:
        return pd.NaT


def is_open_end(text: str) -> bool:
    """Return whether a date is the one that systems write where there is no end."""
    day = parse_date(text)
    return not pd.isna(day) and day.year == OPEN_YEAR


def month_first(text: str) -> bool:
    """Return whether a date in strokes is a date only with the month first."""
    found = DAY_FIRST.fullmatch(text)
    return found is not None and int(found[1]) <= 12 < int(found[2]) <= 31
