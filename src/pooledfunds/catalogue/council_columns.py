"""What the returns of the later era add to the panels, most of it to that of councils alone."""

from pooledfunds.catalogue.area_types import HUB
from pooledfunds.catalogue.council_month import DELAYED_DAYS
from pooledfunds.catalogue.declarations import PanelColumns
from pooledfunds.core.financial_year import FINANCIAL_YEAR
from pooledfunds.core.schema import nullable_number, table, text

OUTCOMES = "pooledfunds.linkage.outcomes"

PERSON_DAYS = {
    "adult_days": nullable_number("Persons aged 18 and over times the days of the year"),
    "days_65_plus": nullable_number("Persons aged 65 and over times the days of the year"),
    "days_75_plus": nullable_number("Persons aged 75 and over times the days of the year"),
    "share_75_plus_of_18_plus": nullable_number("Share aged 75 and over of those aged 18 and over"),
}

COUNCIL_INCOME = {
    "joint_income_share": nullable_number(
        "Income from joint arrangements, share of gross current expenditure", None
    ),
    "nhs_income_share": nullable_number(
        "Income from the NHS, share of gross current expenditure", None
    ),
    "joint_and_nhs_share": nullable_number(
        "Income from joint arrangements and the NHS, share of gross current expenditure", None
    ),
    "joint_arrangements": nullable_number("1 if there is income from joint arrangements, else 0"),
}

BCF_INCOME = {
    "bcf_income_per_adult": nullable_number(
        "Income from the Better Care Fund, pounds per person of 18 and over; where reported"
    ),
    "bcf_reported": nullable_number("1 if the council reported that income, else 0"),
}

DISTRICT_INDICATORS = {
    "falls_admissions_rate": nullable_number(
        "Emergency admissions due to falls, 65 and over, age-standardised per 100,000"
    ),
    "deaths_usual_residence_share": nullable_number(
        "Share of deaths at 65 and over that were in the usual place of residence"
    ),
}

EMERGENCY_ADMISSIONS = {
    "emergency_admissions": nullable_number("Non-elective admissions of all ages"),
    "apportioned_emergency_admissions": nullable_number(
        "Share of non-elective admissions that was apportioned from bodies split by it"
    ),
}

PARTNER_TOTALS = table(
    "partner_totals",
    "What the partners' areas count in a year, before it is carried to councils",
    {
        "area_code": text("Partner's area, by the code of the one that followed it last"),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "emergency_admissions": nullable_number("Non-elective admissions of all ages"),
    },
    unique=["area_code", "financial_year"],
)

COUNCIL_COLUMNS = (
    PanelColumns(
        "person-days",
        f"{OUTCOMES}.person_days:person_days",
        ("district_population",),
        PERSON_DAYS,
        area_types=(HUB,),
    ),
    PanelColumns(
        "delayed days",
        f"{OUTCOMES}.delayed_days:delayed_days",
        ("delayed_days",),
        DELAYED_DAYS,
        area_types=(HUB,),
    ),
    PanelColumns(
        "joint and NHS income",
        f"{OUTCOMES}.council_finance:joint_income",
        ("council_expenditure",),
        COUNCIL_INCOME,
        area_types=(HUB,),
        settings=("council_expenditure",),
    ),
    PanelColumns(
        "Better Care Fund income",
        f"{OUTCOMES}.council_finance:bcf_income",
        ("bcf_income",),
        BCF_INCOME,
        area_types=(HUB,),
    ),
    PanelColumns(
        "indicators of districts",
        f"{OUTCOMES}.district_indicators:district_indicators",
        ("district_indicators",),
        DISTRICT_INDICATORS,
        area_types=(HUB,),
    ),
    PanelColumns(
        "emergency admissions",
        f"{OUTCOMES}.emergency_admissions:emergency_admissions",
        ("monthly_activity",),
        EMERGENCY_ADMISSIONS,
        carried={"apportioned_emergency_admissions": "emergency_admissions$"},
    ),
)
