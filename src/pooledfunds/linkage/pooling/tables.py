"""The linked tables of who pools what: statements, exposure under each rule, and agreement."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.catalogue.area_types import HUB, partner_code, type_of_code
from pooledfunds.catalogue.client_groups import PROGRAMMES, SERVICES_OF_PSSEX1
from pooledfunds.catalogue.derived import group_amounts
from pooledfunds.catalogue.pooled_fund_register import POOL_CONTRACTS
from pooledfunds.core.schema import enforce
from pooledfunds.linkage.pooling.agreement import agreement
from pooledfunds.linkage.pooling.exposure import pool_exposure
from pooledfunds.linkage.pooling.schemes import pool_list
from pooledfunds.linkage.pooling.statements import (
    as_statements,
    pssex1_statements,
    register_statements,
)

PROGRAMME_SERVICES = {programme: service for service, programme in PROGRAMMES.items()}


def pool_tables(tables: Mapping[str, pd.DataFrame], study: Mapping) -> dict[str, pd.DataFrame]:
    """Return who pools what, and how far sources agree on it.

    Parameters
    ----------
    tables
        The staged tables of the register, ``bodies``, and where available ``wcc_statements``,
        ``joint_financing``, ``pssex1`` and ``programme_budgets``.
    study
        ``pools``, ``financial_years`` and ``joint_financing.income``.
    """
    settings, years = study["pools"], list(study["financial_years"])
    services = sorted({s for text in tables["register_arrangements"]["service_areas"]
                       for s in text.split("; ")})  # fmt: skip
    parts = [register_statements(tables, tables["bodies"], services, years, settings)]
    if "wcc_statements" in tables:
        parts.append(tables["wcc_statements"])
    if "joint_financing" in tables:
        income = study["joint_financing"]["income"]
        parts.append(pssex1_statements(tables["joint_financing"], income))
    statements = as_statements(pd.concat([part.astype(str) for part in parts], ignore_index=True))
    spending = spending_by_service(tables)
    linked = {
        "pool_statements": statements,
        "pool_exposure": pool_exposure(statements, tables, spending, settings),
        "pool_list": pool_list(tables, settings["label"]),
        "evidence_agreement": agreement(statements, [tuple(p) for p in settings["agreement"]]),
    }
    return {name: enforce(table, POOL_CONTRACTS[name]) for name, table in linked.items()}


def spending_by_service(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame | None:
    """Return what bodies spend on the services that both kinds of return distinguish, in pounds.

    A PCT's spending is its programme budget; a council's is its gross total cost in PSSEX1. None
    where neither return is available.
    """
    columns = ["area_type", "area_code", "service_area", "financial_year", "gbp"]
    parts = []
    if "programme_budgets" in tables:
        table = tables["programme_budgets"]
        code = partner_code(table.columns)
        table = table[table["programme"].isin(PROGRAMME_SERVICES)]
        table = table.assign(
            area_type=type_of_code(code),
            service_area=table["programme"].map(PROGRAMME_SERVICES),
            gbp=1000 * table["gbp_thousand"],
        )
        parts.append(table.rename(columns={code: "area_code"})[columns])
    if "pssex1" in tables:
        table = group_amounts(tables["pssex1"]).loc[HUB].reset_index()
        table = table.astype({"area": str, "financial_year": str, "client_group": str})
        table = table[table["client_group"].isin(SERVICES_OF_PSSEX1)]
        table = table.assign(
            area_type=HUB,
            service_area=table["client_group"],
            gbp=1000 * table["total_cost"],
        )
        parts.append(table.rename(columns={"area": "area_code"})[columns])
    return pd.concat(parts, ignore_index=True) if parts else None
