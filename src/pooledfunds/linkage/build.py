"""The stage that links the returns: who shares boundaries, who pools what, a panel per level."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.areas.coterminosity import coterminosity
from pooledfunds.areas.crosswalk import crosswalks
from pooledfunds.catalogue.accounts import ROW_ACCOUNTS
from pooledfunds.catalogue.areas import COTERMINOSITY
from pooledfunds.catalogue.hes import STANDARDISED_RATES
from pooledfunds.catalogue.panel import LEVELS, hospital_variants_contract, panel_contract
from pooledfunds.catalogue.pssex1 import JOINT_FINANCING, JOINT_FINANCING_BY_THRESHOLD
from pooledfunds.catalogue.returns import CROSSWALK
from pooledfunds.core.schema import enforce
from pooledfunds.linkage.outcomes.hospital import admission_rates, hospital_variants
from pooledfunds.linkage.panel import panel, panel_account
from pooledfunds.linkage.pooling.joint_financing import (
    joint_financing,
    joint_financing_by_threshold,
)
from pooledfunds.linkage.pooling.tables import pool_tables


def link(staged: Mapping[str, pd.DataFrame], study: Mapping) -> dict[str, pd.DataFrame]:
    """Return the linked tables by name, each held against its contract.

    Parameters
    ----------
    staged
        The staged tables at hand, by name.
    study
        The settings of the study.
    """
    shared = coterminosity(staged["pct_council_pairs"])
    linked = {"coterminosity": enforce(shared, COTERMINOSITY)}
    if "council_population" in staged:
        shares = crosswalks(staged, study["financial_years"][-1], study["crosswalk"])
        linked["crosswalk"] = enforce(shares, CROSSWALK)
    if "pssex1" in staged:
        joint = joint_financing(staged["pssex1"], study["joint_financing"])
        counted = joint_financing_by_threshold(joint)
        linked["joint_financing"] = enforce(joint, JOINT_FINANCING)
        linked["joint_financing_by_threshold"] = enforce(counted, JOINT_FINANCING_BY_THRESHOLD)
    if "register_arrangements" in staged:
        linked |= pool_tables({**staged, **linked}, study)
    tables = {**staged, **linked}
    if "hes_activity" in staged:
        rates = [admission_rates(level, tables, study) for level in LEVELS]
        linked["standardised_rates"] = enforce(
            pd.concat(rates, ignore_index=True), STANDARDISED_RATES
        )
    if "hes_variants" in staged:
        linked["hospital_variants"] = enforce(
            hospital_variants(tables, study), hospital_variants_contract(study)
        )
    accounts = [staged[name] for name in ("return_accounts", "hes_row_accounts") if name in staged]
    for level in LEVELS:
        contract = panel_contract(level, study)
        linked[f"panel_{level}"] = enforce(panel(level, tables, study), contract)
        accounts.append(panel_account(linked[f"panel_{level}"], f"panel_{level}"))
    linked["row_accounts"] = enforce(pd.concat(accounts, ignore_index=True), ROW_ACCOUNTS)
    return linked
