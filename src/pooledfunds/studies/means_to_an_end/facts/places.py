"""Facts from the lists of bodies and the populations: who there is, who shares boundaries."""

from __future__ import annotations

from functools import partial
from typing import Any

from pooledfunds.claims.fact import Fact, FactTables, slug

DEFINITIONS = {
    "one_to_one": "one PCT and one council cover the same area",
    "whole_councils": "the PCT covers one or more whole councils and no part of another",
}
# The places of case studies 1, 2 and 4, by their names in the list of councils.
PLACES = {
    "herefordshire": "Herefordshire",
    "bath_and_north_east_somerset": "Bath and Somerset",
    "westminster": "Westminster",
}
YEARS = ("2006/07", "2007/08", "2008/09")  # the report gives no year

# Which care trusts are counted: all, of a kind, or established in a year.
CARE_TRUSTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("all", "", {}),
    ("pct_based", ": grown from a PCT", {"kind": "PCT-based"}),
    ("trust_based", ": grown from a mental health trust", {"kind": "mental-health-based"}),
    *(
        (f"of_{year}", f": established in {year}", {"year": year})
        for year in (2002, 2003, 2005, 2006, 2007)
    ),
)


def coterminous_pcts(evidence: FactTables, definition: str) -> float:
    """Return the number of PCTs that are co-terminous under a definition.

    Parameters
    ----------
    evidence
        The tables of the run.
    definition
        A name of ``DEFINITIONS``.
    """
    table = evidence.tables["coterminosity"]
    chosen = table[(table["area_type"] == "pct") & (table["definition"] == definition)]
    return float(chosen["coterminous"].sum())


def bodies_of(evidence: FactTables, area_type: str) -> float:
    """Return the number of bodies of a type in their list.

    Parameters
    ----------
    evidence
        The tables of the run.
    area_type
        Type of area.
    """
    return float((evidence.tables["bodies"]["area_type"] == area_type).sum())


def care_trusts_among_pcts(evidence: FactTables) -> float:
    """Return the number of care trusts in the list of PCTs."""
    return float((evidence.tables["bodies"]["area_class"] == "Care trust").sum())


def care_trusts(evidence: FactTables, kind: str = "", year: int = 0) -> float:
    """Return the number of care trusts, of a kind or established in a year where one is given.

    Parameters
    ----------
    evidence
        The tables of the run.
    kind
        Kind of care trust; every kind where it is left out.
    year
        Year of establishment; every year where it is left out.
    """
    table = evidence.tables["care_trusts"]
    of_kind = table["kind"].eq(kind) if kind else table["kind"].notna()
    return float((of_kind & (table["established"].eq(year) if year else True)).sum())


def councils_in_frame(evidence: FactTables) -> float:
    """Return the number of councils of the size that the study is about (decision 5)."""
    panel = evidence.tables["panel_council"]
    return float(panel.groupby("area_code")["in_frame"].all().sum())


def pcts(evidence: FactTables) -> float:
    """Return the number of PCTs."""
    return bodies_of(evidence, "pct")


def councils(evidence: FactTables) -> float:
    """Return the number of councils with adult social services responsibilities."""
    return bodies_of(evidence, "council")


def population(evidence: FactTables, place: str, year: str) -> float:
    """Return the population of a named council.

    Parameters
    ----------
    evidence
        The tables of the run.
    place
        A name of ``PLACES``.
    year
        Financial year.
    """
    return evidence.persons(PLACES[place], "all ages", year)


def share_65_plus(evidence: FactTables, place: str, year: str) -> float:
    """Return the share of a named council's people who are 65 and over, in per cent.

    Parameters
    ----------
    evidence
        The tables of the run.
    place
        A name of ``PLACES``.
    year
        Financial year.
    """
    old = evidence.persons(PLACES[place], "65 and over", year)
    return 100 * old / population(evidence, place, year)


def populations() -> list[Fact]:
    """Return the populations of the places that the report describes."""
    sources = ("council_list", "council_population")
    people = [
        Fact(
            f"population/{place}/{slug(year)}",
            "persons",
            year,
            sources,
            f"Population of {name}, mid-{year[:4]}, as revised after the 2011 census",
            partial(population, place=place, year=year),
        )
        for place, name in PLACES.items()
        for year in YEARS
    ]
    return people + [
        Fact(
            f"share_65_plus/herefordshire/{slug(year)}",
            "%",
            year,
            sources,
            f"Share of Herefordshire's people aged 65 and over, mid-{year[:4]}",
            partial(share_65_plus, place="herefordshire", year=year),
        )
        for year in YEARS
    ]


FACTS = [
    *[
        Fact(
            f"coterminous_pcts/{definition}",
            "count",
            "2008/09",
            ("pct_list", "pct_council_pairs"),
            f"PCTs that are co-terminous: {words}",
            partial(coterminous_pcts, definition=definition),
        )
        for definition, words in DEFINITIONS.items()
    ],
    Fact(
        "care_trusts_among_pcts",
        "count",
        "2008/09",
        ("pct_list",),
        "Care trusts in the list of PCTs: those that are modelled on PCTs",
        care_trusts_among_pcts,
    ),
    *[
        Fact(
            f"care_trusts/{name}",
            "count",
            "2009",
            ("care_trusts",),
            f"Care trusts in their list{words}",
            partial(care_trusts, **chosen),
        )
        for name, words, chosen in CARE_TRUSTS
    ],
    *populations(),
]
