"""The linked tables of what pools are: agreements, accounts, each pound once, and scorecards."""

from collections import ChainMap
from collections.abc import Mapping
from typing import cast

import pandas as pd

from pooledfunds.catalogue.arrangements import (
    AGREEMENT_COMPLETENESS,
    AGREEMENT_ELEMENTS,
    ARRANGEMENT_CONTRACTS,
    typed,
)
from pooledfunds.catalogue.reconciliation import RECONCILIATION_CONTRACTS
from pooledfunds.catalogue.scorecards import SCORECARD_CONTRACTS
from pooledfunds.core.schema import enforce
from pooledfunds.linkage.pooling.accounts import memorandum
from pooledfunds.linkage.pooling.agreements import by_element, completeness
from pooledfunds.linkage.pooling.money_once import money_once
from pooledfunds.linkage.pooling.reconciliation import (
    income_reconciliation,
    pool_money_by_host,
    reconciled_councils,
)
from pooledfunds.linkage.pooling.scorecards import scorecard_domains, scorecards

CONTRACTS = ARRANGEMENT_CONTRACTS | RECONCILIATION_CONTRACTS | SCORECARD_CONTRACTS


def account_tables(tables: Mapping[str, pd.DataFrame], study: Mapping) -> dict[str, pd.DataFrame]:
    """Return the pools' agreements, memorandum accounts, money beside returns, and scorecards.

    Parameters
    ----------
    tables
        The staged tables of the register, those of :func:`tables.pool_tables`, and where available
        ``joint_financing``.
    study
        ``pools``, ``financial_years`` and ``joint_financing.income``.
    """
    settings, records = study["pools"], tables["register_agreements"]
    accounts, shares = memorandum(tables, settings)
    linked = {
        "memorandum_accounts": accounts,
        "partner_shares": shares,
        "agreement_completeness": typed(completeness(records), AGREEMENT_COMPLETENESS),
        "agreement_elements": typed(by_element(records), AGREEMENT_ELEMENTS),
    }
    linked |= reconciled(tables, (accounts, shares), study)
    # Not a copy: to copy tables is to read them all (core.read_tables).
    both = ChainMap(linked, cast("dict[str, pd.DataFrame]", tables))
    cards = scorecards(both, settings["scorecard"])
    linked |= {
        "scorecards": cards,
        "scorecard_domains": scorecard_domains(cards, settings["scorecard"]),
    }
    return {name: enforce(table, CONTRACTS[name]) for name, table in linked.items()}


def reconciled(
    tables: Mapping[str, pd.DataFrame],
    accounts: tuple[pd.DataFrame, pd.DataFrame],
    study: Mapping,
) -> dict[str, pd.DataFrame]:
    """Return the pools' money, each pound once, and beside the income that councils returned.

    Parameters
    ----------
    tables
        See :func:`account_tables`.
    accounts
        ``memorandum_accounts`` and ``partner_shares``.
    study
        See :func:`account_tables`.
    """
    years = list(study["financial_years"])
    money = money_once(tables, accounts, years, study["pools"])
    compared = income_reconciliation(money, tables, study)
    return {
        "pool_money_by_host": pool_money_by_host(money),
        "income_reconciliation": compared,
        "reconciled_councils": reconciled_councils(compared),
    }
