"""How good the delivered fields are: missing, unreadable and unlisted values by field and year."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from pooledfunds.sources.hes_apc import Tally
from pooledfunds.sources.hes_apc_codes import encode
from pooledfunds.sources.hes_apc_fields import KINDS, WIDTHS


def quality_table(
    tallies: Iterable[Tally], fields: pd.DataFrame, code_list: pd.DataFrame
) -> pd.DataFrame:
    """Return what was seen of each field in each file.

    Parameters
    ----------
    tallies
        From ``stage_hes_apc``.
    fields
        The alias table, ``config/codelists/hes_fields.csv``.
    code_list
        ``field, code``: the codes that the data dictionary lists.

    Returns
    -------
    ``file, financial_year`` (the years that the file holds), ``field``, ``delivered``
    (whether the file has the field), ``records, missing, unreadable, unlisted`` and
    ``share_complete``, the share of records with a readable value. ``unlisted`` are
    readable codes that the data dictionary does not list, 0 where it lists none.
    """
    kinds = dict(zip(fields["field"], fields["kind"], strict=True))
    listed = code_list.groupby("field")["code"].agg(list).to_dict()
    rows = []
    for tally in tallies:
        years = [f"{y}/{(y + 1) % 100:02d}" for y in tally.years() if y]
        for name in (name for name in kinds if name in tally.missing):
            kind = kinds[name]
            delivered = name not in tally.absent
            missing = tally.missing[name] if delivered else tally.kept
            unreadable = tally.unreadable.get(name, 0)
            complete = tally.kept - missing - unreadable
            rows.append(
                {
                    "file": tally.path.name,
                    "financial_year": " ".join(years),
                    "field": name,
                    "delivered": delivered,
                    "records": tally.kept,
                    "missing": missing,
                    "unreadable": unreadable,
                    "unlisted": unlisted(tally.values.get(name), kind, listed.get(name)),
                    "share_complete": complete / tally.kept if tally.kept else np.nan,
                }
            )
    return pd.DataFrame(rows)


def unlisted(counts: np.ndarray | None, kind: str, listed: list[str] | None) -> int:
    """Return how many records hold a code that the list does not name; nought is missing."""
    if counts is None or not listed or not KINDS[kind].tally:
        return 0
    known = [int(code) if kind == "digit" else encode(code, WIDTHS[kind]) for code in listed]
    return int(counts.sum() - counts[[0, *known]].sum())


def breaks_between_years(quality: pd.DataFrame, change: float) -> pd.DataFrame:
    """Return the fields whose completeness moves from one year to the next by ``change`` or more.

    Such a step is a change in how records were made, not in what happened to patients.

    Returns
    -------
    ``field, financial_year, share_before, share_complete``, one row per break.
    """
    ordered = quality.sort_values(["field", "financial_year"])
    before = ordered.groupby("field")["share_complete"].shift()
    moved = (ordered["share_complete"] - before).abs() >= change
    return (
        ordered.assign(share_before=before)
        .loc[moved, ["field", "financial_year", "share_before", "share_complete"]]
        .reset_index(drop=True)
    )


def field_table(tallies: Iterable[Tally]) -> pd.DataFrame:
    """Return the fields that a file lacks, and those that it holds beyond the ones read."""
    rows = [
        (tally.path.name, field, what)
        for tally in tallies
        for what, names in (("absent", tally.absent), ("not used", tally.extra))
        for field in names
    ]
    return pd.DataFrame(rows, columns=["file", "field", "what"]).astype(str)
