"""What each return adds to a panel, by body and year.

A return of one type of area is apportioned to the other over the persons that bodies have in
common; ``apportioned_…`` is the share that was split so.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from pooledfunds.catalogue.area_types import HUB, area_types, partner_code, type_of_code
from pooledfunds.catalogue.panel import conditions_of
from pooledfunds.core.vocabulary import KEY
from pooledfunds.linkage.apportionment import Apportionment
from pooledfunds.linkage.outcomes.baseline import baseline
from pooledfunds.linkage.outcomes.delayed_transfers import delay_columns
from pooledfunds.linkage.outcomes.deprivation import deprivation
from pooledfunds.linkage.outcomes.equipment_delivery import equipment_delivered
from pooledfunds.linkage.outcomes.hospital import emergency_activity, older_people
from pooledfunds.linkage.outcomes.lengths_of_stay import mental_health_stays
from pooledfunds.linkage.outcomes.population import people
from pooledfunds.linkage.outcomes.residential_weeks import residential_weeks
from pooledfunds.linkage.outcomes.spending import cost_columns, programme_spending
from pooledfunds.linkage.pooling.columns import joint_columns, pool_columns


def columns_by_return(
    area_type: str, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> Iterator[pd.DataFrame]:
    """Yield the columns that each available return gives the areas of one type.

    Parameters
    ----------
    area_type
        The type of area of the panel.
    tables
        Staged and linked tables by name.
    study
        The settings of the study.

    Yields
    ------
    DataFrame
        ``area_code, financial_year`` and the return's columns.
    """
    wanted = Apportionment(area_type, tables.get("crosswalk"), study.get("crosswalk", {}))
    persons = people(wanted, tables)
    if persons is not None:
        yield persons
    yield deprivation(wanted, tables, study["financial_years"])
    yield from spending_columns(wanted, tables, study)
    if "pool_exposure" in tables:
        yield pool_columns(tables["pool_exposure"], area_type, study["pools"]["rule"])
    if "equipment_delivery" in tables:
        delivered = equipment_delivered(tables["equipment_delivery"])
        yield wanted.own(HUB, delivered, "equipment")
    if area_type == HUB:
        yield from earlier_columns(tables, study)
    if "delayed_transfers" in tables:
        other = next((name for name in area_types(study) if name != area_type), None)
        yield delay_columns(tables["delayed_transfers"], wanted, other)
    yield from hospital_columns(area_type, tables, study)


def spending_columns(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> Iterator[pd.DataFrame]:
    """Yield what councils and the NHS spend, and what of it is joint financing.

    Parameters
    ----------
    wanted
        The type of area of the panel, and how figures are apportioned to it.
    tables, study
        See :func:`columns_by_return`.
    """
    if "pssex1" in tables:
        yield wanted.own(HUB, cost_columns(tables["pssex1"], study), "cost")
    if "joint_financing" in tables and wanted.area_type == HUB:
        yield joint_columns(tables["joint_financing"], study["joint_financing"]["income"])
    if "programme_budgets" in tables:
        budgets = tables["programme_budgets"]
        of = type_of_code(partner_code(budgets.columns))
        yield wanted.own(of, programme_spending(budgets), "budget")


def earlier_columns(tables: Mapping[str, pd.DataFrame], study: Mapping) -> Iterator[pd.DataFrame]:
    """Yield what councils did in the study's baseline year, and weeks of care in every year.

    Parameters
    ----------
    tables, study
        See :func:`columns_by_return`.
    """
    given = []
    if "residential_weeks" in tables:
        weeks = residential_weeks(tables["residential_weeks"])
        yield weeks
        given.append(weeks)
    if "pssex1" in tables:
        costs = cost_columns(tables["pssex1"], study)
        given.append(costs[KEY].join(costs.filter(like="cost_less_joint_")))
    if "joint_financing" in tables:
        joint = joint_columns(tables["joint_financing"], study["joint_financing"]["income"])
        given.append(joint[KEY].join(joint.filter(like="joint_financing_")))
    if "baseline_year" in study:
        for table in given:
            yield baseline(table, study["baseline_year"], study["financial_years"])


def hospital_columns(
    area_type: str, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> Iterator[pd.DataFrame]:
    """Yield emergency admissions, bed days and lengths of stay, from hospital records.

    Parameters
    ----------
    area_type, tables, study
        See :func:`columns_by_return`.
    """
    if "hes_activity" in tables and f"{area_type}_population" in tables:
        older = older_people(area_type, tables)
        conditions = conditions_of(study)
        yield emergency_activity(
            tables["hes_activity"], older, area_type, conditions, study["trends"]["reference_year"]
        )
    if "hes_lengths_of_stay" in tables:
        yield mental_health_stays(tables["hes_lengths_of_stay"], area_type)
