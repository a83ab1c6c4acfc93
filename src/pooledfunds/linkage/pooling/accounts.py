"""The memorandum account of each pool and year, and each partner's share of it.

A pool is no entity: each partner accounts for its own share of income, expenditure, assets,
liabilities and cash, measured by the agreement (FRS 9; IAS 31), so that none is counted twice when
a host's books hold the whole. Fixed assets stay with the partner that bought them and are no part.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from pooledfunds.catalogue.arrangements import MEMORANDUM_ACCOUNTS, PARTNER_SHARES, typed
from pooledfunds.linkage.pooling.balance_rules import (
    BALANCE_RULES,
    Pounds,
    Settlement,
    Terms,
    uplifted,
    whole_pounds,
)
from pooledfunds.linkage.pooling.incomes import UPLIFT, Income, income_of
from pooledfunds.linkage.pooling.statements import is_pool, listed_once

SCHEME = ["evidence_source", "scheme_id"]
POOL_YEAR = [*SCHEME, "financial_year"]
# The tables of the register that accounts are made from.
REGISTERED = (
    "register_arrangements",
    "register_partners",
    "register_contributions",
    "register_funds",
)


class Opening(NamedTuple):
    """What a pool brings from the year before: by partner, and the risk reserve, pounds."""

    carried: Mapping[tuple[str, str], int]
    reserve: int
    contributions: Mapping[tuple[str, str], int]


NOTHING = Opening({}, 0, {})


def memorandum(
    register: Mapping[str, pd.DataFrame], settings: Mapping
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the accounts of the pools that have money, and the shares of their partners.

    Parameters
    ----------
    register
        Its staged tables by name.
    settings
        ``pools`` of the study: ``label``, and ``balance_rule``, the rule where a register states
        none (decision 100).

    Returns
    -------
    accounts, shares
        ``catalogue.arrangements.MEMORANDUM_ACCOUNTS`` and ``PARTNER_SHARES``.
    """
    accounts, shares = [], []
    for years in pools_with_money(register, settings["label"]):
        opening, last = NOTHING, ""
        for key, fund, partners in years:
            opening = opening if follows(key[2], last) else NOTHING
            account, share, opening = account_of_year(fund, partners, opening, settings)
            accounts.append(dict(zip(POOL_YEAR, key, strict=True)) | account)
            shares.append(pd.DataFrame(dict(zip(POOL_YEAR, key, strict=True)) | share))
            last = key[2]
    everyone = pd.concat(shares, ignore_index=True) if shares else pd.DataFrame()
    return typed(pd.DataFrame(accounts), MEMORANDUM_ACCOUNTS), typed(everyone, PARTNER_SHARES)


def follows(year: str, last: str) -> bool:
    """Return whether a financial year is the one after another.

    Parameters
    ----------
    year
        Financial year.
    last
        The other; blank where there is none.
    """
    return last != "" and int(year[:4]) == int(last[:4]) + 1


def pools_with_money(register: Mapping[str, pd.DataFrame], label: str) -> Iterator[list]:
    """Yield for each pool its years in order: key, row of the fund, columns of the partners.

    Parameters
    ----------
    register
        Its staged tables by name.
    label
        See ``linkage.pooling.statements.is_pool``.
    """
    words = ["evidence_source", "area_type", "host", "overspend_rule", "underspend_rule"]
    plain = {
        name: register[name].astype({word: str for word in words if word in register[name]})
        for name in REGISTERED
    }
    arrangements = plain["register_arrangements"]
    pools = arrangements.loc[is_pool(arrangements, label), SCHEME]
    body = ["area_type", "area_code"]
    partners = listed_once(plain["register_partners"])
    given = plain["register_contributions"]
    funds = plain["register_funds"].set_index(POOL_YEAR)
    keys = pd.concat([given[POOL_YEAR], funds.index.to_frame(index=False)]).drop_duplicates()
    keys = keys.merge(pools, on=SCHEME).sort_values(POOL_YEAR)
    rows = keys.merge(partners, on=SCHEME).merge(given, on=[*POOL_YEAR, *body], how="left")
    by_fund = funds.reindex(pd.MultiIndex.from_frame(keys)).to_dict("index")
    by_year = {
        key: {name: cells.to_numpy() for name, cells in table.items()}
        for key, table in rows.sort_values(body).groupby(POOL_YEAR)
    }
    for _, years in keys.groupby(SCHEME):
        named = [tuple(key) for key in years.to_numpy()]
        yield [(key, by_fund[key], by_year[key]) for key in named]


def account_of_year(
    fund: Mapping, partners: Mapping[str, np.ndarray], opening: Opening, settings: Mapping
) -> tuple[dict, dict, Opening]:
    """Return the account of one pool and year, its partners' shares, and what is taken on.

    Parameters
    ----------
    fund
        A row of ``register_funds``.
    partners
        The partners with their contributions of the year.
    opening
        What the year before left.
    settings
        See ``memorandum``.
    """
    income = income_of(partners, fund["fund_gbp"])
    given, bodies = income.contributions, income.bodies
    keys: list[tuple[str, str]] = list(zip(bodies["area_type"], bodies["area_code"], strict=True))
    brought = brought_forward(keys, opening, given)
    stated, spent = fund["reserve_gbp"], fund["expenditure_gbp"]
    reserve = opening.reserve if pd.isna(stated) else int(np.rint(stated))
    available = int(given.sum() + brought.sum())
    balance = 0 if pd.isna(spent) else available - int(np.rint(spent))
    rule, settled = settle(balance, income, fund, reserve, settings["balance_rule"])
    shares = shares_of(fund, income, brought, reserve, settled)
    account = {
        "basis": income.basis,
        "fund_gbp": fund["fund_gbp"],
        "contributions_gbp": int(given.sum()),
        "unreconciled_gbp": given.sum() - fund["fund_gbp"],
        "in_kind_gbp": total_of(bodies["in_kind_gbp"]),
        "brought_forward_gbp": int(brought.sum()),
        "expenditure_gbp": spent,
        "balance_gbp": np.nan if pd.isna(spent) else balance,
        "rule": rule,
        "charged_gbp": int(settled.charged.sum()),
        "carried_forward_gbp": int(settled.carried.sum()),
        "reserve_opening_gbp": reserve,
        "reserve_gbp": reserve + settled.reserve_change,
        "assets_gbp": fund["other_assets_gbp"],
        "liabilities_gbp": fund["liabilities_gbp"],
    }
    taken = dict(zip(keys, settled.carried.tolist(), strict=True))
    last = dict(zip(keys, given.tolist(), strict=True))
    shares = bodies | {"expected_gbp": expected(bodies, keys, opening)} | shares
    return account, shares, Opening(taken, reserve + settled.reserve_change, last)


def brought_forward(keys: list[tuple[str, str]], opening: Opening, contributions: Pounds) -> Pounds:
    """Return what each partner brings from the year before.

    What nobody could be named for then goes by this year's contributions.

    Parameters
    ----------
    keys
        Kind and code of each partner.
    opening
        What the year before left.
    contributions
        Pounds by partner.
    """
    own = np.array([opening.carried.get(key, 0) for key in keys], np.int64)
    return own + whole_pounds(sum(opening.carried.values()) - int(own.sum()), contributions)


def shares_of(
    fund: Mapping, income: Income, brought: Pounds, reserve: int, settled: Settlement
) -> dict[str, np.ndarray]:
    """Return each partner's share of the account: what it puts in, bears and holds.

    Parameters
    ----------
    fund
        A row of ``register_funds``.
    income
        The partners' contributions.
    brought
        Pounds by partner, from the year before.
    reserve
        The risk reserve before the balance, pounds.
    settled
        What became of the balance.
    """
    given = income.contributions
    change = whole_pounds(settled.reserve_change, given)
    held = whole_pounds(reserve + settled.reserve_change, given)
    spent = given + brought + settled.charged - settled.carried - change
    known = not pd.isna(fund["expenditure_gbp"])
    return {
        "contribution_gbp": given,
        "brought_forward_gbp": brought,
        "charged_gbp": settled.charged,
        "carried_forward_gbp": settled.carried,
        "expenditure_gbp": spent if known else np.full(len(given), np.nan),
        "reserve_gbp": held,
        "cash_gbp": settled.carried + held,
        "assets_gbp": shared(fund["other_assets_gbp"], given),
        "liabilities_gbp": shared(fund["liabilities_gbp"], given),
    }


def settle(
    balance: int, income: Income, fund: Mapping, reserve: int, usual: str
) -> tuple[str, Settlement]:
    """Return the rule that a balance falls under, none where there is no balance, and its outcome.

    Parameters
    ----------
    balance
        Income less expenditure, pounds.
    income
        The partners' contributions.
    fund
        A row of ``register_funds``.
    reserve
        The risk reserve before the balance, pounds.
    usual
        The rule where the register states none.
    """
    nought = np.zeros_like(income.contributions)
    if not balance:
        return "", Settlement(nought, nought)
    rule = fund["overspend_rule" if balance < 0 else "underspend_rule"]
    rule = rule if isinstance(rule, str) and rule in BALANCE_RULES else usual
    cap = 0.0 if pd.isna(fund["cap_percent"]) else float(fund["cap_percent"])
    terms = Terms(income.bodies["host"] == "yes", cap, reserve)
    return rule, BALANCE_RULES[rule](balance, income.contributions, terms)


def expected(
    bodies: Mapping[str, np.ndarray], keys: list[tuple[str, str]], opening: Opening
) -> np.ndarray:
    """Return what the uplift makes of last year's contributions; missing where neither is known.

    Parameters
    ----------
    bodies
        The uplift by partner, among other columns.
    keys
        Kind and code of each partner.
    opening
        What the year before left.
    """
    last = np.array([opening.contributions.get(key, np.nan) for key in keys], float)
    terms = np.column_stack([bodies[name] for name in UPLIFT]).astype(float)
    stated = ~np.isnan(terms).all(axis=1)
    values = [uplifted(base, *row) for base, row in zip(last, np.nan_to_num(terms), strict=True)]
    return np.where(stated, np.rint(np.array(values, float)), np.nan)


def total_of(amounts: np.ndarray) -> float:
    """Return the sum of the amounts that are known; missing where none is."""
    return float("nan") if np.isnan(amounts).all() else float(np.nansum(amounts))


def shared(amount: float, contributions: Pounds) -> np.ndarray:
    """Return an amount in proportion to contributions, whole pounds; missing if not known.

    Parameters
    ----------
    amount
        Pounds; may be missing.
    contributions
        Pounds by partner.
    """
    if pd.isna(amount):
        return np.full(len(contributions), np.nan)
    return whole_pounds(int(np.rint(amount)), contributions).astype(float)
