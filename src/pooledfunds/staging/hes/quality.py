"""How good the delivered fields are, by year, and where one of them breaks down."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from pooledfunds.catalogue.hes_codes import encode
from pooledfunds.core.errors import IssueList, StudyError
from pooledfunds.core.financial_year import year_name
from pooledfunds.staging.hes.fields import WIDTHS
from pooledfunds.staging.hes.tally import FieldCounts, FileReadSummary

KEPT = "kept"  # stands for a field in accepted breaks: the share of a file's records that count
SMALL = 8  # fewer records than this are not told apart from none
FEW = 0.01  # of the largest year's records: strays of another year tell nothing of a field


def quality_table(
    tallies: Iterable[FileReadSummary], fields: pd.DataFrame, code_list: pd.DataFrame
) -> pd.DataFrame:
    """Return what was seen of each field in each file and data year.

    Parameters
    ----------
    tallies
        From ``stage_hes_apc``.
    fields
        The alias table, ``config/codelists/hes_fields.csv``.
    code_list
        ``field, code, known``: the codes that the data dictionary lists, and whether each tells
        anything (``no`` for such as "not known").

    Returns
    -------
    ``file, financial_year`` (blank where no record tells it), ``field``, ``delivered`` (whether
    the file has the field), ``records, missing, unreadable, unlisted, not_known`` and
    ``share_complete``, the share of records that are none of these. ``unlisted`` are readable
    codes that the data dictionary does not list, ``not_known`` those that it lists as telling
    nothing; both are 0 for a field of which it lists no code.
    """
    kinds = dict(zip(fields["field"], fields["kind"], strict=True))
    codes = dict(list(code_list.groupby("field")))
    rows = [
        (tally.path.name, year_name(year), name, *counted)
        for tally in tallies
        for year, counts in sorted(tally.seen.items())
        if counts.records
        for name, kind in kinds.items()
        if name in tally.names or name in tally.absent
        for counted in [_counted(counts, name, kind, name in tally.names, codes.get(name))]
    ]
    columns = ["file", "financial_year", "field", "delivered", "records"]
    columns += ["missing", "unreadable", "unlisted", "not_known"]
    table = pd.DataFrame(rows, columns=columns)
    without = table[["missing", "unreadable", "unlisted", "not_known"]].sum(axis=1)
    return table.assign(share_complete=1 - without / table["records"])


def _counted(
    counts: FieldCounts, name: str, kind: str, delivered: bool, codes: pd.DataFrame | None
) -> tuple:
    """Return whether a field is delivered, and how many records are what."""
    if not delivered:
        return delivered, counts.records, counts.records, 0, 0, 0
    held = counts.values.get(name)
    unlisted = not_known = 0
    if held is not None and codes is not None:
        width = WIDTHS.get(kind)
        places = [encode(code, width) if width else int(code) for code in codes["code"]]
        nothing = (codes["known"] == "no").to_numpy()
        unlisted = int(held.sum() - held[[0, *places]].sum())
        not_known = int(held[np.array(places)[nothing]].sum())
    missing, unreadable = counts.missing[name], counts.unreadable[name]
    return delivered, counts.records, missing, unreadable, unlisted, not_known


def shares_by_year(quality: pd.DataFrame) -> pd.DataFrame:
    """Return ``field, financial_year, file, records, share_complete`` of all files together.

    Years of which the extract holds a few stray records alone are left out.
    """
    told = quality[quality["financial_year"] != ""]
    complete = told["share_complete"] * told["records"]
    by_year = (
        told.assign(complete=complete)
        .groupby(["field", "financial_year"], as_index=False)
        .agg(
            file=("file", lambda held: ", ".join(sorted({*held}))),
            records=("records", "sum"),
            complete=("complete", "sum"),
        )
    )
    by_year = by_year[by_year["records"] >= FEW * by_year["records"].max()]
    shares = by_year["complete"] / by_year["records"]
    return by_year.drop(columns="complete").assign(share_complete=shares).reset_index(drop=True)


def breaks_between_years(quality: pd.DataFrame, change: float) -> pd.DataFrame:
    """Return the fields whose completeness moves from one year to the next by ``change`` or more.

    Such a step is a change in how records were made, not in what happened to patients.

    Parameters
    ----------
    quality
        From ``quality_table``.
    change
        A share of the records, from 0 to 1.

    Returns
    -------
    ``field, financial_year, share_before, share_complete``, one row per break.
    """
    ordered = shares_by_year(quality).sort_values(["field", "financial_year"])
    before = ordered.groupby("field")["share_complete"].shift()
    moved = (ordered["share_complete"] - before).abs() >= change
    return (
        ordered.assign(share_before=before)
        .loc[moved, ["field", "financial_year", "share_before", "share_complete"]]
        .reset_index(drop=True)
    )


def check_breaks(shares: pd.DataFrame, settings: Mapping, faults: IssueList) -> None:
    """Note each field that breaks down in a year, unless the break is accepted.

    Parameters
    ----------
    shares
        ``field, financial_year, file, share_complete``, of the fields that the study needs.
    settings
        ``stop_from``: how far a share may lie below the best year's; and ``accepted_breaks``,
        each a ``field`` and a ``financial_year``.
    faults
        Gets what is wrong, each with its place and what to do.
    """
    accepted = {(a["field"], a["financial_year"]) for a in settings["accepted_breaks"]}
    best = shares.groupby("field")["share_complete"].transform("max")
    lost = best - shares["share_complete"]
    # A share is a quotient: what is meant to equal the limit may lie a little below it
    broken = (shares["share_complete"] <= 0) | (lost >= settings["stop_from"] - 1e-9)
    for row, most in zip(shares[broken].itertuples(), best[broken], strict=True):
        if (row.field, row.financial_year) in accepted:
            continue
        what = "of the records count" if row.field == KEPT else "of the records have a usable value"
        faults.add(
            row.file,
            f"field {row.field}, {row.financial_year}",
            f"{row.share_complete:.1%} {what}, in the best year {most:.1%}: the field breaks down. "
            "Was it written otherwise that year? Mend the file; or name this field and year in "
            "hes.quality.accepted_breaks",
        )


def check_accepted_breaks(settings: Mapping, known: Iterable[str]) -> None:
    """Raise where an accepted break names no field.

    Parameters
    ----------
    settings
        ``accepted_breaks``.
    known
        Names of all fields.
    """
    fields = {*known, KEPT}
    strange = {one["field"] for one in settings["accepted_breaks"]} - fields
    if strange:
        raise StudyError(
            f"hes.quality.accepted_breaks: no field {', '.join(sorted(strange))}; "
            f"the fields are {', '.join(sorted(fields))}"
        )


def shares_kept(accounts: pd.DataFrame, quality: pd.DataFrame) -> pd.DataFrame:
    """Return the share of each file's records that count, in the shape of ``shares_by_year``.

    A break here is one that no field alone tells of, such as dates a year late.

    Parameters
    ----------
    accounts
        The row accounts (``file, fate, rows``).
    quality
        From ``quality_table``; it tells the data years that each file holds.
    """
    rows = accounts.pivot_table(index="file", columns="fate", values="rows", aggfunc="sum")
    years = quality.groupby("file")["financial_year"].agg(lambda held: " ".join(sorted({*held})))
    share = (rows[KEPT].fillna(0) / rows["submitted"]).rename("share_complete")
    table = pd.concat([years.str.strip(), share], axis=1, join="inner").rename_axis("file")
    return table.reset_index().assign(field=KEPT)


def published_quality(quality: pd.DataFrame, contradicted: pd.DataFrame) -> pd.DataFrame:
    """Return what is published of the fields: shares by year to three decimals, and no count.

    A share of a few records would tell their number to who knows the extract's size.

    Parameters
    ----------
    quality
        From ``quality_table``.
    contradicted
        ``financial_year, records``: BEDYEAR that the record's dates contradict.
    """
    counts = ["missing", "unreadable", "unlisted", "not_known"]
    told = quality[quality["financial_year"] != ""]
    keys = ["financial_year", "field"]
    table = told.groupby(keys, as_index=False, sort=False)[["records", *counts]].sum()
    table["delivered"] = told.groupby(keys, sort=False)["delivered"].all().to_numpy()
    table = table[table["records"] >= SMALL]
    of_year = contradicted.groupby("financial_year")["records"].sum()
    counted = table["financial_year"].map(of_year).fillna(0).astype("int64")
    table = table.assign(contradicted=counted.where(table["field"] == "bedyear", 0))
    shares = {
        f"share_{name}": _rounded_share(table[name], table["records"])
        for name in [*counts, "contradicted"]
    }
    complete = table["records"] - table[counts].sum(axis=1)
    shares["share_complete"] = _rounded_share(complete, table["records"])
    return table[[*keys, "delivered"]].assign(**shares)


def _rounded_share(count: pd.Series, records: pd.Series) -> pd.Series:
    """Return shares to three decimals, one of a few records as zero, one of nearly all as one."""
    count = count.where(count >= SMALL, 0).where(records - count >= SMALL, records)
    return (count / records).round(3)


def published_breaks(breaks: pd.DataFrame) -> pd.DataFrame:
    """Return the breaks with their shares to three decimals."""
    return breaks.round({"share_before": 3, "share_complete": 3})


def field_table(tallies: Iterable[FileReadSummary]) -> pd.DataFrame:
    """Return the fields that a file lacks, and those that it holds beyond the ones read."""
    rows = [
        (tally.path.name, field, what)
        for tally in tallies
        for what, names in (("absent", tally.absent), ("not used", tally.extra))
        for field in names
    ]
    return pd.DataFrame(rows, columns=["file", "field", "what"]).astype(str)
