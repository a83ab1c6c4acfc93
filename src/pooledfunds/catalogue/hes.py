"""Contracts of the tables that hospital records give; none of them holds a record."""

from pooledfunds.core.financial_year import FINANCIAL_YEAR
from pooledfunds.core.schema import category, count, flag, number, table, text

AREA_TYPE = r"^(pct|council)$"

HES_ACTIVITY = table(
    "hes_activity",
    "Emergency activity by body, year, condition, age and sex",
    {
        "area_type": category("What the body is: pct or council", "pct", "council"),
        "area_code": category("PCT or council code, or unknown"),
        "financial_year": category("Financial year", like=FINANCIAL_YEAR),
        "condition": category("Diagnosis set, or all_emergency"),
        "age_band": category("Age in years at the start, such as 65-74, or unknown"),
        "sex": category("male, female or unknown", "male", "female", "unknown"),
        "admissions": count("Emergency admissions in the year"),
        "bed_days": count("Nights of these stays, by the rule that the settings name"),
        "stays": count("Emergency stays that ended in the year"),
        "stay_days": count("Nights of the stays that ended in the year"),
    },
    unique=["area_type", "area_code", "financial_year", "condition", "age_band", "sex"],
)

ENGLAND_ACTIVITY = table(
    "england_activity",
    "England's hospital activity as disclosure rules allow it to be published",
    {
        "area_type": text("By which type of area the records were counted", AREA_TYPE),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "condition": text("Diagnosis set, all_emergency, or mental_health"),
        "age_band": text("Age in years at the start, unknown, or all"),
        "sex": text("male, female, unknown, or all"),
        "home": text("Whether the area where the patient lives is known", "^(known|unknown)$"),
        "admissions": number("Emergency admissions in the year", 0),
        "bed_days": number("Nights of these stays, by the rule that the settings name", 0),
        "stays": number("Stays that ended in the year", 0),
        "stay_days": number("Nights of the stays that ended in the year", 0),
    },
    unique=["area_type", "financial_year", "condition", "age_band", "sex", "home"],
)

HES_VARIANTS = table(
    "hes_variants",
    "Emergency activity aged 65 and over under every other definition of hes.variants",
    {
        "variant": category("Choice on each axis that differs from the declared one"),
        "area_type": category("What the body is: pct or council"),
        "area_code": category("PCT or council code, or unknown"),
        "financial_year": category("Financial year"),
        "condition": category("Diagnosis set"),
        "age_band": category("Age in years at the start, such as 65-74"),
        "sex": category("male, female or unknown"),
        "admissions": count("Emergency admissions in the year"),
        "bed_days": count("Nights of these stays, by the variant's rule"),
    },
    unique=["variant", "area_type", "area_code", "financial_year", "condition", "age_band", "sex"],
)

HES_LENGTHS_OF_STAY = table(
    "hes_lengths_of_stay",
    "Mental health stays by body, year of discharge and length",
    {
        "area_type": category("What the body is: pct or council", "pct", "council"),
        "area_code": category("PCT or council code, or unknown"),
        "financial_year": category("Financial year of discharge", like=FINANCIAL_YEAR),
        "nights": count("Nights from admission to discharge"),
        "stays": count("Number of stays"),
    },
    unique=["area_type", "area_code", "financial_year", "nights"],
)

HES_QUALITY = table(
    "hes_quality",
    "How complete the delivered fields of hospital records are, in counts: not published",
    {
        "file": text("Delivered file"),
        "financial_year": text("Data year of its records, blank where they tell none"),
        "field": text("Field"),
        "delivered": flag("Whether the file has the field"),
        "records": count("Sound records"),
        "missing": count("Records without a value"),
        "unreadable": count("Records whose value is not of the field's form"),
        "unlisted": count("Records whose code the data dictionary does not list"),
        "not_known": count("Records whose code is listed as not known or not applicable"),
        "share_complete": number("Share of records with a readable, listed and known value", low=0),
    },
    unique=["file", "financial_year", "field"],
)

HES_QUALITY_SHARES = table(
    "hes_quality_shares",
    "How complete the fields of hospital records are by data year",
    {
        "financial_year": text("Data year", FINANCIAL_YEAR),
        "field": text("Field"),
        "delivered": flag("Whether every file of the year has the field"),
        "share_missing": number("Share of records without a value", 0, "share, 0 to 1"),
        "share_unreadable": number(
            "Share whose value is not of the field's form", 0, "share, 0 to 1"
        ),
        "share_unlisted": number(
            "Share whose code the data dictionary does not list", 0, "share, 0 to 1"
        ),
        "share_not_known": number("Share whose code is listed as not known", 0, "share, 0 to 1"),
        "share_contradicted": number(
            "Share, of BEDYEAR, that the record's dates contradict: the dates are used",
            0,
            "share, 0 to 1",
        ),
        "share_complete": number(
            "Share with a readable, listed and known value", 0, "share, 0 to 1"
        ),
    },
    unique=["financial_year", "field"],
)

HES_BREAKS = table(
    "hes_breaks",
    "Fields whose completeness moves from one data year to the next",
    {
        "field": text("Field"),
        "financial_year": text("Year of the step"),
        "share_before": number(
            "Share of records with a readable value, the year before", 0, "share, 0 to 1"
        ),
        "share_complete": number("The same, this year", 0, "share, 0 to 1"),
    },
    unique=["field", "financial_year"],
)

HES_FIELDS_DELIVERED = table(
    "hes_fields_delivered",
    "Fields that a file lacks, and fields that it has and the study does not use",
    {
        "file": text("Delivered file"),
        "field": text("Field"),
        "what": text("absent or not used", r"^(absent|not used)$"),
    },
    unique=["file", "field", "what"],
)

STANDARDISED_RATES = table(
    "standardised_rates",
    "Emergency admissions aged 65 and over by body, standardised for age and, for PCTs, sex",
    {
        "area_type": text("What the body is: pct or council", AREA_TYPE),
        "area_code": text("PCT code or CSSR code"),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "condition": text("Diagnosis set, or all_emergency"),
        "events": number("Admissions", 0),
        "population": number("Persons aged 65 and over", 0),
        "expected": number("Admissions at England's rates of the year", 0),
        "rate_per_100000": number("Directly standardised rate", 0),
        "rate_low": number("Its lower limit (Dobson et al. 1991)"),
        "rate_high": number("Its upper limit"),
        "ratio": number("Admissions over those expected", 0, nullable=True),
        "ratio_low": number("Its lower limit (Byar)", 0, nullable=True),
        "ratio_high": number("Its upper limit", 0, nullable=True),
    },
    unique=["area_type", "area_code", "financial_year", "condition"],
)
