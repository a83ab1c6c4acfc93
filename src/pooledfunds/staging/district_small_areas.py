"""Which listed council each district of a later year lay in: the one of its small areas."""

from collections.abc import Sequence

import pandas as pd

from pooledfunds.catalogue.lookups import DISTRICT_SMALL_AREAS, ENGLISH_CODE
from pooledfunds.staging.layouts.checks import accounts_by_file, note_repeated, report_violations
from pooledfunds.staging.layouts.editions import read_returns
from pooledfunds.staging.reading import ReadingContext, StagedReturn, conform
from pooledfunds.staging.small_area_lookup import ELSEWHERE, outside_england

LATER = "of a later year only: its district is known by others"


def read_district_small_areas(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return the council of the study that each district lies in, and how many small areas it has.

    The lookup tells the district of each small area of a later year; the list of small areas that
    a study has of its own years (``small_areas``) tells the council. Most small areas are of both.
    A district lies in the one council of those that are; one whose small areas lie in several is a
    fault (decision 103).

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    faults = context.issues
    table, counted = read_returns(files, "small_area_lookup", context.editions, faults)
    elsewhere = outside_england(table["district_code"])
    wrong = ~table["lsoa_code"].str.match(ENGLISH_CODE) & ~elsewhere
    report_violations(faults, table, "lsoa_code", "not the code of a small area of England", wrong)
    note_repeated(faults, table, ["lsoa_code"])
    known = context.tables["small_areas"].set_index("lsoa01_code")["cssr_code"]
    table["area_code"] = table["lsoa_code"].map(known)
    inside = table[~elsewhere]
    areas = inside.groupby("district_code")["area_code"].agg(["nunique", "first", "size"])
    several = table["district_code"].map(areas["nunique"]).gt(1)
    rule = "the small areas of this district lie in several councils: whose figures are its own?"
    report_violations(faults, table, "district_code", rule, several & ~elsewhere)
    unknown = table["district_code"].map(areas["nunique"]).eq(0)
    rule = "no small area of this district is in the study's list of small areas"
    report_violations(faults, table, "district_code", rule, unknown & ~elsewhere)
    lacking = sorted(set(known) - set(areas["first"].dropna()))
    if lacking and len(table):
        rule = f"no district of {len(lacking)} councils, first {lacking[0]}: is the file whole?"
        faults.add(files[0], "", rule, len(lacking))
    found = areas[areas["nunique"] == 1].reset_index()
    found = found.rename(columns={"first": "area_code", "size": "small_areas"})
    reasons = pd.Series("", index=table.index).mask(table["area_code"].isna(), LATER)
    reasons = reasons.mask(elsewhere, ELSEWHERE)
    account = accounts_by_file("places", table, reasons, counted)
    return StagedReturn({"district_small_areas": conform(found, DISTRICT_SMALL_AREAS)}, account)
