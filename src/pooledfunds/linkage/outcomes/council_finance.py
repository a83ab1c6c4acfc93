"""Joint and NHS income of councils as share of what they spend, and Better Care Fund income."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.areas.lookups import sum_members
from pooledfunds.linkage.apportionment import Apportionment
from pooledfunds.linkage.boundaries import in_every_year
from pooledfunds.linkage.outcomes.population import own_population

INCOMES = {
    "joint_income_share": ["joint_arrangements"],
    "nhs_income_share": ["nhs_income"],
    "joint_and_nhs_share": ["joint_arrangements", "nhs_income"],
}
SPENT = "gross_current_expenditure"


def joint_income(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame:
    """Return each area's joint and NHS income of one year as share of its expenditure.

    The shares stand in every year of the study: an exposure of the year before the outcome's
    (decision 88). Gross current expenditure is net of these incomes, as the return defines it.

    Parameters
    ----------
    wanted
        The type of area: councils alone have it.
    tables
        ``council_expenditure`` and ``council_areas`` among them.
    study
        ``financial_years``; ``council_expenditure``: ``financial_year``; ``summary`` and
        ``delivery``, the line of all adult social care; ``joint_above_gbp_thousand``.
    """
    settings = study["council_expenditure"]
    table = tables["council_expenditure"]
    measures = [SPENT, *INCOMES["joint_and_nhs_share"]]
    chosen = table[
        (table["financial_year"] == settings["financial_year"])
        & (table["summary"] == settings["summary"])
        & (table["delivery"] == settings["delivery"])
        & table["measure"].isin(measures)
    ]
    keys = ["cssr_code", "financial_year"]
    wide = chosen.astype({"measure": str}).pivot(
        index=keys, columns="measure", values="gbp_thousand"
    )
    sums = sum_members(
        wide[measures].rename_axis(columns=None).reset_index(), tables["council_areas"]
    )
    shares = {name: sums[parts].sum(axis=1) / sums[SPENT] for name, parts in INCOMES.items()}
    above = sums["joint_arrangements"] > settings["joint_above_gbp_thousand"]
    own = sums[["area_code"]].assign(**shares, joint_arrangements=above.astype(float))
    return in_every_year(own, study["financial_years"])


def bcf_income(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame:
    """Return each area's income from the Better Care Fund in pounds per adult, where reported.

    Where the study declares a year, the income of that year stands in every year; else each year
    has its own. An area whose council, or one of whose councils, gave no figure has none.

    Parameters
    ----------
    wanted
        The type of area: councils alone have it.
    tables
        ``bcf_income`` and ``council_areas``, and ``council_population`` where available.
    study
        ``financial_years``; ``bcf_income``: ``financial_year``, may be absent.
    """
    table = tables["bcf_income"]
    year = study.get("bcf_income", {}).get("financial_year")
    if year:
        table = table[table["financial_year"] == year]
    columns = ["cssr_code", "financial_year", "gbp_thousand"]
    sums = sum_members(table[columns], tables["council_areas"])
    adults = own_population(wanted.area_type, tables)
    if adults is None:
        adults = sums[["area_code", "financial_year"]].assign(population_18_plus=float("nan"))
    keys = ["area_code", "financial_year"]
    found = sums.merge(adults[[*keys, "population_18_plus"]], on=keys, how="left")
    found["bcf_income_per_adult"] = 1000 * found["gbp_thousand"] / found["population_18_plus"]
    found["bcf_reported"] = found["gbp_thousand"].notna().astype(float)
    found = found[[*keys, "bcf_income_per_adult", "bcf_reported"]]
    if year:
        return in_every_year(found.drop(columns="financial_year"), study["financial_years"])
    return found
