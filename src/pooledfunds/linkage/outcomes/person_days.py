"""Persons times the days of a period: what days of delay are held against."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.core.financial_year import year_name
from pooledfunds.linkage.apportionment import Apportionment
from pooledfunds.linkage.outcomes.population import own_population

PERSON_DAYS = {
    "adult_days": "population_18_plus",
    "days_65_plus": "population_65_plus",
    "days_75_plus": "population_75_plus",
}


def person_days(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame | None:
    """Return persons of an age times the days of the financial year, by area and year.

    Parameters
    ----------
    wanted
        The type of area.
    tables
        Its population among them.
    study
        Nothing is asked of it.

    Returns
    -------
    DataFrame or None
        ``adult_days``, ``days_65_plus``, ``days_75_plus`` and the share of adults who are 75 and
        over; nothing where the areas have no population of their own.
    """
    people = own_population(wanted.area_type, tables)
    if people is None:
        return None
    days = people["financial_year"].map(days_of_year).astype(float)
    return people[["area_code", "financial_year"]].assign(
        **{name: people[persons] * days for name, persons in PERSON_DAYS.items()},
        share_75_plus_of_18_plus=people["population_75_plus"] / people["population_18_plus"],
    )


def days_of_year(year: str) -> int:
    """Return the days of a financial year, from April to March: 366 where it has a 29 February."""
    opening = int(year[:4])
    return (pd.Timestamp(opening + 1, 4, 1) - pd.Timestamp(opening, 4, 1)).days


def months_of_year(year: str) -> list[str]:
    """Return the months of a financial year, from April to March, such as 2010-08."""
    first = pd.Period(f"{year[:4]}-04", freq="M")
    return [str(first + number) for number in range(12)]


def year_of_month(month: str) -> str:
    """Return the financial year that a month lies in."""
    period = pd.Period(month, freq="M")
    return year_name(period.year if period.month >= 4 else period.year - 1)
