"""Contracts of the remaining returns: budgets, delays, equipment, PCT denominators, figures."""

from collections.abc import Mapping

import pandera.pandas as pa

from pooledfunds.catalogue.area_types import AREA_TYPES, partner_of
from pooledfunds.catalogue.areas import CSSR_CODE, PCT_CODE
from pooledfunds.core.financial_year import EXAMPLE, FINANCIAL_YEAR
from pooledfunds.core.schema import category, count, flag, number, table, text

PROGRAMME_BUDGETS = table(
    "programme_budgets",
    "Spending of each PCT by programme of care, the return's own totals among them",
    {
        "pct_code": text("PCT", PCT_CODE),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "programme": text("Programme: 1 to 23, a part of one such as 5a, or total"),
        "gbp_thousand": number("Spending on the PCT's own population, thousand pounds, nominal"),
        "year_break": flag("Not comparable with the year before"),
    },
    unique=["pct_code", "financial_year", "programme"],
)

DELAYED_TRANSFERS = table(
    "delayed_transfers",
    "Delayed transfers of care as counted; the word 'all' marks a total as printed",
    {
        "frequency": category("How often the return counts", "week", "quarter", "month"),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "period": text(f"Census day, quarter ({EXAMPLE} Q1) or month (2010-08)"),
        "basis": category("What the body is", "council", "pct", "provider", "england"),
        "area_code": text("Council, PCT or provider; England"),
        "care_type": category("Kind of care waited in", "acute", "non_acute", "all"),
        "reason": category("Reason for delay, A to I"),
        "responsible": category("Who is responsible", "nhs", "social_care", "both", "all"),
        "age": category("Age of the patients", "65_plus", "18_plus", "all"),
        "measure": category(
            "What is counted", "delayed_patients", "delayed_days", "mean_daily_patients"
        ),
        "value": number("Patients at the census, days in the period, or patients a day", low=0),
        "year_break": flag("Not comparable with the year before"),
    },
    unique=[
        "frequency", "period", "basis", "area_code", "care_type", "reason", "responsible", "age",
        "measure",
    ],
)  # fmt: skip

DELAYED_TRANSFER_INDICATORS = table(
    "delayed_transfer_indicators",
    "Delayed transfers by council as published indicators give them",
    {
        "indicator": category("PAF D41 or National Indicator 131", "D41", "NI131"),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "cssr_code": text("Council", CSSR_CODE),
        "age": category("Age that the rate is of", "65_plus", "18_plus"),
        "reason": category("Reason for delay, or all"),
        "mean_weekly_patients": number("Mean of weekly counts", low=0, nullable=True),
        "population": number("Denominator", low=0, nullable=True),
        "rate_per_100000": number("Delayed patients per 100,000", low=0),
    },
    unique=["indicator", "financial_year", "cssr_code", "reason"],
)

EQUIPMENT_DELIVERY = table(
    "equipment_delivery",
    "Items of equipment and minor adaptations delivered, by council (PAF D54)",
    {
        "cssr_code": text("Council", CSSR_CODE),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "items_on_time": count("Items delivered within seven working days"),
        "items": count("Items delivered in all"),
    },
    unique=["cssr_code", "financial_year"],
)

RESIDENTIAL_WEEKS = table(
    "residential_weeks",
    "Residential and nursing care that councils support, adults aged 18 to 64 with a learning "
    "disability",
    {
        "cssr_code": text("Council", CSSR_CODE),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "weeks_supported": number("Weeks of care, all residents of the year together", low=0),
    },
    unique=["cssr_code", "financial_year"],
)

PCT_POPULATION = table(
    "pct_population",
    "Mid-year population of PCTs by five-year age band and sex",
    {
        "pct_code": text("PCT", PCT_CODE),
        "financial_year": text("Financial year that the mid-year lies in", FINANCIAL_YEAR),
        "sex": category("Sex", "male", "female"),
        "age_band": category("Five years of age, up to 85+"),
        "persons": number("Persons", low=0),
    },
    unique=["pct_code", "financial_year", "sex", "age_band"],
)

PCT_DEPRIVATION = table(
    "pct_deprivation",
    "Index of Multiple Deprivation 2007 by PCT",
    {
        "pct_code": text("PCT", PCT_CODE),
        "imd_score": number("Average score, 0 to 100", low=0),
    },
    unique=["pct_code"],
)

NATIONAL_FIGURES = table(
    "national_figures",
    "Single printed figures: national totals, answers, surveys and places' own returns",
    {
        "source_id": text("Source, as config/sources.csv has it"),
        "measure": text("What is measured"),
        "geography": text("Of where"),
        "period": text(
            f"Financial year ({EXAMPLE}), calendar year or date, as the source gives it"
        ),
        "value": number("Figure in its unit"),
        "unit": text("Unit"),
        "printed_in": text("Publication that prints it"),
    },
    unique=["source_id", "measure", "geography", "period"],
)

CARE_TRUSTS = table(
    "care_trusts",
    "Care trusts, their kind and first year",
    {
        "code": text("Code; a PCT-based trust is a PCT as well"),
        "name": text("Name"),
        "kind": category("What it grew from", "PCT-based", "mental-health-based"),
        "established": count("Calendar year of establishment"),
    },
    unique=["code"],
)


def crosswalk_contract(study: Mapping) -> pa.DataFrameSchema:
    """Return the contract of the persons that councils and their partners have in common."""
    partner = partner_of(study)
    if partner is None:
        raise ValueError("a study of councils alone has nothing to carry figures to")
    one, code = AREA_TYPES[partner].plural.removesuffix("s"), AREA_TYPES[partner].code
    return table(
        "crosswalk",
        f"Persons that each {one} and council have in common",
        {
            "weight": text("Persons of which age weigh", "65_plus|18_to_64|18_plus|all"),
            code: text(one),
            "cssr_code": text("Council", CSSR_CODE),
            "persons": number("Persons in common, of the age that weighs", low=0, nullable=True),
            f"share_of_{partner}": number(f"Share of the {one}'s persons", low=0, nullable=True),
            "share_of_council": number("Share of the council's persons", low=0, nullable=True),
        },
        unique=["weight", code, "cssr_code"],
    )
