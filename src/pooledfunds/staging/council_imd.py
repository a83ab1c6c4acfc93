"""Index of Multiple Deprivation of councils, as published for upper-tier authorities."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pooledfunds.areas.district_weights import weighted_mean
from pooledfunds.catalogue.areas import COUNCIL_DEPRIVATION
from pooledfunds.core.row_accounts import LINES
from pooledfunds.staging.layouts.checks import (
    accounts_by_file,
    note_repeated,
    numbers,
    report_violations,
)
from pooledfunds.staging.layouts.editions import as_text, editions_of, names_of, plain, read_sheet
from pooledfunds.staging.layouts.sheets import Sheet, sheets_of
from pooledfunds.staging.reading import ReadingContext, StagedReturn, conform
from pooledfunds.staging.small_area_lookup import UNKNOWN

SOURCE = "council_imd"


def read_council_imd(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return the average score of each area of the study.

    An area of several councils has their mean, weighted by small areas, of which each was drawn to
    hold about as many persons (decision 7). Sheets of single domains are not read.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    faults = context.issues
    table, counted = read_sheets(files, context)
    note_repeated(faults, table, ["ons_code"])
    score = numbers(faults, table, "imd_score", needed=True)
    rule = "above 100, the most that a score can be"
    report_violations(faults, table, "imd_score", rule, score > 100)
    known = context.tables["local_authority_areas"].set_index("ons_code")["area_code"]
    area = table["ons_code"].map(known)
    report_violations(faults, table, "ons_code", UNKNOWN, area.isna())
    lacking = sorted(set(known) - set(area))
    if lacking and len(table):
        rule = f"no score of {len(lacking)} areas, first {lacking[0]}: is the sheet whole?"
        faults.add(files[0], "", rule, len(lacking))
    found = pd.DataFrame({"ons_code": table["ons_code"], "cssr_code": area, "score": score})
    found = found.dropna().reset_index(drop=True)
    found["small_areas"] = small_areas_of(found, context.tables["small_area_lookup"])
    by = found.groupby("cssr_code")["small_areas"].sum().round().astype(int).to_frame()
    by["imd_score"] = weighted_mean(found["score"], found["small_areas"], [found["cssr_code"]])
    reasons = pd.Series("", index=table.index).mask(score.isna() | area.isna(), "no score or area")
    account = accounts_by_file("deprivation", table, reasons, counted)
    scores = conform(by.reset_index(), COUNCIL_DEPRIVATION)
    return StagedReturn({"council_deprivation": scores}, account)


def read_sheets(files: Sequence[str], context: ReadingContext) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the records of the sheets that an edition names, and what became of every line.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Editions; gets what is wrong.
    """
    known = editions_of(SOURCE, context.editions)
    wanted = {plain(edition.sheet) for edition in known}
    columns = list(dict.fromkeys(name for edition in known for name in names_of(edition)))
    tables, counted = [], []
    for file in files:
        with context.issues.collect():
            sheets = sheets_of(file, context.issues)
            own = [sheet for sheet in sheets if plain(sheet.name) in wanted]
            if sheets and not own:
                there = ", ".join(sheet.name for sheet in sheets)
                rule = f"no sheet {' or '.join(sorted(wanted))}; there are {there}"
                context.issues.add(file, "", rule)
            for sheet in own:
                table, lines = read_sheet(sheet, known, context.issues)
                tables.append(table)
                counted.append(lines)
            counted += [not_read(sheet) for sheet in sheets if sheet not in own and sheet.rows]
    table, marked = as_text(columns, tables, ["imd_score"])
    return table, pd.concat([*counted, marked], ignore_index=True)


def not_read(sheet: Sheet) -> pd.DataFrame:
    """Return ``unit, file, fate, rows`` of a sheet of a single domain or of notes."""
    rows = [(LINES, sheet.place, "sheet of another index", len(sheet.rows))]
    return pd.DataFrame(rows, columns=["unit", "file", "fate", "rows"])


def small_areas_of(scores: pd.DataFrame, lookup: pd.DataFrame) -> pd.Series:
    """Return the small areas of each council: its own, or what a county's neighbours leave of it.

    The lookup has districts, and no county. A county of an area has the small areas that no other
    council of it has.

    Parameters
    ----------
    scores
        ``ons_code, cssr_code``, the area.
    lookup
        ``catalogue.lookups.SMALL_AREA_LOOKUP``.
    """
    own = scores["ons_code"].map(lookup["district_code"].value_counts()).astype(float)
    whole = scores["cssr_code"].map(lookup["area_code"].value_counts()).astype(float)
    county = own.isna()
    left = whole - own.fillna(0).groupby(scores["cssr_code"]).transform("sum")
    counties = county.groupby(scores["cssr_code"]).transform("sum")
    return own.where(~county, left / np.maximum(counties, 1)).astype(float)
