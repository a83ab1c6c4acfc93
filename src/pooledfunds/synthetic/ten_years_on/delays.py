"""Delayed transfers of care by local authority: a workbook a month, in the years' layouts."""

from functools import cache
from pathlib import Path

import numpy as np

from pooledfunds.core.tables import rows_of
from pooledfunds.synthetic.ten_years_on.heads import days_of, head
from pooledfunds.synthetic.ten_years_on.world import BODIES, MONTHS, World
from pooledfunds.synthetic.workbooks import new_workbook, write_rows

TITLE, BASIS = "Delayed Transfer of Care", "Local Authority"
LATER, NEWER, NO_MARKS = "2017-04", "2018-01", "2018-04"  # first months of the later layouts
BY_REGION = "2013-04"  # strategic health authorities ended the day before
OUTSIDE = ("9900", "Resident In Wales")
REASONS = {
    "A": "Awaiting completion of assessment",
    "B": "Awaiting public funding",
    "C": "Awaiting further non-acute NHS care",
    "Di": "Awaiting residential home placement or availability",
    "Dii": "Awaiting nursing home placement or availability",
    "E": "Awaiting care package in own home",
    "F": "Awaiting community equipment and adaptations",
    "G": "Patient or family choice",
    "H": "Disputes",
    "I": "Housing - patients not covered by NHS and Community Care Act",
    "O": "Other",
}
EARLY = {
    "A": "COMPLETION OF ASSESSMENT",
    "B": "PUBLIC FUNDING",
    "C": "WAITING FURTHER NHS NON-ACUTE CARE",
    "Di": "AWAITING RESIDENTIAL HOME PLACEMENT OR AVAILABILITY",
    "Dii": "AWAITING NURSING HOME PLACEMENT OR AVAILABILITY",
    "E": "AWAITING CARE PACKAGE IN OWN HOME",
    "F": "AWAITING COMMUNITY EQUIPMENT AND ADAPTIONS",
    "G": "PATIENT OR FAMILY CHOICE",
    "H": "DISPUTES",
    "I": "HOUSING - PATIENTS NOT COVERED BY NHS AND COMMUNITY CARE ACT",
}
NEWEST = {"I": "Housing - patients not covered by Care Act"}
# How likely each reason is for the days of a body; the last began in April 2017.
LIKELY = {
    "nhs": (18, 5, 30, 6, 10, 8, 3, 12, 1, 4, 3),
    "social_care": (20, 4, 0, 22, 16, 30, 3, 0, 1, 0, 4),
    "both": (30, 8, 0, 15, 15, 20, 5, 0, 3, 0, 4),
}
ACUTE = 0.65


@cache
def file_name(month: str) -> str:
    """Return the name of a month's file, as it was published: April_11, Sept_12, Mar_19."""
    names = ["Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov",
             "Dec"]  # fmt: skip
    name = names[int(month[5:]) - 1]
    name = {"2019-03": "Mar", "2017-09": "Sep", "2018-09": "Sep"}.get(month, name)
    return f"{name}_{month[2:4]}.xlsx"


def split_days(world: World, month: str) -> np.ndarray:
    """Return days by council, body, kind of care (acute, non-acute) and reason.

    Parameters
    ----------
    world
        Of which the days are.
    month
        As 2011-04.
    """
    rng = world.rng(f"delays of {month}")
    days = world.days[:, MONTHS.index(month)]
    parts = []
    for place, body in enumerate(BODIES):
        likely = np.array(LIKELY[body], dtype=float)
        if month < LATER:
            likely[-1] = 0
        cells = np.outer((ACUTE, 1 - ACUTE), likely / likely.sum())
        parts.append(rng.multinomial(days[:, place], cells.ravel()).reshape(-1, *cells.shape))
    return np.stack(parts, axis=1)


def write_month(path: Path, world: World, month: str) -> None:
    """Write the workbook of one month.

    Parameters
    ----------
    path
        Of the file.
    world
        Of which the days are.
    month
        As 2011-04.
    """
    days = split_days(world, month)
    words = reason_words(month)
    by_reason = days.sum(axis=(1, 2))[:, : len(words)]
    sheets = {
        "LA - by type of care": (["Acute", "Non-Acute"], days.sum(axis=(1, 3)), True),
        "LA - by responsible org": (["NHS", "Social Care", "Both"], days.sum(axis=(2, 3)), True),
        "LA - by reason": (words, by_reason, False),
    }
    with new_workbook(path) as book:
        write_rows(book.add_worksheet("England"), england_sheet(month, days.sum(axis=0)))
        for name, (headings, values, beds) in sheets.items():
            rows = area_sheet(world, month, headings, values, beds and month >= LATER)
            write_rows(book.add_worksheet(name), rows)


def reason_words(month: str) -> list[str]:
    """Return the reasons as the sheet of a month heads them."""
    words = EARLY if month < LATER else REASONS | (NEWEST if month >= NEWER else {})
    return [f"{code.upper() if month < LATER else code}) {text}" for code, text in words.items()]


def area_sheet(
    world: World, month: str, headings: list[str], values: np.ndarray, beds: bool
) -> list[list]:
    """Return a sheet of councils, England first, with the total of each line last.

    Parameters
    ----------
    world
        Of which the councils are.
    month
        As 2011-04.
    headings
        Of the columns of figures.
    values
        Councils × columns, in days.
    beds
        Whether days over the days of the month stand beside.
    """
    whole = np.column_stack([values, values.sum(axis=1)])
    headings = [*headings, "Total" if month >= LATER else "TOTAL"]
    titles = ["Region" if month >= BY_REGION else "SHA"]
    titles += ["ONS Geography"] if month >= LATER else []
    councils = world.places.councils
    keys = [["-"] * (len(titles) + 1) + ["England"]]
    for council in rows_of(councils):
        region = council.region if month >= BY_REGION else "-"
        own = [region, council.gss][: len(titles)]
        keys.append([*own, council.cssr_code, f"{council.council} (invented)"])
    keys.append(["-"] * len(titles) + list(OUTSIDE))
    figures = [whole.sum(axis=0), *whole, np.zeros(whole.shape[1], dtype=int)]
    lines = []
    for key, own in zip(keys, figures, strict=True):
        cells: list = own.tolist() if own.any() else ["-"] * len(own)
        if beds:
            cells += ["", *(own / days_of(month)).tolist()]
        lines.append(["", *key, *cells])
    over: list = []
    if beds:
        over = [""] * (3 + len(titles)) + ["Delayed Days", *[""] * len(headings), "DTOC Beds"]
        headings = [*headings, "", *headings]
    top = ["", *titles, "Code", "Name", *headings]
    return [*head(month, TITLE, BASIS), over, top, lines[0], [], *lines[1:]]


def england_sheet(month: str, days: np.ndarray) -> list[list]:
    """Return the sheet of England: kinds of care, and reasons within each, by body.

    Parameters
    ----------
    month
        As 2011-04.
    days
        Bodies × kinds of care × reasons.
    """
    codes = list(REASONS)[: len(EARLY) if month < LATER else len(REASONS)]
    impossible = np.array([np.array(LIKELY[body]) == 0 for body in BODIES])
    mark = "NA" if month < NO_MARKS else 0
    lines: list[list] = [
        ["", care, "-", *days[:, place].sum(axis=1).tolist()]
        for place, care in enumerate(("Acute", "Non-Acute"))
    ]
    for place, care in enumerate(("Acute", "Non-Acute")):
        lines.append([])
        for number, code in enumerate(codes):
            cells = [
                mark if impossible[body, number] else int(days[body, place, number])
                for body in range(len(BODIES))
            ]
            text = f"{code}) {REASONS[code]}"
            lines.append(["", "" if number else care, text, *cells])
    return [
        *head(month, "Delayed Transfers of Care by Reason, England", BASIS),
        ["", "England Level Data", "", "Number of Delayed Days during the reporting period"],
        ["", "Type of Care", "Reason for Delay", "NHS", "Social Care", "Both"],
        *lines,
    ]
