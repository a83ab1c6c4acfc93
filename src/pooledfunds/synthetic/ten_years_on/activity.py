"""Monthly Activity Returns: a workbook a month, of PCTs in their last year and then of CCGs."""

import calendar
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from pooledfunds.core.tables import rows_of
from pooledfunds.synthetic.ten_years_on.heads import days_of, head
from pooledfunds.synthetic.ten_years_on.places import REGIONS
from pooledfunds.synthetic.ten_years_on.world import MONTHS, World
from pooledfunds.synthetic.workbooks import new_workbook, write_rows

TITLE, BASIS = "Monthly Hospital Activity", "Commissioner"
FIRST, CCGS_FROM, REGIONS_FROM = "2012-04", "2013-04", "2015-04"
ACTIVITY_MONTHS = [month for month in MONTHS if month >= FIRST]
MARKS = "123456789ACDEFGHJKLMNPQRTVWXY"
# Measures in the order of the return, per person and day; totals are of the two before.
MEASURES = {
    "Elective G&A Ordinary Admissions (FFCEs)": 70e-6,
    "Elective G&A Daycase Admissions (FFCEs)": 280e-6,
    "Elective G&A Total Admissions (FFCEs)": None,
    "Elective G&A Planned Ordinary Admissions (FFCEs)": 10e-6,
    "Elective G&A Planned Daycase Admissions (FFCEs)": 90e-6,
    "Elective G&A Planned Total Admissions (FFCEs)": None,
    "Elective G&A Admissions (FFCEs) -NHS Treatment Centres (TCs)": 5e-6,
    "Total Non-elective G&A Admissions (FFCEs)": 275e-6,
    "GP Referrals Made (All specialties)": 620e-6,
    "GP Referrals Seen (All specialties)": 520e-6,
    "GP Referrals Made (G&A)": 560e-6,
    "GP Referrals Seen (G&A)": 470e-6,
    "Other Referrals Made (G&A)": 300e-6,
    "All 1st Outpatient Attendances (G&A)": 850e-6,
}
OF_NHS_ENGLAND = 0.03  # of all activity


@cache
def file_name(month: str) -> str:
    """Return the name of a month's file, as it was published: Apr_12."""
    return f"{calendar.month_abbr[int(month[5:])]}_{month[2:4]}.xlsx"


def commissioners(world: World, month: str) -> pd.DataFrame:
    """Return ``code, name, region_code, persons``, NHS England last and without a region.

    Parameters
    ----------
    world
        Of which the commissioners are.
    month
        As 2012-04: PCTs are before CCGs.
    """
    councils = world.places.councils.set_index("cssr_code")
    persons = world.places.by_council()[int(month[:4])]
    if month >= CCGS_FROM:
        areas = world.places.small_areas
        each = persons / areas["cssr_code"].value_counts()
        table = pd.DataFrame(
            {
                "code": areas["ccg_code"],
                "name": areas["ccg"].str.upper(),
                "region_code": areas["cssr_code"].map(councils["region_code"]),
                "persons": areas["cssr_code"].map(each),
            }
        )
        by = ["code", "name", "region_code"]
        found = table.groupby(by, sort=False)["persons"].sum().reset_index()
        own = ("X24", "NHS ENGLAND")
    else:
        codes = [f"5{letter}{mark}" for letter in "YZ" for mark in MARKS] + [
            f"5X{mark}" for mark in MARKS
        ]
        found = pd.DataFrame(
            {
                "code": codes[: len(councils)],
                "name": (councils["council"] + " PCT (invented)").str.upper(),
                "region_code": councils["region_code"],
                "persons": persons,
            }
        )
        own = ("YDD82", "NATIONAL COMMISSIONING GROUP")
    last = (*own, "", found["persons"].sum() * OF_NHS_ENGLAND)
    return pd.concat([found, pd.DataFrame([last], columns=list(found))], ignore_index=True)


def draw_activity(world: World, month: str, table: pd.DataFrame) -> np.ndarray:
    """Return counts of commissioners × measures.

    Parameters
    ----------
    world, month
        Whose activity it is.
    table
        From ``commissioners``.
    """
    of_bodies = world.rng(f"activity of {'CCGs' if month >= CCGS_FROM else 'PCTs'}")
    own = np.exp(of_bodies.normal(0, 0.08, len(table)))
    rng, rates = world.rng(f"activity of {month}"), list(MEASURES.values())
    days = table["persons"].to_numpy() * days_of(month) * own
    counts = np.zeros((len(table), len(rates)), dtype=int)
    for place, rate in enumerate(rates):
        two = counts[:, place - 2 : place]
        counts[:, place] = two.sum(axis=1) if rate is None else rng.poisson(days * rate)
    return counts


def write_month(path: Path, world: World, month: str) -> None:
    """Write the workbook of one month.

    Parameters
    ----------
    path
        Of the file.
    world
        Whose activity it is.
    month
        As 2012-04.
    """
    table = commissioners(world, month)
    counts = draw_activity(world, month, table)
    start = int(month[:4]) - (int(month[5:]) < 4)
    period = [f"{start}-{(start + 1) % 100:02d}", calendar.month_name[int(month[5:])].upper()]
    group = "Region" if month >= REGIONS_FROM else "Area Team" if month >= CCGS_FROM else "SHA"
    names = {code: (f"Y{n + 71}", name.upper()) for n, (code, name, *_) in enumerate(REGIONS)}
    names[""] = ("", "")
    lines = [
        ["", *period, *names[row.region_code], row.code, row.name_, *own]
        for row, own in zip(
            rows_of(table.rename(columns={"name": "name_"})), counts.tolist(), strict=True
        )
    ]
    england = counts.sum(axis=0).tolist()
    regions = [
        ["", *period, *names[code], *counts[table["region_code"] == code].sum(axis=0).tolist()]
        for code in names
        if code
    ]
    regions.append(["", *period, *lines[-1][5:7], *counts[-1].tolist()])
    titles = ["", "Year", "Period", f"{group} Code", f"{group} Name"]
    top = head(month, TITLE, BASIS)
    sheets = {
        "Commissioner": [
            *top,
            [*titles, "Org Code", "Org Name", *MEASURES],
            ["", *period, "", "", "", "England", *england],
            [],
            *lines,
        ],
        group: [*top, [*titles, *MEASURES], ["", *period, "", "England", *england], [], *regions],
    }
    with new_workbook(path) as book:
        for name, rows in sheets.items():
            write_rows(book.add_worksheet(name), rows)
