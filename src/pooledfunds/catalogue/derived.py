"""What follows from a table's own columns: costs, rates and spending per head."""

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
    memorandum, so the charges are taken off. Unlike "gross current expenditure" it does not fall
    when joint and NHS income rises.
    """
    charges = amounts[["own_provision_capital_charges", "provision_by_others_capital_charges"]]
    derived = amounts["total_cost_including_capital"] - charges.sum(axis=1)
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


def with_rates(table: pd.DataFrame) -> pd.DataFrame:
    """Return a panel with what follows from its own columns: spending per head, rates, shares."""
    spend = {
        f"spend_per_head_{g}": per_head(table[f"cost_{g}"], table[h]) for g, h in PERSONS.items()
    }
    less_joint = {
        f"spend_per_head_less_joint_{g}": per_head(table[f"cost_less_joint_{g}"], table[h])
        for g, h in PERSONS.items()
    }
    budget = {
        f"budget_per_head_{group}": per_head(table[f"budget_{group}"], table["population"])
        for group in PROGRAMMES
    }
    whole = {
        f"whole_spend_per_head_{group}": per_head(
            table[f"budget_{group}"] + table[f"cost_less_partners_{group}"], table["population"]
        )
        for group in PROGRAMMES
    }
    denominator = table["population_65_plus"] * table["censuses"]
    return table.assign(
        **spend,
        **less_joint,
        **budget,
        **whole,
        delayed_denominator=denominator,
        delayed_denominator_75_plus=table["population_75_plus"] * table["censuses"],
        delayed_rate=1e5 * table["delayed_patients"] / denominator,
        share_on_time=table["items_on_time"] / table["items"],
    )
