"""What a fact from the survey's answers is: which bodies it covers, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pooledfunds.claims.confidence_intervals import scaled, share_difference
from pooledfunds.claims.fact import DataUnavailableError, FactTables, Measured
from pooledfunds.core.vocabulary import SURVEY

if TYPE_CHECKING:
    import pandas as pd

YEAR = "2007/08"  # the year of the survey's money, and of its answers
# Arrangements by which money is joint under sections 75 and 256 and the powers before them;
# aligned budgets and joint posts are not.
JOINT_FINANCING = ("pooled_fund", "lead_commissioning", "integrated_provision", "grant")


def covered(evidence: FactTables, area_type: str) -> set[str]:
    """Return the bodies that answered the survey or were visited.

    Parameters
    ----------
    evidence
        The tables of the run.
    area_type
        ``pct`` or ``council``.
    """
    frame = evidence.tables["register_responses"]
    heard = (frame["answered"] | frame["visited"]) & (frame["area_type"] == area_type)
    return set(frame.loc[heard, "area_code"])


def share_covered(evidence: FactTables, area_type: str, base: str) -> float:
    """Return the share of bodies that are covered, of those asked or of all listed, per cent.

    Parameters
    ----------
    evidence
        The tables of the run.
    area_type
        ``pct`` or ``council``.
    base
        ``respondents``, or all bodies, those not covered as without.
    """
    if base == "asked":
        frame = evidence.tables["register_responses"]
        bodies = frame["asked"] & frame["area_type"].eq(area_type)
    else:
        bodies = evidence.tables["bodies"]["area_type"].eq(area_type)
    return 100 * len(covered(evidence, area_type)) / int(bodies.sum())


def number_covered(evidence: FactTables, area_type: str) -> float:
    """Return how many bodies the survey and the fieldwork cover.

    Parameters
    ----------
    evidence
        The tables of the run.
    area_type
        ``pct`` or ``council``.
    """
    return float(len(covered(evidence, area_type)))


def response_rate(evidence: FactTables, visited: bool) -> float:
    """Return the share of the asked that answered, or answered or were visited, in per cent.

    Parameters
    ----------
    evidence
        The tables of the run.
    visited
        Whether bodies that were visited count too.
    """
    frame = evidence.tables["register_responses"]
    heard = frame["answered"] | frame["visited"] if visited else frame["answered"]
    return float(100 * heard[frame["asked"]].mean())


def answers(evidence: FactTables, area_type: str, service: str) -> pd.Series:
    """Return by body the survey's yes, no or unknown on a service in 2007/08.

    Parameters
    ----------
    evidence
        The tables of the run.
    area_type
        ``pct`` or ``council``.
    service
        A service of the register.
    """
    statements = evidence.tables["pool_statements"]
    chosen = statements[
        (statements["evidence_source"] == "survey")
        & (statements["area_type"] == area_type)
        & (statements["service_area"] == service)
        & (statements["financial_year"] == YEAR)
    ]
    if chosen.empty:
        raise DataUnavailableError(f"the survey says nothing of {service}".replace("_", " "))
    return chosen.set_index("area_code")["pooled"].astype(str)


def of_base(statements: pd.Series, base: str) -> pd.Series:
    """Return whether each body of a base pools: respondents, or all with the others as no.

    Parameters
    ----------
    statements
        Yes, no or unknown by body.
    base
        ``respondents``, or all bodies, those not covered as without.
    """
    known = statements[statements != "unknown"] if base == "respondents" else statements
    return known == "yes"


def coterminous(evidence: FactTables, area_type: str) -> set[str]:
    """Return the bodies that share their boundaries one to one.

    Parameters
    ----------
    evidence
        The tables of the run.
    area_type
        ``pct`` or ``council``.
    """
    table = evidence.tables["coterminosity"]
    chosen = table["definition"].eq("one_to_one") & table["area_type"].eq(area_type)
    return set(table.loc[chosen & table["coterminous"], "area_code"])


def groups(evidence: FactTables, service: str, base: str) -> dict[bool, pd.Series]:
    """Return whether PCTs of a base pool a service, the co-terminous under True.

    Parameters
    ----------
    evidence
        The tables of the run.
    service
        A service of the register.
    base
        ``respondents``, or all bodies, those not covered as without.
    """
    pools = of_base(answers(evidence, "pct", service), base)
    shared = pools.index.isin(coterminous(evidence, "pct"))
    return {True: pools[shared], False: pools[~shared]}


def share_with_pool(evidence: FactTables, service: str, base: str) -> float:
    """Return the share of PCTs of a base that pool a service, in per cent.

    Parameters
    ----------
    evidence
        The tables of the run.
    service
        A service of the register.
    base
        ``respondents``, or all bodies, those not covered as without.
    """
    return float(100 * of_base(answers(evidence, "pct", service), base).mean())


def share_by_boundary(evidence: FactTables, service: str, base: str, shared: bool) -> float:
    """Return the share of co-terminous (or other) PCTs that pool a service, in per cent.

    Parameters
    ----------
    evidence
        The tables of the run.
    service
        A service of the register.
    base
        ``respondents``, or all bodies, those not covered as without.
    shared
        Whether PCTs that share boundaries are meant, or the others.
    """
    pools = groups(evidence, service, base)[shared]
    if pools.empty:
        raise DataUnavailableError("no PCT of the base is of that kind")
    return float(100 * pools.mean())


def boundary_difference(evidence: FactTables, service: str, base: str) -> Measured:
    """Return the share with a pool of PCTs that are not co-terminous less that of those that are.

    In percentage points, with the limits of the difference.

    Parameters
    ----------
    evidence
        The tables of the run.
    service
        A service of the register.
    base
        ``respondents``, or all bodies, those not covered as without.
    """
    pools = groups(evidence, service, base)
    sides = pools[False], pools[True]
    yes = int(sides[0].sum()), int(sides[1].sum())
    bodies = len(sides[0]), len(sides[1])
    return scaled(share_difference(yes, bodies), 100)


def share_with_joint_financing(evidence: FactTables, service: str, base: str) -> float:
    """Return the share of PCTs with a joint financing arrangement for a service, in per cent.

    What a review of the accounts found goes before what the arrangement is called. PCTs that
    were not covered count under the base ``all_pcts`` only, as without.

    Parameters
    ----------
    evidence
        The tables of the run.
    service
        A service of the register.
    base
        ``respondents``, or all bodies, those not covered as without.
    """
    table = evidence.tables["register_arrangements"].astype({"evidence_source": str})
    reviewed = table["confirmed_on_review"].astype(str)
    kind = table["arrangement_types"].where(reviewed == "not_reviewed", reviewed)
    joint = kind.str.split("; ").map(lambda kinds: bool(set(kinds) & set(JOINT_FINANCING)))
    serves = table["service_areas"].str.split("; ").map(lambda areas: service in areas)
    chosen = table[joint & serves & table["evidence_source"].isin(SURVEY)]
    key = ["evidence_source", "scheme_id"]
    partners = evidence.tables["register_partners"].astype({"evidence_source": str})
    partners = partners[partners["area_type"] == "pct"].merge(chosen[key], on=key)
    heard = covered(evidence, "pct")
    with_it = heard & set(partners["area_code"])
    pcts = evidence.tables["bodies"]["area_type"].eq("pct").sum()
    return 100 * len(with_it) / (len(heard) if base == "respondents" else int(pcts))


def in_no_pool(evidence: FactTables, area_type: str) -> set[str]:
    """Return the covered bodies of which the survey says no for every service.

    Parameters
    ----------
    evidence
        The tables of the run.
    area_type
        ``pct`` or ``council``.
    """
    statements = evidence.tables["pool_statements"]
    own = statements["evidence_source"].eq("survey") & statements["area_type"].eq(area_type)
    chosen = statements[own & statements["financial_year"].eq(YEAR)]
    none = chosen["pooled"].eq("no").groupby(chosen["area_code"]).all()
    return covered(evidence, area_type) & set(none[none].index)


def number_in_no_pool(evidence: FactTables, area_type: str) -> float:
    """Return how many covered bodies are in no pool.

    Parameters
    ----------
    evidence
        The tables of the run.
    area_type
        ``pct`` or ``council``.
    """
    return float(len(in_no_pool(evidence, area_type)))


def coterminous_in_no_pool(evidence: FactTables) -> float:
    """Return how many covered PCTs and councils in no pool share their boundaries."""
    return float(
        sum(
            len(in_no_pool(evidence, kind) & coterminous(evidence, kind))
            for kind in ("pct", "council")
        )
    )
