"""Everything that rests on records, as it may be published; no later step sees the exact counts.

The linked tables hold exact counts, for estimation. What is told of areas, and the facts, exhibits
and accounts of a release, are computed from the tables that are made here (decision 97).
"""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.catalogue.accounts import PROTECTED_ACCOUNTS, WITHHELD
from pooledfunds.catalogue.area_types import area_types, pairs_table, partner_of
from pooledfunds.catalogue.hes import ENGLAND_ACTIVITY, HES_BREAKS, HES_QUALITY_SHARES
from pooledfunds.catalogue.panel import panel_contract
from pooledfunds.catalogue.panel_columns import conditions_of
from pooledfunds.core.disclosure import DisclosureRules, rules_of
from pooledfunds.core.schema import enforce
from pooledfunds.linkage.protection.accounts import protected_accounts, protected_shares
from pooledfunds.linkage.protection.areas import (
    SMALL,
    counts_by_area,
    on_one_geography,
    protected_by_area,
)
from pooledfunds.linkage.protection.england import CELL, england_activity, england_totals
from pooledfunds.linkage.protection.panels import NO_ROOM, protected_panel, without_room

Tables = Mapping[str, pd.DataFrame]
SHARES = (
    "share_missing",
    "share_unreadable",
    "share_unlisted",
    "share_not_known",
    "share_contradicted",
    "share_complete",
)
BREAK_SHARES = ("share_before", "share_complete")


def protect(tables: Tables, study: Mapping) -> dict[str, pd.DataFrame]:
    """Return what may be published of the tables that rest on records.

    Parameters
    ----------
    tables
        Staged and linked tables by name.
    study
        The settings of the study: ``disclosure``, ``hes``, ``trends``, ``area_types``.

    Returns
    -------
    dict
        The panels and ``row_accounts``, ``withheld`` (what was withheld, by rule) and, where
        records are available, ``england_activity``, ``hes_quality_shares`` and ``hes_breaks``.
    """
    rules, types = rules_of(study), area_types(study)
    made: dict[str, pd.DataFrame] = {}
    england = pd.DataFrame(columns=[*CELL, "admissions", "bed_days", "stays", "stay_days"])
    counts = reasons = pd.DataFrame()
    records = {"hes_activity", "hes_lengths_of_stay"} & set(tables)
    if records:
        exact = counts_by_area(tables, conditions_of(study), types)
        exact = exact[exact.index.isin(study["financial_years"], level="financial_year")]
        england = england_activity(tables, rules)
        made["england_activity"] = enforce(england, ENGLAND_ACTIVITY)
        pairs = tables.get(pairs_table(partner_of(study)))
        counts, reasons = protected_by_area(exact, rules)
        if rules.apply:
            counts, reasons = with_room(counts, reasons, england, rules)
        if rules.apply and pairs is not None:
            counts, reasons = on_one_geography(counts, reasons, pairs, rules)
    for area_type in types:
        panel = tables[f"panel_{area_type}"]
        told = protected_panel(panel, area_type, counts, england, tables, study)
        made[f"panel_{area_type}"] = enforce(told, panel_contract(area_type, study))
    accounts = protected_accounts(tables["row_accounts"], rules)
    accounts = accounts.astype({"rows": "Int64"})
    made["row_accounts"] = enforce(accounts, PROTECTED_ACCOUNTS)
    if "hes_quality_shares" in tables:
        made |= protected_quality(tables, rules)
    made["withheld"] = enforce(withheld_log(reasons, accounts), WITHHELD)
    return made


def with_room(
    counts: pd.DataFrame, reasons: pd.DataFrame, england: pd.DataFrame, rules: DisclosureRules
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return counts without those that England's total would narrow, with the reason.

    What the total of one type of area narrows, that of another does on the same ground.

    Parameters
    ----------
    counts, reasons
        ``areas.protected_by_area``.
    england
        ``england.england_activity``.
    rules
        Those of the study.
    """
    found = []
    for area_type in counts.index.unique("area_type"):
        own = counts.loc[area_type]
        totals, cells = england_totals(england, area_type, map(str, counts))
        found.append(without_room(own, totals, cells, rules))
    by_year = pd.concat(found).groupby("financial_year").any()
    tight = by_year.reindex(counts.index.get_level_values("financial_year")).to_numpy()
    tight = tight & counts.notna().to_numpy()
    return counts.mask(tight), reasons.mask(tight, NO_ROOM)


def protected_quality(tables: Tables, rules: DisclosureRules) -> dict[str, pd.DataFrame]:
    """Return the completeness of fields, and its breaks, as shares of protected counts.

    Parameters
    ----------
    tables
        ``hes_quality``, ``hes_quality_shares`` and ``hes_breaks``.
    rules
        Those of the study.
    """
    by_file = tables["hes_quality"].groupby(["financial_year", "file"])["records"].max()
    records = by_file.groupby("financial_year").sum()
    shares = protected_shares(tables["hes_quality_shares"], SHARES, records, rules)
    breaks = protected_shares(tables["hes_breaks"], BREAK_SHARES, records, rules)
    return {
        "hes_quality_shares": enforce(shares.round(dict.fromkeys(SHARES, 3)), HES_QUALITY_SHARES),
        "hes_breaks": enforce(breaks.round(dict.fromkeys(BREAK_SHARES, 3)), HES_BREAKS),
    }


def withheld_log(reasons: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Return how many cells were withheld by which rule, without their values or places.

    Parameters
    ----------
    reasons
        By area and year (rows) and count (columns); blank where published.
    accounts
        The protected row accounts.
    """
    rows = []
    by_year = reasons.groupby(level=["area_type", "financial_year"]) if len(reasons) else ()
    for (area_type, year), some in by_year:
        for item in some:
            for rule, number in some[some[item] != ""][item].value_counts().sort_index().items():
                rows.append(("areas", area_type, year, item, rule, len(some), int(number)))
    for stage, some in accounts.groupby("stage", sort=False):
        if number := int(some["rows"].isna().sum()):
            rows.append(("row_accounts", "", "", stage, SMALL, len(some), number))
    return pd.DataFrame(rows, columns=list(WITHHELD.columns))
