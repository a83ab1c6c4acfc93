"""Scorecards of partnerships, outcome checklists of areas, and money that two returns see."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.catalogue.scorecards import unit_words
from pooledfunds.core.tables import rows_of
from pooledfunds.report.formats import NOTHING, shown, text_of
from pooledfunds.report.views.partnerships import SCHEME, words

WHOLE = "all"  # every domain together, and every client group of adults
STATES = {
    "improved": "better than in {base_year}",
    "unchanged": "as in {base_year}",
    "worse": "worse than in {base_year}",
    "one_year": "one year only",
    "not_known": "the return does not give this area",
    "no_return": "no national return measures it",
}
OUTCOMES = {
    "agree": "the two agree",
    "differ": "the two differ",
    "register_only": "the return shows none",
    "pssex1_only": "the register has none",
    "neither": "neither has any",
    "not_comparable": "the two cannot be compared",
}


def amount_words(value: float, unit: str) -> str:
    """Return a value with its unit, or a dash where it is not known.

    Parameters
    ----------
    value
        A number, or missing.
    unit
        Of the value.
    """
    return NOTHING if pd.isna(value) else f"{shown(value)} {unit_words(unit)}".strip()


def scorecards_by_scheme(
    tables: Mapping[str, pd.DataFrame],
) -> dict[tuple[str, str], dict]:
    """Return each partnership's scorecard of its last quarter, with its score over the quarters.

    Parameters
    ----------
    tables
        ``scorecards`` and ``scorecard_domains``, where available.
    """
    if not {"scorecards", "scorecard_domains"} <= tables.keys():
        return {}
    domains = dict(list(tables["scorecard_domains"].groupby(SCHEME, observed=True)))
    return {
        (str(key[0]), str(key[1])): scorecard(rows, domains[key])
        for key, rows in tables["scorecards"].groupby(SCHEME, observed=True)
    }


def scorecard(rows: pd.DataFrame, domains: pd.DataFrame) -> dict:
    """Return one partnership's scorecard.

    Parameters
    ----------
    rows
        Of ``scorecards``.
    domains
        Of ``scorecard_domains``.
    """
    last = rows["quarter"].max()
    now = domains[domains["quarter"] == last].astype({"domain": str}).set_index("domain")
    whole = domains[domains["domain"].astype(str) == WHOLE].sort_values("quarter")
    parts = []
    for domain, mine in rows[rows["quarter"] == last].groupby("domain", observed=True):
        parts.append(
            {
                "name": words(str(domain)),
                "rating": words(str(now.loc[str(domain), "rating"])),
                "score": amount_words(now.loc[str(domain), "score_percent"], "%"),
                "rows": [
                    {
                        "indicator": words(str(row.indicator)),
                        "unit": unit_words(str(row.unit)),
                        "value": amount_words(row.value, ""),
                        "target": f"{amount_words(row.target, '')} or {row.direction}",
                        "forecast": amount_words(row.forecast, ""),
                        "rating": words(str(row.rating)),
                    }
                    for row in rows_of(mine)
                ],
            }
        )
    return {
        "quarter": last,
        "rating": words(str(now.loc[WHOLE, "rating"])),
        "score": amount_words(now.loc[WHOLE, "score_percent"], "%"),
        "domains": parts,
        "course": "; ".join(
            f"{row.quarter}: {amount_words(row.score_percent, '%')}" for row in rows_of(whole)
        ),
    }


def checklists(tables: Mapping[str, pd.DataFrame]) -> dict[tuple[str, str], list[dict]]:
    """Return the checklist of outcomes of each area in words: item by item, unknown ones by why.

    Parameters
    ----------
    tables
        ``outcome_checklist``, where available.
    """
    if "outcome_checklist" not in tables:
        return {}
    known: dict[tuple[str, str], list[dict]] = {}
    unknown: dict[tuple[str, str], dict[str, list[str]]] = {}
    for row in rows_of(tables["outcome_checklist"]):
        state = STATES.get(str(row.state), words(str(row.state)))
        said = state.format(base_year=text_of(row.base_year))
        key = (str(row.area_type), str(row.area_code))
        items = known.setdefault(key, [])
        if pd.isna(row.value):
            unknown.setdefault(key, {}).setdefault(said, []).append(row.label)
        else:
            said = (
                f"{amount_words(row.value, row.unit)} in {row.financial_year}, {said}; "
                f"median of all areas {amount_words(row.england_value, '')}"
            )
            items.append({"label": row.label, "words": said})
    for key, by_reason in unknown.items():
        known[key] += [{"label": "; ".join(by_reason[why]), "words": why} for why in by_reason]
    return known


def money_beside_return(tables: Mapping[str, pd.DataFrame]) -> dict[tuple[str, str], list[str]]:
    """Return what the register of pools and each council's return say of one money, in words.

    Of the last year, all adult services together.

    Parameters
    ----------
    tables
        ``income_reconciliation``, where available.
    """
    found: dict[tuple[str, str], list[str]] = {}
    table = tables.get("income_reconciliation")
    if table is None or table.empty:
        return found
    last = table["financial_year"].max()
    chosen = table[(table["financial_year"] == last) & (table["client_group"] == "all_adults")]
    kinds = {"pool": "Others’ money in the pools that it hosts", "grant": "Grants of the NHS to it"}
    for row in rows_of(chosen):
        sides = (
            f"register £{amount_words(row.register_gbp, '')}",
            f"return £{amount_words(row.pssex1_gbp, '')}",
        )
        outcome = OUTCOMES.get(str(row.outcome), words(str(row.outcome)))
        said = f"{kinds.get(str(row.money), words(str(row.money)))}, {row.financial_year}: "
        amounts = ", ".join(sides) + ": " if str(row.outcome) in ("agree", "differ") else ""
        found.setdefault(("council", str(row.cssr_code)), []).append(f"{said}{amounts}{outcome}")
    return found
