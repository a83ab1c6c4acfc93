"""Schemas of PSSEX1, its audit, and the joint financing that it shows."""

from pooledfunds.catalogue.areas import CSSR_CODE
from pooledfunds.core.financial_year import FINANCIAL_YEAR
from pooledfunds.core.schema import category, count, nullable_number, number, table, text

PSSEX1 = table(
    "pssex1",
    "Social care expenditure and income, as returned and as published",
    {
        "family": category("Published family", "detailed", "across", "series"),
        "financial_year": category("Financial year"),
        "area_type": category(
            "Council, class of councils, or England", "council", "class", "england"
        ),
        "area": category("CSSR code, name of the class, or England"),
        "client_group": category("Client group, by the headings above the line"),
        "service_line": category("Service line"),
        "line": category("Line code as printed; it names another line in another year"),
        "measure": category("Measure, by the heading of the column"),
        "gbp_thousand": number("Amount in thousand pounds, nominal"),
    },
    unique=[],
)

PSSEX1_AUDIT = table(
    "pssex1_audit",
    "Printed totals that differ from the sum of their parts, or name a sum that cannot be checked",
    {
        "check": text("What was compared"),
        "file": text("Workbook"),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "area": text("Area"),
        "line": text("Line code as printed"),
        "client_group": text("Client group"),
        "service_line": text("Service line"),
        "measure": text("Measure"),
        "published_gbp_thousand": nullable_number(
            "As printed; blank where not checked", None, "thousand pounds"
        ),
        "summed_gbp_thousand": nullable_number(
            "As summed; blank where not checked", None, "thousand pounds"
        ),
        "difference": nullable_number("Printed less summed", None, "thousand pounds"),
        "status": text("What the comparison gave", "differs|not checked"),
        "known": text("Why, as declared, or what the sum names that the return does not hold"),
    },
    unique=[],
)

PSSEX1_COMPARED = table(
    "pssex1_compared",
    "How many printed totals were compared with the sum of their parts",
    {
        "check": text("What was compared"),
        "file": text("Workbook"),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "compared": count("Totals compared"),
        "differing": count("Totals that differ beyond rounding, each with a declared reason"),
        "not_checked": count("Printed sums that name what the return does not hold"),
    },
    unique=["check", "file", "financial_year"],
)

JOINT_FINANCING = table(
    "joint_financing",
    "Joint financing of each council as PSSEX1 shows it",
    {
        "cssr_code": text("Council", CSSR_CODE),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "client_group": category("Client group"),
        "income": category("Kind of income", "joint_arrangements", "nhs_income", "joint_and_nhs"),
        "gbp_thousand": nullable_number("Income in thousand pounds", low=None),
        "share_of_cost": nullable_number("Share of gross total cost", low=None),
        "present": category("Present under the declared threshold", "yes", "no", "unknown"),
    },
    unique=["cssr_code", "financial_year", "client_group", "income"],
)

JOINT_FINANCING_BY_THRESHOLD = table(
    "joint_financing_by_threshold",
    "How many councils each threshold of presence would count",
    {
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "client_group": category("Client group"),
        "income": category("Kind of income"),
        "from_gbp_thousand": number("Threshold in thousand pounds; zero: any amount", low=0),
        "councils": count("Councils at or above it"),
    },
    unique=["financial_year", "client_group", "income", "from_gbp_thousand"],
)
