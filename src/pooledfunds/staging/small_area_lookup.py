"""Lookups of the Office for National Statistics: districts to councils, small areas to CCGs."""

from collections.abc import Sequence

import pandas as pd

from pooledfunds.areas.lookups import area_of_codes, districts_by_name, last_successor
from pooledfunds.catalogue.areas import DISTRICTS
from pooledfunds.catalogue.lookups import (
    CCG_CODE,
    CCG_COUNCIL_PAIRS,
    CCG_SUCCESSORS,
    ENGLISH_CODE,
    LOCAL_AUTHORITY_AREAS,
    SMALL_AREA_LOOKUP,
)
from pooledfunds.staging.layouts.checks import (
    accounts_by_file,
    note_repeated,
    report_violations,
)
from pooledfunds.staging.layouts.editions import read_returns
from pooledfunds.staging.reading import ReadingContext, StagedReturn, conform

ELSEWHERE = "outside England"
ENGLAND = r"E92[0-9]{6}$"  # the area code of England as a whole
LOCAL_AUTHORITY, CCG = "local_authority", "ccg"  # types of body in the table of successions
UNKNOWN = (
    "the code leads to no listed council, or to more than one area: add what became of it to "
    "codelists/successors.csv of the study"
)


def outside_england(codes: pd.Series) -> pd.Series:
    """Return which area codes are of Wales, Scotland or Northern Ireland."""
    return codes.str.match(r"[WSN][0-9]{8}$")


def read_district_lookup(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return the area of the study of every district and council, under the codes of every year.

    Districts are also given by their names.

    The lookup tells the council of each district of one year; the code list ``successors`` leads
    from the codes of other years to these (decision 92).

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    faults, councils = context.issues, context.councils
    table, counted = read_returns(files, "district_lookup", context.editions, faults)
    note_repeated(faults, table, ["district_code"])
    elsewhere = outside_england(table["district_code"])
    moved = successions_of(context, LOCAL_AUTHORITY)
    listed = dict(zip(councils["gss"], councils["area_code"], strict=True))
    upper = area_of_codes(listed, moved)
    area = table["council_code"].map(upper)
    report_violations(faults, table, "council_code", UNKNOWN, area.isna() & ~elsewhere)
    lacking = sorted(set(councils["area_code"]) - set(area))
    if lacking and len(table):
        rule = f"no district of {len(lacking)} listed areas, first {lacking[0]}: is the file whole?"
        faults.add(files[0], "", rule, len(lacking))
    found = listed | dict(zip(table["district_code"][area.notna()], area.dropna(), strict=True))
    codes = area_of_codes(found, moved)
    made = pd.DataFrame({"ons_code": list(codes), "area_code": list(codes.values())})
    reasons = elsewhere.map({True: ELSEWHERE, False: ""})
    account = accounts_by_file("places", table, reasons, counted)
    named = districts_by_name(table["district_code"], table["district_name"], area)
    tables = {
        "local_authority_areas": conform(made, LOCAL_AUTHORITY_AREAS),
        "districts": conform(named, DISTRICTS),
    }
    return StagedReturn(tables, account)


def read_small_area_lookup(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return the CCG, district and area of every small area, and what CCGs and areas share.

    Pairs bear the code of the CCG that followed last, so that what merging CCGs returned before
    and after is of one body (decision 92); the lookup itself keeps the CCGs of its year.

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
    for column, pattern, what in (
        ("lsoa_code", ENGLISH_CODE, "a small area of England"),
        ("ccg_code", CCG_CODE, "a CCG, such as 02N"),
    ):
        wrong = ~table[column].str.match(pattern) & ~elsewhere
        report_violations(faults, table, column, f"not the code of {what}", wrong)
    note_repeated(faults, table, ["lsoa_code"])
    note_two_names(context, table)
    known = context.tables["local_authority_areas"].set_index("ons_code")["area_code"]
    table["area_code"] = table["district_code"].map(known)
    lost = table["area_code"].isna() & ~elsewhere
    report_violations(faults, table, "district_code", UNKNOWN, lost)
    lacking = sorted(set(known) - set(table["area_code"]))
    if lacking and len(table):
        rule = f"no small area of {len(lacking)} areas, first {lacking[0]}: is the file whole?"
        faults.add(files[0], "", rule, len(lacking))
    kept = table[~elsewhere & ~lost]
    moved = successions_of(context, CCG)
    latest = last_successor(kept["ccg_code"], moved)
    ended = moved[["code"]].drop_duplicates()
    ended = ended.assign(successor_code=last_successor(ended["code"], moved))
    pairs = pd.DataFrame({"ccg_code": latest, "cssr_code": kept["area_code"]})
    pairs = pairs.groupby(list(pairs)).size().rename("small_areas").reset_index()
    reasons = pd.Series("", index=table.index).mask(elsewhere, ELSEWHERE)
    account = accounts_by_file("places", table, reasons.mask(lost, "no area"), counted)
    earlier = ~kept["district_code"].isin(context.tables["districts"]["district_code"])
    named = kept.loc[earlier, ["district_code", "district_name", "area_code"]]
    tables = {
        "districts": conform(districts_by_name(*(named[name] for name in named)), DISTRICTS),
        "small_area_lookup": conform(kept, SMALL_AREA_LOOKUP),
        "ccg_council_pairs": conform(pairs, CCG_COUNCIL_PAIRS),
        "ccg_successors": conform(ended, CCG_SUCCESSORS),
    }
    return StagedReturn(tables, account)


def successions_of(context: ReadingContext, area_type: str) -> pd.DataFrame:
    """Return the successions of bodies of one type: ``code, successor_code``.

    Parameters
    ----------
    context
        Word lists, settings and the tables read before.
    area_type
        As the table of successions has it.
    """
    moved = context.successors
    return moved.loc[moved["area_type"] == area_type, ["code", "successor_code"]]


def note_two_names(context: ReadingContext, table: pd.DataFrame) -> None:
    """Note lines in which a body's code has another name than where it first stands.

    Parameters
    ----------
    context
        Gets what is wrong.
    table
        Records as text, with ``file`` and ``line``.
    """
    for body in ("ccg", "district"):
        names = table[f"{body}_name"]
        first = names.groupby(table[f"{body}_code"]).transform("first")
        rule = "the code has another name in an earlier line"
        report_violations(context.issues, table, f"{body}_name", rule, names != first)
