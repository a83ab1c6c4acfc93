"""Who pools what, when, on whose evidence. Unknown is its own answer: silence is not no.

Each evidence source's statement about every body, service and year; ``exposure`` combines them.
Every judgement is a setting under ``pools`` of the study (decision 14).
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pooledfunds.catalogue.area_types import HUB
from pooledfunds.catalogue.client_groups import SERVICES_OF_PSSEX1
from pooledfunds.core.financial_year import year_of
from pooledfunds.core.vocabulary import SURVEY

SCHEME = ["evidence_source", "scheme_id"]
AREA = ["area_type", "area_code"]
CELL = [*AREA, "service_area", "financial_year"]


def is_pool(arrangements: pd.DataFrame, label: str) -> pd.Series:
    """Return which arrangements count as a pooled fund.

    Parameters
    ----------
    label
        ``as_reported``: what the source calls a pool; ``as_reviewed``: the same, but where a
        review looked at the accounts, what it found.
    """
    reported = arrangements["arrangement_types"].str.contains(r"\bpooled_fund\b")
    if label == "as_reported":
        return reported
    review = arrangements["confirmed_on_review"].astype(str)
    return reported.where(review == "not_reviewed", review == "pooled_fund")


def listed_once(partners: pd.DataFrame) -> pd.DataFrame:
    """Return partners of arrangements, of several predecessors of one listed body a single one.

    The body is host if one of them was. Else what was written of them decides, not their order.

    Parameters
    ----------
    partners
        ``register_partners``, whose ``host`` comes last where it is one.
    """
    ordered = partners.sort_values(["host", *partners.columns.difference(["host"])])
    return ordered.drop_duplicates([*SCHEME, *AREA], keep="last")


def pool_years(register: Mapping[str, pd.DataFrame], years: list[str], label: str) -> pd.DataFrame:
    """Return each pool, partner, service and year in which the pool runs, or may.

    A pool without a start date runs in the years for which money is stated; in others it may.

    Parameters
    ----------
    register
        ``register_arrangements``, ``register_partners``, ``register_contributions`` and
        ``register_funds`` by name.

    Returns
    -------
    DataFrame
        ``evidence_source, scheme_id, area_type, area_code, service_area, financial_year, pooled,
        first_year, services``: pooled is yes or unknown, services how many the pool covers.
    """
    arrangements = register["register_arrangements"]
    return running_years(register, arrangements[is_pool(arrangements, label)], years)


def running_years(
    register: Mapping[str, pd.DataFrame], arrangements: pd.DataFrame, years: list[str]
) -> pd.DataFrame:
    """Return each of some arrangements by partner, service and year in which it runs, or may.

    Parameters
    ----------
    register
        See :func:`pool_years`.
    arrangements
        Those of ``register_arrangements`` that are asked for.
    years
        Financial years.

    Returns
    -------
    DataFrame
        See :func:`pool_years`.
    """
    pools = arrangements.astype({"evidence_source": str})
    pools = pools.assign(
        first_year=year_of(pools["start"]),
        last_year=year_of(pools["end"]),
        service_area=pools["service_areas"].str.split("; "),
        services=pools["service_areas"].str.count(";") + 1,
        financial_year=pd.Series([years] * len(pools), index=pools.index),
    )
    columns = [*SCHEME, "service_area", "services", "financial_year", "first_year", "last_year"]
    pools = pools[columns].explode("service_area").explode("financial_year")
    year = pools["financial_year"]
    ended = (pools["last_year"] != "") & (year > pools["last_year"])
    pools = pools[~(year < pools["first_year"]) & ~ended]
    money = [
        register[name][[*SCHEME, "financial_year"]].astype({"evidence_source": str})
        for name in ("register_contributions", "register_funds")
    ]
    paid = pd.MultiIndex.from_frame(pd.concat(money))
    stated = pd.MultiIndex.from_frame(pools[[*SCHEME, "financial_year"]]).isin(paid)
    runs = (pools["first_year"] != "") | stated
    pools["pooled"] = np.where(runs, "yes", "unknown")
    partners = register["register_partners"][[*SCHEME, *AREA]].astype(str).drop_duplicates()
    partners = partners[partners["area_type"] != "outside"]
    return pools.merge(partners, on=SCHEME).drop(columns="last_year")


def register_statements(
    register: Mapping[str, pd.DataFrame],
    bodies: pd.DataFrame,
    services: list[str],
    years: list[str],
    settings: Mapping,
) -> pd.DataFrame:
    """Return what survey and notification register say of every body, service and year.

    Survey and fieldwork are one source, ``survey``. A body that did not answer and was not
    visited is unknown. A body that did says no of a service in which it names no pool, in the
    years that the survey asked about; of other years it says nothing.

    Parameters
    ----------
    bodies
        ``area_type, area_code``.
    settings
        ``pools`` of the study: ``label``, ``survey_years`` (the years of which an answer without
        a pool means no), ``non_respondent_named_by_partner`` (``unknown`` or ``yes``) and
        ``notification_register_absence_means`` (``no`` or ``unknown``).

    Returns
    -------
    DataFrame
        ``catalogue.pooled_fund_register.POOL_STATEMENTS``.
    """
    cells = bodies[AREA].astype(str).merge(pd.DataFrame({"service_area": services}), how="cross")
    cells = cells.merge(pd.DataFrame({"financial_year": years}), how="cross")
    runs = pool_years(register, years, settings["label"])
    runs["evidence_source"] = runs["evidence_source"].replace(dict.fromkeys(SURVEY, "survey"))
    best = runs.sort_values("pooled").groupby(["evidence_source", *CELL])["pooled"].last()
    heard_of = register["register_arrangements"]["evidence_source"].astype(str)
    sources = set(heard_of.replace(dict.fromkeys(SURVEY, "survey")))
    sources |= {"survey"} if len(register["register_responses"]) else set()
    parts = []
    for source in sorted(sources):
        own = best[best.index.get_level_values("evidence_source") == source]
        named = cells.join(own.droplevel("evidence_source"), on=CELL)["pooled"].astype(object)
        if source == "survey":
            answer = survey_answers(cells, named, register["register_responses"], settings)
        else:
            answer = named.fillna(settings["notification_register_absence_means"])
        parts.append(cells.assign(evidence_source=source, pooled=answer))
    empty = pd.DataFrame(columns=["evidence_source", *CELL, "pooled"], dtype=str)
    return as_statements(pd.concat([empty, *parts], ignore_index=True))


def survey_answers(
    cells: pd.DataFrame, named: pd.Series, responses: pd.DataFrame, settings: Mapping
) -> pd.Series:
    """Return the survey's yes, no or unknown for each body, service and year.

    Parameters
    ----------
    cells
        Every body, service and year.
    named
        Where the survey names a pool, in the same order: yes or unknown; else missing.
    responses
        ``register_responses``.
    settings
        ``pools`` of the study.
    """
    heard = responses[responses["answered"] | responses["visited"]]
    answered = pd.MultiIndex.from_frame(cells[AREA]).isin(
        pd.MultiIndex.from_frame(heard[AREA].astype(str))
    )
    asked_about = cells["financial_year"].isin(settings["survey_years"])
    answer = named.where(named.notna(), np.where(answered & asked_about, "no", "unknown"))
    if settings["non_respondent_named_by_partner"] == "unknown":
        answer = answer.where(answered, "unknown")
    return answer


def pssex1_statements(joint: pd.DataFrame, income: str) -> pd.DataFrame:
    """Return what PSSEX1 says of each council, service and year, in the form of a statement.

    Parameters
    ----------
    joint
        ``catalogue.pssex1.JOINT_FINANCING``, whose ``present`` holds the declared threshold.
    income
        Which income counts as a sign of a pool: ``joint_arrangements`` is section 75.
    """
    table = joint[joint["income"] == income].astype({"client_group": str})
    table = table[table["client_group"].isin(SERVICES_OF_PSSEX1)]
    return as_statements(
        pd.DataFrame(
            {
                "evidence_source": "pssex1",
                "area_type": HUB,
                "area_code": table["cssr_code"],
                "service_area": table["client_group"],
                "financial_year": table["financial_year"].astype(str),
                "pooled": table["present"].astype(str),
            }
        )
    )


def as_statements(table: pd.DataFrame) -> pd.DataFrame:
    """Return statements in the columns, order and types of their contract."""
    key = ["evidence_source", *CELL]
    table = table[[*key, "pooled"]].sort_values(key, ignore_index=True)
    kinds = ["evidence_source", "area_type", "service_area", "pooled"]
    return table.astype(dict.fromkeys(kinds, "category"))
