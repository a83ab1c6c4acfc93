"""The lists of bodies: PCTs, councils, care trusts, and which PCT covers which council."""

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from pooledfunds.catalogue.areas import COUNCIL_AREAS, COUNCILS, CSSR_CODE, PCT_CODE, PCTS
from pooledfunds.core.tables import rows_of
from pooledfunds.staging.layouts.checks import (
    accounts_by_file,
    counts,
    dates,
    note_repeated,
    note_unlisted,
    report_violations,
)
from pooledfunds.staging.layouts.editions import read_returns
from pooledfunds.staging.reading import ReadingContext, StagedReturn

ABOLISHED = re.compile(r"abolished (\d{1,2})/(\d{1,2})/(\d{4})")


def read_councils(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return the councils with adult social services responsibilities, with class and codes.

    A list may name the area of the study that a council lies in, where several are one area, its
    region and its dates. A list without areas makes each council an area of its own.

    The code list ``council_classes`` has ``area_class, gss_prefix, cssr_from, cssr_to``; the first
    row that fits a council counts.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    faults, classes = context.issues, context.codelists["council_classes"]
    table, counted = read_returns(files, "council_list", context.editions, faults)
    wrong = ~table["cssr_code"].str.match(CSSR_CODE)
    report_violations(faults, table, "cssr_code", "not three digits", wrong)
    note_repeated(faults, table, ["cssr_code"])
    note_repeated(faults, table, ["council"])
    table["area_class"] = [
        area_class(code, gss, classes)
        for code, gss in zip(table["cssr_code"], table["gss"], strict=True)
    ]
    rule = "the code fits no class of council"
    report_violations(faults, table, "gss", rule, table["area_class"] == "")
    ended = table["match"].str.extract(ABOLISHED)
    days = pd.to_datetime(ended[2] + "-" + ended[1] + "-" + ended[0], format="%Y-%m-%d")
    stated = dates(faults, table, ["valid_from", "valid_to"])
    table["valid_from"] = stated["valid_from"]
    table["valid_to"] = stated["valid_to"].fillna(days.astype("datetime64[ns]"))
    for column, own in (("study_area", "cssr_code"), ("study_area_name", "council")):
        table[column] = table[column].mask(table[column] == "", table[own])
    note_unlisted(faults, table, "study_area", table["cssr_code"])
    table = table.assign(area_code=table["study_area"], area_name=table["study_area_name"])
    account = accounts_by_file("places", table, counted=counted)
    tables = {
        "councils": table[list(COUNCILS.columns)],
        "council_areas": table[list(COUNCIL_AREAS.columns)],
    }
    return StagedReturn(tables, account)


def area_class(cssr_code: str, gss: str, classes: pd.DataFrame) -> str:
    """Return the class in which PSSEX1 totals a council, or nothing.

    Parameters
    ----------
    cssr_code
        The council's code.
    gss
        Its code by the Office for National Statistics.
    classes
        The code list ``council_classes``.
    """
    for row in rows_of(classes):
        if gss.startswith(row.gss_prefix) and row.cssr_from <= cssr_code <= row.cssr_to:
            return row.area_class
    return ""


def read_pcts(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return the primary care trusts with their strategic health authority.

    A code that begins with T is a care trust's.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    faults = context.issues
    table, counted = read_returns(files, "pct_list", context.editions, faults)
    wrong = ~table["pct_code"].str.match(PCT_CODE)
    report_violations(faults, table, "pct_code", "not a PCT's code", wrong)
    note_repeated(faults, table, ["pct_code"])
    account = accounts_by_file("places", table, counted=counted)
    return StagedReturn({"pcts": table[list(PCTS.columns)]}, account)


def read_pairs(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return which PCT covers all or part of which council.

    Where the file says how many councils a PCT has, or how many PCTs a council, it must name as
    many: a pair that was lost would make two bodies share their boundaries that do not.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    faults, pcts, councils = context.issues, context.pcts, context.councils
    table, counted = read_returns(files, "pct_council_pairs", context.editions, faults)
    note_unlisted(faults, table, "pct_code", pcts["pct_code"])
    note_unlisted(faults, table, "cssr_code", councils["cssr_code"])
    note_repeated(faults, table, ["pct_code", "cssr_code"])
    for number, body in (("n_councils_of_pct", "pct_code"), ("n_pcts_of_council", "cssr_code")):
        told = counts(faults, table, number)
        rule = "not the number of pairs of this body: is a pair missing?"
        found = table.groupby(body)[body].transform("size")
        report_violations(faults, table, number, rule, told.notna() & (told != found))
    for column, bodies in (("pct_code", pcts), ("cssr_code", councils)):
        left = len(set(bodies[column]) - set(table[column]))
        if left and len(table):
            faults.add(files[0], f"column {column}", "a listed body is in no pair", left)
    account = accounts_by_file("places", table, counted=counted)
    pairs = table[["pct_code", "cssr_code"]]
    pairs = pairs.sort_values(["pct_code", "cssr_code"], ignore_index=True)
    return StagedReturn({"pct_council_pairs": pairs}, account)


def list_bodies(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return every body of the three lists, which were read before.

    Parameters
    ----------
    files
        None: the lists were read before.
    context
        Word lists, settings and the tables read before.
    """
    began = {row.area_type: row.valid_from for row in rows_of(context.codelists["area_types"])}
    pairs = context.tables["pct_council_pairs"]
    return StagedReturn({"bodies": bodies_table(context.pcts, context.councils, pairs, began)})


def bodies_table(
    pcts: pd.DataFrame,
    councils: pd.DataFrame,
    pairs: pd.DataFrame,
    began: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return one row per body with type, class, region and dates (``catalogue.areas.BODIES``).

    A council's region is that of the strategic health authority of its PCTs; the ten strategic
    health authorities share the boundaries of the government office regions, save that the
    South East is two. Without PCTs it is not known, and blank.

    Parameters
    ----------
    pcts, councils, pairs
        ``catalogue.areas.PCTS``, ``COUNCILS`` and ``PCT_COUNCIL_PAIRS``.
    began
        First day of the bodies of a type, where they began together; a blank or None: not known.
    """
    rows = [pct_rows(pcts, (began or {}).get("pct", "")), council_rows(councils, pcts, pairs)]
    table = pd.concat(rows, ignore_index=True)
    for column in ("area_type", "area_class"):
        table[column] = table[column].astype("category")
    for column in ("valid_from", "valid_to"):
        table[column] = table[column].astype("datetime64[ns]")
    return table.sort_values(["area_type", "area_code"], ignore_index=True)


def pct_rows(pcts: pd.DataFrame, first_day: str) -> pd.DataFrame:
    """Return the rows of primary care trusts; `first_day` is blank where it is not known.

    Parameters
    ----------
    pcts
        Listed primary care trusts.
    first_day
        Of all of them, as a date.
    """
    care = pcts["pct_code"].str.startswith("T")
    return pd.DataFrame(
        {
            "area_code": pcts["pct_code"],
            "area_type": "pct",
            "name": pcts["pct_name"].map(display_name),
            "area_class": care.map({True: "Care trust", False: "Primary care trust"}),
            "region_code": pcts["sha_code"],
            "region": pcts["sha_name"],
            "ons_code": pcts["ons_code_2012"],
            "old_code": "",
            "valid_from": pd.Timestamp(first_day) if first_day else pd.NaT,
            "valid_to": pd.NaT,
        }
    )


def council_rows(councils: pd.DataFrame, pcts: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of councils' areas, each in its listed region, else that of its first PCT.

    An area of several councils has the class and codes of the one whose code it bears.

    Parameters
    ----------
    councils
        Listed councils.
    pcts
        Listed primary care trusts.
    pairs
        ``pct_code, cssr_code``.
    """
    region = pairs.merge(pcts, on="pct_code").drop_duplicates("cssr_code").set_index("cssr_code")
    codes, names = region["sha_code"].to_dict(), region["sha_name"].to_dict()
    councils = councils[councils["cssr_code"] == councils["area_code"]]
    listed = councils["region_code"] != ""
    code, name = (
        councils["cssr_code"].map(lambda code, of=of: of.get(code, "")) for of in (codes, names)
    )
    return pd.DataFrame(
        {
            "area_code": councils["area_code"],
            "area_type": "council",
            "name": councils["area_name"].str.replace(r" UA$", "", regex=True),
            "area_class": councils["area_class"],
            "region_code": councils["region_code"].where(listed, code),
            "region": councils["region"].where(listed, name),
            "ons_code": councils["gss"],
            "old_code": councils["ons_old"],
            "valid_from": councils["valid_from"],
            "valid_to": councils["valid_to"],
        }
    )


def display_name(name: str) -> str:
    """Return a PCT's name, which lists print in capitals, as it reads in a sentence."""
    small = {"and", "of", "upon", "the", "in", "with"}
    words = [w.lower() if w.lower() in small else w.title() for w in name.split()]
    return " ".join(words).replace("Pct", "PCT").replace("'S", "'s")
