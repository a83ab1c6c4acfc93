"""The money of pools and grants, each pound once: who hosts, who puts it in, for which service."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.catalogue.client_groups import SERVICES_OF_CHILDREN
from pooledfunds.core.cells import split_list
from pooledfunds.core.row_accounts import row_account
from pooledfunds.linkage.pooling.incomes import IN_PART, NOT_KNOWN
from pooledfunds.linkage.pooling.statements import is_pool, listed_once, pool_years, running_years

SCHEME = ["evidence_source", "scheme_id"]
AREA = ["area_type", "area_code"]
YEAR = [*SCHEME, "financial_year"]
ONE = ["scheme_id", "service_area", "financial_year", "money"]  # an arrangement, service and year
TO_THE_NHS = {"s28BB", "s76"}  # a council's payment to the NHS is no income of a council
SIDES = {"council": "council", "nhs": "nhs", "public": "other", "private": "other"}


def money_once(
    register: Mapping[str, pd.DataFrame],
    accounts: tuple[pd.DataFrame, pd.DataFrame],
    years: list[str],
    settings: Mapping,
) -> pd.DataFrame:
    """Return what each partner puts into each pool or grant, by service and year, each pound once.

    Of several sources that describe one arrangement, the first that attributes its money counts.

    Parameters
    ----------
    register
        Its staged tables by name.
    accounts
        ``memorandum_accounts`` and ``partner_shares``.
    years
        Financial years.
    settings
        ``pools`` of the study: ``label``, and ``reconciliation.sources``, evidence sources in their
        order.

    Returns
    -------
    DataFrame
        ``evidence_source, scheme_id, service_area, financial_year, money`` (``pool`` or ``grant``),
        ``area_type, area_code, side, host`` (of a grant: whether the body gets it), ``gbp`` and
        ``attributed``, whether every partner's money is known.
    """
    sources = list(settings["reconciliation"]["sources"])
    pools = pool_money(register, accounts, pool_years(register, years, settings["label"]))
    both = pd.concat([pools, grant_money(register, years, settings["label"])], ignore_index=True)
    both = both[both["evidence_source"].isin(sources)]
    place = both["evidence_source"].map({source: n for n, source in enumerate(sources)})
    rank = place + len(sources) * ~both["attributed"].astype(bool)
    least = rank.groupby([both["scheme_id"], both["financial_year"]]).transform("min")
    return both[rank == least].sort_values([*ONE, *AREA], ignore_index=True)


def pool_money(
    register: Mapping[str, pd.DataFrame],
    accounts: tuple[pd.DataFrame, pd.DataFrame],
    running: pd.DataFrame,
) -> pd.DataFrame:
    """Return the money of pools by partner, service and year, as their accounts attribute it.

    Parameters
    ----------
    register, accounts
        See :func:`money_once`.
    running
        ``linkage.pooling.statements.pool_years``.
    """
    account, shares = (table.astype({"evidence_source": str}) for table in accounts)
    given = shares.astype({"area_type": str})[[*YEAR, *AREA, "contribution_gbp"]]
    rows = by_partner(register, running).merge(given, on=[*YEAR, *AREA], how="left")
    schemes = rows.drop_duplicates([*YEAR, "service_area"])
    nobody = given[given["area_type"] == NOT_KNOWN]
    nobody = nobody.merge(schemes[[*YEAR, "service_area", "services"]], on=YEAR)
    rows = pd.concat([rows, nobody.assign(side="unknown", host=False)], ignore_index=True)
    known = account.set_index(YEAR)["basis"].astype(str) != IN_PART
    attributed = known.reindex(pd.MultiIndex.from_frame(rows[YEAR]), fill_value=False)
    gbp = rows["contribution_gbp"] / rows["services"]
    rows = rows.assign(money="pool", gbp=gbp, attributed=attributed.to_numpy())
    return rows.drop(columns=["contribution_gbp", "services"])


def grant_money(register: Mapping[str, pd.DataFrame], years: list[str], label: str) -> pd.DataFrame:
    """Return the money of grants by partner, service and year; ``host``: the councils that get it.

    Parameters
    ----------
    register
        Its staged tables by name.
    years
        Financial years.
    label
        See ``linkage.pooling.statements.is_pool``.
    """
    table = register["register_arrangements"]
    grants = table[is_grant(table) & ~is_pool(table, label)]
    paid = set(grants.loc[grants["legal_powers"].map(to_the_nhs), "scheme_id"])
    running = running_years(register, grants, years)
    rows = by_partner(register, running[running["pooled"] == "yes"])
    given = register["register_contributions"].astype({"evidence_source": str, "area_type": str})
    rows = rows.merge(given[[*YEAR, *AREA, "gbp"]], on=[*YEAR, *AREA], how="left")
    gets = (rows["area_type"] == "council") & ~rows["scheme_id"].isin(paid)
    missing = (rows["side"] == "nhs") & rows["gbp"].isna()
    lacking = missing.groupby([rows[name] for name in YEAR]).transform("any").astype(bool)
    gbp = rows["gbp"] / rows["services"]
    rows = rows.assign(money="grant", gbp=gbp, host=gets, attributed=~lacking)
    return rows.drop(columns="services")


def by_partner(register: Mapping[str, pd.DataFrame], running: pd.DataFrame) -> pd.DataFrame:
    """Return every partner, listed or not, of arrangements by service and year.

    Parameters
    ----------
    register
        Its staged tables by name.
    running
        ``linkage.pooling.statements.running_years``; a year in which one may run is left out.
    """
    one = [*YEAR, "service_area", "services"]
    schemes = running.loc[running["pooled"] == "yes", one].drop_duplicates()
    schemes = schemes.astype({"services": int})
    partners = register["register_partners"].astype(
        {"evidence_source": str, "area_type": str, "host": str}
    )
    partners = partners.assign(
        side=partners["side"].map(SIDES).fillna("unknown"), host=partners["host"] == "yes"
    )
    once = listed_once(partners)
    return schemes.merge(once[[*SCHEME, *AREA, "side", "host"]], on=SCHEME)


def is_grant(arrangements: pd.DataFrame) -> pd.Series:
    """Return which arrangements are a grant between NHS and council."""
    return arrangements["arrangement_types"].map(lambda text: "grant" in split_list(text))


def to_the_nhs(powers: str) -> bool:
    """Return whether the powers of a grant are only those of a payment to the NHS."""
    return set(split_list(powers)) <= TO_THE_NHS


def contributions_account(tables: Mapping[str, pd.DataFrame], study: Mapping) -> pd.DataFrame:
    """Return what became of the register's contributions in the reconciliation.

    Parameters
    ----------
    tables
        The register's staged tables, ``memorandum_accounts`` and ``partner_shares``.
    study
        ``pools`` and ``financial_years``.
    """
    years, settings = list(study["financial_years"]), study["pools"]
    accounts = tables["memorandum_accounts"], tables["partner_shares"]
    money = money_once(tables, accounts, years, settings)
    given = tables["register_contributions"].astype({"evidence_source": str})
    table = tables["register_arrangements"].astype({"evidence_source": str})
    compared = table[is_pool(table, settings["label"]) | is_grant(table)]
    adults = money[~money["service_area"].isin(SERVICES_OF_CHILDREN)]
    fates = {
        "of a source that is not compared": ~given["evidence_source"].isin(
            settings["reconciliation"]["sources"]
        ),
        "of a year outside the study": ~given["financial_year"].isin(years),
        "of neither pool nor grant": ~found(given, compared, SCHEME),
        "of a pool or grant of which another source counts": ~found(given, money, YEAR),
        "of services for children alone": ~found(given, adults, YEAR),
    }
    left = pd.Series(data=True, index=given.index)
    counts = {}
    for reason, applies in fates.items():
        counts[reason] = int((left & applies).sum())
        left &= ~applies
    return row_account(
        "income_reconciliation", "register_contributions", len(given), int(left.sum()), counts
    )


def found(table: pd.DataFrame, among: pd.DataFrame, key: list[str]) -> pd.Series:
    """Return which rows of a table have their key among those of another."""
    there = pd.MultiIndex.from_frame(table[key].astype(str)).isin(
        pd.MultiIndex.from_frame(among[key].astype(str))
    )
    return pd.Series(there, index=table.index)
