"""Contracts of what is published of the arrangements themselves: their accounts and agreements."""

import pandas as pd
import pandera.pandas as pa

from pooledfunds.core.financial_year import FINANCIAL_YEAR
from pooledfunds.core.schema import category, count, flag, number, table, text

SCHEME = {
    "evidence_source": category("Who says so"),
    "scheme_id": text("Arrangement, within its evidence source"),
}
POOL_YEAR = {**SCHEME, "financial_year": text("Financial year", FINANCIAL_YEAR)}
KEY = list(POOL_YEAR)


def typed(table: pd.DataFrame, contract: pa.DataFrameSchema) -> pd.DataFrame:
    """Return the columns of a contract in its order and types, sorted by its key.

    Parameters
    ----------
    table
        Rows with the columns of the contract; one that is missing is blank.
    contract
        From ``core.schema.table``.
    """
    kinds = {name: str(column.dtype) for name, column in contract.columns.items()}
    table = table.reindex(columns=list(kinds)).astype(kinds)
    return table.sort_values(list(contract.unique or ()), ignore_index=True)


STATES = ("present", "partly", "absent", "not_known")
# Lists of elements, and the column that marks them; all elements have none.
SCOPES = {"table_1": "in_table_1", "checklist": "in_checklist", "all": ""}
BASES = ("stated", "by difference", "in part")


def pounds(description: str, known: bool = False) -> pa.Column:
    """Return a column of pounds.

    Parameters
    ----------
    description
        What they are.
    known
        Whether they are known of every row.
    """
    return number(description, unit="GBP", nullable=not known)


MEMORANDUM_ACCOUNTS = table(
    "memorandum_accounts",
    "The memorandum account of each pool and year: contributions, expenditure, what became of the "
    "balance",
    {
        **POOL_YEAR,
        "basis": category("How far the money is attributed to partners", *BASES),
        "fund_gbp": pounds("Whole fund, as stated"),
        "contributions_gbp": pounds("Income: contributions of the partners", known=True),
        "unreconciled_gbp": pounds("Contributions less the stated fund"),
        "in_kind_gbp": pounds("Staff, premises, goods beside the money; no part of the account"),
        "brought_forward_gbp": pounds("Balance of the year before, carried forward", known=True),
        "expenditure_gbp": pounds("Expenditure"),
        "balance_gbp": pounds("Contributions and brought forward, less expenditure"),
        "rule": text("Rule under which the balance falls; blank where there is none"),
        "charged_gbp": pounds(
            "Charged to partners at the year-end; negative: returned", known=True
        ),
        "carried_forward_gbp": pounds("Carried into the next year by partners", known=True),
        "reserve_opening_gbp": pounds("Risk reserve at the start", known=True),
        "reserve_gbp": pounds("Risk reserve at the end", known=True),
        "assets_gbp": pounds("Assets but cash at the end"),
        "liabilities_gbp": pounds("Liabilities at the end"),
    },
    unique=KEY,
)

PARTNER_SHARES = table(
    "partner_shares",
    "Each partner's share of the memorandum account of a pool and year, for its own accounts",
    {
        **POOL_YEAR,
        "area_type": category(
            "Kind of listed body, outside the lists, or not_known: money attributed to none",
            "pct",
            "council",
            "outside",
            "not_known",
        ),
        "area_code": text("Listed body; else the code or name as written"),
        "host": category("Whether it hosts the fund", "yes", "no", "unknown"),
        "planned_gbp": pounds("Contribution as planned"),
        "expected_gbp": pounds("What the agreed uplift makes of last year's contribution"),
        "contribution_gbp": pounds("Contribution", known=True),
        "in_kind_gbp": pounds("Staff, premises, goods beside the money"),
        "brought_forward_gbp": pounds("Its part of the balance of the year before", known=True),
        "charged_gbp": pounds("Charged to it at the year-end; negative: returned", known=True),
        "carried_forward_gbp": pounds("Its part of the balance carried forward", known=True),
        "expenditure_gbp": pounds("Its share of expenditure"),
        "reserve_gbp": pounds("Its share of the risk reserve at the end", known=True),
        "cash_gbp": pounds("Its share of cash: carried forward and reserve", known=True),
        "assets_gbp": pounds("Its share of assets but cash"),
        "liabilities_gbp": pounds("Its share of liabilities"),
    },
    unique=[*KEY, "area_type", "area_code"],
)

COUNTS = {
    "present": count("Present", unit="elements"),
    "partly": count("Partly present", unit="elements"),
    "absent": count("Absent", unit="elements"),
    "not_known": count("Not known", unit="elements"),
    "share_present": number(
        "Present, of those that are known", 0, unit="proportion", nullable=True
    ),
}

AGREEMENT_COMPLETENESS = table(
    "agreement_completeness",
    "How many elements of each agreement are there, by list of elements; lists overlap",
    {
        **SCHEME,
        "scope": category("List of elements", *SCOPES),
        **COUNTS,
    },
    unique=[*SCHEME, "scope"],
)

AGREEMENT_ELEMENTS = table(
    "agreement_elements",
    "In how many agreements each element is there, by evidence source",
    {
        "evidence_source": category("Who says so"),
        "element": text("Element of an agreement"),
        "label": text("The element in words"),
        "in_table_1": flag("Whether Table 1 of the report lists it"),
        "in_checklist": flag("Whether the checklist of the guide of 2007 lists it"),
        **COUNTS,
    },
    unique=["evidence_source", "element"],
)

ARRANGEMENT_CONTRACTS = {
    "memorandum_accounts": MEMORANDUM_ACCOUNTS,
    "partner_shares": PARTNER_SHARES,
    "agreement_completeness": AGREEMENT_COMPLETENESS,
    "agreement_elements": AGREEMENT_ELEMENTS,
}
