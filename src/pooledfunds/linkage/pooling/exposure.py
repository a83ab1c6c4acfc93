"""Whether each body pools each service in each year, under named rules of evidence.

A rule takes one source's word or combines several; the rules are settings under ``pools`` of the
study (decision 15).
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pooledfunds.core.vocabulary import SURVEY
from pooledfunds.linkage.pooling.statements import AREA, CELL, SCHEME, pool_years


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
        ``pooled``, where any of the sources counts; a source that is not available does not.
    """
    wide = answers[[source for source in sources if source in answers]]
    field = [wide.index.get_level_values(name) for name in ("area_type", "service_area")]
    speaks = wide.notna().groupby(field).transform("any")
    wide, speaks = wide[speaks.any(axis=1)], speaks[speaks.any(axis=1)]
    yes, no = wide == "yes", wide == "no"
    silent = (wide.isna() | (wide == "unknown")) & speaks
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
        ``area_type, area_code, service_area, financial_year, gbp``: what the body spends on the
        service, the base of the pooled share; None where it is not available.
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
    kinds = ["rule", "area_type", "service_area", "pooled"]
    return table[["rule", *CELL, "pooled", *amounts]].astype(dict.fromkeys(kinds, "category"))


def pool_detail(register: Mapping[str, pd.DataFrame], years: list[str], label: str) -> pd.DataFrame:
    """Return the first year and the body's contribution by body, service and year.

    The survey's answer goes before the notification register's, which gives no money by partner.
    The money of a pool that covers several services is shared equally between them (decision 14).

    Parameters
    ----------
    register
        Its staged tables by name.
    years
        Financial years.
    label
        See :func:`is_pool`.
    """
    runs = pool_years(register, years, label)
    runs = runs[runs["pooled"] == "yes"]
    key = [*SCHEME, *AREA, "financial_year"]
    money = register["register_contributions"].astype({"evidence_source": str, "area_type": str})
    runs = runs.join(money.set_index(key)["gbp"], on=key)
    runs["gbp"] = runs["gbp"] / runs["services"]
    surveyed = runs["evidence_source"].isin(SURVEY)
    best = runs[surveyed | ~runs.set_index(CELL).index.isin(runs[surveyed].set_index(CELL).index)]
    grouped = best.groupby(CELL)
    first = grouped["first_year"].min()  # blank, the least, where one start is not known
    return pd.DataFrame({"first_year": first, "pooled_gbp": grouped["gbp"].sum(min_count=1)})
