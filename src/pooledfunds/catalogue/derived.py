"""What follows from a table's own columns: costs, rates and spending per head."""

from collections.abc import Callable
from operator import mul, truediv

import pandas as pd

from pooledfunds.catalogue.client_groups import CLIENT_GROUPS, PERSONS, PROGRAMMES


def group_amounts(pssex1: pd.DataFrame, line: str = "total") -> pd.DataFrame:
    """Return the adult client groups' amounts, one row per area, year and group, measures across.

    Parameters
    ----------
    pssex1
        ``catalogue.pssex1.PSSEX1``.
    line
        ``total`` (with Supporting People) or ``total_excluding_supporting_people``.

    Returns
    -------
    DataFrame
        Indexed by ``area_type, area, financial_year, client_group``; GBP thousand, with
        ``total_cost`` (see :func:`amounts_by`).
    """
    chosen = pssex1[
        (pssex1["family"] == "detailed")
        & (pssex1["service_line"] == line)
        & pssex1["client_group"].isin(list(CLIENT_GROUPS))
    ]
    keys = ["area_type", "area", "financial_year", "client_group"]
    return amounts_by(chosen, keys, ["financial_year"])


def amounts_by(pssex1: pd.DataFrame, keys: list[str], form: list[str]) -> pd.DataFrame:
    """Return PSSEX1's amounts with a column for each measure, gross total cost derived.

    A blank in a return is zero: its printed totals are the sums of the amounts given. A measure
    for which a year's form has no column stays missing.

    Parameters
    ----------
    pssex1
        Rows of ``catalogue.pssex1.PSSEX1``, one for each of ``keys`` and measure.
    keys
        Columns of the index.
    form
        Those of ``keys`` that tell one form of the return from another.

    Returns
    -------
    DataFrame
        Indexed by ``keys``; a column for each measure and ``total_cost`` (see
        :func:`total_cost`), GBP thousand.
    """
    wide = (
        pssex1.astype(dict.fromkeys([*keys, "measure"], str))
        .pivot_table("gbp_thousand", keys, "measure", aggfunc="sum")
        .rename_axis(columns=None)
    )
    collected = wide.notna().groupby(form).transform("any")
    wide = wide.fillna(0).where(collected)
    return wide.assign(total_cost=total_cost(wide))


def total_cost(amounts: pd.DataFrame) -> pd.Series:
    """Return gross total cost without capital charges, in GBP thousand.

    Older returns print it. Later ones give it with capital charges, and these apart as a
    memorandum, so the charges are taken off; where a form has neither it is missing. Unlike "gross
    current expenditure" it does not fall when joint and NHS income rises.
    """
    charges = ["own_provision_capital_charges", "provision_by_others_capital_charges"]
    needed = amounts.reindex(columns=["total_cost_including_capital", *charges])
    derived = needed["total_cost_including_capital"] - needed[charges].sum(axis=1, skipna=False)
    if "total_cost" not in amounts:
        return derived
    return amounts["total_cost"].fillna(derived)


def per_head(gbp_thousand: pd.Series, persons: pd.Series) -> pd.Series:
    """Return pounds per person; missing where there is no person.

    Parameters
    ----------
    gbp_thousand
        Amounts in GBP thousand.
    persons
        Persons whom they are for, in the same order.
    """
    return 1000 * gbp_thousand / persons.where(persons > 0)


def delay_rate(patients: pd.Series, persons: pd.Series, censuses: pd.Series) -> pd.Series:
    """Return delayed patients per 100,000, the mean of the censuses.

    Parameters
    ----------
    patients
        Summed over the censuses.
    persons
        Of the patients' age, in the same order.
    censuses
        How many there were.
    """
    return 1e5 * patients / (persons * censuses)


def whole_spend(budget: pd.Series, cost: pd.Series, persons: pd.Series) -> pd.Series:
    """Return pounds per person of the NHS and councils together, each pound once.

    Parameters
    ----------
    budget, cost
        Of the NHS, and of councils less their partners' income; GBP thousand.
    persons
        Of all ages, in the same order.
    """
    return per_head(budget + cost, persons)


# Columns of a panel that follow from others: how, and from which.
RATES: dict[str, tuple[Callable[..., pd.Series], tuple[str, ...]]] = {
    f"spend_per_head_{g}": (per_head, (f"cost_{g}", h)) for g, h in PERSONS.items()
} | {
    f"spend_per_head_less_joint_{g}": (per_head, (f"cost_less_joint_{g}", h))
    for g, h in PERSONS.items()
} | {
    f"budget_per_head_{g}": (per_head, (f"budget_{g}", "population")) for g in PROGRAMMES
} | {
    f"whole_spend_per_head_{g}": (
        whole_spend, (f"budget_{g}", f"cost_less_partners_{g}", "population"))
    for g in PROGRAMMES
} | {
    "delayed_denominator": (mul, ("population_65_plus", "censuses")),
    "delayed_denominator_75_plus": (mul, ("population_75_plus", "censuses")),
    "delayed_rate": (delay_rate, ("delayed_patients", "population_65_plus", "censuses")),
    "share_on_time": (truediv, ("items_on_time", "items")),
}  # fmt: skip


def with_rates(table: pd.DataFrame) -> pd.DataFrame:
    """Return a panel with those of its columns filled in that follow from others that it has."""
    return table.assign(
        **{
            name: follows(*(table[column] for column in columns))
            for name, (follows, columns) in RATES.items()
            if {name, *columns} <= set(table.columns)
        }
    )
