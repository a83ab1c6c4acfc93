"""Days of delayed transfer of care by area: by year for the panel, and by month."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.areas.lookups import sum_members
from pooledfunds.linkage.apportionment import Apportionment
from pooledfunds.linkage.outcomes.person_days import months_of_year
from pooledfunds.linkage.outcomes.population import own_population

# Columns of the panel, and the breakdown and category that each is of.
COLUMNS = {
    "delayed_days": ("total", "all"),
    "delayed_days_nhs": ("responsible_body", "nhs"),
    "delayed_days_social_care": ("responsible_body", "social_care"),
    "delayed_days_both": ("responsible_body", "both"),
}


def delayed_days(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame:
    """Return delayed days by area and year, in all and by responsible body.

    A year of which a month is missing has no sum.

    Parameters
    ----------
    wanted
        The type of area: councils alone have it.
    tables
        ``delayed_days`` and ``council_areas`` among them.
    study
        ``financial_years``.
    """
    months = days_by_month(tables, study)
    by = months.groupby(["area_code", "financial_year"])[list(COLUMNS)]
    whole = by.count() == len(months_of_year(study["financial_years"][0]))
    return by.sum().where(whole).reset_index()


def days_by_month(tables: Mapping[str, pd.DataFrame], study: Mapping) -> pd.DataFrame:
    """Return delayed days by area and month of the study, in all and by responsible body.

    Parameters
    ----------
    tables
        ``delayed_days`` and ``council_areas`` among them.
    study
        ``financial_years``.

    Returns
    -------
    DataFrame
        ``area_code, month, financial_year`` and ``COLUMNS``, in days.
    """
    table = tables["delayed_days"]
    months = {month: year for year in study["financial_years"] for month in months_of_year(year)}
    breakdowns = {breakdown for breakdown, _ in COLUMNS.values()}
    parts = table[table["month"].isin(months) & table["breakdown"].isin(breakdowns)]
    parts = parts.astype({"month": str, "breakdown": str, "category": str})
    keys = ["area_code", "month"]
    wide = pd.DataFrame(
        {
            name: parts[(parts["breakdown"] == breakdown) & (parts["category"] == kind)].set_index(
                keys
            )["delayed_days"]
            for name, (breakdown, kind) in COLUMNS.items()
        }
    ).astype(float)
    by_council = wide.reset_index().rename(
        columns={"area_code": "cssr_code", "month": "financial_year"}
    )
    summed = sum_members(by_council, tables["council_areas"])
    summed = summed.rename(columns={"financial_year": "month"})
    summed.insert(2, "financial_year", summed["month"].map(months))
    return summed


def panel_by_month(tables: Mapping[str, pd.DataFrame], study: Mapping) -> pd.DataFrame:
    """Return the panel of areas and months (``catalogue.council_month.PANEL_COUNCIL_MONTH``).

    Parameters
    ----------
    tables
        ``delayed_days`` and ``council_areas``; ``council_population`` where available.
    study
        ``financial_years``.
    """
    months = days_by_month(tables, study)
    adults = own_population("council", tables)
    keys = ["area_code", "financial_year"]
    if adults is None:
        return months.assign(adult_days=float("nan"))
    found = months.merge(adults[[*keys, "population_18_plus"]], on=keys, how="left")
    days = pd.PeriodIndex(found["month"], freq="M").days_in_month
    found["adult_days"] = found.pop("population_18_plus") * days
    return found.sort_values(["area_code", "month"], ignore_index=True)
