"""Facts from PCT programme budgets: national spending, and what part of it is pooled."""

from __future__ import annotations

from functools import partial

from pooledfunds.claims.fact import DataUnavailableError, Fact, FactTables
from pooledfunds.studies.means_to_an_end.facts import pools

YEAR = "2007/08"
PROGRAMMES = {  # categories of the return
    "mental_health": ("5", "mental health disorders"),
    "learning_disability": ("6", "problems of learning disability"),
}
POOLS = ("pooled_fund_register", "pct_list", "programme_budgets")


def spending(evidence: FactTables, group: str) -> float:
    """Return what all PCTs spent on a programme in 2007/08, in billion pounds.

    Parameters
    ----------
    evidence
        The tables of the run.
    group
        A client group with a programme.
    """
    table = evidence.tables["programme_budgets"]
    chosen = table[(table["programme"] == PROGRAMMES[group][0]) & (table["financial_year"] == YEAR)]
    if chosen.empty:
        raise DataUnavailableError(f"no programme budgets of {YEAR}")
    return float(chosen["gbp_thousand"].sum()) / 1e6


def pooled_share(evidence: FactTables, group: str, with_councils: bool) -> float:
    """Return what pools spent, for all PCTs, as a share of PCTs' (and councils') spending.

    Parameters
    ----------
    evidence
        The tables of the run.
    group
        A client group with a programme.
    with_councils
        Whether councils' spending counts in the whole.
    """
    base = spending(evidence, group)
    if with_councils:
        base += evidence.amount("gross_current_expenditure", group, "total", YEAR) / 1e6
    return 100 * pools.spending(evidence, group, "all_pcts") / base


FACTS = [
    *[
        Fact(
            f"programme_budget/{group}",
            "GBP bn",
            YEAR,
            ("programme_budgets",),
            f"Programme {number}, {words}: sum of all PCTs, {YEAR}",
            partial(spending, group=group),
        )
        for group, (number, words) in PROGRAMMES.items()
    ],
    *[
        Fact(
            f"pooled_share/mental_health/{name}",
            "%",
            YEAR,
            sources,
            f"Pools for mental health, for all PCTs, over {words}, {YEAR}",
            partial(pooled_share, group="mental_health", with_councils=with_councils),
        )
        for name, words, sources, with_councils in (
            ("of_pcts", "PCTs' programme 5", POOLS, False),
            (
                "of_both",
                "PCTs' programme 5 and councils' gross current expenditure",
                (*POOLS, "pssex1"),
                True,
            ),
        )
    ],
]
