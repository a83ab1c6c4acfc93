"""The stage that links the returns: who shares boundaries, who pools what, a panel a type."""

from collections.abc import Mapping

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
from pooledfunds.catalogue.declarations import function_of
from pooledfunds.catalogue.hes import STANDARDISED_RATES
from pooledfunds.catalogue.lookups import COTERMINOUS_SHARES
from pooledfunds.catalogue.panel import panel_contract, tables_of
from pooledfunds.catalogue.panel_columns import hospital_variants_contract
from pooledfunds.catalogue.pssex1 import JOINT_FINANCING, JOINT_FINANCING_BY_THRESHOLD
from pooledfunds.catalogue.returns import crosswalk_contract
from pooledfunds.catalogue.scorecards import OUTCOME_CHECKLIST
from pooledfunds.catalogue.sources import tables_of_source
from pooledfunds.core.schema import enforce
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

Tables = Mapping[str, pd.DataFrame]


def link(staged: Tables, study: Mapping) -> dict[str, pd.DataFrame]:
    """Return the linked tables by name, each held against its contract.

    Parameters
    ----------
    staged
        The staged tables that are available, by name.
    study
        The settings of the study.
    """
    linked = linked_panels(staged, study)
    panels = {area_type: linked[f"panel_{area_type}"] for area_type in area_types(study)}
    accounts = [staged[name] for name in ("return_accounts", "hes_row_accounts") if name in staged]
    if "register_agreements" in staged:
        linked |= account_tables({**staged, **linked}, study)
        accounts.append(contributions_account({**staged, **linked}, study))
    accounts += [panel_account(linked[f"panel_{one}"], f"panel_{one}") for one in panels]
    if "outcome_items" in staged:
        items, settings = staged["outcome_items"], study["pools"]["checklist"]
        states = outcome_checklist(panels, items, settings)
        linked["outcome_checklist"] = enforce(states, OUTCOME_CHECKLIST)
    linked["row_accounts"] = enforce(pd.concat(accounts, ignore_index=True), ROW_ACCOUNTS)
    return linked


def linked_panels(staged: Tables, study: Mapping) -> dict[str, pd.DataFrame]:
    """Return the panels with the tables that they are linked from: what estimation reads.

    Parameters
    ----------
    staged, study
        See :func:`link`.
    """
    linked = boundaries(staged, study) | arrangements(staged, study)
    linked |= hospital_tables({**staged, **linked}, study)
    linked |= declared_tables({**staged, **linked}, study)
    tables = {**staged, **linked}
    for area_type in area_types(study):
        contract = panel_contract(area_type, study)
        linked[f"panel_{area_type}"] = enforce(panel(area_type, tables, study), contract)
    return linked


def boundaries(staged: Tables, study: Mapping) -> dict[str, pd.DataFrame]:
    """Return who shares boundaries and persons; nothing where the study has councils alone.

    Parameters
    ----------
    staged, study
        See :func:`link`.
    """
    pairs = staged.get(pairs_table(partner_of(study)))
    linked = {}
    if "small_area_lookup" in staged:
        lookup, settings = staged["small_area_lookup"], study["boundaries"]
        shared = coterminosity_by_small_areas(lookup, settings)
        shares = coterminous_shares(lookup, settings["partner_own_from"])
        linked["coterminosity"] = enforce(shared, COTERMINOSITY)
        linked["coterminous_shares"] = enforce(shares, COTERMINOUS_SHARES)
    elif pairs is not None:
        linked["coterminosity"] = enforce(coterminosity(pairs), COTERMINOSITY)
    if pairs is None:
        return linked
    if "council_population" in staged:
        shares = crosswalks(staged, study["financial_years"][-1], study)
        linked["crosswalk"] = enforce(shares, crosswalk_contract(study))
    return linked


def declared_tables(tables: Tables, study: Mapping) -> dict[str, pd.DataFrame]:
    """Return the tables of which the catalogue, or the study's package, names the function.

    One whose returns are not at hand is left out.

    Parameters
    ----------
    tables
        Staged and linked tables by name.
    study
        See :func:`link`.
    """
    return {
        table.name: enforce(function_of(table.link)(tables, study), table.schema_of(study))
        for table in tables_of(study)
        if table.link
        and any(name in tables for source in table.sources for name in tables_of_source(source))
    }


def arrangements(staged: Tables, study: Mapping) -> dict[str, pd.DataFrame]:
    """Return joint financing and pooled funds, from the returns that report them.

    Parameters
    ----------
    staged, study
        See :func:`link`.
    """
    linked = {}
    if "pssex1" in staged:
        joint = joint_financing(staged["pssex1"], study["joint_financing"])
        counted = joint_financing_by_threshold(joint)
        linked["joint_financing"] = enforce(joint, JOINT_FINANCING)
        linked["joint_financing_by_threshold"] = enforce(counted, JOINT_FINANCING_BY_THRESHOLD)
    if "register_arrangements" in staged:
        linked |= pool_tables({**staged, **linked}, study)
    return linked


def hospital_tables(tables: Tables, study: Mapping) -> dict[str, pd.DataFrame]:
    """Return standardised rates and the counts under other definitions, from hospital records.

    Parameters
    ----------
    tables
        Staged and linked tables by name.
    study
        See :func:`link`.
    """
    linked = {}
    if "hes_activity" in tables:
        rates = [admission_rates(area_type, tables, study) for area_type in area_types(study)]
        linked["standardised_rates"] = enforce(
            pd.concat(rates, ignore_index=True), STANDARDISED_RATES
        )
    if "hes_variants" in tables:
        linked["hospital_variants"] = enforce(
            hospital_variants(tables, study), hospital_variants_contract(study)
        )
    return linked
