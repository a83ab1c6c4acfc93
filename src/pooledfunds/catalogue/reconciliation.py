"""Contracts of what the register of pools and councils' returns see of each other's money."""

from pooledfunds.catalogue.areas import CSSR_CODE
from pooledfunds.core.financial_year import FINANCIAL_YEAR
from pooledfunds.core.schema import category, count, number, table, text

ALL_ADULTS = "all_adults"  # every adult service together; the others are parts of it
MONEYS = ("pool", "grant")
# What the register says of the money that a council's return should show as income.
SAYS = ("stated", "no_amount", "none", "not_covered")
OUTCOMES = ("agree", "differ", "register_only", "pssex1_only", "neither", "not_comparable")
SIDES = ("council", "nhs", "other", "unknown")
HOSTS_SPENDING = "spending of the host council"
HOSTS_INCOME = "income of the host council"
PAYERS_SPENDING = "spending of the paying council"
TWICE = "income of the host council and spending of the paying council"
NOWHERE = "no council's return"
NOT_KNOWN = "not known"
SHOWN_AS = (HOSTS_SPENDING, HOSTS_INCOME, PAYERS_SPENDING, TWICE, NOWHERE, NOT_KNOWN)

INCOME_RECONCILIATION = table(
    "income_reconciliation",
    "Income from partners by council: what the register of pools says beside what PSSEX1 shows",
    {
        "cssr_code": text("Council", CSSR_CODE),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "client_group": text(
            f"Client group of PSSEX1; {ALL_ADULTS}: all adult services, the others among them"
        ),
        "money": category(
            "Pools, against income from joint arrangements (sections 31, 75); or grants, against "
            "income from the NHS (sections 28A, 256)",
            *MONEYS,
        ),
        "register": category(
            "What the register says: partners' amounts are stated; there are such arrangements "
            "without an amount; there are none; the council did not answer",
            *SAYS,
        ),
        "arrangements": count("Pools that the council hosts, or grants to it", unit="arrangements"),
        "elsewhere": count(
            "Pools of which it is a partner, and that another body or none named hosts",
            unit="arrangements",
        ),
        "register_gbp": number(
            "What other partners put into the pools that the council hosts, or grant it",
            unit="GBP",
            nullable=True,
        ),
        "nhs_gbp": number("Of this, NHS bodies", unit="GBP", nullable=True),
        "own_gbp": number(
            "What it puts into the pools that it hosts: its own spending, and no income",
            unit="GBP",
        ),
        "own_elsewhere_gbp": number(
            "What it pays into pools that others host: its own spending, and no income",
            unit="GBP",
        ),
        "pssex1_gbp": number(
            "Income that PSSEX1 shows; blank where the year's form did not collect it",
            unit="GBP",
            nullable=True,
        ),
        "difference_gbp": number("PSSEX1 less register", unit="GBP", nullable=True),
        "outcome": category("What the comparison gives (decision 110)", *OUTCOMES),
    },
    unique=["cssr_code", "financial_year", "client_group", "money"],
)

POOL_MONEY_BY_HOST = table(
    "pool_money_by_host",
    "Contributions to pools, each pound once, by who hosts and who puts in, and where a council's "
    "return would show it",
    {
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "service_area": text("Service; the money of a pool for several is shared equally"),
        "host_side": category("Side of the host", *SIDES),
        "partner_side": category("Side of the partner that puts it in", *SIDES),
        "shown_as": category("Where PSSEX1 shows it, if anywhere", *SHOWN_AS),
        "pools": count("Pools", unit="pools"),
        "gbp": number("Contributions", low=0, unit="GBP"),
    },
    unique=["financial_year", "service_area", "host_side", "partner_side", "shown_as"],
)

RECONCILED_COUNCILS = table(
    "reconciled_councils",
    "How many councils each outcome of the reconciliation has, and the money of both sides",
    {
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "client_group": text(f"Client group of PSSEX1; {ALL_ADULTS}: the others among them"),
        "money": category("Pools or grants", *MONEYS),
        "outcome": category("What the comparison gives", *OUTCOMES),
        "councils": count("Councils", unit="councils"),
        "register_gbp": number("Of these, what the register states", unit="GBP"),
        "pssex1_gbp": number("Of these, what PSSEX1 shows", unit="GBP"),
    },
    unique=["financial_year", "client_group", "money", "outcome"],
)

RECONCILIATION_CONTRACTS = {
    "income_reconciliation": INCOME_RECONCILIATION,
    "reconciled_councils": RECONCILED_COUNCILS,
    "pool_money_by_host": POOL_MONEY_BY_HOST,
}
