"""England's arrangements: by service, power and host, how complete, what makes them begin."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from pooledfunds.core.tables import rows_of
from pooledfunds.report.formats import text_of
from pooledfunds.report.views.arrangement_areas import areas_of_pools, body_names, by_region
from pooledfunds.report.views.effect_words import CONCLUSIONS, conclusion_of, effect_words
from pooledfunds.report.views.estimates import in_unit
from pooledfunds.report.views.partnerships import (
    POOL,
    ArrangementTables,
    listed,
    partnerships,
    words,
)
from pooledfunds.report.views.reasons import in_plain_words, labels_of
from pooledfunds.report.views.scorecards import scorecards_by_scheme
from pooledfunds.report.views.tables import table_view

# Tables without which there are no partnerships to tell of.
NEEDED = (
    "register_arrangements",
    "register_partners",
    "register_agreements",
    "memorandum_accounts",
    "partner_shares",
    "agreement_elements",
)
FIRST_SOURCE, NOTIFIED = "survey", "notification"


def arrangements_view(
    tables: Mapping[str, pd.DataFrame], study: Mapping, estimates: pd.DataFrame
) -> dict[str, Any]:
    """Return what the page of arrangements shows.

    Parameters
    ----------
    tables
        The panels, and where available those of ``NEEDED``.
    study
        Its settings.
    estimates
        ``catalogue.estimation.ESTIMATES``.

    Returns
    -------
    dict
        ``begins`` and ``pools``; with a register also ``areas``, ``england``, ``elements`` and how
        many pools are ``described``.
    """
    begins = starts_view(estimates, study)
    if any(name not in tables for name in NEEDED):
        return {"begins": begins, "pools": []}
    found = partnerships(
        ArrangementTables(
            arrangements=tables["register_arrangements"],
            partners=tables["register_partners"],
            agreements=tables["register_agreements"],
            accounts=tables["memorandum_accounts"],
            shares=tables["partner_shares"],
            names=body_names(tables, study),
        )
    )
    cards = scorecards_by_scheme(tables)
    found = [pool | {"scorecard": cards.get(pool["key"])} for pool in found]
    return {
        "begins": begins,
        "described": len(found),
        "england": england_view(tables),
        "elements": elements_view(tables["agreement_elements"]),
        "pools": by_region(found, tables, study),
        "areas": areas_of_pools(found, tables, study),
    }


def england_view(tables: Mapping[str, pd.DataFrame]) -> list[dict]:
    """Return tables of England's arrangements: by service, power, host and kind.

    Each source of evidence has a column: what two of them say of one arrangement is not added.

    Parameters
    ----------
    tables
        Those of ``NEEDED``.
    """
    every = tables["register_arrangements"].astype({"evidence_source": str})
    pools = every[every["arrangement_types"].str.contains(POOL)]
    partners = tables["register_partners"].astype({"evidence_source": str, "host": str})
    hosts = partners[partners["host"] == "yes"].drop_duplicates(["evidence_source", "scheme_id"])
    kinds = hosts.astype({"partner_kind": str}).set_index(["evidence_source", "scheme_id"])
    keys = pd.MultiIndex.from_frame(pools[["evidence_source", "scheme_id"]])
    host = kinds["partner_kind"].reindex(keys).fillna("not known").to_numpy(dtype=object)
    spent = tables["memorandum_accounts"].astype({"evidence_source": str})
    last = spent[spent["evidence_source"] == FIRST_SOURCE]
    year = last["financial_year"].max()
    money = last[last["financial_year"] == year].set_index("scheme_id")["expenditure_gbp"]
    of_survey = pools["evidence_source"] == FIRST_SOURCE
    amount = pools["scheme_id"].map(money).where(of_survey)
    pools = pools.assign(host=host, amount=amount / 1e6)
    views = []
    for column, name in (
        ("service_areas", "Pooled funds by service"),
        ("legal_powers", "Pooled funds by power"),
        ("host", "Pooled funds by host"),
    ):
        table = counts_by(pools, column).rename(columns={"amount": f"£m in {year}"})
        views.append(table_view(table) | {"name": name})
    kinds_of = counts_by(every.assign(amount=np.nan), "arrangement_types").drop(columns="amount")
    views.append(table_view(kinds_of) | {"name": "All arrangements by kind"})
    return views


def counts_by(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return how many arrangements each source names, by the words of a column, most first.

    Parameters
    ----------
    rows
        Arrangements, with ``amount``.
    column
        What they are counted by; several words in one cell stand together.
    """
    label = rows[column].astype(str).map(listed)
    label = label.str[:1].str.upper() + label.str[1:]
    by = rows.assign(label=label).groupby("label")
    table = pd.DataFrame(
        {
            "Survey": by["evidence_source"].apply(lambda s: int((s == FIRST_SOURCE).sum())),
            "Of these signed": rows.assign(label=label)[rows["evidence_source"] == FIRST_SOURCE]
            .groupby("label")["signed_agreement"]
            .apply(lambda s: int((s.astype(str) == "yes").sum())),
            "Notified": by["evidence_source"].apply(lambda s: int((s == NOTIFIED).sum())),
            # One that no account holds has no amount: it is not withheld.
            "amount": by["amount"].sum(min_count=1).astype(float).round(),
        }
    )
    table["Of these signed"] = table["Of these signed"].fillna(0).astype(int)
    table = table.sort_values(["Survey", "Notified"], ascending=False, kind="stable")
    return table.rename_axis(" ").reset_index()


def elements_view(elements: pd.DataFrame) -> list[dict]:
    """Return in how many agreements each element is there, the least often present first.

    Parameters
    ----------
    elements
        ``catalogue.arrangements.AGREEMENT_ELEMENTS``.
    """
    table = elements.sort_values(
        ["evidence_source", "share_present", "element"], na_position="last", kind="stable"
    )
    return [
        {
            "source": words(str(row.evidence_source)),
            "label": row.label,
            "lists": ", ".join(
                name
                for name, held in (
                    ("Table 1", row.in_table_1),
                    ("checklist", row.in_checklist),
                )
                if held
            ),
            "counts": [row.present, row.partly, row.absent, row.not_known],
            "share": "" if pd.isna(row.share_present) else f"{100 * row.share_present:.0f}",
        }
        for row in rows_of(table)
    ]


def starts_view(estimates: pd.DataFrame, study: Mapping) -> list[dict]:
    """Return what makes arrangements begin: the hazards that the study declares as primary.

    Parameters
    ----------
    estimates
        ``catalogue.estimation.ESTIMATES``.
    study
        ``specifications``, ``exposures`` and ``outcomes``.
    """
    declared = {
        name: entry
        for name, entry in study.get("specifications", {}).items()
        if entry.get("design") == "hazard" and not entry.get("sensitivity_of")
    }
    found, labels = [], labels_of(study)
    for row in estimates.to_dict("records"):
        entry = declared.get(str(row["specification"]).partition("/")[0])
        if entry is None:
            continue
        said = conclusion_of(row)
        known = np.isfinite(row["estimate"])
        least = row["minimum_detectable_effect"]
        found.append(
            {
                "specification": row["specification"],
                "label": study["exposures"][entry["exposure"]]["label"],
                "effect": effect_words(row, "") if known else "",
                "conclusion": CONCLUSIONS.get(
                    said, in_plain_words(text_of(row["conclusion"]), labels)
                ),
                "least": f"{in_unit(least, 'log'):.0f}%" if known and np.isfinite(least) else "",
                "rows": int(row["nobs"]),
                "areas": int(row["n_areas"]),
            }
        )
    return found
