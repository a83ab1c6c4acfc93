"""Schema of the panel of areas and months."""

from pooledfunds.catalogue.areas import CSSR_CODE
from pooledfunds.catalogue.monthly_returns import MONTH
from pooledfunds.core.financial_year import FINANCIAL_YEAR
from pooledfunds.core.schema import nullable_number, table, text

DELAYED_DAYS = {
    "delayed_days": nullable_number("Days of delayed transfer of care"),
    "delayed_days_nhs": nullable_number("Days for which the NHS is responsible"),
    "delayed_days_social_care": nullable_number("Days for which social care is responsible"),
    "delayed_days_both": nullable_number("Days for which both are responsible"),
}

PANEL_COUNCIL_MONTH = table(
    "panel_council_month",
    "Areas by month: delayed days and the person-days that they are held against",
    {
        "area_code": text("Area of the study, by a council's code", CSSR_CODE),
        "month": text("Month, such as 2010-08", MONTH),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        **DELAYED_DAYS,
        "adult_days": nullable_number("Persons of 18 and over times the days of the month"),
    },
    unique=["area_code", "month"],
)
