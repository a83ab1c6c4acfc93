"""Schemas of the returns that give a month a workbook: delayed days, and monthly activity."""

import pandera.pandas as pa

from pooledfunds.catalogue.areas import CSSR_CODE
from pooledfunds.core.financial_year import FINANCIAL_YEAR
from pooledfunds.core.schema import category, count, number, table, text

MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


def audit_table(
    name: str, description: str, of: dict[str, pa.Column], of_unit: str
) -> pa.DataFrameSchema:
    """Return the schema of printed totals held against their sums.

    Parameters
    ----------
    name
        Of the table.
    description
        What a row is.
    of
        The columns that say what the figures are of.
    of_unit
        The unit of the figures.
    """
    return table(
        name,
        description,
        {
            "check": text("What is compared"),
            "month": text("Month, such as 2010-08", MONTH),
            "financial_year": text("Financial year", FINANCIAL_YEAR),
            **of,
            "published": number("Sum of the figures as printed", unit=of_unit),
            "summed": number("Sum of the figures as added up from their parts", unit=of_unit),
            "difference": number(
                "Largest difference, printed less summed; 0 where all agree", unit=of_unit
            ),
            "compared": count("Figures compared", unit="figures"),
            "differing": count("Figures that differ", unit="figures"),
            "explanation": text("Why figures differ, or what else is odd; most often blank"),
        },
        unique=["check", "month", *of],
    )


MONTHLY_WORKBOOKS = table(
    "monthly_workbooks",
    "The months of the returns that give a month a workbook, and when each was revised",
    {
        "source_id": category("Source, as config/sources.csv has it"),
        "month": text("Month, such as 2010-08", MONTH),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "file": text("Workbook"),
        "published": text("Day of first publication, year first; blank where not printed"),
        "revised": text("Day of the last revision, year first; blank where not printed"),
        "status": text("Status as printed"),
    },
    unique=["source_id", "month"],
)

DELAYED_DAYS = table(
    "delayed_days",
    "Days of delayed transfer of care in a month by council; three breakdowns of one total",
    {
        "area_code": text("Council, under the code of its own return", CSSR_CODE),
        "month": category("Month, such as 2010-08", like=MONTH),
        "financial_year": category("Financial year", like=FINANCIAL_YEAR),
        "breakdown": category(
            "What the total is broken down by",
            "total",
            "type_of_care",
            "responsible_body",
            "reason",
        ),
        "category": category(
            "all; acute, non_acute; nhs, social_care, both; reason A to I and O (delay_reasons)"
        ),
        "delayed_days": count("Days in the month, of all patients of 18 and over"),
    },
    unique=["area_code", "month", "breakdown", "category"],
)

DELAYED_DAYS_AUDIT = audit_table(
    "delayed_days_audit",
    "Printed totals of delayed days, each held against the sum of its parts",
    {
        "breakdown": text("total, type_of_care, responsible_body or reason; blank for all"),
        "category": text("Category, as in delayed_days; blank for all"),
    },
    "days",
)

MONTHLY_ACTIVITY = table(
    "monthly_activity",
    "Hospital activity in a month by commissioner, general and acute specialties",
    {
        "commissioner_code": text("Commissioner"),
        "commissioner_type": category(
            "Kind of commissioner (commissioner_types)", like=r"[a-z_]+"
        ),
        "month": category("Month, such as 2010-08", like=MONTH),
        "financial_year": category("Financial year", like=FINANCIAL_YEAR),
        "measure": category("What is counted, by the heading of the column"),
        "count": number("Admissions (first finished consultant episodes), referrals or attendances",
                        low=0),
    },
    unique=["commissioner_code", "month", "measure"],
)  # fmt: skip

MONTHLY_ACTIVITY_AUDIT = audit_table(
    "monthly_activity_audit",
    "Printed totals of monthly activity, each held against the sum of its parts",
    {"measure": text("Measure, as in monthly_activity; blank for all")},
    "what is counted",
)
