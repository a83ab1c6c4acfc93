"""Joint financing as PSSEX1 shows it: amount, share of cost, and presence.

The register of pooled funds has one source for each arrangement; the councils' own returns are
another. A return says yes, no or unknown: unknown where the year's form had no such column.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pooledfunds.catalogue.area_types import HUB
from pooledfunds.catalogue.derived import group_amounts

INCOMES = ("joint_arrangements", "nhs_income", "joint_and_nhs")


def joint_financing(pssex1: pd.DataFrame, settings: Mapping) -> pd.DataFrame:
    """Return joint financing per council, year, client group and kind of income.

    The three kinds are income from joint arrangements (section 75), income from the NHS (section
    256) and their sum. In years whose form did not collect the second apart, that kind and the sum
    are unknown.

    Parameters
    ----------
    pssex1
        ``catalogue.pssex1.PSSEX1``.
    settings
        ``joint_financing`` of the study: ``present_from_gbp_thousand`` and
        ``present_from_share_of_cost``, both to be reached.

    Returns
    -------
    DataFrame
        ``catalogue.pssex1.JOINT_FINANCING``; amounts in GBP thousand, shares of gross total cost.
    """
    groups = group_amounts(pssex1).loc[HUB].reset_index()
    parts = []
    for income in INCOMES:
        amount = partners_income(groups, income)
        share = amount / groups["total_cost"].where(groups["total_cost"] > 0)
        parts.append(
            groups[["area", "financial_year", "client_group"]].assign(
                income=income,
                gbp_thousand=amount,
                share_of_cost=share,
                present=presence(amount, share, settings),
            )
        )
    table = pd.concat(parts, ignore_index=True).rename(columns={"area": "cssr_code"})
    for column in ("client_group", "income", "present"):
        table[column] = table[column].astype("category")
    keys = ["cssr_code", "financial_year", "client_group", "income"]
    return table.sort_values(keys, ignore_index=True)


def partners_income(amounts: pd.DataFrame, income: str) -> pd.Series:
    """Return a council's income of one of ``INCOMES``; missing where a part was not collected.

    Parameters
    ----------
    amounts
        ``joint_arrangements`` and, where it was collected, ``nhs_income`` (GBP thousand).
    """
    columns = ["joint_arrangements", "nhs_income"] if income == "joint_and_nhs" else [income]
    return amounts.reindex(columns=columns).sum(axis=1, skipna=False)


def presence(amount: pd.Series, share: pd.Series, settings: Mapping) -> pd.Series:
    """Return yes, no or unknown for each amount, under the declared threshold (decision 8).

    "More than zero" would count the small amounts that the pro-rata allocation of overheads leaves.

    Parameters
    ----------
    amount
        GBP thousand.
    share
        Of gross total cost, in the same order.
    settings
        ``joint_financing`` of the study.
    """
    enough = (amount >= settings["present_from_gbp_thousand"]) & (
        share.fillna(0) >= settings["present_from_share_of_cost"]
    )
    return pd.Series(
        np.where(amount.isna(), "unknown", np.where(enough, "yes", "no")), index=amount.index
    )


def joint_financing_by_threshold(
    joint: pd.DataFrame, thresholds: tuple[float, ...] = (0, 10, 50, 250, 1000)
) -> pd.DataFrame:
    """Return how many councils each threshold would count, to show what hangs on it.

    One row per year, client group, kind of income and threshold in GBP thousand; the threshold
    zero counts every amount other than zero.

    Parameters
    ----------
    joint
        ``catalogue.pssex1.JOINT_FINANCING``.
    thresholds
        GBP thousand.
    """
    known = joint.dropna(subset="gbp_thousand")
    keys = ["financial_year", "client_group", "income"]
    rows = [
        known.assign(
            councils=known["gbp_thousand"].ne(0) if low == 0 else known["gbp_thousand"] >= low
        )
        .groupby(keys, observed=True)["councils"]
        .sum()
        .reset_index()
        .assign(from_gbp_thousand=float(low))
        for low in thresholds
    ]
    table = pd.concat(rows, ignore_index=True)[[*keys, "from_gbp_thousand", "councils"]]
    return table.sort_values([*keys, "from_gbp_thousand"], ignore_index=True)
