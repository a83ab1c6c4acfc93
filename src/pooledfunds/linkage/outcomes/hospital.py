"""Hospital activity of older people by body and year, and what England's rates would make of it."""

from collections.abc import Iterable, Mapping

import pandas as pd

from pooledfunds.catalogue.area_types import AREA_CODES, area_types
from pooledfunds.catalogue.panel_columns import conditions_of, hospital_variants_contract
from pooledfunds.core.vocabulary import KEY
from pooledfunds.linkage.apportionment import Apportionment
from pooledfunds.linkage.outcomes.population import older_by_band, older_of_broad_bands


def emergency_activity(
    activity: pd.DataFrame,
    persons: pd.DataFrame,
    area_type: str,
    conditions: Iterable[str],
    reference_year: str,
) -> pd.DataFrame:
    """Return emergency admissions and bed days aged 65 and over by condition, with those expected.

    Expected numbers are what a body would have at England's rates by age band (and sex, where the
    population has it): indirect standardisation, with England as the standard. ``expected_…`` are
    at the rates of each year, to compare bodies with each other; ``expected_…_at_fixed_rates`` at
    those of one year, to follow them over the years (decision 45).

    Parameters
    ----------
    activity
        ``catalogue.hes.HES_ACTIVITY``, or with a column ``variant``; then by body, year and
        variant.
    persons
        ``area_code, financial_year, age_band, sex, persons``; ``sex`` may be ``all``.
    area_type
        The type of the bodies to return.
    conditions
        Those of ``hes.diagnosis_sets``: each has its columns, zero where no stay has it.
    reference_year
        The year of the fixed rates; where no records of it are available they are missing.

    Returns
    -------
    DataFrame
        ``area_code, financial_year`` (and ``variant``), and for each measure and condition
        ``<measure>_<condition>``, ``expected_…`` and ``expected_…_at_fixed_rates``.
    """
    by = [*(["variant"] if "variant" in activity else []), "condition"]
    people, events = at_risk(activity, persons, area_type, by, conditions)
    parts = {
        ("", ""): events.groupby(KEY).sum(),
        ("expected_", ""): expected_events(events, people),
        ("expected_", "_at_fixed_rates"): expected_events(events, people, reference_year),
    }
    table = pd.concat(parts, axis=1)
    if "variant" in by:
        table = pd.DataFrame(table.stack("variant", future_stack=True))
    names = table.columns.to_frame()
    table.columns = [f"{a}{measure}_{c}{z}" for a, z, measure, c in names.itertuples(index=False)]
    return table.reset_index()


def at_risk(
    activity: pd.DataFrame,
    persons: pd.DataFrame,
    area_type: str,
    by: list[str],
    conditions: Iterable[str],
) -> tuple[pd.Series, pd.DataFrame]:
    """Return population and events of each body by stratum of year, age (and sex).

    A stratum of a body without an event has zero; an event where no one lives is not counted.

    Parameters
    ----------
    activity, persons, area_type, conditions
        See :func:`emergency_activity`.
    by
        ``condition``, or variant and condition.

    Returns
    -------
    people, events
        Both indexed by body and stratum; events with a column for each measure and value of
        ``by``, of the conditions asked for.
    """
    by_sex = set(persons["sex"]) != {"all"}
    cell = [*KEY, "age_band", *(["sex"] if by_sex else [])]
    rows = activity[activity["area_type"] == area_type]
    rows = rows.astype(dict.fromkeys([*by, *cell], str))
    people = persons.astype(dict.fromkeys(cell, str)).groupby(cell)["persons"].sum()
    years = people.index.get_level_values("financial_year")
    people = people[years.isin(set(activity["financial_year"]))]
    measures = [name for name in ("admissions", "bed_days") if name in rows]
    events = pd.DataFrame(rows.groupby([*by, *cell])[measures].sum().unstack(by, fill_value=0))
    groups = [events.columns.unique(place) for place in range(events.columns.nlevels - 1)]
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
    return expected_at(england_rates(events, people), people, reference_year)


def expected_at(
    rates: pd.DataFrame, people: pd.Series, reference_year: str | None = None
) -> pd.DataFrame:
    """Return the events that each body would have in a year at some rates.

    Parameters
    ----------
    rates
        Events per head of each stratum (see :func:`england_rates`).
    people, reference_year
        See :func:`expected_events`.
    """
    cells = people.index.to_frame(index=False).drop(columns="area_code")
    if reference_year is not None:
        rates = rates[rates.index.get_level_values("financial_year") == reference_year]
        rates, cells = rates.droplevel("financial_year"), cells.drop(columns="financial_year")
    stratum = cells.set_index(list(cells.columns)).index
    each = rates.reindex(stratum).to_numpy() * people.to_numpy()[:, None]
    expected = pd.DataFrame(each, index=people.index, columns=rates.columns)
    return expected.groupby(KEY).sum(min_count=1)


def england_rates(events: pd.DataFrame, people: pd.Series) -> pd.DataFrame:
    """Return events per head of each stratum over all bodies.

    Parameters
    ----------
    events, people
        See :func:`at_risk`.
    """
    strata = [str(name) for name in people.index.names[1:]]
    return events.groupby(strata).sum().div(people.groupby(strata).sum(), axis=0)


def older_people(area_type: str, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return persons aged 65 and over by age band and, where the population has it, sex.

    Parameters
    ----------
    area_type
        The type of the bodies to return.
    tables
        ``<area_type>_population`` among them.

    Returns
    -------
    DataFrame
        ``area_code, financial_year, age_band, sex, persons``.
    """
    population = tables[f"{area_type}_population"]
    if "area" in population:  # by broad bands, and of areas of later reorganisations too
        return older_of_broad_bands(population[population["area_type"] == area_type])
    return older_by_band(population.rename(columns={AREA_CODES[area_type]: "area_code"}))


def hospital_variants(tables: Mapping[str, pd.DataFrame], study: Mapping) -> pd.DataFrame:
    """Return the panels' hospital columns under every other definition, by body, year and variant.

    Parameters
    ----------
    tables
        ``hes_variants`` and the population of each type of area.
    study
        ``area_types``, ``hes`` and ``trends`` of the study.

    Returns
    -------
    DataFrame
        ``catalogue.panel_columns.hospital_variants_contract``; empty where no variant is declared
        or no population is available.
    """
    activity = tables["hes_variants"]
    counted = [
        emergency_activity(
            activity,
            older_people(area_type, tables),
            area_type,
            conditions_of(study),
            study["trends"]["reference_year"],
        ).assign(area_type=area_type)
        for area_type in area_types(study)
        if len(activity) and f"{area_type}_population" in tables
    ]
    columns = list(hospital_variants_contract(study).columns)
    empty = pd.DataFrame(columns=columns, dtype=str).astype(dict.fromkeys(columns[4:], float))
    return pd.concat(counted or [empty], ignore_index=True)[columns]


def emergency_care(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame | None:
    """Return emergency admissions and bed days; nothing without the areas' own population.

    Parameters
    ----------
    wanted
        The type of area, and how figures are apportioned to it.
    tables
        ``hes_activity`` among them.
    study
        ``hes`` and ``trends``.
    """
    area_type = wanted.area_type
    if f"{area_type}_population" not in tables:
        return None
    return emergency_activity(
        tables["hes_activity"],
        older_people(area_type, tables),
        area_type,
        conditions_of(study),
        study["trends"]["reference_year"],
    )
