"""Row accounts and the completeness of fields as they may be published (decision 97)."""

from collections.abc import Iterable

import pandas as pd

from pooledfunds.core.disclosure import DisclosureRules, protected

SUBMITTED = "submitted"
RECORDS = ("hes_apc",)  # stages whose rows are records of patients


def protected_accounts(accounts: pd.DataFrame, rules: DisclosureRules) -> pd.DataFrame:
    """Return the row accounts with the fates of patients' records protected.

    A withheld fate is missing. What was submitted is told as the sum of the protected fates, so
    that it does not lead to a withheld one.

    Parameters
    ----------
    accounts
        ``catalogue.accounts.ROW_ACCOUNTS``.
    rules
        Those of the study.
    """
    told = accounts.assign(rows=accounts["rows"].astype(float))
    ours = told["stage"].isin(RECORDS)
    if not rules.apply or not ours.any():
        return told
    rows = told[ours]
    names = ("|".join(row) for row in rows[["stage", "file", "fate"]].itertuples(index=False))
    rows = rows.assign(rows=protected(rows["rows"], names, rules))
    fate = rows["fate"] != SUBMITTED
    sums = rows[fate].fillna({"rows": rules.stand_in}).groupby(["stage", "file"])["rows"].sum()
    keys = pd.MultiIndex.from_frame(rows.loc[~fate, ["stage", "file"]])
    rows.loc[~fate, "rows"] = sums.reindex(keys).to_numpy()
    told.loc[ours, "rows"] = rows["rows"]
    return told


def protected_shares(
    table: pd.DataFrame, columns: Iterable[str], records: pd.Series, rules: DisclosureRules
) -> pd.DataFrame:
    """Return shares of records made of protected counts; a withheld count is told as nought.

    Parameters
    ----------
    table
        ``financial_year, field`` and shares of the year's records.
    columns
        The shares.
    records
        Sound records by year.
    rules
        Those of the study.
    """
    if not rules.apply:
        return table
    of = table["financial_year"].map(records).astype(float)
    whole = protected(of, ("records|" + year for year in table["financial_year"]), rules)
    told = table.copy()
    keys = [f"{row.financial_year}|{row.field}" for row in table.itertuples()]
    for column in columns:
        count = (table[column] * of).round()
        some = protected(count, (f"{column}|{key}" for key in keys), rules).fillna(0.0)
        told[column] = (some / whole).clip(upper=1.0).where(table[column].notna()).fillna(0.0)
    return told
