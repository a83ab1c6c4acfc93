"""Small workbooks of delayed days in the published layouts, for tests to break one thing at a time.

Appleby (101) and Bedford (625, which the return calls 00KB), and residents of Wales (9900).
"""

from pathlib import Path

import xlsxwriter

from pooledfunds.staging.layouts.months import MONTHS, months_between

AREAS = {"101": "Appleby", "00KB": "Bedford", "9900": "Resident In Wales"}
CARE = {"101": (20, 10), "00KB": (5, 5), "9900": (0, 0)}
BODY = {"101": (22, 6, 2), "00KB": (7, 3, 0), "9900": (0, 0, 0)}
LETTERS = ["A", "B", "C", "DI", "DII", "E", "F", "G", "H", "I"]
EARLY = (
    "A) COMPLETION OF ASSESSMENT", "B) PUBLIC FUNDING", "C) WAITING FURTHER NHS NON-ACUTE CARE",
    "DI) AWAITING RESIDENTIAL HOME PLACEMENT OR AVAILABILITY",
    "DII) AWAITING NURSING HOME PLACEMENT OR AVAILABILITY", "E) AWAITING CARE PACKAGE IN OWN HOME",
    "F) AWAITING COMMUNITY EQUIPMENT AND ADAPTIONS", "G) PATIENT OR FAMILY CHOICE", "H) DISPUTES",
    "I) HOUSING - PATIENTS NOT COVERED BY NHS AND COMMUNITY CARE ACT",
)  # fmt: skip
YEARS = ("2014/15", "2014/15")


def reasons(code: str, growth: int) -> list[int]:
    """Return the days of an area by reason: all of them wait for a care package, or for housing."""
    days = [0] * 10
    days[5], days[9] = sum(CARE[code]) - 4 * bool(sum(CARE[code])) + growth, 0
    days[9] = sum(CARE[code]) + growth - days[5]
    return days


def head(month: str, title: str) -> list[list]:
    """Return the lines above a table."""
    words = f"{MONTHS[int(month[5:]) - 1]} {month[:4]}"
    lines = [["", "Title:", title], ["", "Period:", words], ["", "Published:", "24th May 2014"]]
    return [[], *lines, ["", "Revised:", "24th April 2015"], ["", "Status:", "Published"], []]


def area_sheet(month: str, headings: list[str], rows: dict[str, list], beds: int = 0) -> list[list]:
    """Return a sheet of areas, England first; with `beds` days a month, its beds beside."""
    england = [sum(values) for values in zip(*rows.values(), strict=True)]
    nothing = [row if any(row) else ["-"] * len(row) for row in rows.values()]
    lines = [["", "-", "-", "England", *england], []]
    lines += [["", "", code, AREAS[code], *row] for code, row in zip(rows, nothing, strict=True)]
    over = []
    if beds:
        over = ["", "", "", "", "Delayed Days", *[""] * len(headings), "DTOC Beds"]
        for line, row in zip([lines[0], *lines[2:]], [england, *rows.values()], strict=True):
            line += ["", *(days / beds for days in row)]
        headings = [*headings, "", *headings]
    return [
        *head(month, "Delayed Transfer of Care"),
        over,
        ["", "Region", "Code", "Name", *headings],
        *lines,
    ]


def workbook(month: str = "2014-04", growth: int = 0, beds: int = 0) -> dict[str, list[list]]:
    """Return a whole, right workbook, sheet by sheet; Appleby's acute days grow by `growth`."""
    more = {code: growth * (code == "101") for code in AREAS}
    care = {c: [a + more[c], n, a + n + more[c]] for c, (a, n) in CARE.items()}
    body = {c: [n + more[c], s, b, n + s + b + more[c]] for c, (n, s, b) in BODY.items()}
    reason = {c: [*reasons(c, more[c]), sum(CARE[c]) + more[c]] for c in AREAS}
    acute, non_acute = (sum(row[n] for row in care.values()) for n in (0, 1))
    nhs, social, both = (sum(row[n] for row in body.values()) for n in (0, 1, 2))
    by_reason = [sum(row[n] for row in reason.values()) for n in range(10)]
    england = [
        *head(month, "Delayed Transfers of Care by Reason, England"),
        ["", "England Level Data", "", "Number of Delayed Days during the reporting period"],
        ["", "Type of Care", "Reason for Delay", "NHS", "Social Care", "Both"],
        ["", "Acute", "-", acute, 0, 0],
        ["", "Non-Acute", "-", nhs - acute, social, both],
        [],
        *(
            ["", "" if n else "Acute", f"{letter.title()}) As the return has it", days, "NA", "NA"]
            for n, (letter, days) in enumerate(zip(LETTERS, by_reason, strict=True))
        ),
    ]
    assert nhs + social + both == acute + non_acute
    return {
        "England": england,
        "LA - by Type of Care": area_sheet(month, ["Acute", "Non-Acute", "Total"], care, beds),
        "LA - by responsible org": area_sheet(
            month, ["NHS", "Social Care", "Both", "Total"], body, beds
        ),
        "LA - by reason": area_sheet(month, [*EARLY, "TOTAL"], reason),
    }


def write(path: Path, sheets: dict[str, list[list]]) -> Path:
    """Write a workbook from rows of cells."""
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def file_name(month: str) -> str:
    """Return the name of a month's file, April_14."""
    return f"{MONTHS[int(month[5:]) - 1]}_{month[2:4]}.xlsx"


def year_of_workbooks(folder: Path, year: str = YEARS[0]) -> dict[str, Path]:
    """Write a right workbook for each month of a year; return the files by month."""
    months = months_between(year, year)
    return {
        month: write(folder / file_name(month), workbook(month, growth))
        for growth, month in enumerate(months)
    }


def place_of(rows: list[list], text: object) -> tuple[int, int]:
    """Return the row and column of the first cell that holds a value."""
    return next((n, row.index(text)) for n, row in enumerate(rows) if text in row)
