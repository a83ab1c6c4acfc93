"""Outcomes, denominators and covariates of the panel: one function each, on tables."""

import pandas as pd

AGE_COLUMNS = {
    "all ages": "population",
    "18 and over": "population_18_plus",
    "18 to 64": "population_18_64",
    "65 and over": "population_65_plus",
    "75 and over": "population_75_plus",
    "85 and over": "population_85_plus",
}


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
