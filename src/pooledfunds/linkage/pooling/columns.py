"""Columns of the panels on joint financing and pooled funds, by body and year."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.catalogue.client_groups import SERVICES
from pooledfunds.core.vocabulary import KEY
from pooledfunds.linkage.apportionment import Apportionment


def joint_columns(joint: pd.DataFrame, income: str) -> pd.DataFrame:
    """Return joint financing per council and year: amount, share and presence by client group.

    Parameters
    ----------
    joint
        ``catalogue.pssex1.JOINT_FINANCING``.
    income
        Which income counts, a name of ``joint_financing.INCOMES``.

    Returns
    -------
    DataFrame
        ``area_code, financial_year`` and by client group ``joint_financing_…`` (1 for yes, 0 for
        no, missing for unknown), ``joint_gbp_thousand_…`` and ``joint_share_…``.
    """
    chosen = joint[joint["income"] == income].astype({"client_group": str})
    coded = chosen.assign(
        joint_financing=coded_answer(chosen["present"]),
        joint_gbp_thousand=chosen["gbp_thousand"],
        joint_share=chosen["share_of_cost"],
    )
    wide = coded.pivot(
        index=["cssr_code", "financial_year"],
        columns="client_group",
        values=["joint_financing", "joint_gbp_thousand", "joint_share"],
    )
    wide.columns = pd.Index([f"{name}_{group}" for name, group in pairs_of(wide)])
    return wide.reset_index().rename(columns={"cssr_code": "area_code"})


def coded_answer(answer: pd.Series) -> pd.Series:
    """Return yes as 1, no as 0 and unknown as missing."""
    return answer.astype(str).map({"yes": 1.0, "no": 0.0})


def pool_columns(exposure: pd.DataFrame, area_type: str, rule: str) -> pd.DataFrame:
    """Return pools by body and year under one rule of evidence: presence and years since start.

    Parameters
    ----------
    exposure
        ``catalogue.pooled_fund_register.POOL_EXPOSURE``.
    area_type
        The type of the bodies to return.
    rule
        A rule of evidence that the study declares.

    Returns
    -------
    DataFrame
        ``area_code, financial_year``, and by service ``pool_…`` (1, 0 or missing) and
        ``pool_years_…``.
    """
    chosen = exposure[
        (exposure["rule"] == rule)
        & (exposure["area_type"] == area_type)
        & exposure["service_area"].isin(SERVICES)
    ].astype({"service_area": str})
    coded = chosen.assign(
        pool=coded_answer(chosen["pooled"]), pool_years=chosen["years_since_start"]
    )
    wide = coded.pivot(index=KEY, columns="service_area", values=["pool", "pool_years"])
    wide.columns = pd.Index([f"{name}_{service}" for name, service in pairs_of(wide)])
    return wide.reset_index()


def pairs_of(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the names of a table's columns on both of their levels."""
    return [(str(name[0]), str(name[1])) for name in table.columns]


def joint_financing_columns(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame:
    """Return councils' joint financing, from the income that the study declares.

    Parameters
    ----------
    wanted
        The type of area, and how figures are apportioned to it.
    tables
        ``joint_financing`` among them.
    study
        ``joint_financing.income``.
    """
    return joint_columns(tables["joint_financing"], study["joint_financing"]["income"])


def pooled_fund_columns(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame:
    """Return pools under the rule of evidence that the study declares.

    Parameters
    ----------
    wanted
        The type of area, and how figures are apportioned to it.
    tables
        ``pool_exposure`` among them.
    study
        ``pools.rule``.
    """
    return pool_columns(tables["pool_exposure"], wanted.area_type, study["pools"]["rule"])
