"""What the agreements of the invented pools say of money: rules of balances, reserves, uplifts."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

# What a scheme does with an underspend, and with an overspend; a reserve takes both.
UNDERSPEND = {"in_proportion": 0.45, "carry_forward": 0.25, "risk_reserve": 0.15,
              "host_bears": 0.15}  # fmt: skip
OVERSPEND = {"in_proportion": 0.45, "host_bears": 0.25, "capped": 0.2, "carry_forward": 0.1}
CAPS = ("1", "5")  # per cent of a partner's contribution
RESERVE, ASSETS, LIABILITIES = (0.0, 0.03), (0.0, 0.002), (0.0, 0.02)  # of a fund
OFF_PLAN = 0.01  # standard deviation of what is given against what was planned
STAFF, SHARE_OF_STAFF = 0.3, (0.01, 0.05)  # how many lend staff, and its worth of what they give
INFLATION = (2.0, 2.5, 2.7, 3.0)  # per cent, of each partner its own
SCHEME = ["evidence_source", "scheme_id"]


def with_terms(
    rng: np.random.Generator, register: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """Return the register with what agreements say of money; what was there stays as it was.

    Parameters
    ----------
    rng
        Of this theme's own.
    register
        The tables from ``write.declare_register``.
    """
    funds = terms_of_funds(rng, register["funds"])
    given = terms_of_contributions(rng, register["contributions"])
    return dict(register) | {"funds": funds, "contributions": given}


def terms_of_funds(rng: np.random.Generator, funds: pd.DataFrame) -> pd.DataFrame:
    """Return the funds with their rules, reserve, other assets and liabilities."""
    schemes = funds[SCHEME].drop_duplicates(ignore_index=True)
    number = len(schemes)
    under = rng.choice(list(UNDERSPEND), number, p=list(UNDERSPEND.values()))
    over = rng.choice(list(OVERSPEND), number, p=list(OVERSPEND.values()))
    over = np.where(under == "risk_reserve", "risk_reserve", over)
    cap = np.where(over == "capped", rng.choice(CAPS, number), "")
    schemes = schemes.assign(underspend_rule=under, overspend_rule=over, cap_percent=cap)
    schemes["share"] = rng.uniform(*RESERVE, number)
    table = funds.merge(schemes, on=SCHEME, how="left", validate="many_to_one")
    order = table.sort_values([*SCHEME, "financial_year"])
    left = order["fund_gbp"] - order["expenditure_gbp"]
    before = left.groupby([order[name] for name in SCHEME]).cumsum() - left
    first = order.groupby(SCHEME)["fund_gbp"].transform("first")
    # An overspend beyond the reserve is charged to the partners, and leaves none.
    reserve = (np.rint(first * order.pop("share")) + before).clip(lower=0).astype(int)
    held = reserve.where(order["underspend_rule"] == "risk_reserve", "")
    table = table.drop(columns="share").assign(reserve_gbp=held)
    for name, (low, high) in (("other_assets_gbp", ASSETS), ("liabilities_gbp", LIABILITIES)):
        share = rng.uniform(low, high, len(table))
        table[name] = np.rint(table["fund_gbp"] * share).astype(int)
    return table


def terms_of_contributions(rng: np.random.Generator, given: pd.DataFrame) -> pd.DataFrame:
    """Return the contributions with their plan, the staff lent beside them, and the uplift."""
    number = len(given)
    planned = given["gbp"] * (1 + rng.normal(0, OFF_PLAN, number))
    lends = rng.random(number) < STAFF
    staff = np.rint(given["gbp"] * rng.uniform(*SHARE_OF_STAFF, number)).astype(int)
    later = given["financial_year"] > given["financial_year"].min()
    return given.assign(
        planned_gbp=(100 * np.rint(planned / 100)).astype(int),
        staff_gbp=staff.where(lends, ""),
        inflation_percent=pd.Series(rng.choice(INFLATION, number), given.index).where(later, ""),
    )
