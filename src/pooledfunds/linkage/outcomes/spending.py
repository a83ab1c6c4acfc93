"""What councils spend on their client groups, and the NHS on programmes for the same people."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.catalogue.area_types import HUB, partner_code, type_of_code
from pooledfunds.catalogue.client_groups import CLIENT_GROUPS, PROGRAMMES
from pooledfunds.catalogue.derived import group_amounts
from pooledfunds.core.vocabulary import KEY
from pooledfunds.linkage.apportionment import Apportionment
from pooledfunds.linkage.pooling.joint_financing import partners_income


def cost_columns(pssex1: pd.DataFrame, settings: Mapping) -> pd.DataFrame:
    """Return each client group's cost per council and year in GBP thousand, whole and in part.

    ``cost_<group>`` is the declared cost. ``cost_less_joint_<group>`` leaves out the income that
    the declared joint financing is, and ``cost_less_partners_<group>`` all income from joint
    arrangements and the NHS, so that an arrangement is not measured by its own money (decision 9).

    Parameters
    ----------
    pssex1
        ``catalogue.pssex1.PSSEX1``.
    settings
        ``spending`` and ``joint_financing`` of the study.
    """
    spending = settings["spending"]
    amounts = pd.DataFrame(group_amounts(pssex1, spending["line"]).loc[HUB])
    cost = amounts[spending["cost"]]
    parts = {
        "cost": cost,
        "cost_less_joint": cost,
        "cost_less_partners": cost,
    }
    if spending["cost"] == "total_cost":  # the other costs are net of these incomes already
        parts["cost_less_joint"] = cost - partners_income(
            amounts, settings["joint_financing"]["income"]
        )
        parts["cost_less_partners"] = cost - partners_income(amounts, "joint_and_nhs")
    wide = [part.unstack("client_group")[list(CLIENT_GROUPS)].add_prefix(f"{name}_")
            for name, part in parts.items()]  # fmt: skip
    table = pd.concat(wide, axis=1).rename_axis(columns=None).reset_index()
    return table.rename(columns={"area": "area_code"})


def programme_spending(budgets: pd.DataFrame) -> pd.DataFrame:
    """Return what each body of the NHS spends on the client groups' programmes, GBP thousand."""
    code = partner_code(budgets.columns)
    wide = budgets[budgets["programme"].isin(PROGRAMMES.values())].pivot(
        index=[code, "financial_year"], columns="programme", values="gbp_thousand"
    )
    names = {number: f"budget_{group}" for group, number in PROGRAMMES.items()}
    table = wide.rename(columns=names).rename_axis(columns=None).reset_index()
    return table.rename(columns={code: "area_code"}).reindex(columns=[*KEY, *names.values()])


def costs(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame:
    """Return councils' cost of each client group, apportioned to other areas.

    Parameters
    ----------
    wanted
        The type of area, and how figures are apportioned to it.
    tables
        ``pssex1`` among them.
    study
        ``spending`` and ``joint_financing``.
    """
    return wanted.own(HUB, cost_columns(tables["pssex1"], study), "cost")


def budgets(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame:
    """Return what the NHS spends on the client groups' programmes, apportioned to other areas.

    Parameters
    ----------
    wanted
        The type of area, and how figures are apportioned to it.
    tables
        ``programme_budgets`` among them.
    study
        Nothing is asked of it.
    """
    reported = tables["programme_budgets"]
    of = type_of_code(partner_code(reported.columns))
    return wanted.own(of, programme_spending(reported), "budget")
