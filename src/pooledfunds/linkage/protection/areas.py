"""Counts of records by area as they may be published: one geography carries them (decision 97)."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from pooledfunds.areas.crosswalk import linked_areas
from pooledfunds.catalogue.area_types import HUB
from pooledfunds.core.disclosure import DisclosureRules, protected, summed
from pooledfunds.core.vocabulary import KEY

AREA = ["area_type", *KEY]
SMALL, DOMINATED = "small count", "one record has most of it"
LINKED = "follows from the other areas on the same ground"
MANY_SMALL = "much of it is small counts"


def counts_by_area(
    tables: Mapping[str, pd.DataFrame], conditions: Iterable[str], types: Iterable[str]
) -> pd.DataFrame:
    """Return the exact counts of every area and year, nought where it has no record.

    Parameters
    ----------
    tables
        ``bodies`` and, where records are available, ``hes_activity`` and ``hes_lengths_of_stay``.
    conditions
        Those of the study.
    types
        Its types of area.

    Returns
    -------
    DataFrame
        Indexed by ``area_type, area_code, financial_year``: ``admissions_…`` and ``bed_days_…`` of
        those 65 and over by condition, ``mh_stays``, ``mh_nights`` and ``mh_longest``.
    """
    parts = []
    if "hes_activity" in tables:
        rows = tables["hes_activity"]
        bands = pd.Series(rows["age_band"].unique(), dtype=str)
        older = rows["age_band"].isin(bands[older_bands(bands)])
        counted = _by_area(rows[older & rows["condition"].isin(list(conditions))], ["condition"])
        wide = pd.DataFrame(counted[["admissions", "bed_days"]].unstack("condition"))
        names = [(m, c) for m in ("admissions", "bed_days") for c in conditions]
        wide = wide.reindex(columns=pd.MultiIndex.from_tuples(names), fill_value=0).fillna(0)
        wide = wide.set_axis([f"{measure}_{condition}" for measure, condition in names], axis=1)
        parts.append(_complete(wide, tables, types, rows["financial_year"].astype(str).unique()))
    if "hes_lengths_of_stay" in tables:
        rows = tables["hes_lengths_of_stay"]
        rows = rows[rows["stays"] > 0]
        rows = rows.assign(mh_stays=rows["stays"], mh_nights=rows["nights"] * rows["stays"])
        stays = _by_area(rows.drop(columns="nights"), [])[["mh_stays", "mh_nights"]]
        longest = rows.groupby(AREA, observed=True)["nights"].max()
        longest.index = longest.index.map(lambda key: tuple(map(str, key)))
        stays = stays.assign(mh_longest=longest)
        parts.append(_complete(stays, tables, types, rows["financial_year"].astype(str).unique()))
    return pd.concat(parts, axis=1).astype(float) if parts else pd.DataFrame()


def older_bands(age_band: pd.Series) -> pd.Series:
    """Return whether an age band, such as ``65-74``, holds those of 65 and over alone."""
    return pd.to_numeric(age_band.str.extract(r"^(\d+)")[0]).ge(65)


def _by_area(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return the sums of rows by area and year, and by further columns, under keys of text."""
    keys = [*AREA, *by]
    sums = rows.groupby(keys, observed=True).sum(numeric_only=True).reset_index()
    return sums.astype(dict.fromkeys(keys, str)).set_index(keys)


def _complete(
    counts: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    types: Iterable[str],
    years: Iterable[str],
) -> pd.DataFrame:
    """Return counts of every body in every year, nought where records have none."""
    bodies = tables["bodies"].astype({"area_type": str, "area_code": str})
    bodies = bodies.loc[bodies["area_type"].isin(list(types)), ["area_type", "area_code"]]
    every = bodies.merge(pd.DataFrame({"financial_year": sorted(years)}), how="cross")
    return counts.reindex(pd.MultiIndex.from_frame(every[AREA]), fill_value=0)


def protected_by_area(
    counts: pd.DataFrame, rules: DisclosureRules
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return each count as it may be published, and by which rule the others are withheld.

    Parameters
    ----------
    counts
        From :func:`counts_by_area`.
    rules
        Those of the study.

    Returns
    -------
    published
        As ``counts``, without ``mh_longest``; missing where withheld.
    reasons
        Of the same shape; blank where published.
    """
    told = counts.drop(columns="mh_longest", errors="ignore")
    names = ["|".join(key) for key in told.index]
    published = told.apply(
        lambda column: protected(column, (f"{column.name}|{name}" for name in names), rules)
    )
    why = np.where(published.isna(), SMALL, "")
    reasons = pd.DataFrame(why, index=published.index, columns=published.columns)
    if not rules.apply:
        return published, reasons
    for column in map(str, published):  # a sum over records is told only where their number is
        number = number_of(column)
        hidden = published[number].isna() & published[column].notna()
        _withhold(published, reasons, column, hidden, SMALL)
    if "mh_longest" in counts:
        longest = counts["mh_longest"] > rules.largest_share * counts["mh_nights"]
        hidden = longest & published["mh_nights"].notna()
        _withhold(published, reasons, "mh_nights", hidden, DOMINATED)
    return published, reasons


def number_of(column: str) -> str:
    """Return the count of the records that a count is of, which is itself where it is that."""
    return column.replace("bed_days_", "admissions_").replace("mh_nights", "mh_stays")


def is_sum(column: str) -> bool:
    """Return whether a count is of what records hold, such as nights, and not of records."""
    return number_of(column) != column


def _withhold(
    published: pd.DataFrame, reasons: pd.DataFrame, column: str, hidden: pd.Series, why: str
) -> None:
    """Withhold some cells of a column, in place."""
    published.loc[hidden, column] = float("nan")
    reasons.loc[hidden, column] = why


def on_one_geography(
    published: pd.DataFrame, reasons: pd.DataFrame, pairs: pd.DataFrame, rules: DisclosureRules
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return counts of which those of one type of area follow from those of the other.

    Councils and their partners cut the same ground, and so the same records, in two ways; two
    roundings of one sum could be set against each other. In each linked area the type with more
    areas carries the counts. An area that has the ground to itself on the other side is told as
    their sum; where both sides have several, the other side is withheld.

    Parameters
    ----------
    published, reasons
        See :func:`protected_by_area`.
    pairs
        ``cssr_code`` and the partners' code.
    rules
        Those of the study.
    """
    linked = linked_areas(pairs)
    number = linked.groupby(["linked_area", "area_type"]).size().unstack(fill_value=0)
    partner = next(name for name in number.columns if name != HUB)
    carries = (number[HUB] > number[partner]).map({True: HUB, False: partner})
    linked["carries"] = linked["linked_area"].map(carries) == linked["area_type"]
    own = pd.DataFrame({"alone": number.stack() == 1}).reset_index()
    linked = linked.merge(own, on=["linked_area", "area_type"])
    table = published.reset_index().merge(linked, on=["area_type", "area_code"], how="left")
    values = list(published.columns)
    by = ["linked_area", "financial_year"]
    sums = summed(table[table["carries"].eq(True)], by, values, rules)
    follows = table["carries"].eq(False).to_numpy()
    alone = follows & table["alone"].eq(True).to_numpy()
    of = sums.reindex(pd.MultiIndex.from_frame(table[by]))[values].to_numpy()
    told = np.where(follows[:, None], np.where(alone[:, None], of, np.nan), published)
    lost = np.where(np.isnan(of), MANY_SMALL, "")
    why = np.where(follows[:, None], np.where(alone[:, None], lost, LINKED), reasons)
    told_table = pd.DataFrame(told, index=published.index, columns=published.columns)
    return told_table, pd.DataFrame(why, index=published.index, columns=published.columns)
