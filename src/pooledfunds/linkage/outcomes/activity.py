"""Outcomes of care by body and year: delays, equipment, hospital activity, NHS spending.

Each function takes a staged table and returns ``body_code, financial_year`` and its columns, for
the bodies that the return is of; ``panel`` carries them to the other level where need be.
"""

from collections.abc import Iterable

import pandas as pd

from pooledfunds.core.vocabulary import BUDGETS, KEY
from pooledfunds.linkage.outcomes.standardisation import (
    directly_standardised,
    indirectly_standardised,
)

ALL_EMERGENCY = "all_emergency"
FREQUENCIES = ("week", "quarter", "month")  # how often delays are counted, finest first


def delayed_patients(delays: pd.DataFrame, basis: str, age: str = "65_plus") -> pd.DataFrame:
    """Return delayed patients summed over the year's censuses, and the number of censuses.

    Where a return counts weekly and quarterly, the weekly censuses alone are counted.

    Parameters
    ----------
    delays
        ``catalogue.returns.DELAYED_TRANSFERS``.
    basis
        ``council`` or ``pct``: the bodies to return.
    age
        Age of the patients counted.
    """
    rows = delays[
        (delays["measure"] == "delayed_patients")
        & (delays["basis"] == basis)
        & (delays["age"] == age)
    ]
    finest = next((f for f in FREQUENCIES if (rows["frequency"] == f).any()), None)
    rows = rows[rows["frequency"] == finest]
    for column in ("reason", "care_type", "responsible"):
        rows = without_parts(rows, column)
    by = rows.groupby(KEY, observed=True)
    return by.agg(delayed_patients=("value", "sum"), censuses=("period", "nunique")).reset_index()


def without_parts(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the rows that add up to the whole: a printed total where there is one, else parts."""
    is_total = rows[column] == "all"
    has_total = is_total.groupby([rows["body_code"], rows["period"]]).transform("any")
    return rows[is_total | ~has_total]


def share_by_reason(delays: pd.DataFrame, reason: str, year: str, age: str = "65_plus") -> float:
    """Return the share of delayed patients whom one reason delays, in England in a year."""
    rows = delays[
        (delays["measure"] == "delayed_patients")
        & (delays["age"] == age)
        & (delays["basis"] == "council")
        & (delays["financial_year"] == year)
    ]
    rows = without_parts(without_parts(rows, "care_type"), "responsible")
    parts = rows[rows["reason"] != "all"]
    return parts.loc[parts["reason"] == reason, "value"].sum() / parts["value"].sum()


def equipment_delivered(equipment: pd.DataFrame) -> pd.DataFrame:
    """Return items of equipment on time and in all, by council (PAF D54)."""
    columns = ["items_on_time", "items"]
    table = equipment.rename(columns={"cssr_code": "body_code"})[[*KEY, *columns]]
    return table.astype(dict.fromkeys(columns, float))


def programme_spending(budgets: pd.DataFrame) -> pd.DataFrame:
    """Return what each PCT spends on mental health and learning disability, thousand pounds."""
    wide = budgets[budgets["programme"].isin(BUDGETS.values())].pivot(
        index=["pct_code", "financial_year"], columns="programme", values="gbp_thousand"
    )
    names = {number: f"budget_{group}" for group, number in BUDGETS.items()}
    table = wide.rename(columns=names).rename_axis(columns=None).reset_index()
    return table.rename(columns={"pct_code": "body_code"}).reindex(columns=[*KEY, *names.values()])


def emergency_activity(
    activity: pd.DataFrame,
    persons: pd.DataFrame,
    level: str,
    conditions: Iterable[str],
    reference_year: str,
) -> pd.DataFrame:
    """Return emergency admissions and bed days aged 65 and over by condition, with those expected.

    Expected numbers are what a body would have at England's rates by age band (and sex, where the
    population has it): indirect standardisation, with England as the standard. ``expected_…`` are
    at the rates of each year, to set bodies beside each other; ``expected_…_at_fixed_rates`` at
    those of one year, to follow them over the years (decision 45).

    Parameters
    ----------
    activity
        ``catalogue.hes.HES_ACTIVITY``, or with a column ``variant``; then by body, year and
        variant.
    persons
        ``body_code, financial_year, age_band, sex, persons``; ``sex`` may be ``all``.
    level
        ``pct`` or ``council``.
    conditions
        Those of ``hes.diagnosis_sets``: each has its columns, nought where no stay has it.
    reference_year
        The year of the fixed rates; where it is not at hand they are missing.
    """
    by = [*(["variant"] if "variant" in activity else []), "condition"]
    people, events = at_risk(activity, persons, level, by, conditions)
    parts = {
        ("", ""): events.groupby(KEY).sum(),
        ("expected_", ""): expected_events(events, people),
        ("expected_", "_at_fixed_rates"): expected_events(events, people, reference_year),
    }
    table = pd.concat(parts, axis=1)
    if "variant" in by:
        table = table.stack("variant", future_stack=True)
    names = table.columns.to_frame()
    table.columns = [f"{a}{measure}_{c}{z}" for a, z, measure, c in names.itertuples(index=False)]
    return table.reset_index()


def at_risk(
    activity: pd.DataFrame,
    persons: pd.DataFrame,
    level: str,
    by: list[str],
    conditions: Iterable[str],
) -> tuple[pd.Series, pd.DataFrame]:
    """Return population and events of each body by stratum of year, age (and sex).

    A stratum of a body without an event has nought; an event where no one lives is not counted.

    Returns
    -------
    people, events
        Both indexed by body and stratum; events with a column for each measure and value of
        ``by``, of the conditions asked for.
    """
    by_sex = set(persons["sex"]) != {"all"}
    cell = [*KEY, "age_band", *(["sex"] if by_sex else [])]
    rows = activity[activity["area_type"] == level].rename(columns={"body": "body_code"})
    rows = rows.astype(dict.fromkeys([*by, *cell], str))
    people = persons.astype(dict.fromkeys(cell, str)).groupby(cell)["persons"].sum()
    years = people.index.get_level_values("financial_year")
    people = people[years.isin(set(activity["financial_year"]))]
    measures = [name for name in ("admissions", "bed_days") if name in rows]
    events = rows.groupby([*by, *cell])[measures].sum().unstack(by, fill_value=0)
    groups = [events.columns.unique(level) for level in range(events.columns.nlevels - 1)]
    columns = pd.MultiIndex.from_product([*groups, list(conditions)], names=events.columns.names)
    return people, events.reindex(index=people.index, columns=columns, fill_value=0).astype(float)


def expected_events(
    events: pd.DataFrame, people: pd.Series, reference_year: str | None = None
) -> pd.DataFrame:
    """Return the events that each body would have in a year at England's rates.

    Parameters
    ----------
    events, people
        See ``at_risk``.
    reference_year
        The year whose rates count in every year; each year's own where it is left out.
    """
    rates = england_rates(events, people)
    stratum = people.index.droplevel("body_code")
    if reference_year is not None:
        rates = rates[rates.index.get_level_values("financial_year") == reference_year]
        rates, stratum = rates.droplevel("financial_year"), stratum.droplevel("financial_year")
    each = rates.reindex(stratum).to_numpy() * people.to_numpy()[:, None]
    each = pd.DataFrame(each, index=people.index, columns=events.columns)
    return each.groupby(KEY).sum(min_count=1)


def england_rates(events: pd.DataFrame, people: pd.Series) -> pd.DataFrame:
    """Return events per head of each stratum over all bodies."""
    strata = people.index.names[1:]
    return events.groupby(strata).sum().div(people.groupby(strata).sum(), axis=0)


def standardised_rates(
    activity: pd.DataFrame,
    persons: pd.DataFrame,
    level: str,
    conditions: Iterable[str],
    year: str,
) -> pd.DataFrame:
    """Return admission rates by body, year and condition, standardised directly and indirectly.

    Direct rates are per 100,000 persons of England's age and sex in the standard year, with the
    limits of Dobson et al. (1991); indirect ones are ratios to England's rates of each year, with
    Byar's limits (Breslow and Day 1987).

    Parameters
    ----------
    activity, persons, level, conditions
        See ``emergency_activity``; all emergency admissions are told beside the conditions.
    year
        The year whose population is the standard.
    """
    tables, told = [], (*conditions, ALL_EMERGENCY)
    people, events = at_risk(activity, persons, level, ["condition"], told)
    strata, rates = list(people.index.names[1:]), england_rates(events, people)
    for condition in told:
        chosen = ("admissions", condition)
        cells = people.to_frame("population").assign(events=events[chosen]).reset_index()
        ratio = indirectly_standardised(cells, KEY, strata, rates[chosen])
        ages = strata[1:]
        standard = cells[cells["financial_year"] == year].groupby(ages)["population"].sum()
        direct = directly_standardised(cells, KEY, ages, standard)
        limits = ["estimate", "conf_low", "conf_high"]
        direct[limits] *= 1e5
        table = direct.merge(ratio, on=[*KEY, "events"], suffixes=("", "_ratio"))
        tables.append(table.assign(area_type=level, condition=condition))
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


def mental_health_stays(lengths: pd.DataFrame, level: str) -> pd.DataFrame:
    """Return mental health stays that ended in the year and their mean length in nights.

    Parameters
    ----------
    lengths
        Stays by ``level, body, financial_year, nights``.
    """
    rows = lengths[(lengths["area_type"] == level)].rename(columns={"body": "body_code"})
    rows = rows.assign(nights_stayed=rows["nights"] * rows["stays"])
    by = rows.groupby(KEY, observed=True)[["stays", "nights_stayed"]].sum()
    table = pd.DataFrame(
        {
            "mh_stays": by["stays"].astype(float),
            "mh_length_of_stay": by["nights_stayed"] / by["stays"].where(by["stays"] > 0),
        }
    )
    return table.reset_index()
