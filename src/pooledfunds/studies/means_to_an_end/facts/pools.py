"""What a fact from the register's pools is: how many, their money, who hosts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pooledfunds.claims.fact import DataUnavailableError, FactTables
from pooledfunds.core.vocabulary import SURVEY
from pooledfunds.studies.means_to_an_end.facts.respondents import YEAR, covered

if TYPE_CHECKING:
    import pandas as pd

NHS_HOSTS = ("pct", "care_trust", "mental_health_trust")
GBP_BN, GBP_M = 1e9, 1e6


def of_service(evidence: FactTables, service: str) -> pd.DataFrame:
    """Return the pools of a service, a row for each year of their money.

    Parameters
    ----------
    evidence
        The tables of the run.
    service
        A service of the register.

    Raises
    ------
    DataUnavailableError
        When the survey has none.
    """
    pools = evidence.survey_pools
    pools = pools[pools["service_area"] == service]
    if pools.empty:
        raise DataUnavailableError(f"the survey has no pool for {service}".replace("_", " "))
    return pools


def number_of_pools(evidence: FactTables, service: str) -> float:
    """Return how many pools the survey has for a service.

    Parameters
    ----------
    evidence
        The tables of the run.
    service
        A service of the register.
    """
    return float(of_service(evidence, service)["scheme_id"].nunique())


def money(evidence: FactTables, service: str) -> pd.Series:
    """Return what each pool of a service spent in 2007/08, in pounds.

    Parameters
    ----------
    evidence
        The tables of the run.
    service
        A service of the register.

    Raises
    ------
    DataUnavailableError
        When no pool's money of that year is stated.
    """
    pools = of_service(evidence, service)
    spent = pools.loc[pools["financial_year"] == YEAR, "gbp"].dropna()
    if spent.empty:
        what = f"the money of no pool for {service} in {YEAR} is stated"
        raise DataUnavailableError(what.replace("_", " "))
    return spent


def smallest_pool(evidence: FactTables, service: str) -> float:
    """Return the least expenditure of a pool for a service, in million pounds.

    Parameters
    ----------
    evidence
        The tables of the run.
    service
        A service of the register.
    """
    return float(money(evidence, service).min()) / GBP_M


def largest_pool(evidence: FactTables, service: str) -> float:
    """Return the greatest expenditure of a pool for a service, in million pounds.

    Parameters
    ----------
    evidence
        The tables of the run.
    service
        A service of the register.
    """
    return float(money(evidence, service).max()) / GBP_M


def extrapolation(evidence: FactTables, base: str) -> float:
    """Return the factor from what respondents pool to a base: all PCTs over those covered.

    Parameters
    ----------
    evidence
        The tables of the run.
    base
        ``respondents``: as reported; ``all_pcts``: extrapolated.
    """
    if base == "respondents":
        return 1.0
    pcts = evidence.tables["bodies"]["area_type"].eq("pct").sum()
    return float(pcts / len(covered(evidence, "pct")))


def spending(evidence: FactTables, service: str, base: str) -> float:
    """Return what pools for a service spent in 2007/08, in billion pounds.

    Parameters
    ----------
    evidence
        The tables of the run.
    service
        A service of the register.
    base
        ``respondents``: as reported; ``all_pcts``: extrapolated.
    """
    spent = money(evidence, service).sum()
    return float(spent) / GBP_BN * extrapolation(evidence, base)


def section_75_spending(evidence: FactTables, base: str, unknown_power: bool) -> float:
    """Return what pools under section 75 spent in 2007/08, in billion pounds.

    Parameters
    ----------
    evidence
        The tables of the run.
    base
        ``respondents``: as reported; ``all_pcts``: extrapolated.
    unknown_power
        Whether pools whose legal power the survey does not know are counted with them.
    """
    pools = evidence.survey_pools
    pools = pools[pools["financial_year"] == YEAR]
    power = pools["legal_powers"]
    counted = power.str.contains(r"\bs75\b")
    if unknown_power:
        counted |= power.isin(["", "unknown"])
    return float(pools.loc[counted, "gbp"].sum()) / GBP_BN * extrapolation(evidence, base)


def hosted_by(evidence: FactTables, service: str, kinds: tuple[str, ...]) -> float:
    """Return the share of a service's pools that some kinds of partner host, in per cent.

    Pools whose host is not known are left out of both sides.

    Parameters
    ----------
    evidence
        The tables of the run.
    service
        A service of the register.
    kinds
        Kinds of the host.
    """
    hosts = of_service(evidence, service).drop_duplicates("scheme_id")["host_kind"]
    hosts = hosts[hosts != ""]
    if hosts.empty:
        raise DataUnavailableError(f"no host of a pool for {service} is known".replace("_", " "))
    return float(100 * hosts.str.split("; ").map(lambda kind: set(kind) <= set(kinds)).mean())


def mental_health_trusts(evidence: FactTables) -> float:
    """Return how many mental health trusts are partners in one pool or more."""
    key = ["evidence_source", "scheme_id"]
    pools = evidence.survey_pools[key].drop_duplicates()
    partners = evidence.tables["register_partners"].astype(
        {"evidence_source": str, "partner_kind": str}
    )
    partners = partners[partners["partner_kind"] == "mental_health_trust"].merge(pools, on=key)
    return float(partners["area_code"].nunique())


def without_signed_agreement(evidence: FactTables, area_type: str) -> float:
    """Return the share of covered bodies with a pool that has no signed agreement, in per cent.

    Parameters
    ----------
    evidence
        The tables of the run.
    area_type
        ``pct`` or ``council``.

    Raises
    ------
    DataUnavailableError
        When no body of the type is covered.
    """
    heard = covered(evidence, area_type)
    if not heard:
        raise DataUnavailableError("the survey covers no body of this type")
    table = evidence.tables["register_arrangements"].astype({"evidence_source": str})
    unsigned = table[
        table["arrangement_types"].str.contains(r"\bpooled_fund\b")
        & table["evidence_source"].isin(SURVEY)
        & (table["signed_agreement"] == "no")
    ]
    key = ["evidence_source", "scheme_id"]
    partners = evidence.tables["register_partners"].astype({"evidence_source": str})
    partners = partners[partners["area_type"] == area_type].merge(unsigned[key], on=key)
    return 100 * len(heard & set(partners["area_code"])) / len(heard)


def lead(evidence: FactTables, named: tuple[str, ...], measure: str) -> float:
    """Return by how much the least of the named services exceeds the largest other.

    Parameters
    ----------
    evidence
        The tables of the run.
    named
        The services that lead.
    measure
        ``pools``, or ``gbp``: expenditure of the year, in million pounds.
    """
    pools = evidence.survey_pools
    if measure == "pools":
        sizes = pools.groupby("service_area")["scheme_id"].nunique()
    else:
        sizes = pools[pools["financial_year"] == YEAR].groupby("service_area")["gbp"].sum() / GBP_M
    others = sizes.drop(list(named), errors="ignore")
    largest = others.max() if len(others) else 0
    return float(sizes.reindex(list(named), fill_value=0).min() - largest)


def fund_of(evidence: FactTables, councils: tuple[str, ...], service: str, year: str) -> float:
    """Return what pools of named councils spent on a service in a year, in million pounds.

    Parameters
    ----------
    evidence
        The tables of the run.
    councils
        Their names in the report.
    service
        A service of the register.
    year
        Financial year.

    Raises
    ------
    DataUnavailableError
        When a council is not in the list, or no such pool's money is stated.
    """
    codes = {evidence.council(name) for name in councils}
    partners = evidence.tables["register_partners"]
    theirs = partners["area_type"].eq("council") & partners["area_code"].isin(codes)
    pools = of_service(evidence, service)
    own = pools["scheme_id"].isin(partners.loc[theirs, "scheme_id"])
    spent = pools.loc[own & pools["financial_year"].eq(year), "gbp"].dropna()
    if spent.empty:
        raise DataUnavailableError(f"no money of such a pool of {' and '.join(councils)} in {year}")
    return float(spent.sum()) / GBP_M
