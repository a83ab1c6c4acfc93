"""Who pools what, when, on whose evidence. Unknown is its own answer: silence is not no.

Two steps. First each evidence source's statement about every body, service and year; then named
rules that take one source's word or combine several. The rules and every judgement in them are
settings under ``pools`` of the study (decisions 14 and 15).
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pooledfunds.core.financial_year import year_of
from pooledfunds.core.vocabulary import SURVEY

SCHEME = ["evidence_source", "scheme_id"]
BODY = ["body_type", "body_code"]
CELL = [*BODY, "service_area", "financial_year"]
PSSEX1_SERVICES = {
    "learning_disability": "learning_disability",
    "mental_health": "mental_health",
    "older_people": "older_people",
    "physical_disability": "physical_disability",
}


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
        ``evidence_source, scheme_id, body_type, body_code, service_area, financial_year, pooled,
        first_year, services``: pooled is yes or unknown, services how many the pool covers.
    """
    arrangements = register["register_arrangements"]
    pools = arrangements[is_pool(arrangements, label)].astype({"evidence_source": str})
    pools = pools.assign(
        first_year=year_of(pools["start"]),
        last_year=year_of(pools["end"]),
        service_area=pools["service_areas"].str.split("; "),
        services=pools["service_areas"].str.count(";") + 1,
        financial_year=[years] * len(pools),
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
    partners = register["register_partners"][[*SCHEME, *BODY]].astype(str).drop_duplicates()
    partners = partners[partners["body_type"] != "outside"]
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
        ``body_type, body_code``.
    settings
        ``pools`` of the study: ``label``, ``survey_years`` (the years of which an answer without
        a pool means no), ``non_respondent_named_by_partner`` (``unknown`` or ``yes``) and
        ``notification_register_absence_means`` (``no`` or ``unknown``).

    Returns
    -------
    DataFrame
        ``catalogue.pooled_fund_register.POOL_STATEMENTS``.
    """
    cells = bodies[BODY].astype(str).merge(pd.DataFrame({"service_area": services}), how="cross")
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
            said = survey_words(cells, named, register["register_responses"], settings)
        else:
            said = named.fillna(settings["notification_register_absence_means"])
        parts.append(cells.assign(evidence_source=source, pooled=said))
    empty = pd.DataFrame(columns=["evidence_source", *CELL, "pooled"], dtype=str)
    return as_statements(pd.concat([empty, *parts], ignore_index=True))


def survey_words(
    cells: pd.DataFrame, named: pd.Series, responses: pd.DataFrame, settings: Mapping
) -> pd.Series:
    """Return the survey's yes, no or unknown for each body, service and year."""
    heard = responses[responses["answered"] | responses["visited"]]
    answered = pd.MultiIndex.from_frame(cells[BODY]).isin(
        pd.MultiIndex.from_frame(heard[BODY].astype(str))
    )
    asked_about = cells["financial_year"].isin(settings["survey_years"])
    said = named.where(named.notna(), np.where(answered & asked_about, "no", "unknown"))
    if settings["non_respondent_named_by_partner"] == "unknown":
        said = said.where(answered, "unknown")
    return said


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
    table = table[table["client_group"].isin(PSSEX1_SERVICES)]
    return as_statements(
        pd.DataFrame(
            {
                "evidence_source": "pssex1",
                "body_type": "council",
                "body_code": table["cssr_code"],
                "service_area": table["client_group"].map(PSSEX1_SERVICES),
                "financial_year": table["financial_year"].astype(str),
                "pooled": table["present"].astype(str),
            }
        )
    )


def as_statements(table: pd.DataFrame) -> pd.DataFrame:
    """Return statements in the columns, order and types of their contract."""
    key = ["evidence_source", *CELL]
    table = table[[*key, "pooled"]].sort_values(key, ignore_index=True)
    kinds = ["evidence_source", "body_type", "service_area", "pooled"]
    return table.astype(dict.fromkeys(kinds, "category"))


def side_by_side(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the statements with a column for each evidence source, by body, service and year."""
    keyed = statements.astype(str).set_index([*CELL, "evidence_source"])["pooled"]
    return keyed.unstack()


def combine(answers: pd.DataFrame, sources: list[str], how: str) -> pd.Series:
    """Return one answer per body, service and year from the statements of several sources.

    Parameters
    ----------
    answers
        Statements side by side.
    how
        ``union``: yes if any source says yes; no if all say no. ``intersection``: yes if all say
        yes; no if all have spoken and one says no. Otherwise unknown, so that a body of which one
        source does not know is never a plain no. A source counts for the kinds of body and the
        services of which it speaks at all: PSSEX1 says nothing of PCTs.

    Returns
    -------
    Series
        ``pooled``, where any of the sources counts; a source that is not at hand does not.
    """
    wide = answers[[source for source in sources if source in answers]]
    field = [wide.index.get_level_values(name) for name in ("body_type", "service_area")]
    speaks = wide.notna().groupby(field).transform("any")
    wide, speaks = wide[speaks.any(axis=1)], speaks[speaks.any(axis=1)]
    yes, no = wide.eq("yes"), wide.eq("no")
    silent = (wide.isna() | wide.eq("unknown")) & speaks
    if how == "union":
        pooled = np.select([yes.any(axis=1), silent.any(axis=1)], ["yes", "unknown"], "no")
    else:
        pooled = np.select([silent.any(axis=1), no.any(axis=1)], ["unknown", "no"], "yes")
    return pd.Series(pooled, index=wide.index, name="pooled", dtype=object)


def pool_exposure(
    statements: pd.DataFrame,
    register: Mapping[str, pd.DataFrame],
    spending: pd.DataFrame | None,
    settings: Mapping,
) -> pd.DataFrame:
    """Return whether each body pools each service in each year, under every rule of evidence.

    Parameters
    ----------
    statements
        ``catalogue.pooled_fund_register.POOL_STATEMENTS`` of all sources, one under another.
    register
        Its staged tables by name, for starts and contributions.
    spending
        ``body_type, body_code, service_area, financial_year, gbp``: what the body spends on the
        service, the base of the pooled share; None where it is not at hand.
    settings
        ``pools`` of the study: ``label`` and ``rules``, by name ``{sources, how}``.

    Returns
    -------
    DataFrame
        ``catalogue.pooled_fund_register.POOL_EXPOSURE``. Years since start and money come from the
        register
        and are missing where the body is not known to pool, or the register does not say.
    """
    answers = side_by_side(statements)
    years = sorted(set(statements["financial_year"].astype(str)))
    detail = pool_detail(register, years, settings["label"]).reindex(answers.index)
    year = pd.Series(answers.index.get_level_values("financial_year"), index=answers.index)
    first = pd.to_numeric(detail["first_year"].str[:4], errors="coerce").astype(float)
    detail["years_since_start"] = year.str[:4].astype(float) - first
    detail["pooled_share"] = np.nan
    if spending is not None:
        spent = spending.astype(dict.fromkeys(CELL, str)).set_index(CELL)["gbp"]
        spent = spent.reindex(answers.index)
        detail["pooled_share"] = detail["pooled_gbp"] / spent.where(spent > 0)
    amounts = ["years_since_start", "pooled_gbp", "pooled_share"]
    parts = {}
    for rule, terms in sorted(settings["rules"].items()):
        pooled = combine(answers, list(terms["sources"]), terms["how"])
        known = detail.loc[pooled.index, amounts].where(pooled == "yes")
        parts[rule] = pd.concat([pooled, known], axis=1)
    table = pd.concat(parts, names=["rule"]).reset_index()
    kinds = ["rule", "body_type", "service_area", "pooled"]
    return table[["rule", *CELL, "pooled", *amounts]].astype(dict.fromkeys(kinds, "category"))


def pool_detail(register: Mapping[str, pd.DataFrame], years: list[str], label: str) -> pd.DataFrame:
    """Return the first year and the body's contribution by body, service and year.

    The survey's word stands before the notification register's, which gives no money by partner.
    The money of a pool that covers several services is shared equally between them (decision 14).
    """
    runs = pool_years(register, years, label)
    runs = runs[runs["pooled"] == "yes"]
    key = [*SCHEME, *BODY, "financial_year"]
    money = register["register_contributions"].astype({"evidence_source": str, "body_type": str})
    money = money.set_index(key)["gbp"]
    runs = runs.join(money, on=key)
    runs["gbp"] = runs["gbp"] / runs["services"]
    surveyed = runs["evidence_source"].isin(SURVEY)
    best = runs[surveyed | ~runs.set_index(CELL).index.isin(runs[surveyed].set_index(CELL).index)]
    grouped = best.groupby(CELL)
    first = grouped["first_year"].min()  # blank, the least, where one start is not known
    return pd.DataFrame({"first_year": first, "pooled_gbp": grouped["gbp"].sum(min_count=1)})
