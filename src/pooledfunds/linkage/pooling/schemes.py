"""The pools themselves: one row per pool, service and year, with host, partners and money."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.core.financial_year import year_of
from pooledfunds.linkage.pooling.statements import is_pool

SCHEME = ["evidence_source", "scheme_id"]
COLUMNS = [
    *SCHEME, "service_area", "services", "financial_year", "legal_powers", "first_year",
    "host_kind", "partner_kinds", "signed_agreement", "gbp",
]  # fmt: skip


def pool_list(register: Mapping[str, pd.DataFrame], label: str) -> pd.DataFrame:
    """Return each pool, service and year for which money is stated.

    Parameters
    ----------
    register
        Its staged tables by name.
    label
        ``as_reported`` or ``as_reviewed``: see ``linkage.pooling.statements.is_pool``.

    Returns
    -------
    DataFrame
        ``catalogue.pooled_fund_register.POOL_LIST``. ``gbp`` is expenditure, else the fund, else
        the sum of
        contributions; it belongs to the whole pool, and ``services`` says over how many services
        it goes. A pool without stated money has one row with a blank year.
    """
    table = register["register_arrangements"]
    pools = table[is_pool(table, label)].drop(columns="legal_powers")
    pools = pools.rename(columns={"legal_powers_at_end": "legal_powers"}).astype(
        {"evidence_source": str}
    )
    pools = pools.assign(
        service_area=pools["service_areas"].str.split("; "),
        services=pools["service_areas"].str.count(";") + 1,
        first_year=year_of(pools["start"]),
    )
    pools = pools.merge(kinds_of_partners(register["register_partners"]), on=SCHEME, how="left")
    pools = pools.merge(money_by_year(register), on=SCHEME, how="left").explode("service_area")
    blanks = dict.fromkeys(["financial_year", "host_kind", "partner_kinds"], "")
    pools = pools.fillna(blanks)[COLUMNS].sort_values(COLUMNS[:5], ignore_index=True)
    words = dict.fromkeys(["evidence_source", "service_area", "signed_agreement"], "category")
    return pools.astype({**words, "services": int, "gbp": float})


def kinds_of_partners(partners: pd.DataFrame) -> pd.DataFrame:
    """Return the kind of the host and the kinds of all partners of each arrangement."""
    table = partners.astype({"evidence_source": str, "partner_kind": str})
    hosts = table[table["host"] == "yes"].groupby(SCHEME)["partner_kind"]
    every = table.groupby(SCHEME)["partner_kind"]
    return pd.DataFrame(
        {
            "host_kind": hosts.agg(lambda kinds: "; ".join(sorted(set(kinds)))),
            "partner_kinds": every.agg(lambda kinds: "; ".join(sorted(set(kinds)))),
        }
    ).reset_index()


def money_by_year(register: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return expenditure, else fund, else contributions, of each arrangement and year."""
    key = [*SCHEME, "financial_year"]
    contributions, funds = (
        register[name].astype({"evidence_source": str})
        for name in ("register_contributions", "register_funds")
    )
    given = contributions.groupby(key)["gbp"].sum(min_count=1)
    stated = funds.set_index(key)
    both = stated.reindex(stated.index.union(given.index))
    gbp = both["expenditure_gbp"].fillna(both["fund_gbp"]).fillna(given)
    return gbp.rename("gbp").reset_index()


def register_in_words(register: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return what a register holds, a line for each evidence source and one for the answers."""
    arrangements = register["register_arrangements"]
    lines = []
    for source, rows in arrangements.groupby("evidence_source", observed=True):
        services = rows["service_areas"].str.split("; ").explode().value_counts()
        unmatched = (register["register_unmatched"]["evidence_source"] == source).sum()
        lines.append(
            f"{source}: {len(rows):,} arrangements, {is_pool(rows, 'as_reported').sum():,} called "
            f"a pooled fund, {is_pool(rows, 'as_reviewed').sum():,} after review; "
            f"{unmatched:,} partners fit no listed body"
        )
        lines.append("  " + ", ".join(f"{name} {count:,}" for name, count in services.items()))
    for kind, rows in register["register_responses"].groupby("area_type", observed=True):
        lines.append(
            f"{kind}: {rows['asked'].sum():,} asked, {rows['answered'].sum():,} answered, "
            f"{rows['visited'].sum():,} visited, "
            f"{(rows['answered'] | rows['visited']).sum():,} covered"
        )
    differ = register["register_disagreements"]["scheme_id"].nunique()
    return [*lines, f"arrangements that sources describe differently: {differ:,}"]
