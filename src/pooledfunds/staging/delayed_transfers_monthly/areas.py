"""Areas of a month of delayed days: one order for all sheets, councils by their own code."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import pandas as pd

from pooledfunds.core.errors import IssueList
from pooledfunds.core.tables import rows_of
from pooledfunds.staging.layouts.editions import plain
from pooledfunds.staging.layouts.monthly_tables import MonthlyTable
from pooledfunds.staging.layouts.monthly_workbooks import MonthlyWorkbook
from pooledfunds.staging.layouts.unlisted_codes import explain_codes
from pooledfunds.staging.layouts.workbook_marks import cell_name
from pooledfunds.staging.reading import ReadingContext

BREAKDOWNS = ("type_of_care", "responsible_body", "reason")
OUTSIDE = ""  # the council of those who live outside England
SHOWN = 5  # codes in one message


@dataclass(frozen=True)
class DelaysOfMonth:
    """A month of delayed days.

    ``areas`` has the council's code of each record, or ``OUTSIDE``; the figures of every table of
    ``tables``, by breakdown, are in their order. ``england`` is the sheet of England alone.
    """

    file: str
    month: str
    areas: list[str]
    tables: Mapping[str, MonthlyTable]
    england: MonthlyTable


def delays_of_month(
    book: MonthlyWorkbook, codes: Mapping[str, str], faults: IssueList
) -> DelaysOfMonth | None:
    """Return the month with its sheets in one order of areas; None where they hold other areas.

    Parameters
    ----------
    book
        A workbook of one month.
    codes
        From ``council_codes``.
    faults
        Gets areas given twice, missing from a sheet, without England, or in no list.
    """
    before = len(faults)
    names: dict[str, str] = {}
    for breakdown in BREAKDOWNS:
        note_areas(book.tables[breakdown], codes, names, faults)
    orders = [book.tables[breakdown].keys["code"] for breakdown in BREAKDOWNS]
    everyone = list(dict.fromkeys(chain(*orders)))
    for breakdown, order in zip(BREAKDOWNS, orders, strict=True):
        lacking = [] if order == everyone else sorted(set(everyone).difference(order))
        if lacking:
            rule = f"no line of {', '.join(lacking[:SHOWN])}, which other sheets of the month have"
            faults.add(book.file, book.tables[breakdown].sheet, rule, len(lacking))
    if len(faults) > before:
        return None
    tables = {breakdown: in_order(book.tables[breakdown], everyone) for breakdown in BREAKDOWNS}
    areas = [codes[code] for code in everyone]
    return DelaysOfMonth(book.file, book.month, areas, tables, book.tables["england"])


def in_order(table: MonthlyTable, codes: Sequence[str]) -> MonthlyTable:
    """Return a table with its records in the order of codes.

    Parameters
    ----------
    table
        Of one sheet.
    codes
        Of its areas, in another order.
    """
    if table.keys["code"] == codes:
        return table
    place = {code: n for n, code in enumerate(table.keys["code"])}
    order = [place[code] for code in codes]
    keys = {name: [texts[n] for n in order] for name, texts in table.keys.items()}
    lines = [table.lines[n] for n in order]
    return replace(table, keys=keys, lines=lines, figures=table.figures[order])


def note_areas(
    table: MonthlyTable, codes: Mapping[str, str], names: dict[str, str], faults: IssueList
) -> None:
    """Note the areas of a sheet that are unknown, given twice, or named otherwise before.

    Parameters
    ----------
    table
        Of one sheet.
    codes
        From ``council_codes``.
    names
        Name by code of the month's sheets so far; gets those of this one.
    faults
        Gets what is wrong.
    """
    own = table.keys["code"]
    unknown = [code for code in dict.fromkeys(own) if code not in codes]
    for rule, wrong in explain_codes(unknown, list(codes)).items():
        rule += "; if it is right, delayed_days_areas.csv must say whose it is"
        faults.add(table.file, cell_of(table, wrong[0]), rule, len(wrong))
    for code, times in Counter(own).items():
        if times > 1:
            rule = f"{code or 'a blank code'} is given more than once: keep the right line"
            faults.add(table.file, cell_of(table, code), rule, times - 1)
    for code, name in zip(own, table.keys["name"], strict=True):
        if is_another(name, names.setdefault(code, name)):
            rule = f"{code} is {name} here and {names[code]} on another sheet: whose is the line?"
            faults.add(table.file, cell_of(table, code), rule)
    if table.total is None:
        faults.add(table.file, table.sheet, "no line of England: the areas cannot be checked")


def is_another(name: str, known: str) -> bool:
    """Return whether a name is other than in letter case and spaces.

    Parameters
    ----------
    name
        As written.
    known
        As written elsewhere.
    """
    return name != known and plain(name) != plain(known)


def cell_of(table: MonthlyTable, code: str) -> str:
    """Return the sheet and the line of the last record of a code.

    Parameters
    ----------
    table
        Of one sheet.
    code
        Of an area.
    """
    own = table.keys["code"]
    line = table.lines[len(own) - 1 - own[::-1].index(code)]
    return f"{table.sheet}!{cell_name(line, table.columns[0])}"


def council_codes(context: ReadingContext) -> dict[str, str]:
    """Return the council of each code that the return may hold; ``OUTSIDE`` for outside England.

    A council is the one of the list, or one to which ``delayed_days_areas.csv`` maps another code
    (the return has kept the old codes of the councils of April 2009).

    Parameters
    ----------
    context
        Word lists and the list of councils.
    """
    listed = {code: code for code in context.councils["cssr_code"]}
    others: pd.DataFrame = context.codelists["delayed_days_areas"]
    known = {row.code: row.area_code for row in rows_of(others)}
    return listed | {
        code: area for code, area in known.items() if area == OUTSIDE or area in listed
    }


def note_changes(months: Sequence[DelaysOfMonth], faults: IssueList) -> None:
    """Note councils that some months lack, and codes that stand beside another name than before.

    Parameters
    ----------
    months
        In order.
    faults
        Gets what is wrong.
    """
    first: dict[str, tuple[str, str]] = {}
    everyone = set().union(*(month.areas for month in months)) - {OUTSIDE}
    for month in months:
        table = month.tables[BREAKDOWNS[0]]
        lacking = sorted(everyone - set(month.areas))
        if lacking:
            rule = f"no line of {', '.join(lacking[:SHOWN])}, which other months have"
            faults.add(month.file, table.sheet, rule, len(lacking))
        for code, name in zip(table.keys["code"], table.keys["name"], strict=True):
            known, since = first.setdefault(code, (name, month.month))
            if is_another(name, known):
                rule = f"{code} is {name} here and {known} in {since}: were lines exchanged?"
                faults.add(month.file, cell_of(table, code), rule)
