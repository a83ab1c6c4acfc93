"""Outcomes, denominators and covariates of the panel: one function each, on tables."""

import pandas as pd

# Whom a client group's spending is for, and so the head that it is counted per.
HEADS = {
    "older_people": "population_65_plus",
    "physical_disability": "population_18_64",
    "learning_disability": "population_18_64",
    "mental_health": "population_18_64",
    "other_adults": "population_18_plus",
}
ADULT_GROUPS = tuple(HEADS)
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
    return age_structure(wide.reset_index())


def age_structure(people: pd.DataFrame) -> pd.DataFrame:
    """Return persons by band with the shares that tell how old a body's people are."""
    return people.assign(
        share_65_plus=people["population_65_plus"] / people["population"],
        share_85_plus_of_65_plus=people["population_85_plus"] / people["population_65_plus"],
    )


def pct_age_bands(population: pd.DataFrame) -> pd.DataFrame:
    """Return persons of PCTs by the age bands that councils' population has.

    Five-year bands do not part at 18: two fifths of those aged 15 to 19 count as 18 and over.
    """
    start = first_age(population["age_band"])
    persons = population["persons"]
    adult = persons.where(start >= 20, 0.4 * persons.where(start == 15, 0.0))
    wide = pd.DataFrame(
        {
            "area": population["pct_code"],
            "financial_year": population["financial_year"],
            "all ages": persons,
            "18 and over": adult,
            "18 to 64": adult.where(start < 65, 0.0),
            "65 and over": persons.where(start >= 65, 0.0),
            "75 and over": persons.where(start >= 75, 0.0),
            "85 and over": persons.where(start >= 85, 0.0),
        }
    )
    summed = wide.groupby(["area", "financial_year"], as_index=False).sum()
    return summed.melt(["area", "financial_year"], var_name="age_band", value_name="persons")


def first_age(age_band: pd.Series) -> pd.Series:
    """Return the first year of age of bands such as 65-69 and 85+."""
    return age_band.astype(str).str.extract(r"^(\d+)")[0].astype(float)


def older_pcts(population: pd.DataFrame) -> pd.DataFrame:
    """Return persons of PCTs aged 65 and over by the three age bands of activity, and sex."""
    start = first_age(population["age_band"])
    band = pd.cut(start, [65, 75, 85, 200], right=False, labels=["65-74", "75-84", "85+"])
    older = population.assign(age_band=band.astype(str))[start >= 65]
    older = older.rename(columns={"pct_code": "body_code"}).astype({"sex": str})
    keys = ["body_code", "financial_year", "age_band", "sex"]
    return older.groupby(keys, as_index=False)["persons"].sum()


def older_councils(population: pd.DataFrame) -> pd.DataFrame:
    """Return persons of councils aged 65 and over by the three age bands of activity.

    Councils' population is not parted by sex, so neither are the rates that it serves.
    """
    wide = population_columns(population[population["area_type"] == "council"])
    bands = {
        "65-74": wide["population_65_plus"] - wide["population_75_plus"],
        "75-84": wide["population_75_plus"] - wide["population_85_plus"],
        "85+": wide["population_85_plus"],
    }
    keys = wide[["area", "financial_year"]].rename(columns={"area": "body_code"})
    parts = [keys.assign(age_band=band, sex="all", persons=n) for band, n in bands.items()]
    return pd.concat(parts, ignore_index=True)
