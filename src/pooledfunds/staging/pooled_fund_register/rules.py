"""Rules that a pooled fund must keep: partners, host, and money that adds up."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.core.errors import IssueList
from pooledfunds.core.financial_year import year_of
from pooledfunds.staging.layouts.checks import files_of, report_violations

SCHEME = ["evidence_source", "scheme_id"]
FUND = [*SCHEME, "financial_year"]
LEAST, MOST = 99.5, 100.5  # per cent: shares are printed rounded
NEAR_THOUSAND = (900, 1100)  # a ratio that means pounds against thousand pounds


def note_pools_without_partners(
    faults: IssueList, arrangements: pd.DataFrame, partners: pd.DataFrame
) -> None:
    """Note pooled funds that have fewer than two partners, or other than one host among them.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    arrangements
        Staged arrangements.
    partners
        Staged partners of arrangements.
    """
    counts = partners.groupby(SCHEME).agg(
        partners=("host", "size"), hosts=("host", lambda host: (host == "yes").sum())
    )
    pools = arrangements[arrangements["arrangement_types"].str.contains(r"\bpooled_fund\b")]
    pools = pools.join(counts, on=SCHEME).fillna({"partners": 0, "hosts": 0})
    for column, rule, breaks in (
        ("scheme_id", "a pooled fund has fewer than two partners", pools["partners"] < 2),
        ("scheme_id", "a pooled fund has no host among its partners", pools["hosts"] < 1),
        ("scheme_id", "a pooled fund has several hosts", pools["hosts"] > 1),
    ):
        report_violations(faults, pools, column, f"{rule} in {files_of(partners)}", breaks)


def note_strange_contributors(
    faults: IssueList, contributions: pd.DataFrame, partners: pd.DataFrame
) -> None:
    """Note contributions from a body that is no partner of the arrangement.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    contributions
        Staged contributions, GBP.
    partners
        Staged partners of arrangements.
    """
    written = [*SCHEME, "area_code", "area_name"]
    known = pd.MultiIndex.from_frame(partners[written])
    strange = ~pd.MultiIndex.from_frame(contributions[written]).isin(known)
    rule = f"the contributor is no partner of this arrangement in {files_of(partners)}"
    rule += ", as written there"
    report_violations(
        faults, contributions, "area_code", rule, pd.Series(strange, index=contributions.index)
    )


def note_years_outside(
    faults: IssueList, table: pd.DataFrame, arrangements: pd.DataFrame, column: str
) -> None:
    """Note money of a year in which the arrangement did not run.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    table
        Records as text or typed, with ``file`` and ``line``.
    arrangements
        Staged arrangements.
    column
        Name of the column.
    """
    runs = arrangements.drop_duplicates(SCHEME).set_index(SCHEME)
    runs = pd.DataFrame({"first": year_of(runs["start"]), "last": year_of(runs["end"])})
    dated = table.join(runs, on=SCHEME)
    year = dated["financial_year"]
    late = (dated["last"].fillna("") != "") & (year > dated["last"])
    outside = (year < dated["first"]) | late
    rule = f"a year before the arrangement starts or after it ends in {files_of(arrangements)}"
    report_violations(faults, table, column, rule, outside & (year != ""))


def note_money(
    faults: IssueList,
    arrangements: pd.DataFrame,
    partners: pd.DataFrame,
    contributions: pd.DataFrame,
    funds: pd.DataFrame,
    settings: Mapping,
) -> None:
    """Note money that does not add up, or that mixes pounds with thousand pounds (decision 11).

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    arrangements, partners, contributions, funds
        Staged tables; amounts in GBP.
    settings
        ``reconcile_gbp`` and ``reconcile_share``: how far contributions may lie from their fund,
        whichever is more; ``smallest_fund_gbp`` and ``largest_fund_gbp``: what a pooled fund can
        hold; ``largest_ratio_of_partners``.
    """
    note_mixed_partners(faults, contributions, settings["largest_ratio_of_partners"])
    note_shares(faults, contributions, partners)
    given = contributions.groupby(FUND).agg(total=("gbp", "sum"), given=("gbp", "count"))
    over = contributions.join(given, on=FUND)
    first = ~over.duplicated(FUND)
    everyone = partners.groupby(SCHEME).size().rename("all")
    fund = funds.join(given, on=FUND).join(everyone, on=SCHEME)
    ratio = fund["total"] / fund["fund_gbp"]
    thousand = near_thousand(ratio) | near_thousand(fund["expenditure_gbp"] / fund["fund_gbp"])
    rule = "a thousand times, or a thousandth of, other money of the fund: pounds mixed with £000 "
    rule += f"(contributions: {files_of(contributions)})"
    report_violations(faults, fund, "fund_gbp", rule, thousand)
    room = (settings["reconcile_share"] * fund["fund_gbp"]).clip(lower=settings["reconcile_gbp"])
    gap = fund["total"] - fund["fund_gbp"]
    off = (gap > room) | ((gap < -room) & (fund["given"] == fund["all"]))
    rule = f"the contributions of {files_of(contributions)} do not add up to the fund"
    report_violations(faults, fund, "fund_gbp", rule, off & ~thousand)
    note_sizes(faults, arrangements, over[first], "gbp", over.loc[first, "total"], settings)
    for column in ("fund_gbp", "expenditure_gbp"):
        note_sizes(faults, arrangements, funds, column, funds[column], settings)


def note_shares(faults: IssueList, contributions: pd.DataFrame, partners: pd.DataFrame) -> None:
    """Note shares of a fund above 100 per cent, or below it though every partner has one.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    contributions, partners
        Staged tables.
    """
    shares = contributions.groupby(FUND)["share_percent"].agg(["sum", "count"])
    table = contributions.join(shares, on=FUND)
    table = table.join(partners.groupby(SCHEME).size().rename("all"), on=SCHEME)
    first = ~table.duplicated(FUND)
    rule = "the partners' shares exceed 100 per cent"
    report_violations(faults, table, "share_percent", rule, first & (table["sum"] > MOST))
    below = first & (table["count"] == table["all"]) & (table["sum"] < LEAST)
    rule = "every partner's share is given, and they do not add up to 100 per cent"
    report_violations(faults, table, "share_percent", rule, below)


def near_thousand(ratio: pd.Series) -> pd.Series:
    """Return which ratios are about a thousand or a thousandth."""
    return ratio.between(*NEAR_THOUSAND) | (1 / ratio).between(*NEAR_THOUSAND)


def note_mixed_partners(faults: IssueList, contributions: pd.DataFrame, largest: float) -> None:
    """Note contributions so far below another partner's that they must be in thousand pounds.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    contributions
        Staged contributions, GBP.
    largest
        Greatest ratio of two partners' amounts.
    """
    most = contributions.groupby(FUND)["gbp"].transform("max")
    small = (contributions["gbp"] > 0) & (contributions["gbp"] * largest < most)
    rule = f"another partner's is over {largest:,} times it: pounds mixed with £000"
    report_violations(faults, contributions, "gbp", rule, small)


def note_sizes(
    faults: IssueList,
    arrangements: pd.DataFrame,
    table: pd.DataFrame,
    column: str,
    amounts: pd.Series,
    settings: Mapping,
) -> None:
    """Note pooled funds smaller or larger than any can be.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    arrangements
        Staged arrangements.
    table
        Records as text or typed, with ``file`` and ``line``.
    column
        Name of the column.
    amounts
        GBP, by row of `table`.
    settings
        See ``note_money``.
    """
    pools = arrangements[arrangements["arrangement_types"].str.contains(r"\bpooled_fund\b")]
    pooled = pd.MultiIndex.from_frame(table[SCHEME]).isin(pd.MultiIndex.from_frame(pools[SCHEME]))
    low, high = settings["smallest_fund_gbp"], settings["largest_fund_gbp"]
    small = pooled & (amounts > 0) & (amounts < low)
    rule = f"a pooled fund below £{low:,}: £000 in place of pounds"
    report_violations(faults, table, column, rule, small)
    rule = f"a pooled fund above £{high:,}"
    report_violations(faults, table, column, rule, pooled & (amounts > high))
