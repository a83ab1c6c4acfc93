"""Schemas of what councils spend on adult social care, and of their Better Care Fund income."""

from pooledfunds.catalogue.areas import CSSR_CODE
from pooledfunds.core.financial_year import FINANCIAL_YEAR
from pooledfunds.core.schema import category, count, flag, nullable_number, number, table, text

COUNCIL_EXPENDITURE = table(
    "council_expenditure",
    "Expenditure and income of councils on adult social care (PSS EX1), as returned",
    {
        "cssr_code": text("Council", CSSR_CODE),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "support_type": category("Long term, short term, or totals"),
        "age": category("Age of those supported; blank for all"),
        "summary": category("Primary support reason or activity"),
        "delivery": category("How the service is delivered"),
        "part": count("Which of several blocks of lines under the same headings, from 1"),
        "measure": category("Accounting category"),
        "gbp_thousand": number("Amount in thousand pounds, nominal"),
    },
    unique=[],
)

COUNCIL_EXPENDITURE_AUDIT = table(
    "council_expenditure_audit",
    "Printed sums of the expenditure return that were held against their parts",
    {
        "measure": text("Printed sum"),
        "sum_of": text("Its parts"),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "councils": count("Councils compared", unit="councils"),
        "compared": count("Sums compared", unit="sums"),
        "largest_difference": number("Largest difference", low=0, unit="thousand pounds"),
    },
    unique=["measure", "financial_year"],
)

BCF_INCOME = table(
    "bcf_income",
    "Income from the Better Care Fund of each council, where it reported it",
    {
        "cssr_code": text("Council", CSSR_CODE),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "reported": flag("Whether the council gave a figure, nought included"),
        "gbp_thousand": nullable_number("Thousand pounds; blank where not reported"),
    },
    unique=["cssr_code", "financial_year"],
)
