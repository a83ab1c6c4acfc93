"""Mid-year population of councils by age band (Office for National Statistics)."""

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from pooledfunds.core.errors import IssueList
from pooledfunds.core.financial_year import year_name
from pooledfunds.staging.layouts.checks import (
    accounts_by_file,
    counts,
    note_repeated,
    note_unlisted,
    numbers,
    report_violations,
)
from pooledfunds.staging.layouts.editions import read_returns
from pooledfunds.staging.layouts.frames import hold_against_frame
from pooledfunds.staging.layouts.markers import NO_FIGURE, missing_reason
from pooledfunds.staging.layouts.plausibility import note_implausible
from pooledfunds.staging.reading import ReadingContext, StagedReturn

AGE_BANDS = {
    "all": "all ages",
    "p18": "18 and over",
    "p1864": "18 to 64",
    "p65": "65 and over",
    "p75": "75 and over",
    "p85": "85 and over",
}
ELSEWHERE = "no figure on the body's own boundaries"


def read_council_population(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return persons by area, mid-year and age band (``catalogue.areas.COUNCIL_POPULATION``).

    Rows of bodies of a later reorganisation have no council code. They are kept under their area
    code, which must be that of a known successor, so that national totals are whole; rows without
    any figure are set aside. The financial year is the one that the mid-year (30 June) lies in.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    faults, councils = context.issues, context.councils
    successors = context.codelists["successors"]
    table, counted = read_returns(files, "council_population", context.editions, faults)
    later = (table["cssr_code"] == "") & table["gss"].isin(set(successors["successor_code"]))
    note_unlisted(faults, table[~later], "cssr_code", councils["cssr_code"])
    year = counts(faults, table, "year", needed=True)
    first, last = (int(allowed[:4]) for allowed in context.allowed_years("council_population"))
    rule = f"not a year from {first} to {last}"
    report_violations(faults, table, "year", rule, ~year.between(first, last))
    table["area"] = table["cssr_code"].where(~later, table["gss"])
    note_repeated(faults, table, ["area", "year"])
    persons = pd.DataFrame({band: numbers(faults, table, band) for band in AGE_BANDS})
    note_implausible(faults, "council_population", table.assign(**persons))
    empty = table[list(AGE_BANDS)] == ""  # what is written and cannot be read is told already
    blank = persons.isna().all(axis=1)
    rule = "some age bands given, others blank"
    report_violations(faults, table, "all", rule, empty.any(axis=1) & ~empty.all(axis=1))
    parts = persons["p18"] - persons["p1864"] - persons["p65"]
    rule = "not the sum of 18 to 64 and 65 and over"
    report_violations(faults, table, "p18", rule, parts.abs() > 1)
    for outer, inner in pairwise(("all", "p18", "p65", "p75", "p85")):
        rule = "an age band is larger than the one that holds it"
        report_violations(faults, table, inner, rule, persons[inner] > persons[outer])
    keys = pd.DataFrame(
        {
            "area_type": later.map({False: "council", True: "later body"}).astype("category"),
            "area": table["area"],
            "financial_year": year.fillna(0).astype(int).map(year_name),
        }
    )
    kept = keys[~blank].join(persons.rename(columns=AGE_BANDS))
    long = kept.melt(list(keys), var_name="age_band", value_name="persons")
    long["age_band"] = long["age_band"].astype("category")
    long = long.sort_values([*keys, "age_band"], ignore_index=True)
    reasons = missing_reason(table, "all").replace(NO_FIGURE, ELSEWHERE).where(blank, "")
    account = accounts_by_file("population", table, reasons, counted)
    rows = keys.assign(file=table["file"])
    frame = hold_against_frame("council_population", rows, all_bodies(keys, councils), faults)
    note_heirless(faults, table, reasons != "", successors)
    account = pd.concat([account, frame], ignore_index=True)
    return StagedReturn({"council_population": long}, account)


def all_bodies(keys: pd.DataFrame, councils: pd.DataFrame) -> pd.Series:
    """Return the listed councils and the later bodies that the return has.

    Parameters
    ----------
    keys
        ``area_type, area`` of the return's rows.
    councils
        Listed councils.
    """
    later = keys.loc[keys["area_type"] == "later body", "area"]
    return pd.concat([councils["cssr_code"], later], ignore_index=True)


def note_heirless(
    faults: IssueList, table: pd.DataFrame, blank: pd.Series, successors: pd.DataFrame
) -> None:
    """Note councils without a figure that no later body stands for in that year.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    table
        Records as text or typed, with ``file`` and ``line``.
    blank
        Whether a row has no figure.
    successors
        The code list ``successors``.
    """
    given = set(zip(table.loc[~blank, "area"], table.loc[~blank, "year"], strict=True))
    heirs = successors.groupby("code")["successor_code"].agg(list)
    lost = [
        empty and not any((heir, year) in given for heir in heirs.get(area, []))
        for empty, area, year in zip(blank, table["area"], table["year"], strict=True)
    ]
    rule = "no figure, and none of a later body in its place"
    report_violations(faults, table, "all", rule, pd.Series(lost, index=table.index, dtype=bool))
