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


def covered(evidence: FactTables, body_type: str) -> set[str]:
    """Return the bodies that answered the survey or were visited."""
    frame = evidence.tables["register_responses"]
    heard = (frame["answered"] | frame["visited"]) & (frame["body_type"] == body_type)
    return set(frame.loc[heard, "body_code"])


def share_covered(evidence: FactTables, body_type: str, base: str) -> float:
    """Return the share of bodies that are covered, of those asked or of all listed, per cent."""
    if base == "asked":
        frame = evidence.tables["register_responses"]
        bodies = frame["asked"] & frame["body_type"].eq(body_type)
    else:
        bodies = evidence.tables["bodies"]["body_type"].eq(body_type)
    return 100 * len(covered(evidence, body_type)) / int(bodies.sum())


def number_covered(evidence: FactTables, body_type: str) -> float:
    """Return how many bodies the survey and the fieldwork cover."""
    return float(len(covered(evidence, body_type)))


def response_rate(evidence: FactTables, visited: bool) -> float:
    """Return the share of the asked that answered, or answered or were visited, in per cent."""
    frame = evidence.tables["register_responses"]
    heard = frame["answered"] | frame["visited"] if visited else frame["answered"]
    return float(100 * heard[frame["asked"]].mean())


def answers(evidence: FactTables, body_type: str, service: str) -> pd.Series:
    """Return by body the survey's yes, no or unknown on a service in 2007/08."""
    said = evidence.tables["pool_statements"]
    chosen = said[
        (said["evidence_source"] == "survey")
        & (said["body_type"] == body_type)
        & (said["service_area"] == service)
        & (said["financial_year"] == YEAR)
    ]
    if chosen.empty:
        raise DataUnavailableError(f"the survey says nothing of {service}".replace("_", " "))
    return chosen.set_index("body_code")["pooled"].astype(str)


def of_base(said: pd.Series, base: str) -> pd.Series:
    """Return whether each body of a base pools: respondents, or all with the others as no."""
    known = said[said != "unknown"] if base == "respondents" else said
    return known == "yes"


def coterminous(evidence: FactTables, body_type: str) -> set[str]:
    """Return the bodies that share their boundaries one to one."""
    table = evidence.tables["coterminosity"]
    chosen = table["definition"].eq("one_to_one") & table["body_type"].eq(body_type)
    return set(table.loc[chosen & table["coterminous"], "body_code"])


def groups(evidence: FactTables, service: str, base: str) -> dict[bool, pd.Series]:
    """Return whether PCTs of a base pool a service, the co-terminous under True."""
    pools = of_base(answers(evidence, "pct", service), base)
    shared = pools.index.isin(coterminous(evidence, "pct"))
    return {True: pools[shared], False: pools[~shared]}


def share_with_pool(evidence: FactTables, service: str, base: str) -> float:
    """Return the share of PCTs of a base that pool a service, in per cent."""
    return float(100 * of_base(answers(evidence, "pct", service), base).mean())


def share_by_boundary(evidence: FactTables, service: str, base: str, shared: bool) -> float:
    """Return the share of co-terminous (or other) PCTs that pool a service, in per cent."""
    pools = groups(evidence, service, base)[shared]
    if pools.empty:
        raise DataUnavailableError("no PCT of the base is of that kind")
    return float(100 * pools.mean())


def boundary_difference(evidence: FactTables, service: str, base: str) -> Measured:
    """Return the share with a pool of PCTs that are not co-terminous less that of those that are.

    In percentage points, with the limits of the difference.
    """
    pools = groups(evidence, service, base)
    sides = pools[False], pools[True]
    yes, bodies = (tuple(int(f(side)) for side in sides) for f in (sum, len))
    return scaled(share_difference(yes, bodies), 100)


def share_with_joint_financing(evidence: FactTables, service: str, base: str) -> float:
    """Return the share of PCTs with a joint financing arrangement for a service, in per cent.

    What a review of the accounts found stands before what the arrangement is called. PCTs that
    were not covered count under the base ``all_pcts`` only, as without.
    """
    table = evidence.tables["register_arrangements"].astype({"evidence_source": str})
    reviewed = table["confirmed_on_review"].astype(str)
    kind = table["arrangement_types"].where(reviewed == "not_reviewed", reviewed)
    joint = kind.str.split("; ").map(lambda kinds: bool(set(kinds) & set(JOINT_FINANCING)))
    serves = table["service_areas"].str.split("; ").map(lambda areas: service in areas)
    chosen = table[joint & serves & table["evidence_source"].isin(SURVEY)]
    key = ["evidence_source", "scheme_id"]
    partners = evidence.tables["register_partners"].astype({"evidence_source": str})
    partners = partners[partners["body_type"] == "pct"].merge(chosen[key], on=key)
    heard = covered(evidence, "pct")
    with_it = heard & set(partners["body_code"])
    pcts = evidence.tables["bodies"]["body_type"].eq("pct").sum()
    return 100 * len(with_it) / (len(heard) if base == "respondents" else int(pcts))


def in_no_pool(evidence: FactTables, body_type: str) -> set[str]:
    """Return the covered bodies of which the survey says no for every service."""
    said = evidence.tables["pool_statements"]
    own = said["evidence_source"].eq("survey") & said["body_type"].eq(body_type)
    chosen = said[own & said["financial_year"].eq(YEAR)]
    none = chosen["pooled"].eq("no").groupby(chosen["body_code"]).all()
    return covered(evidence, body_type) & set(none[none].index)


def number_in_no_pool(evidence: FactTables, body_type: str) -> float:
    """Return how many covered bodies are in no pool."""
    return float(len(in_no_pool(evidence, body_type)))


def coterminous_in_no_pool(evidence: FactTables) -> float:
    """Return how many covered PCTs and councils in no pool share their boundaries."""
    return float(
        sum(
            len(in_no_pool(evidence, kind) & coterminous(evidence, kind))
            for kind in ("pct", "council")
        )
    )


def agreement(evidence: FactTables, survey_says: tuple[str, ...]) -> float:
    """Return how many PCTs have a mental health pool in the WCC data and what the survey says."""
    table = evidence.tables["pool_statements"]
    wcc = table["evidence_source"].eq("wcc") & table["service_area"].eq("mental_health")
    wcc &= table["body_type"].eq("pct") & table["financial_year"].eq("2006/07")
    pooled = table.loc[wcc & table["pooled"].eq("yes"), "body_code"]
    said = answers(evidence, "pct", "mental_health").reindex(pooled, fill_value="unknown")
    return float(said.isin(survey_says).sum())


def share_in_wcc(evidence: FactTables) -> float:
    """Return the share of PCTs with a mental health pool in the WCC data, in per cent."""
    table = evidence.tables["wcc_statements"]
    chosen = table["body_type"].eq("pct") & table["service_area"].eq("mental_health")
    yes = chosen & table["pooled"].eq("yes") & table["financial_year"].eq("2006/07")
    pcts = evidence.tables["bodies"]["body_type"].eq("pct").sum()
    return 100 * int(yes.sum()) / int(pcts)
