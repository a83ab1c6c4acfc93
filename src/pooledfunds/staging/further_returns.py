"""The returns besides PSSEX1 and the lists of bodies, each staged when it is at hand."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.catalogue.pooled_fund_register import POOL_STATEMENTS, REGISTER_CONTRACTS
from pooledfunds.catalogue.returns import RETURN_CONTRACTS
from pooledfunds.core.errors import IssueList
from pooledfunds.staging.body_successors import read_successions
from pooledfunds.staging.care_trusts import read_care_trusts
from pooledfunds.staging.delayed_transfers import read_delay_indicators, read_delayed_transfers
from pooledfunds.staging.equipment_delivery import read_equipment_delivery
from pooledfunds.staging.national_figures import SOURCES as FIGURES
from pooledfunds.staging.national_figures import read_national_figures
from pooledfunds.staging.pct_imd import read_pct_imd
from pooledfunds.staging.pct_population import read_pct_population
from pooledfunds.staging.pooled_fund_register.stage import SOURCES as REGISTERS
from pooledfunds.staging.pooled_fund_register.stage import (
    allowed_years,
    read_statements,
    stage_register,
)
from pooledfunds.staging.programme_budgets import read_programme_budgets

FURTHER_CONTRACTS = RETURN_CONTRACTS | REGISTER_CONTRACTS | {"wcc_statements": POOL_STATEMENTS}


def stage_further(
    paths: Mapping[str, list[str]],
    places: Mapping[str, pd.DataFrame],
    tables: Mapping[str, pd.DataFrame],
    settings: Mapping,
    faults: IssueList,
) -> tuple[dict[str, pd.DataFrame], list[pd.DataFrame]]:
    """Return the staged tables of the further returns at hand, and their row accounts.

    Parameters
    ----------
    paths
        Files by source, as ``config/sources.csv`` names the sources.
    places
        The lists of bodies: ``bodies``, ``councils``, ``pcts``.
    tables
        ``editions`` and the word lists of ``config/codelists/``.
    settings
        ``register`` of the study, where a register is at hand.
    """
    councils, pcts, editions = places["councils"], places["pcts"], tables["editions"]

    def years(source: str) -> tuple[str, str]:
        return allowed_years(source, tables["source_years"])

    def breaks(source: str) -> set[str]:
        rows = tables["year_breaks"]
        return set(rows.loc[rows["source"] == source, "financial_year"])

    readers = {
        "care_trusts": lambda files: read_care_trusts(files, pcts, editions, faults),
        "programme_budgets": lambda files: read_programme_budgets(
            files,
            pcts,
            editions,
            tables["programmes"],
            years("programme_budgets"),
            breaks("programme_budgets"),
            faults,
        ),
        "delayed_transfers": lambda files: read_delayed_transfers(
            files,
            councils,
            pcts,
            editions,
            tables["delay_reasons"],
            years("delayed_transfers"),
            breaks("delayed_transfers"),
            faults,
        ),
        "paf_d41": lambda files: read_delay_indicators(
            files, councils, editions, tables["delay_reasons"], years("paf_d41"), faults
        ),
        "equipment_delivery": lambda files: read_equipment_delivery(
            files, councils, editions, years("equipment_delivery"), faults
        ),
        "pct_population": lambda files: read_pct_population(
            files, pcts, editions, years("pct_population"), faults
        ),
        "pct_imd": lambda files: read_pct_imd(files, pcts, editions, faults),
        "wcc": lambda files: read_statements(files, "wcc", places["bodies"], tables, faults),
    }
    staged, accounts = {}, []
    if paths.get("body_successors"):
        successions, account = read_successions(paths["body_successors"], editions, faults)
        successions = pd.concat([tables["successors"], successions], ignore_index=True)
        tables = dict(tables) | {"successors": successions}
        accounts.append(account)
    for source, read in readers.items():
        if paths.get(source):
            staged[TABLE_OF.get(source, source)], account = read(paths[source])
            accounts.append(account)
    if any(paths.get(source) for source in FIGURES):
        staged["national_figures"], account = read_national_figures(
            paths, editions, tables["national_measures"], faults
        )
        accounts.append(account)
    if any(paths.get(source) for source in REGISTERS):
        register, account = stage_register(paths, places["bodies"], tables, settings, faults)
        staged |= register
        accounts.append(account)
    return staged, accounts


TABLE_OF = {
    "paf_d41": "delayed_transfer_indicators",
    "pct_imd": "pct_deprivation",
    "wcc": "wcc_statements",
}
