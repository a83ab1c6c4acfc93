"""How much each district weighs in the mean of its area: by its persons."""

import pandas as pd

from pooledfunds.areas.lookups import last_successor


def district_persons(
    rows: pd.DataFrame,
    population: pd.DataFrame,
    lookup: pd.DataFrame,
    successions: pd.DataFrame,
) -> pd.Series:
    """Return the persons of each row's district in its year, by the index of the rows.

    Population is on today's boundaries. A district that has merged since has its part of the
    persons of the body that followed it, by small areas, of which each was drawn to hold about as
    many persons (decision 94).

    Parameters
    ----------
    rows
        ``district_code, financial_year``.
    population
        ``district_code, financial_year, persons`` of the age that weighs.
    lookup
        ``catalogue.lookups.SMALL_AREA_LOOKUP``.
    successions
        ``code, successor_code`` of local authorities.
    """
    codes = pd.Series(rows["district_code"].unique())
    own = codes.isin(set(population["district_code"]))
    held_by = codes.where(own, last_successor(codes, successions))
    small_areas = codes.map(lookup["district_code"].value_counts()).astype(float).fillna(1)
    share = small_areas.where(~own) / small_areas.where(~own).groupby(held_by).transform("sum")
    known = pd.DataFrame({"district_code": codes, "held_by": held_by, "share": share.fillna(1.0)})
    placed = rows[["district_code", "financial_year"]].merge(known, on="district_code", how="left")
    persons = population.rename(columns={"district_code": "held_by"})
    found = placed.merge(persons, on=["held_by", "financial_year"], how="left")
    return (found["persons"].astype(float) * found["share"].astype(float)).set_axis(rows.index)


def weighted_mean(values: pd.Series, weights: pd.Series, by: list[pd.Series]) -> pd.Series:
    """Return the weighted mean of each group; missing where a value or a weight is.

    Parameters
    ----------
    values, weights
        By row.
    by
        Columns that name the group.
    """
    values, weights = values.astype(float), weights.astype(float)
    parts = (values * weights).groupby(by, observed=True)
    persons = weights.groupby(by, observed=True)
    return parts.sum().where(parts.count() == parts.size()) / persons.sum()
