"""Facts from PAF D54: items of equipment delivered within seven working days."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pooledfunds.claims.fact import DataUnavailableError, Fact, FactTables, slug
from pooledfunds.studies.means_to_an_end.facts.published_statistics import RISES, rise_of

if TYPE_CHECKING:
    import pandas as pd

YEAR = "2007/08"
WEIGHTS = {
    "items": "items on time over all items, England",
    "councils": "mean of councils' shares of items on time",
}


def deliveries(evidence: FactTables, year: str) -> pd.DataFrame:
    """Return items on time and in all by council, for the councils that delivered any.

    Parameters
    ----------
    evidence
        The tables of the run.
    year
        Financial year.
    """
    table = evidence.tables["equipment_delivery"]
    chosen = table[(table["financial_year"] == year) & (table["items"] > 0)]
    if chosen.empty:
        raise DataUnavailableError(f"no deliveries of {year} were returned")
    return chosen.set_index("cssr_code")[["items_on_time", "items"]]


def share_on_time(evidence: FactTables, year: str, weight: str) -> float:
    """Return the share of items delivered on time, in per cent, by items or by councils.

    Parameters
    ----------
    evidence
        The tables of the run.
    year
        Financial year.
    weight
        A name of ``WEIGHTS``.
    """
    table = deliveries(evidence, year)
    if weight == "councils":
        return float(100 * (table["items_on_time"] / table["items"]).mean())
    return float(100 * table["items_on_time"].sum() / table["items"].sum())


def items(evidence: FactTables, which: str) -> float:
    """Return the items on time, or all items, of 2007/08 in millions.

    Parameters
    ----------
    evidence
        The tables of the run.
    which
        ``items_on_time`` or ``items``.
    """
    return float(deliveries(evidence, YEAR)[which].sum()) / 1e6


def rise(evidence: FactTables, since: str, kind: str) -> float:
    """Return by how much England's share on time rose to 2007/08.

    Parameters
    ----------
    evidence
        The tables of the run.
    since
        The year of comparison.
    kind
        A name of ``published_statistics.RISES``.
    """
    before, after = (share_on_time(evidence, year, "items") for year in (since, YEAR))
    return rise_of(before, after, kind)


def share_of_place(evidence: FactTables, council: str, year: str) -> float:
    """Return the share on time of a council that the report names, in per cent.

    Parameters
    ----------
    evidence
        The tables of the run.
    council
        Its name in the report.
    year
        Financial year.
    """
    code = evidence.council(council)
    table = deliveries(evidence, year)
    if code not in table.index:
        raise DataUnavailableError(f"{council} returned no deliveries of {year}")
    return float(100 * table["items_on_time"][code] / table["items"][code])


SOURCE = ("equipment_delivery",)
FACTS = [
    *[
        Fact(
            f"equipment/share_on_time/by_{weight}",
            "%",
            YEAR,
            SOURCE,
            f"PAF D54, {YEAR}: {words}",
            partial(share_on_time, year=YEAR, weight=weight),
        )
        for weight, words in WEIGHTS.items()
    ],
    *[
        Fact(
            f"equipment/{which}",
            "million items",
            YEAR,
            SOURCE,
            f"PAF D54, {YEAR}: {words}, England",
            partial(items, which=which),
        )
        for which, words in (("items_on_time", "items on time"), ("items", "all items"))
    ],
    *[
        Fact(
            f"equipment/rise/{slug(since)}/{kind}",
            unit,
            f"{since}-{YEAR}",
            SOURCE,
            f"PAF D54, share of items on time, England: {YEAR} {word} {since}",
            partial(rise, since=since, kind=kind),
        )
        for since in ("2006/07", "2003/04")
        for kind, (unit, word) in RISES.items()
    ],
    *[
        Fact(
            f"equipment/share_on_time/{council.lower()}/{slug(year)}",
            "%",
            year,
            (*SOURCE, "council_list"),
            f"PAF D54, {year}: items on time over all items, {council}",
            partial(share_of_place, council=council, year=year),
        )
        for council, year in (
            ("Torbay", YEAR),
            ("Herefordshire", YEAR),
            ("Herefordshire", "2008/09"),
        )
    ],
]
