"""What the register of pools and councils' returns see of each other's money, council by council.

A host's return is grossed up: it spends the whole pool, and shows what the other partners put in as
income. So only partners' money in pools that the council hosts is held against its income from
joint arrangements; grants (sections 28A, 256) are held against its income from the NHS.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pooledfunds.catalogue import reconciliation as contract
from pooledfunds.catalogue.area_types import HUB
from pooledfunds.catalogue.arrangements import typed
from pooledfunds.catalogue.client_groups import SERVICES_OF_CHILDREN, SERVICES_OF_PSSEX1
from pooledfunds.linkage.pooling.money_once import ONE

CELL = ["cssr_code", "financial_year", "client_group", "money"]
# Which of PSSEX1's kinds of income shows which money.
INCOME = {"joint_arrangements": "pool", "nhs_income": "grant"}


def income_reconciliation(
    money: pd.DataFrame, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame:
    """Return each council's income from partners as the register and as PSSEX1 have it.

    Parameters
    ----------
    money
        From ``money_once``.
    tables
        ``bodies``, the register's tables, and ``joint_financing`` where PSSEX1 is available.
    study
        ``financial_years``, ``pools`` and ``joint_financing.present_from_gbp_thousand``.

    Returns
    -------
    DataFrame
        ``catalogue.reconciliation.INCOME_RECONCILIATION``; the rows of ``all_adults`` hold the
        others, and must not be added to them.
    """
    table = every_cell(tables["bodies"], list(study["financial_years"]))
    table = table.join(register_incomes(by_client_group(money)), on=CELL)
    table["pssex1_gbp"] = float("nan")
    if "joint_financing" in tables:
        shown = pssex1_incomes(tables["joint_financing"])
        table = table.drop(columns="pssex1_gbp").join(shown, on=CELL)
    amounts = ["arrangements", "without_amount", "elsewhere", "own_gbp", "own_elsewhere_gbp"]
    table = table.fillna(dict.fromkeys(amounts, 0))
    asked = answered(table, tables["register_responses"], study["pools"]["survey_years"])
    table["register"] = what_the_register_says(table, asked)
    silent = ~table["register"].isin(["stated", "none"])
    for name in ("register_gbp", "nhs_gbp"):
        table[name] = table[name].fillna(0).mask(silent)
    table["difference_gbp"] = table["pssex1_gbp"] - table["register_gbp"]
    least = 1000 * study["joint_financing"]["present_from_gbp_thousand"]
    settings = study["pools"]["reconciliation"]
    table["outcome"] = outcomes(table["register_gbp"], table["pssex1_gbp"], least, settings)
    return typed(table, contract.INCOME_RECONCILIATION)


def every_cell(bodies: pd.DataFrame, years: list[str]) -> pd.DataFrame:
    """Return a row for each council, year, client group and kind of money.

    Parameters
    ----------
    bodies
        ``catalogue.areas.BODIES``.
    years
        Financial years.
    """
    codes = bodies.loc[bodies["area_type"] == HUB, "area_code"].astype(str)
    groups = [*SERVICES_OF_PSSEX1, contract.ALL_ADULTS]
    cells = pd.MultiIndex.from_product([codes, years, groups, contract.MONEYS], names=CELL)
    return cells.to_frame(index=False)


def pssex1_incomes(joint: pd.DataFrame) -> pd.Series:
    """Return each council's income from partners by client group and of all adults, in pounds.

    A year whose form has one column for both kinds of income shows neither apart.

    Parameters
    ----------
    joint
        ``catalogue.pssex1.JOINT_FINANCING``.
    """
    words = {"client_group": str, "income": str, "financial_year": str}
    rows = joint.astype(words)[joint["income"].isin(list(INCOME))]
    rows = rows.assign(
        money=rows["income"].map(INCOME), pssex1_gbp=1000 * rows["gbp_thousand"].astype(float)
    )
    collected = rows.groupby(["financial_year", "money"])["pssex1_gbp"].transform("count") > 0
    apart = collected.groupby(rows["financial_year"]).transform("all").astype(bool)
    rows["pssex1_gbp"] = rows["pssex1_gbp"].where(apart)
    whole = rows.groupby(["cssr_code", "financial_year", "money"])["pssex1_gbp"]
    adults = whole.sum(min_count=1).reset_index().assign(client_group=contract.ALL_ADULTS)
    own = rows[rows["client_group"].isin(SERVICES_OF_PSSEX1)]
    return pd.concat([own, adults], ignore_index=True).set_index(CELL)["pssex1_gbp"]


def by_client_group(money: pd.DataFrame) -> pd.DataFrame:
    """Return money by client group of PSSEX1; that of adults a second time under ``all_adults``.

    Parameters
    ----------
    money
        From ``money_once``.
    """
    adults = money[~money["service_area"].isin(SERVICES_OF_CHILDREN)]
    own = adults[adults["service_area"].isin(SERVICES_OF_PSSEX1)]
    parts = [
        own.assign(client_group=own["service_area"]),
        adults.assign(client_group=contract.ALL_ADULTS),
    ]
    return pd.concat(parts, ignore_index=True)


def register_incomes(money: pd.DataFrame) -> pd.DataFrame:
    """Return by council, year, client group and money what the register has of its income.

    What several councils host or get together is shared equally.

    Parameters
    ----------
    money
        From :func:`by_client_group`.

    Returns
    -------
    DataFrame
        Indexed by ``CELL``: ``arrangements, without_amount, elsewhere, register_gbp, nhs_gbp,
        own_gbp, own_elsewhere_gbp``.
    """
    key = [*ONE, "client_group"]
    others = money[~money["host"]].assign(nhs=lambda rows: rows["gbp"].where(rows["side"] == "nhs"))
    put_in = others.groupby(key).agg(register_gbp=("gbp", "sum"), nhs_gbp=("nhs", "sum"))
    councils = money[money["area_type"] == HUB].rename(columns={"area_code": "cssr_code"})
    hosts = councils[councils["host"]].join(put_in, on=key)
    number = hosts.groupby(key)["cssr_code"].transform("size").astype(int)
    for name in ("register_gbp", "nhs_gbp"):
        hosts[name] = hosts[name].fillna(0).where(hosts["attributed"].astype(bool)) / number
    hosts["lacking"] = hosts["scheme_id"].where(~hosts["attributed"].astype(bool))
    # A grant is no pool: what a council pays beside it stays out.
    elsewhere = councils[~councils["host"] & (councils["money"] == "pool")]
    own = hosts[hosts["money"] == "pool"].groupby(CELL)["gbp"].sum().rename("own_gbp")
    sums = hosts.groupby(CELL).agg(
        arrangements=("scheme_id", "nunique"),
        without_amount=("lacking", "nunique"),
        register_gbp=("register_gbp", "sum"),
        nhs_gbp=("nhs_gbp", "sum"),
    )
    paid = elsewhere.groupby(CELL).agg(
        elsewhere=("scheme_id", "nunique"), own_elsewhere_gbp=("gbp", "sum")
    )
    return sums.join([own, paid], how="outer")


def answered(table: pd.DataFrame, responses: pd.DataFrame, survey_years: list[str]) -> pd.Series:
    """Return whether a council's answer covers the year, so that silence means none.

    Parameters
    ----------
    table
        Rows with ``cssr_code, financial_year``.
    responses
        ``register_responses``.
    survey_years
        Years of which an answer without a pool means no (decision 14).
    """
    heard = responses[responses["answered"] | responses["visited"]]
    codes = heard.loc[heard["area_type"] == HUB, "area_code"]
    return table["cssr_code"].isin(codes) & table["financial_year"].isin(survey_years)


def what_the_register_says(table: pd.DataFrame, asked: pd.Series) -> np.ndarray:
    """Return ``stated``, ``no_amount``, ``none`` or ``not_covered`` for each row.

    Parameters
    ----------
    table
        ``arrangements`` and ``without_amount``: how many there are, and how many of them have none.
    asked
        Whether silence means none, in the same order.
    """
    return np.select(
        [table["without_amount"] > 0, table["arrangements"] > 0, asked],
        ["no_amount", "stated", "none"],
        "not_covered",
    )


def outcomes(register: pd.Series, pssex1: pd.Series, least: float, settings: Mapping) -> np.ndarray:
    """Return what the comparison of two amounts gives (decision 110).

    Parameters
    ----------
    register, pssex1
        Pounds, in one order; missing where not known.
    least
        Pounds from which PSSEX1 counts: the allocation of overheads leaves less in the column.
    settings
        ``tolerance_gbp`` and ``tolerance_share``, of the greater amount: how far two amounts that
        agree may lie apart, whichever is more.

    Returns
    -------
    ndarray
        ``not_comparable`` where one is missing; ``neither``; ``agree`` within the tolerance;
        ``register_only`` and ``pssex1_only``; ``differ``.
    """
    room = settings["tolerance_share"] * np.maximum(register, pssex1)
    close = (pssex1 - register).abs() <= room.clip(lower=settings["tolerance_gbp"])
    in_register, in_pssex1 = register > 0, pssex1 >= least
    return np.select(
        [
            register.isna() | pssex1.isna(),
            ~in_register & ~in_pssex1,
            in_register & close,
            ~in_pssex1,
            ~in_register,
        ],
        ["not_comparable", "neither", "agree", "register_only", "pssex1_only"],
        "differ",
    )


def reconciled_councils(compared: pd.DataFrame) -> pd.DataFrame:
    """Return how many councils have each outcome, and the money of both sides.

    Parameters
    ----------
    compared
        From :func:`income_reconciliation`.
    """
    key = ["financial_year", "client_group", "money", "outcome"]
    totals = compared.groupby(key, observed=True).agg(
        councils=("cssr_code", "size"),
        register_gbp=("register_gbp", "sum"),
        pssex1_gbp=("pssex1_gbp", "sum"),
    )
    return typed(totals.reset_index(), contract.RECONCILED_COUNCILS)


def pool_money_by_host(money: pd.DataFrame) -> pd.DataFrame:
    """Return contributions to pools, each pound once, and where a council's return shows them.

    Parameters
    ----------
    money
        From ``money_once``.

    Returns
    -------
    DataFrame
        ``catalogue.reconciliation.POOL_MONEY_BY_HOST``.
    """
    pools = money[(money["money"] == "pool") & money["gbp"].notna()]
    hosts = money[money["host"]].drop_duplicates(ONE).set_index(ONE)["side"].rename("host_side")
    pools = pools.join(hosts, on=ONE).fillna({"host_side": "unknown"})
    pools = pools.rename(columns={"side": "partner_side"})
    pools["shown_as"] = shown_as(pools)
    key = ["financial_year", "service_area", "host_side", "partner_side", "shown_as"]
    totals = pools.groupby(key).agg(pools=("scheme_id", "nunique"), gbp=("gbp", "sum"))
    return typed(totals.reset_index(), contract.POOL_MONEY_BY_HOST)


def shown_as(pools: pd.DataFrame) -> np.ndarray:
    """Return where PSSEX1 shows each contribution: once, twice, or nowhere.

    Parameters
    ----------
    pools
        ``host, host_side, partner_side``.
    """
    hosted = pools["host_side"] == "council"
    paid = pools["partner_side"] == "council"
    unknown = (pools["host_side"] == "unknown") | (pools["partner_side"] == "unknown")
    return np.select(
        [unknown, pools["host"] & paid, hosted & paid, hosted, paid],
        [
            contract.NOT_KNOWN,
            contract.HOSTS_SPENDING,
            contract.TWICE,
            contract.HOSTS_INCOME,
            contract.PAYERS_SPENDING,
        ],
        contract.NOWHERE,
    )
