"""Months as returns write them, in words or figures, and the financial year that they lie in."""

import re
from functools import cache

from pooledfunds.core.financial_year import year_name

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip
SHORT_MONTHS = [month[:3].lower() for month in MONTHS]
MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
NAMED_MONTH = re.compile(rf"({'|'.join(f'{m}|{m[:3]}' for m in MONTHS)}) (20[0-9]{{2}})", re.I)
FIRST_DAY = re.compile(r"(20[0-9]{2}-[0-9]{2})-01")  # a cell that is formatted as a month
# As file names have it: Sept_11, Apr-2016, july 17.
MONTH_OF_FILE = re.compile(
    rf"(?<![a-z])({'|'.join(SHORT_MONTHS)})[a-z]*[ _.-]*(?:20)?([0-9]{{2}})(?![0-9])", re.I
)
DAY_IN_WORDS = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)? ([A-Za-z]+) (20[0-9]{2})")


def month_of(year: int, month: int) -> tuple[str, str]:
    """Return a month, 2010-08, and its financial year.

    Parameters
    ----------
    year
        Calendar year.
    month
        Month, from 1 to 12.
    """
    return f"{year}-{month:02d}", year_name(year - (month < 4))


@cache
def financial_year_of(month: str) -> str:
    """Return the financial year of a month written 2010-08."""
    return month_of(int(month[:4]), int(month[5:]))[1]


def months_between(first: str, last: str) -> list[str]:
    """Return the months of the financial years from the first to the last, in order.

    Parameters
    ----------
    first, last
        Financial years, by the calendar year that each opens in.
    """
    years = range(int(first[:4]), int(last[:4]) + 1)
    return [month_of(y + (m < 4), m)[0] for y in years for m in (*range(4, 13), 1, 2, 3)]


@cache
def month_in_words(text: str) -> str:
    """Return a month written ``August 2010``, or as its first day, as 2010-08; or nothing.

    Parameters
    ----------
    text
        Of a cell.
    """
    named, first_day = NAMED_MONTH.fullmatch(" ".join(text.split())), FIRST_DAY.fullmatch(text)
    if named:
        return month_of(int(named[2]), month_number(named[1]))[0]
    return first_day[1] if first_day else ""


def months_in_file_name(name: str) -> set[str]:
    """Return the months that the name of a file tells, as 2010-08.

    There may be several: ``MAR_2018_April_18`` is the Monthly Activity Return of April.
    """
    found = MONTH_OF_FILE.findall(name)
    return {month_of(2000 + int(year), month_number(month))[0] for month, year in found}


def month_number(word: str) -> int:
    """Return the number of a month from its first three letters, or zero.

    A return that writes ``Janaury`` means January.
    """
    start = word.strip().lower()[:3]
    return SHORT_MONTHS.index(start) + 1 if start in SHORT_MONTHS else 0


@cache
def date_in_words(text: str) -> str:
    """Return a day written ``27th May 2011`` as 2011-05-27, a dash as nothing, all else as it is.

    Parameters
    ----------
    text
        Of a cell.
    """
    found = DAY_IN_WORDS.fullmatch(" ".join(text.split()))
    if found and month_number(found[2]):
        return f"{found[3]}-{month_number(found[2]):02d}-{int(found[1]):02d}"
    return "" if text.strip() in ("-", "–") else text.strip()
