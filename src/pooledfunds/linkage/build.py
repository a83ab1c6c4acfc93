"""The stage that links the returns: who shares boundaries, who pools what, a panel a type."""

from collections.abc import Mapping
from functools import partial
from itertools import chain

import pandas as pd

from pooledfunds.areas.coterminosity import (
    coterminosity,
    coterminosity_by_small_areas,
    coterminous_shares,
)
from pooledfunds.areas.crosswalk import crosswalks
from pooledfunds.catalogue.accounts import ROW_ACCOUNTS
from pooledfunds.catalogue.area_types import area_types, pairs_table, partner_of
from pooledfunds.catalogue.areas import COTERMINOSITY
from pooledfunds.catalogue.declarations import Table, function_of
from pooledfunds.catalogue.hes import STANDARDISED_RATES
from pooledfunds.catalogue.lookups import COTERMINOUS_SHARES
from pooledfunds.catalogue.panel import panel_contract, tables_of
from pooledfunds.catalogue.panel_columns import hospital_variants_contract
from pooledfunds.catalogue.pssex1 import JOINT_FINANCING, JOINT_FINANCING_BY_THRESHOLD
from pooledfunds.catalogue.returns import crosswalk_contract
from pooledfunds.catalogue.scorecards import OUTCOME_CHECKLIST
from pooledfunds.catalogue.sources import tables_of_source
from pooledfunds.core.schema import enforce
from pooledfunds.linkage.linking import Linking, Maker, Tables
from pooledfunds.linkage.outcomes.admission_rates import admission_rates
from pooledfunds.linkage.outcomes.hospital import hospital_variants
from pooledfunds.linkage.panel import panel, panel_account
from pooledfunds.linkage.pooling.account_tables import account_tables
from pooledfunds.linkage.pooling.joint_financing import (
    joint_financing,
    joint_financing_by_threshold,
)
from pooledfunds.linkage.pooling.money_once import contributions_account
from pooledfunds.linkage.pooling.outcome_checklist import outcome_checklist
from pooledfunds.linkage.pooling.tables import pool_tables


def link(staged: Tables, study: Mapping) -> dict[str, pd.DataFrame]:
    """Return the linked tables by name, each held against its contract.

    Parameters
    ----------
    staged
        The staged tables that are available, by name.
    study
        The settings of the study.
    """
    linking = panels_first(staged, study)
    for make in (pools_accounts, checklist, whole_account):
        linking.add(make)
    return linking.linked | {"table_origins": linking.origins}


def linked_panels(staged: Tables, study: Mapping) -> dict[str, pd.DataFrame]:
    """Return the panels with the tables that they are linked from: what estimation reads.

    Parameters
    ----------
    staged, study
        See :func:`link`.
    """
    return panels_first(staged, study).linked


def panels_first(staged: Tables, study: Mapping) -> Linking:
    """Return the linking of a study's panels, and before them of all that they are linked from.

    Parameters
    ----------
    staged, study
        See :func:`link`.
    """
    linking = Linking(staged, study)
    declared = (partial(declared_table, table) for table in tables_of(study) if table.link)
    panels = (partial(panel_table, area_type) for area_type in area_types(study))
    for make in chain[Maker](WITHOUT_PANELS, declared, panels):
        linking.add(make)
    return linking


def panel_table(area_type: str, tables: Tables, study: Mapping) -> dict[str, pd.DataFrame]:
    """Return the panel of a type of area, by its name.

    Parameters
    ----------
    area_type
        One of the study's.
    tables
        Staged and linked tables by name.
    study
        See :func:`link`.
    """
    contract = panel_contract(area_type, study)
    return {f"panel_{area_type}": enforce(panel(area_type, tables, study), contract)}


def checklist(tables: Tables, study: Mapping) -> dict[str, pd.DataFrame]:
    """Return the states of the study's checklist of outcomes, where it has one.

    Parameters
    ----------
    tables
        Staged and linked tables by name.
    study
        See :func:`link`.
    """
    if "outcome_items" not in tables:
        return {}
    panels = {area_type: tables[f"panel_{area_type}"] for area_type in area_types(study)}
    states = outcome_checklist(panels, tables["outcome_items"], study["pools"]["checklist"])
    return {"outcome_checklist": enforce(states, OUTCOME_CHECKLIST)}


def whole_account(tables: Tables, study: Mapping) -> dict[str, pd.DataFrame]:
    """Return what became of every record, from the returns to the panels.

    Parameters
    ----------
    tables
        Staged and linked tables by name.
    study
        See :func:`link`.
    """
    accounts = [tables[name] for name in ("return_accounts", "hes_row_accounts") if name in tables]
    if "partner_shares" in tables:
        accounts.append(contributions_account(tables, study))
    for name in (f"panel_{area_type}" for area_type in area_types(study)):
        accounts.append(panel_account(tables[name], name))
    return {"row_accounts": enforce(pd.concat(accounts, ignore_index=True), ROW_ACCOUNTS)}


def boundaries(staged: Tables, study: Mapping) -> dict[str, pd.DataFrame]:
    """Return who shares boundaries; nothing where the study has councils alone.

    Parameters
    ----------
    staged, study
        See :func:`link`.
    """
    if "small_area_lookup" in staged:
        lookup, settings = staged["small_area_lookup"], study["boundaries"]
        shared = coterminosity_by_small_areas(lookup, settings)
        shares = coterminous_shares(lookup, settings["partner_own_from"])
        return {
            "coterminosity": enforce(shared, COTERMINOSITY),
            "coterminous_shares": enforce(shares, COTERMINOUS_SHARES),
        }
    pairs = staged.get(pairs_table(partner_of(study)))
    if pairs is None:
        return {}
    return {"coterminosity": enforce(coterminosity(pairs), COTERMINOSITY)}


def persons_in_common(staged: Tables, study: Mapping) -> dict[str, pd.DataFrame]:
    """Return how many persons areas of two types share; nothing where it has councils alone.

    Parameters
    ----------
    staged, study
        See :func:`link`.
    """
    if pairs_table(partner_of(study)) not in staged or "council_population" not in staged:
        return {}
    shares = crosswalks(staged, study["financial_years"][-1], study)
    return {"crosswalk": enforce(shares, crosswalk_contract(study))}


def declared_table(declared: Table, tables: Tables, study: Mapping) -> dict[str, pd.DataFrame]:
    """Return a table of which the catalogue, or the study's package, names the function.

    One whose returns are not at hand is left out.

    Parameters
    ----------
    declared
        The table, whose ``link`` names the function.
    tables
        Staged and linked tables by name.
    study
        See :func:`link`.
    """
    given = (name for source in declared.sources for name in tables_of_source(source))
    if not any(name in tables for name in given):
        return {}
    made = function_of(declared.link)(tables, study)
    return {declared.name: enforce(made, declared.schema_of(study))}


def joint_money(staged: Tables, study: Mapping) -> dict[str, pd.DataFrame]:
    """Return joint financing, from the return that reports it.

    Parameters
    ----------
    staged, study
        See :func:`link`.
    """
    if "pssex1" not in staged:
        return {}
    joint = joint_financing(staged["pssex1"], study["joint_financing"])
    counted = joint_financing_by_threshold(joint)
    return {
        "joint_financing": enforce(joint, JOINT_FINANCING),
        "joint_financing_by_threshold": enforce(counted, JOINT_FINANCING_BY_THRESHOLD),
    }


def pooled_funds(tables: Tables, study: Mapping) -> dict[str, pd.DataFrame]:
    """Return pooled funds, from the register that lists them.

    Parameters
    ----------
    tables
        Staged and linked tables by name.
    study
        See :func:`link`.
    """
    return pool_tables(tables, study) if "register_arrangements" in tables else {}


def pools_accounts(tables: Tables, study: Mapping) -> dict[str, pd.DataFrame]:
    """Return agreements, accounts and scorecards, from the register that lists the pools.

    Parameters
    ----------
    tables
        Staged and linked tables by name.
    study
        See :func:`link`.
    """
    return account_tables(tables, study) if "register_agreements" in tables else {}


def national_rates(tables: Tables, study: Mapping) -> dict[str, pd.DataFrame]:
    """Return standardised rates, from hospital records.

    Parameters
    ----------
    tables
        Staged and linked tables by name.
    study
        See :func:`link`.
    """
    if "hes_activity" not in tables:
        return {}
    rates = [admission_rates(area_type, tables, study) for area_type in area_types(study)]
    table = pd.concat(rates, ignore_index=True)
    return {"standardised_rates": enforce(table, STANDARDISED_RATES)}


def other_definitions(tables: Tables, study: Mapping) -> dict[str, pd.DataFrame]:
    """Return the counts under other definitions, from hospital records.

    Parameters
    ----------
    tables
        Staged and linked tables by name.
    study
        See :func:`link`.
    """
    if "hes_variants" not in tables:
        return {}
    table = hospital_variants(tables, study)
    return {"hospital_variants": enforce(table, hospital_variants_contract(study))}


# What is made before the panels, each from the returns and what stands above it.
WITHOUT_PANELS = (
    boundaries,
    persons_in_common,
    joint_money,
    pooled_funds,
    national_rates,
    other_definitions,
)
