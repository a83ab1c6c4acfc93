"""What the unions' study links besides: a table by month, and the town's share of their people."""

import pandas as pd

from pooledfunds.catalogue.declarations import (
    BUILD_PAGE,
    ESTIMATE,
    LINK_RETURNS,
    PanelColumns,
    Table,
)
from pooledfunds.core.schema import nullable_number, number, table, text

MODULE = "pooledfunds.studies.unions.linkage"
MONTHS = [f"1861-{month:02d}" for month in range(4, 13)] + ["1862-01", "1862-02", "1862-03"]
BY_MONTH = table(
    "panel_council_month",
    "Unions by month",
    {
        "area_code": text("Union"),
        "financial_year": text("Financial year"),
        "month": text("Month"),
        "days": number("Days that its people of 85 and over lived in the month"),
    },
    unique=["area_code", "month"],
)


def by_month(tables, study):
    """Return a row for each union and month of the first year."""
    people = tables["council_population"]
    year = study["financial_years"][0]
    oldest = people[(people["age_band"] == "85 and over") & (people["financial_year"] == year)]
    rows = oldest.rename(columns={"area": "area_code"}).merge(
        pd.DataFrame({"month": MONTHS}), how="cross"
    )
    rows["days"] = rows["persons"] * pd.to_datetime(rows["month"]).dt.days_in_month
    return rows[list(BY_MONTH.columns)]


def town_share(wanted, tables, study):
    """Return the share of the people who live in the town: half of them, in the first year."""
    people = tables["council_population"]
    first = people[people["financial_year"] == study["financial_years"][0]]
    unions = first[["area", "financial_year"]].drop_duplicates().assign(town_share=0.5)
    return unions.rename(columns={"area": "area_code"})


PANEL_COLUMNS = (
    PanelColumns(
        "towns",
        f"{MODULE}:town_share",
        ("council_population",),
        {"town_share": nullable_number("Share of the people who live in the town")},
    ),
)
LINKED_TABLES = (
    Table(
        BY_MONTH,
        LINK_RETURNS,
        ("council_population",),
        needed_by=(ESTIMATE, BUILD_PAGE),
        link=f"{MODULE}:by_month",
    ),
)
