"""What stands above the tables of the monthly workbooks."""

import calendar
from datetime import date

from pooledfunds.synthetic.workbooks import NOTICE


def month_words(month: str) -> str:
    """Return a month, 2011-04, as the workbooks write it."""
    return f"{calendar.month_name[int(month[5:])]} {month[:4]}"


def days_of(month: str) -> int:
    """Return the number of days of a month."""
    return calendar.monthrange(int(month[:4]), int(month[5:]))[1]


def head(month: str, title: str, basis: str) -> list[list]:
    """Return the lines above a table, which mark it as invented.

    Parameters
    ----------
    month
        As 2011-04.
    title, basis
        As the workbooks have them.
    """
    year, number = int(month[:4]), int(month[5:])
    later, after = divmod(number + 1, 12)
    published = date(year + later, after + 1, 12)
    revised = date(year + 1, number, 12)
    lines = {
        "Title:": title,
        "Summary:": f"{NOTICE}: a small England that does not exist",
        "Period:": month_words(month),
        "Source:": "none: invented",
        "Basis:": basis,
        "Published:": day_words(published),
        "Revised:": day_words(revised),
        "Status:": "Published",
    }
    return [[], *(["", word, text] for word, text in lines.items()), []]


def day_words(day: date) -> str:
    """Return a day as the workbooks write it, 12th June 2011."""
    return f"{day.day}th {calendar.month_name[day.month]} {day.year}"
