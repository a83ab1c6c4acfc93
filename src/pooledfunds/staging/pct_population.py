"""Mid-year population of PCTs by five-year age band and sex (Office for National Statistics)."""

import re
from collections.abc import Sequence

import pandas as pd

from pooledfunds.core.errors import IssueList
from pooledfunds.core.financial_year import year_name
from pooledfunds.staging.layouts.checks import (
    accounts_by_file,
    financial_years,
    note_repeated,
    note_unknown_words,
    note_unlisted,
    numbers,
    report_violations,
)
from pooledfunds.staging.layouts.editions import read_returns
from pooledfunds.staging.layouts.frames import hold_against_frame
from pooledfunds.staging.layouts.plausibility import note_implausible
from pooledfunds.staging.reading import ReadingContext, StagedReturn

AGE_BANDS = [*(f"{first}-{first + 4}" for first in range(0, 85, 5)), "85+"]
MID_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
SEXES = ("male", "female", "persons")
WRITTEN_SEX = {"m": "male", "f": "female", "males": "male", "females": "female", "p": "persons"}
KEY = ["pct_code", "financial_year", "sex", "age_band"]
ROUNDING = 1.0  # persons by printed part: estimates are rounded one by one


def read_pct_population(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return persons by PCT, mid-year, sex and five-year age band.

    Printed totals (all ages, both sexes) are held against the sum of their parts and set aside.
    The financial year is the one that the mid-year (30 June) lies in.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    faults, pcts = context.issues, context.pcts
    years = context.allowed_years("pct_population")
    table, counted = read_returns(files, "pct_population", context.editions, faults)
    table["financial_year"] = [
        year_name(int(text)) if MID_YEAR.fullmatch(text) else text for text in table["mid_year"]
    ]
    table["financial_year"] = financial_years(faults, table, "financial_year", years)
    table["sex"] = table["sex"].str.lower().replace(WRITTEN_SEX)
    note_unknown_words(faults, table, "sex", list(SEXES))
    note_unknown_words(faults, table, "age_band", [*AGE_BANDS, "all"])
    note_unlisted(faults, table, "pct_code", pcts["pct_code"])
    note_repeated(faults, table, KEY, "PCT, year, sex and age")
    table["persons"] = numbers(faults, table, "persons", needed=True)
    note_implausible(faults, "pct_population", table)
    detail = table["sex"].isin(["male", "female"]) & table["age_band"].isin(AGE_BANDS)
    note_gaps(faults, table[detail])
    note_totals(faults, table, "age_band", "all")
    note_totals(faults, table, "sex", "persons")
    reasons = pd.Series("", index=table.index).mask(~detail, "printed total, checked")
    account = accounts_by_file("pct_population", table, reasons, counted)
    frame = hold_against_frame("pct_population", table, pcts["pct_code"], faults)
    account = pd.concat([account, frame], ignore_index=True)
    table = table.loc[detail, [*KEY, "persons"]]
    order = dict(zip(AGE_BANDS, range(len(AGE_BANDS)), strict=True))
    table = table.sort_values(
        KEY, key=lambda c: c.map(order) if c.name == "age_band" else c, ignore_index=True
    )
    table = table.astype({"sex": "category", "age_band": "category"})
    return StagedReturn({"pct_population": table}, account)


def note_gaps(faults: IssueList, detail: pd.DataFrame) -> None:
    """Note PCTs and years that do not have every age band of both sexes.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    detail
        Rows by sex and age band.
    """
    given = detail.groupby(["pct_code", "financial_year"])["persons"].transform("size")
    short = detail[given < 2 * len(AGE_BANDS)].drop_duplicates(["pct_code", "financial_year"])
    every = pd.Series(True, index=short.index)
    report_violations(
        faults, short, "age_band", "a PCT lacks an age band or a sex in a year", every
    )


def note_totals(faults: IssueList, table: pd.DataFrame, over: str, total: str) -> None:
    """Note printed totals over one column that the sum of their parts does not reach.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    table
        Records as text or typed, with ``file`` and ``line``.
    over
        Column whose values are added up.
    total
        Its value that marks a printed total.
    """
    rest = [name for name in KEY if name != over]
    parts = table[table[over] != total]
    if parts.empty:
        return
    sums = parts.groupby(rest)["persons"].agg(["sum", "size"])
    printed = table[table[over] == total].join(sums, on=rest)
    off = (printed["persons"] - printed["sum"]).abs() > ROUNDING * (1 + printed["size"])
    rule = f"the printed total over {over} differs from its parts"
    report_violations(faults, printed, "persons", rule, off)
