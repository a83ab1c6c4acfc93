"""Delayed transfers of care by body and year: patients at each census, and their reasons."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.catalogue.area_types import HUB, area_types
from pooledfunds.core.vocabulary import KEY
from pooledfunds.linkage.apportionment import Apportionment

FREQUENCIES = ("week", "quarter", "month")  # how often delays are counted, finest first


def delayed_patients(delays: pd.DataFrame, area_type: str, age: str = "65_plus") -> pd.DataFrame:
    """Return delayed patients summed over the year's censuses, and the number of censuses.

    Where a return counts weekly and quarterly, the weekly censuses alone are counted.

    Parameters
    ----------
    delays
        ``catalogue.returns.DELAYED_TRANSFERS``.
    area_type
        The type of the bodies to return.
    age
        Age of the patients counted.
    """
    rows = delays[
        (delays["measure"] == "delayed_patients")
        & (delays["basis"] == area_type)
        & (delays["age"] == age)
    ]
    finest = next((f for f in FREQUENCIES if (rows["frequency"] == f).any()), None)
    rows = rows[rows["frequency"] == finest]
    for column in ("reason", "care_type", "responsible"):
        rows = without_parts(rows, column)
    by = rows.groupby(KEY, observed=True)
    return by.agg(delayed_patients=("value", "sum"), censuses=("period", "nunique")).reset_index()


def without_parts(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the rows that add up to the whole: a printed total where there is one, else parts.

    Parameters
    ----------
    rows
        Rows of ``catalogue.returns.DELAYED_TRANSFERS``.
    column
        ``reason``, ``care_type`` or ``responsible``, whose value ``all`` marks a total.
    """
    is_total = rows[column] == "all"
    has_total = is_total.groupby([rows["area_code"], rows["period"]]).transform("any")
    return rows[is_total | ~has_total]


def share_by_reason(delays: pd.DataFrame, reason: str, year: str, age: str = "65_plus") -> float:
    """Return the share of delayed patients whom one reason delays, in England in a year.

    Parameters
    ----------
    delays
        ``catalogue.returns.DELAYED_TRANSFERS``.
    reason
        Code of the reason, A to I.
    year
        Financial year.
    age
        Age of the patients counted.
    """
    rows = delays[
        (delays["measure"] == "delayed_patients")
        & (delays["age"] == age)
        & (delays["basis"] == HUB)
        & (delays["financial_year"] == year)
    ]
    rows = without_parts(without_parts(rows, "care_type"), "responsible")
    parts = rows[rows["reason"] != "all"]
    return parts.loc[parts["reason"] == reason, "value"].sum() / parts["value"].sum()


def delays_by_census(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame:
    """Return delayed patients, from the return by the wanted areas where there is one.

    Parameters
    ----------
    wanted
        Apportions what the return gives for areas of the study's other type only.
    tables
        ``delayed_transfers`` among them.
    study
        ``area_types``.

    Returns
    -------
    DataFrame
        ``area_code, financial_year, delayed_patients, censuses, apportioned_delays``.
    """
    delays = tables["delayed_transfers"]
    own = delayed_patients(delays, wanted.area_type)
    other = next((name for name in area_types(study) if name != wanted.area_type), None)
    if len(own) or other is None:
        return own.assign(apportioned_delays=0.0)
    reported = delayed_patients(delays, other)
    counted = wanted.apportioned(reported.drop(columns="censuses"), "delays")
    censuses = reported.groupby("financial_year", as_index=False)["censuses"].max()
    return counted.merge(censuses, on="financial_year", how="left")
