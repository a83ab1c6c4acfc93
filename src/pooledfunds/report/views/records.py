"""What became of every submitted record, as a table: return by return, files together."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.core.disclosure import rules_of
from pooledfunds.core.row_accounts import of_records
from pooledfunds.core.tables import rows_of

SUBMITTED, KEPT = "submitted", "kept"


def records_view(
    accounts: pd.DataFrame, settings: Mapping, titles: Mapping[str, str]
) -> dict | None:
    """Return records submitted and kept, in all and by return; nothing where no return had any.

    Parameters
    ----------
    accounts
        ``catalogue.accounts.PROTECTED_ACCOUNTS``.
    settings
        ``disclosure``: what stands for a withheld fate in what was submitted.
    titles
        Titles of sources by id.

    Returns
    -------
    dict or None
        ``submitted`` and ``kept`` (of all returns), ``returns`` (how many), ``rows`` (``title``,
        ``submitted``, ``kept``, ``percent`` and ``aside``, the reasons with their numbers, the
        commonest first; those with records set aside come first). A return is left out where
        disclosure rules withhold what was kept of it.
    """
    fates = fates_by_return(accounts, settings)
    rows = [
        return_view(titles.get(str(stage), str(stage).replace("_", " ")), own)
        for stage, own in fates.groupby("stage", sort=False)
    ]
    if not rows:
        return None
    both = fates.groupby("fate")["rows"].sum()
    return {
        "submitted": f"{both[SUBMITTED]:,}",
        "kept": f"{both[KEPT]:,}",
        "returns": len(rows),
        "rows": sorted(rows, key=lambda row: row["aside"] == []),
    }


def fates_by_return(accounts: pd.DataFrame, settings: Mapping) -> pd.DataFrame:
    """Return ``stage, fate, rows``, files together; a fate withheld in every file has no number.

    Parameters
    ----------
    accounts, settings
        See :func:`records_view`. Where a fate is withheld in some files, what stands for it in the
        records submitted stands for it here.
    """
    records = of_records(accounts)
    told = records["rows"].astype("Int64")
    records = records.assign(rows=told.fillna(rules_of(settings).stand_in), hidden=told.isna())
    sums = records.groupby(["stage", "fate"], sort=False).agg(
        rows=("rows", "sum"), hidden=("hidden", "all")
    )
    sums = sums.reset_index()
    unknown = sums.loc[sums["hidden"] & (sums["fate"] == KEPT), "stage"]
    sums = sums[~sums["stage"].isin(unknown)]
    return sums.assign(rows=sums["rows"].mask(sums["hidden"])).drop(columns="hidden")


def return_view(title: str, fates: pd.DataFrame) -> dict:
    """Return one return's row of the table.

    Parameters
    ----------
    title
        What the return is called.
    fates
        Its rows of :func:`fates_by_return`.
    """
    known = fates.set_index("fate")["rows"]
    submitted, kept = int(known[SUBMITTED]), int(known[KEPT])
    aside = fates[~fates["fate"].isin([SUBMITTED, KEPT]) & (fates["rows"].fillna(1) > 0)]
    share = f"{100 * kept / submitted:.1f}" if submitted else ""
    return {
        "title": title,
        "submitted": f"{submitted:,}",
        "kept": f"{kept:,}",
        "percent": "just under 100" if share == "100.0" and kept < submitted else share,
        "aside": [
            f"{'few (withheld)' if pd.isna(row.rows) else format(row.rows, ',')} {row.fate}"
            for row in rows_of(aside.sort_values("rows", ascending=False, kind="stable"))
        ],
    }
