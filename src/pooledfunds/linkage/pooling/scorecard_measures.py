"""What the study itself measures of a partnership by quarter: indicators of scorecards.

Each function gives ``evidence_source, scheme_id, quarter, value`` in the unit of
``config/codelists/scorecard_measures.csv``, for partnerships whose returns are available. Of
several councils in a partnership the figures are added up before they are divided.
"""

from collections.abc import Callable, Mapping

import pandas as pd

from pooledfunds.catalogue.area_types import HUB
from pooledfunds.linkage.outcomes.delayed_transfers import without_parts

SCHEME = ["evidence_source", "scheme_id"]
VALUE = [*SCHEME, "quarter", "value"]
AGE, PER = "65_plus", 1e5
LAST = " Q4"  # of a year: a figure of the whole year stands there

Tables = Mapping[str, pd.DataFrame]


def measured(tables: Tables) -> pd.DataFrame:
    """Return every measure of every partnership by quarter, as far as returns are available.

    Parameters
    ----------
    tables
        Staged and linked tables by name.

    Returns
    -------
    DataFrame
        ``measure`` beside ``evidence_source, scheme_id, quarter, value``.
    """
    parts = [measure(tables).assign(measure=name) for name, measure in MEASURES.items()]
    return pd.concat(parts, ignore_index=True)


def delayed_rate(tables: Tables) -> pd.DataFrame:
    """Return delayed patients aged 65 and over per 100,000 at the census of each quarter.

    Parameters
    ----------
    tables
        ``delayed_transfers``, ``council_population`` and ``register_partners`` among them.
    """
    if not {"delayed_transfers", "council_population"} <= set(tables):
        return nothing()
    rows = tables["delayed_transfers"]
    rows = rows[
        (rows["measure"] == "delayed_patients")
        & (rows["basis"] == HUB)
        & (rows["age"] == AGE)
        & (rows["frequency"] == "quarter")
    ]
    for column in ("reason", "care_type", "responsible"):
        rows = without_parts(rows, column)
    patients = rows.groupby(["area_code", "financial_year", "period"], observed=True)["value"].sum()
    people = tables["council_population"]
    people = people[people["age_band"] == "65 and over"]
    persons = people.set_index(["area", "financial_year"])["persons"]
    counted = patients.rename("count").reset_index().rename(columns={"period": "quarter"})
    counted = counted.join(persons.rename("base"), on=["area_code", "financial_year"])
    return ratios(counted, tables, PER)


def equipment_on_time(tables: Tables) -> pd.DataFrame:
    """Return items delivered on time of all, per cent, in the fourth quarter of each year.

    Parameters
    ----------
    tables
        ``equipment_delivery`` and ``register_partners`` among them.
    """
    if "equipment_delivery" not in tables:
        return nothing()
    items = tables["equipment_delivery"].rename(
        columns={"cssr_code": "area_code", "items_on_time": "count", "items": "base"}
    )
    items = items.assign(quarter=items["financial_year"].astype(str) + LAST)
    return ratios(items, tables, 100)


def spent_of_fund(tables: Tables) -> pd.DataFrame:
    """Return expenditure from the pool, per cent of contributions, in the year's last quarter.

    Parameters
    ----------
    tables
        ``memorandum_accounts`` among them.
    """
    accounts = tables["memorandum_accounts"].astype({"evidence_source": str})
    given = accounts["contributions_gbp"].where(accounts["contributions_gbp"] > 0)
    quarter = accounts["financial_year"].astype(str) + LAST
    value = 100 * accounts["expenditure_gbp"] / given
    return accounts.assign(quarter=quarter, value=value)[VALUE].dropna(subset="value")


def ratios(counted: pd.DataFrame, tables: Tables, per: float) -> pd.DataFrame:
    """Return the ratio of two sums over the councils of each partnership, by quarter.

    Parameters
    ----------
    counted
        ``area_code, quarter, count, base``, by council.
    tables
        ``register_partners`` among them. A quarter that one of the councils lacks is left out.
    per
        What the ratio is multiplied by.
    """
    partners = tables["register_partners"].astype({"evidence_source": str, "area_type": str})
    councils = partners.loc[partners["area_type"] == HUB, [*SCHEME, "area_code"]].drop_duplicates()
    number = councils.groupby(SCHEME)["area_code"].transform("size")
    rows = councils.assign(councils=number).merge(counted, on="area_code")
    rows = rows.dropna(subset=["count", "base"])
    sums = rows.groupby([*SCHEME, "quarter"]).agg(
        count=("count", "sum"), base=("base", "sum"), there=("count", "size"),
        councils=("councils", "first"),
    )  # fmt: skip
    whole = sums[(sums["there"] == sums["councils"]) & (sums["base"] > 0)]
    return (per * whole["count"] / whole["base"]).rename("value").reset_index()


def nothing() -> pd.DataFrame:
    """Return no value: the returns that would give one are not available."""
    return pd.DataFrame(columns=VALUE)


MEASURES: dict[str, Callable[[Tables], pd.DataFrame]] = {
    "delayed_rate": delayed_rate,
    "equipment_on_time": equipment_on_time,
    "spent_of_fund": spent_of_fund,
}
