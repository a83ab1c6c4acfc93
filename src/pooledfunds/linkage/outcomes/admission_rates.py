"""Rates of emergency admission, standardised by age (and sex) directly and indirectly."""

from collections.abc import Iterable, Mapping

import pandas as pd

from pooledfunds.catalogue.panel_columns import conditions_of
from pooledfunds.core.vocabulary import KEY
from pooledfunds.linkage.outcomes.hospital import at_risk, england_rates, older_people
from pooledfunds.linkage.outcomes.standardisation import (
    directly_standardised,
    indirectly_standardised,
)

ALL_EMERGENCY = "all_emergency"


def standardised_rates(
    activity: pd.DataFrame,
    persons: pd.DataFrame,
    area_type: str,
    conditions: Iterable[str],
    year: str,
) -> pd.DataFrame:
    """Return admission rates by body, year and condition, standardised directly and indirectly.

    Direct rates are per 100,000 persons of England's age and sex in the standard year, with the
    limits of Dobson et al. (1991); indirect ones are ratios to England's rates of each year, with
    Byar's limits (Breslow and Day 1987).

    Parameters
    ----------
    activity, persons, area_type, conditions
        See ``emergency_activity``; all emergency admissions are a condition too.
    year
        The year whose population is the standard.

    Returns
    -------
    DataFrame
        ``catalogue.hes.STANDARDISED_RATES``.
    """
    tables, counted = [], (*conditions, ALL_EMERGENCY)
    people, events = at_risk(activity, persons, area_type, ["condition"], counted)
    rates = england_rates(events, people)
    strata = [str(name) for name in people.index.names[1:]]
    for condition in counted:
        chosen = ("admissions", condition)
        cells = people.to_frame("population").assign(events=events[chosen]).reset_index()
        ratio = indirectly_standardised(cells, KEY, strata, rates[chosen])
        ages = strata[1:]
        standard = cells[cells["financial_year"] == year].groupby(ages)["population"].sum()
        direct = directly_standardised(cells, KEY, ages, standard)
        limits = ["estimate", "conf_low", "conf_high"]
        direct[limits] *= 1e5
        table = direct.merge(ratio, on=[*KEY, "events"], suffixes=("", "_ratio"))
        tables.append(table.assign(area_type=area_type, condition=condition))
    names = {
        "estimate": "rate_per_100000",
        "conf_low": "rate_low",
        "conf_high": "rate_high",
        "estimate_ratio": "ratio",
        "conf_low_ratio": "ratio_low",
        "conf_high_ratio": "ratio_high",
    }
    columns = ["area_type", *KEY, "condition", "events", "population", "expected", *names.values()]
    return pd.concat(tables, ignore_index=True).rename(columns=names)[columns]


def admission_rates(
    area_type: str, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame:
    """Return the standardised rates of a study's conditions for one type of area.

    Parameters
    ----------
    area_type
        The type of the bodies to return.
    tables
        ``hes_activity`` and the population of the areas.
    study
        ``financial_years``, whose last is the standard, and ``hes``.

    Returns
    -------
    DataFrame
        ``catalogue.hes.STANDARDISED_RATES``; empty where records or population are missing.
    """
    if "hes_activity" not in tables or f"{area_type}_population" not in tables:
        return pd.DataFrame()
    older, year = older_people(area_type, tables), study["financial_years"][-1]
    conditions = conditions_of(study)
    return standardised_rates(tables["hes_activity"], older, area_type, conditions, year)
