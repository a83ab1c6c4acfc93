"""Index of Multiple Deprivation 2007: each council's score, and where each small area lies."""

import math
from collections.abc import Sequence

import pandas as pd

from pooledfunds.areas.lookups import districts_by_name
from pooledfunds.catalogue.areas import DISTRICTS
from pooledfunds.staging.layouts.checks import (
    accounts_by_file,
    note_repeated,
    numbers,
    report_violations,
)
from pooledfunds.staging.layouts.editions import read_returns
from pooledfunds.staging.reading import ReadingContext, StagedReturn, conform


def read_council_imd(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return each council's average IMD 2007 score, its small areas and its districts.

    The published average score of a district weights each lower-layer super output area by its
    population. The file gives no population, and these areas were drawn to hold about 1,500
    persons each, so each counts the same (decision 7). A district belongs to the council whose
    old area code it bears: the whole code, or for a county its first two letters.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    faults, councils = context.issues, context.councils
    table, counted = read_returns(files, "imd_2007", context.editions, faults)
    report_violations(faults, table, "lsoa01_code", "blank", table["lsoa01_code"] == "")
    note_repeated(faults, table, ["lsoa01_code"])
    score = numbers(faults, table, "imd_score", needed=True)
    rule = "above 100, the most that a score can be"
    report_violations(faults, table, "imd_score", rule, score > 100)
    code_of = dict(zip(councils["ons_old"], councils["cssr_code"], strict=True))
    district = table["lad07_code"]
    council = district.map(code_of).fillna(district.str[:2].map(code_of))
    rule = "the district lies in no listed council"
    report_violations(faults, table, "lad07_code", rule, council.isna())
    usable = council.notna() & score.notna()
    scored = score[usable].groupby(council[usable].rename("cssr_code"))
    scores = scored.agg(imd_score=exact_mean, small_areas="size").reset_index()
    missing = set(councils["cssr_code"]) - set(scores["cssr_code"])
    if missing and len(table):
        faults.add(files[0], "", "a listed council has no small area", len(missing))
    reasons = pd.Series("", index=table.index).mask(~usable, "no score or no council")
    areas = pd.DataFrame({"lsoa01_code": table["lsoa01_code"], "cssr_code": council})
    areas = areas[council.notna()].reset_index(drop=True)
    account = accounts_by_file("deprivation", table, reasons, counted)
    names = table.get("district_name", pd.Series("", index=table.index))
    districts = conform(districts_by_name(district, names, council), DISTRICTS)
    tables = {"council_deprivation": scores, "small_areas": areas, "districts": districts}
    return StagedReturn(tables, account)


def exact_mean(values: pd.Series) -> float:
    """Return a mean that does not depend on the order of its values."""
    return math.fsum(values) / len(values)
