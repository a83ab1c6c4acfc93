"""Schemas of public health indicators that are published by district."""

from pooledfunds.catalogue.areas import CSSR_CODE
from pooledfunds.core.financial_year import FINANCIAL_YEAR
from pooledfunds.core.schema import category, count, nullable_number, number, table, text

DISTRICT_INDICATORS = table(
    "district_indicators",
    "Public health indicators by district or council without districts, and year",
    {
        "indicator": category("Indicator"),
        "district_code": text("Area code of the Office for National Statistics"),
        "area_code": text("Area of the study that the district lies in", CSSR_CODE),
        "financial_year": text("Its own, or that which began in the year", FINANCIAL_YEAR),
        "value": nullable_number("In the indicator's unit; blank where not published"),
        "weight": nullable_number("In the mean of an area: persons of the age, or small areas"),
    },
    unique=["indicator", "district_code", "financial_year"],
)

INDICATOR_AUDIT = table(
    "indicator_audit",
    "England's printed value of each indicator beside the weighted mean of its districts",
    {
        "indicator": category("Indicator"),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "districts": count("Districts with a value", unit="districts"),
        "printed": number("As printed for England", unit="that of the indicator"),
        "weighted": number(
            "Mean of the districts, weighted by persons", unit="that of the indicator"
        ),
        "difference": number("Weighted over printed, less one", unit="share"),
    },
    unique=["indicator", "financial_year"],
)
