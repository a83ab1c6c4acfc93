"""When joint arrangements begin, and what stood before: councils, client groups and years at risk.

The national evaluation of 2002 (Glendinning and others) names what helped partners to decide:
a history of joint working, equal commitment, shared boundaries, and no turbulence among
organisations (decision 106).
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pooledfunds.catalogue.area_types import HUB
from pooledfunds.catalogue.client_groups import PROGRAMMES, SERVICES_OF_PSSEX1
from pooledfunds.catalogue.council_starts import PANEL_COUNCIL_STARTS
from pooledfunds.core.financial_year import year_name
from pooledfunds.core.vocabulary import KEY
from pooledfunds.linkage.apportionment import Apportionment
from pooledfunds.linkage.boundaries import moderator, stable_boundaries
from pooledfunds.linkage.outcomes.deprivation import deprivation
from pooledfunds.linkage.outcomes.population import people
from pooledfunds.linkage.outcomes.spending import budgets, cost_columns
from pooledfunds.linkage.pooling.columns import coded_answer

CELL = ["area_code", "client_group", "financial_year"]


def panel_of_starts(tables: Mapping[str, pd.DataFrame], study: Mapping) -> pd.DataFrame:
    """Return councils by client group and year (``catalogue.council_starts``).

    Parameters
    ----------
    tables
        ``joint_financing``, ``pssex1`` and ``bodies``; where available the coterminosity,
        population, deprivation, pairs, successions and programme budgets of the study.
    study
        ``joint_financing.income``, ``coterminosity``, ``frame`` and ``financial_years``.
    """
    income = study["joint_financing"]["income"]
    table = starts(tables["joint_financing"], income)
    bodies = tables["bodies"]
    councils = bodies.loc[bodies["area_type"] == HUB, ["area_code", "region_code"]]
    table = table.merge(councils, on="area_code", how="inner", validate="many_to_one")
    for part in covariates(tables, study):
        on = [name for name in CELL if name in part]
        table = table.merge(part, on=on, how="left", validate="many_to_one")
    table = table.reindex(columns=list(PANEL_COUNCIL_STARTS.columns))
    smallest = study.get("frame", {}).get("smallest_population", 0)
    persons = table["population"].astype(float)
    size = np.log2(persons.where(persons > 0))
    table = table.assign(in_frame=~(persons < smallest), log2_population=size)
    numbers = [n for n, c in PANEL_COUNCIL_STARTS.columns.items() if str(c.dtype) == "float64"]
    table = table.astype(dict.fromkeys(numbers, float) | {"client_group": "category"})
    return table.sort_values(CELL, ignore_index=True)


def starts(joint: pd.DataFrame, income: str) -> pd.DataFrame:
    """Return for each council, client group and year whether joint arrangements begin.

    A year counts where the year before is known too, on a form that asks the same. Once
    arrangements have begun the council is not at risk any more, even if they end and begin again;
    those that stood already in the first year of a form never were.

    Parameters
    ----------
    joint
        ``catalogue.pssex1.JOINT_FINANCING``.
    income
        Which income is the mark of an arrangement.

    Returns
    -------
    DataFrame
        ``area_code, client_group, financial_year, start, joint_elsewhere_before``.
    """
    table = joint[joint["client_group"].isin(SERVICES_OF_PSSEX1)]
    table = table.rename(columns={"cssr_code": "area_code"}).astype(dict.fromkeys(CELL, str))
    table = table.assign(known=coded_answer(table["present"]))
    by_income = table.pivot(index=CELL, columns="income", values="known")
    present = by_income[income]
    form = form_of_years(by_income)
    before = year_before(present, form)
    by = [present.index.get_level_values(name) for name in CELL[:2]]
    ever = present.groupby([*by, form]).cummax().fillna(0)
    at_risk = before.eq(0) & year_before(ever, form).eq(0)
    found = pd.DataFrame({"start": present.where(at_risk)})
    found["joint_elsewhere_before"] = elsewhere(before)
    return found.reset_index()


def form_of_years(by_income: pd.DataFrame) -> pd.Series:
    """Return which form each row's year was returned on: 1 where it has NHS income apart, or 0.

    Where it has not, part of that income stands under joint arrangements, which are then another
    thing (decision 8).

    Parameters
    ----------
    by_income
        1, 0 or missing by income, indexed by ``CELL``.
    """
    apart = by_income["nhs_income"].notna().groupby("financial_year").transform("any")
    return apart.astype(int).rename("form")


def year_before(values: pd.Series, form: pd.Series) -> pd.Series:
    """Return the value of the year before, by cell; missing where it was returned on another form.

    Parameters
    ----------
    values
        Indexed by ``CELL``.
    form
        Of each row's year, in the same order.
    """
    cells = values.index.to_frame(index=False)
    cells["financial_year"] = [year_name(int(y[:4]) - 1) for y in cells["financial_year"]]
    earlier = pd.MultiIndex.from_frame(cells)
    alike = form.reindex(earlier).to_numpy(dtype=float) == form.to_numpy(dtype=float)
    moved = values.reindex(earlier).to_numpy(dtype=float)
    return pd.Series(np.where(alike, moved, np.nan), index=values.index)


def elsewhere(before: pd.Series) -> pd.Series:
    """Return whether a council had joint arrangements for another client group the year before.

    No only where that is known of every other group.

    Parameters
    ----------
    before
        1, 0 or missing of the year before, indexed by ``CELL``.
    """
    by = ["area_code", "financial_year"]
    yes = before.eq(1).groupby(by).transform("sum") - before.eq(1)
    unknown = before.isna().groupby(by).transform("sum") - before.isna()
    return pd.Series(np.where(yes > 0, 1.0, np.where(unknown > 0, np.nan, 0.0)), before.index)


def covariates(tables: Mapping[str, pd.DataFrame], study: Mapping) -> list[pd.DataFrame]:
    """Return what is at hand of each council, by whichever columns of ``CELL`` it varies with.

    Parameters
    ----------
    tables, study
        As ``panel_of_starts`` has them.
    """
    wanted = Apportionment(HUB, tables, study.get("crosswalk", {}))
    parts = []
    if "coterminosity" in tables:
        parts.append(moderator(tables["coterminosity"], HUB, study["coterminosity"]))
    persons = people(wanted, tables, study)
    if persons is not None:
        parts.append(persons[[*KEY, "population"]])
    scores = deprivation(wanted, tables, study)
    if scores is not None:
        parts.append(scores[["area_code", "imd_score"]].drop_duplicates("area_code"))
    stable = stable_boundaries(HUB, tables, study)
    if stable is not None:
        parts.append(stable)
    if {"programme_budgets", "pssex1"} <= tables.keys():
        parts.append(
            spending_balance(budgets(wanted, tables, study), cost_columns(tables["pssex1"], study))
        )
    return parts


def spending_balance(nhs: pd.DataFrame, council: pd.DataFrame) -> pd.DataFrame:
    """Return how nearly equal NHS and council spending on a client group was the year before.

    The smaller over the larger: one where they are equal. Councils' cost is less what partners pay
    them, so that no pound is on both sides.

    Parameters
    ----------
    nhs
        ``area_code, financial_year`` and ``budget_<group>``, GBP thousand.
    council
        The same and ``cost_less_partners_<group>``.

    Returns
    -------
    DataFrame
        ``area_code, client_group, financial_year, spending_balance_before``.
    """
    both = nhs.merge(council, on=KEY, how="inner", validate="one_to_one")
    year = [year_name(int(str(one)[:4]) + 1) for one in both["financial_year"]]
    parts = []
    for group in PROGRAMMES:
        amounts = both[[f"budget_{group}", f"cost_less_partners_{group}"]].astype(float)
        low, high = amounts.min(axis=1, skipna=False), amounts.max(axis=1, skipna=False)
        balance = (low / high.where(high > 0)).where(low >= 0)
        part = pd.DataFrame({"area_code": both["area_code"], "financial_year": year})
        parts.append(part.assign(client_group=group, spending_balance_before=balance))
    return pd.concat(parts, ignore_index=True)
