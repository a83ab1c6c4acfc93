"""Each partnership as a board reads it: who, under which power, its agreement, its account."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pooledfunds.report.formats import NOTHING, joined, slug, text_of

SCHEME = ["evidence_source", "scheme_id"]
POOL = r"\bpooled_fund\b"
STATES = {
    "present": "Present",
    "partly": "Partly there",
    "absent": "Absent",
    "not_known": "Not known",
}
SOURCES = {
    "survey": "Survey of auditors",
    "fieldwork": "Fieldwork",
    "notification": "Register of notified arrangements",
}
# Lines of a memorandum account: words, the column of a partner's share, that of the whole.
LINES = (
    ("Contribution as planned", "planned_gbp", ""),
    ("Contribution", "contribution_gbp", "contributions_gbp"),
    ("Brought forward", "brought_forward_gbp", "brought_forward_gbp"),
    ("Charged at the year-end (returned: −)", "charged_gbp", "charged_gbp"),
    ("Carried forward", "carried_forward_gbp", "carried_forward_gbp"),
    ("Risk reserve at the end", "reserve_gbp", "reserve_gbp"),
    ("Expenditure, and each partner’s share", "expenditure_gbp", "expenditure_gbp"),
    ("Assets but cash", "assets_gbp", "assets_gbp"),
    ("Liabilities", "liabilities_gbp", "liabilities_gbp"),
)
ALWAYS = ("contribution_gbp", "expenditure_gbp")


@dataclass(frozen=True)
class ArrangementTables:
    """What the returns say of the arrangements.

    Parameters
    ----------
    arrangements, partners, agreements
        ``register_arrangements``, ``register_partners`` and ``register_agreements``.
    accounts, shares
        ``memorandum_accounts`` and ``partner_shares``.
    names
        By type of area and code, the name of each listed body.
    """

    arrangements: pd.DataFrame
    partners: pd.DataFrame
    agreements: pd.DataFrame
    accounts: pd.DataFrame
    shares: pd.DataFrame
    names: Mapping[tuple[str, str], str]


def words(code: str) -> str:
    """Return a word of a code list as it reads in a sentence; a section of an Act by its number."""
    if code[:1] == "s" and code[1:2].isdigit():
        return f"section {code[1:]}"
    return "PCT" if code == "pct" else code.replace("_", " ")


def listed(codes: str) -> str:
    """Return the words of several codes, which semicolons separate."""
    return joined([words(code) for code in codes.split("; ") if code])


def pounds(value: float) -> str:
    """Return an amount in whole pounds, or a dash where it is not known."""
    return NOTHING if pd.isna(value) else f"{value:,.0f}".replace("-", "−")


def partnerships(tables: ArrangementTables) -> list[dict]:
    """Return every pooled fund, by place and service, with its record and its accounts.

    Parameters
    ----------
    tables
        What the returns say of the arrangements.
    """
    pools = tables.arrangements[tables.arrangements["arrangement_types"].str.contains(POOL)]
    parts = {
        name: dict(list(table.astype({"evidence_source": str}).groupby(SCHEME, sort=False)))
        for name, table in (
            ("partners", tables.partners),
            ("agreements", tables.agreements),
            ("accounts", tables.accounts),
            ("shares", tables.shares),
        )
    }
    found = []
    for row in pools.astype({"evidence_source": str}).to_dict("records"):
        key = (row["evidence_source"], row["scheme_id"])
        own = {name: tables_of.get(key) for name, tables_of in parts.items()}
        found.append(partnership(row, own, tables.names))
    return sorted(found, key=lambda one: (one["title"], one["id"]))


def partnership(
    row: Mapping, own: Mapping[str, pd.DataFrame | None], names: Mapping[tuple[str, str], str]
) -> dict:
    """Return one pooled fund.

    Parameters
    ----------
    row
        Of ``register_arrangements``.
    own
        Its rows of ``partners``, ``agreements``, ``accounts`` and ``shares``, where it has any.
    names
        Names of listed bodies.
    """
    partners = partners_of(own["partners"], names)
    services = listed(row["service_areas"])
    place = joined([one["name"] for one in partners if one["area_type"] == "council"])
    place = place or joined([one["name"] for one in partners[:1]])
    return {
        "id": pool_id(row["evidence_source"], row["scheme_id"]),
        "title": f"{place or 'Partners not named'}: {services}",
        "areas": sorted({(one["area_type"], one["code"]) for one in partners}),
        "source": SOURCES.get(row["evidence_source"], row["evidence_source"]),
        "scheme": row["scheme_id"],
        "services": services,
        "kind": listed(row["arrangement_types"]),
        "powers": listed(row["legal_powers"]),
        "time": time_of(row),
        "partners": partners,
        "host": joined([one["name"] for one in partners if one["host"] == "yes"]),
        "signed": words(text_of(row["signed_agreement"])),
        "review": words(text_of(row["confirmed_on_review"])),
        "record": record_of(own["agreements"]),
        "accounts": accounts_of(own["accounts"], own["shares"], partners),
    }


def pool_id(source: str, scheme: str) -> str:
    """Return the place of a pooled fund on the page.

    Parameters
    ----------
    source, scheme
        ``evidence_source`` and ``scheme_id`` of the arrangement.
    """
    return slug(f"{source} {scheme}")


def time_of(row: Mapping) -> str:
    """Return from when to when an arrangement runs, in words."""
    start, end = row["start"], row["end"]
    begun = "start not known" if pd.isna(start) else f"from {start:%-d %B %Y}"
    return begun if pd.isna(end) else f"{begun} to {end:%-d %B %Y}"


def partners_of(
    rows: pd.DataFrame | None, names: Mapping[tuple[str, str], str]
) -> list[dict[str, str]]:
    """Return the partners of an arrangement once each, the host first.

    Parameters
    ----------
    rows
        Of ``register_partners``, or nothing.
    names
        Names of listed bodies.
    """
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in [] if rows is None else rows.to_dict("records"):
        key = (str(row["area_type"]), text_of(row["area_code"]) or text_of(row["as_written"]))
        found[key] = {
            "area_type": key[0],
            "code": key[1],
            "name": names.get(key, text_of(row["as_written"]) or key[1]),
            "kind": words(str(row["partner_kind"])),
            "host": str(row["host"]),
        }
    return sorted(found.values(), key=lambda one: (one["host"] != "yes", one["name"]))


def record_of(rows: pd.DataFrame | None) -> dict | None:
    """Return the elements of an agreement by what became of them; nothing without a record.

    Parameters
    ----------
    rows
        Of ``register_agreements``, or nothing.
    """
    if rows is None:
        return None
    groups = []
    for state, label in STATES.items():
        mine = rows[rows["state"].astype(str) == state]
        items = [
            text_of(row["label"]) + (f" ({row['reference']})" if text_of(row["reference"]) else "")
            for row in mine.to_dict("records")
        ]
        groups.append({"state": state, "label": label, "count": len(items), "items": items})
    return {"elements": len(rows), "groups": groups}


def accounts_of(
    accounts: pd.DataFrame | None, shares: pd.DataFrame | None, partners: list[dict[str, str]]
) -> list[dict]:
    """Return the memorandum account of each year: a line an amount, a column a partner.

    Parameters
    ----------
    accounts, shares
        Rows of the tables of these names, or nothing.
    partners
        From ``partners_of``.
    """
    if accounts is None or shares is None:
        return []
    names = {(one["area_type"], one["code"]): one["name"] for one in partners}
    found = []
    for whole in accounts.sort_values("financial_year").to_dict("records"):
        mine = shares[shares["financial_year"] == whole["financial_year"]].to_dict("records")
        heads = [
            names.get((str(one["area_type"]), one["area_code"]), words(str(one["area_code"])))
            + (" (host)" if str(one["host"]) == "yes" else "")
            for one in mine
        ]
        found.append(
            {
                "year": whole["financial_year"],
                "basis": str(whole["basis"]),
                "rule": words(text_of(whole["rule"])),
                "balance": balance_words(whole["balance_gbp"]),
                "partners": heads,
                "lines": lines_of(whole, mine),
            }
        )
    return found


def balance_words(balance: float) -> str:
    """Return in words what is over or left at the year-end."""
    if pd.isna(balance):
        return "The expenditure is not known, and so no balance"
    if balance == 0:
        return "Nothing was over or left"
    what = "left" if balance > 0 else "overspent"
    return f"£{abs(balance):,.0f} was {what}"


def lines_of(whole: Mapping, mine: list[dict]) -> list[dict]:
    """Return the lines of an account: words, each partner's amount, and the whole.

    A line in which nothing stands is left out, but for contributions and expenditure.

    Parameters
    ----------
    whole
        A row of ``memorandum_accounts``.
    mine
        Rows of ``partner_shares``.
    """
    lines = []
    for label, column, of_whole in LINES:
        amounts = [one[column] for one in mine]
        total = whole[of_whole] if of_whole else pd.Series(amounts, dtype=float).sum(min_count=1)
        said = any(pd.notna(one) and one != 0 for one in (*amounts, total))
        if said or column in ALWAYS:
            cells = [pounds(one) for one in amounts]
            lines.append({"label": label, "cells": cells, "total": pounds(total)})
    return lines
