"""Persons by body, year and age: denominators, age structure, and the strata of hospital rates."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.catalogue.area_types import AREA_CODES, HUB
from pooledfunds.linkage.apportionment import Apportionment

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

    ``share_65_plus`` is of all ages; ``share_85_plus_of_65_plus`` is of
    the older people.
    """
    wide = population.pivot_table("persons", ["area", "financial_year"], "age_band").rename(
        columns=AGE_COLUMNS
    )
    wide.columns = [str(name) for name in wide.columns]
    return age_structure(wide.reset_index())


def age_structure(people: pd.DataFrame) -> pd.DataFrame:
    """Return persons by band with the shares of older and of the oldest people."""
    return people.assign(
        share_65_plus=people["population_65_plus"] / people["population"],
        share_85_plus_of_65_plus=people["population_85_plus"] / people["population_65_plus"],
    )


def broad_age_bands(population: pd.DataFrame, code: str) -> pd.DataFrame:
    """Return persons by the age bands that councils' population has, from five-year bands.

    Five-year bands do not part at 18: two fifths of those aged 15 to 19 count as 18 and over.

    Parameters
    ----------
    population
        ``financial_year, age_band, persons`` and the code of the area.
    code
        The column of that code.

    Returns
    -------
    DataFrame
        ``area, financial_year, age_band, persons``.
    """
    start = first_age(population["age_band"])
    persons = population["persons"]
    adult = persons.where(start >= 20, 0.4 * persons.where(start == 15, 0.0))
    wide = pd.DataFrame(
        {
            "area": population[code],
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


def older_by_band(population: pd.DataFrame) -> pd.DataFrame:
    """Return persons aged 65 and over by the three age bands of activity, and sex.

    Parameters
    ----------
    population
        ``area_code, financial_year, sex, age_band, persons`` by five-year band.
    """
    start = first_age(population["age_band"])
    band = pd.cut(start, [65, 75, 85, 200], right=False, labels=["65-74", "75-84", "85+"])
    older = population.assign(age_band=band.astype(str))[start >= 65]
    keys = ["area_code", "financial_year", "age_band", "sex"]
    return older.astype({"sex": str}).groupby(keys)["persons"].sum().reset_index()


def older_of_broad_bands(population: pd.DataFrame) -> pd.DataFrame:
    """Return persons aged 65 and over by the three age bands of activity, both sexes together.

    Councils' population is not parted by sex, so neither are the rates that it serves.

    Parameters
    ----------
    population
        ``area, financial_year, age_band, persons`` (``catalogue.areas.COUNCIL_POPULATION``).
    """
    wide = population_columns(population)
    bands = {
        "65-74": wide["population_65_plus"] - wide["population_75_plus"],
        "75-84": wide["population_75_plus"] - wide["population_85_plus"],
        "85+": wide["population_85_plus"],
    }
    keys = wide[["area", "financial_year"]].rename(columns={"area": "area_code"})
    parts = [keys.assign(age_band=band, sex="all", persons=n) for band, n in bands.items()]
    return pd.concat(parts, ignore_index=True)


def own_population(area_type: str, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame | None:
    """Return the population that is reported for a type of area; nothing where none is.

    Parameters
    ----------
    area_type
        The type of the bodies to return.
    tables
        Staged tables by name.
    """
    table = tables.get(f"{area_type}_population")
    if table is None:
        return None
    if "area" not in table:
        table = broad_age_bands(table, AREA_CODES[area_type])
    return population_columns(table).rename(columns={"area": "area_code"})


def people(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame | None:
    """Return persons by body and year, councils' own apportioned where no others are reported.

    Parameters
    ----------
    wanted
        The type of area, and how councils' persons are apportioned to it.
    tables
        Staged tables by name.
    study
        Nothing is asked of it.

    Returns
    -------
    DataFrame or None
        ``area_code, financial_year``, persons by age band, and the age structure; nothing where
        no population is available at all.
    """
    persons = own_population(wanted.area_type, tables)
    if persons is not None:
        return persons
    of_councils = own_population(HUB, tables)
    if of_councils is None:
        return None
    counts = of_councils.filter(regex="area_code|financial_year|^population")
    split = wanted.apportioned(counts, "people")
    return age_structure(split.drop(columns="apportioned_people"))
