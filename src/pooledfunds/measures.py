"""Outcomes, denominators and covariates of the panel: one function each, on tables."""

import pandas as pd

ADULT_GROUPS = (
    "older_people",
    "physical_disability",
    "learning_disability",
    "mental_health",
    "other_adults",
)
# Whom a client group's spending is for, and so the head that it is counted per.
HEADS = {
    "older_people": "population_65_plus",
    "physical_disability": "population_18_64",
    "learning_disability": "population_18_64",
    "mental_health": "population_18_64",
    "other_adults": "population_18_plus",
}
AGE_COLUMNS = {
    "all ages": "population",
    "18 and over": "population_18_plus",
    "18 to 64": "population_18_64",
    "65 and over": "population_65_plus",
    "75 and over": "population_75_plus",
    "85 and over": "population_85_plus",
}


def group_amounts(pssex1: pd.DataFrame, line: str = "total") -> pd.DataFrame:
    """Return the adult client groups' amounts, one row per area, year and group, measures across.

    A blank in a return is nought: its printed totals are the sums of the amounts given. A measure
    that a year's return has no column for stays missing.

    Parameters
    ----------
    pssex1
        ``contracts.PSSEX1``.
    line
        ``total`` (with Supporting People) or ``total_excluding_supporting_people``.

    Returns
    -------
    DataFrame
        Indexed by ``area_type, area, financial_year, client_group``; GBP thousand.
    """
    chosen = pssex1[
        (pssex1["family"] == "detailed")
        & (pssex1["service_line"] == line)
        & pssex1["client_group"].isin(ADULT_GROUPS)
    ]
    keys = ["area_type", "area", "financial_year", "client_group"]
    wide = (
        chosen.astype(dict.fromkeys([*keys, "measure"], str))
        .pivot_table("gbp_thousand", keys, "measure", aggfunc="sum")
        .rename_axis(columns=None)
    )
    collected = wide.notna().groupby("financial_year").transform("any")
    wide = wide.fillna(0).where(collected)
    return wide.assign(total_cost=total_cost(wide))


def total_cost(amounts: pd.DataFrame) -> pd.Series:
    """Return gross total cost without capital charges, in GBP thousand.

    It is printed until 2006-07. The 2007-08 return gives it with capital charges, and these
    apart as a memorandum, so the charges are taken off. Unlike "gross current expenditure" it
    does not fall when joint and NHS income rises.
    """
    charges = amounts[["own_provision_capital_charges", "provision_by_others_capital_charges"]]
    derived = amounts["total_cost_including_capital"] - charges.sum(axis=1)
    if "total_cost" not in amounts:
        return derived
    return amounts["total_cost"].fillna(derived)


def per_head(gbp_thousand: pd.Series, persons: pd.Series) -> pd.Series:
    """Return pounds per person; missing where there is no person."""
    return 1000 * gbp_thousand / persons.where(persons > 0)


def population_columns(population: pd.DataFrame) -> pd.DataFrame:
    """Return persons by area and year, one column per age band, with the age structure.

    ``share_65_plus`` is of all ages; ``share_85_plus_of_65_plus`` tells how old the old are.
    """
    wide = population.pivot_table(
        "persons", ["area", "financial_year"], "age_band", observed=True
    ).rename(columns=AGE_COLUMNS)
    wide.columns = [str(name) for name in wide.columns]
    return wide.assign(
        share_65_plus=wide["population_65_plus"] / wide["population"],
        share_85_plus_of_65_plus=wide["population_85_plus"] / wide["population_65_plus"],
    ).reset_index()
