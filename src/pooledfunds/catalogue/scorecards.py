"""Contracts of integrated scorecards (the report's case study 3) and of its outcome checklist."""

import re

from pooledfunds.catalogue.area_types import AREA_TYPES
from pooledfunds.catalogue.report import AS_UNIT
from pooledfunds.core.financial_year import EXAMPLE, FINANCIAL_YEAR
from pooledfunds.core.schema import category, count, number, table, text

SCHEME = {
    "evidence_source": category("Who says so"),
    "scheme_id": text("Arrangement, within its evidence source"),
}
QUARTER = r"^[12]\d{3}/\d{2} Q[1-4]$"
DOMAINS = ("service_users_and_carers", "process", "resources", "learning_and_growth")
ALL = "all"  # every domain together
DIRECTIONS = ("higher", "lower")
RATINGS = ("green", "amber", "red", "not_known")
INDICATOR = {
    "domain": category("Domain of the scorecard", *DOMAINS),
    "indicator": text("Indicator, by the name that the partnership gives it"),
    "measure": text("The study's own measure that it has its values from; blank: from the form"),
    "unit": text("Unit of value and target"),
    "direction": category("Whether higher or lower is better", *DIRECTIONS),
    "weight_percent": number("Weight in the whole scorecard", low=0, unit="per cent"),
    "target": number("Target for the end of the year", unit=AS_UNIT),
    "forecast_rule": category("How the year-end is forecast: a word of the code list"),
}

REGISTER_SCORECARD = table(
    "register_scorecard",
    "Indicators of each partnership's scorecard, with weight and target, as declared for a year",
    {**SCHEME, "financial_year": text("Financial year", FINANCIAL_YEAR), **INDICATOR},
    unique=[*SCHEME, "financial_year", "indicator"],
)

REGISTER_QUARTERS = table(
    "register_quarters",
    "Values of indicators by quarter, as partnerships return them",
    {
        **SCHEME,
        "quarter": text(f"Quarter ({EXAMPLE} Q1)", QUARTER),
        "indicator": text("Indicator of the scorecard"),
        "value": number("Value in the unit of the indicator; blank: not known", nullable=True),
    },
    unique=[*SCHEME, "quarter", "indicator"],
)

OUTCOME_ITEMS = table(
    "outcome_items",
    "The outcome checklist of the report's Table 2, with what the study can measure of each item",
    {
        "item": text("Item of the checklist"),
        "part": text("Part of the checklist"),
        "label": text("The item in words"),
        "report_sources": text("Indicators and sources that the report names"),
        "indicator": text("Column of the panel of councils that it is measured by; blank: none"),
        "source": text("Return that gives it, as config/sources.csv has it; blank: none"),
        "fit": text("How near the indicator is to the item", "named|stands_for|none"),
        "unit": text("Unit of the indicator"),
        "direction": text("Whether higher or lower is better; blank without an indicator"),
    },
    unique=["item"],
)

SCORECARDS = table(
    "scorecards",
    "Integrated scorecards: each indicator of a partnership by quarter, forecast and risk rating",
    {
        **SCHEME,
        "quarter": text(f"Quarter ({EXAMPLE} Q1)", QUARTER),
        **INDICATOR,
        "value": number("Value in the quarter", unit=AS_UNIT, nullable=True),
        "forecast": number("Forecast of the year-end", unit=AS_UNIT, nullable=True),
        "gap": number(
            "Forecast beyond the target (+) or short of it (-), as a share of the target",
            unit="proportion",
            nullable=True,
        ),
        "rating": category("Risk that the target is missed", *RATINGS),
    },
    unique=[*SCHEME, "quarter", "indicator"],
)

SCORECARD_DOMAINS = table(
    "scorecard_domains",
    "Integrated scorecards by domain and quarter: ratings, and the weighted score",
    {
        **SCHEME,
        "quarter": text(f"Quarter ({EXAMPLE} Q1)", QUARTER),
        "domain": category("Domain, or all of them together", *DOMAINS, ALL),
        "green": count("Indicators rated green", unit="indicators"),
        "amber": count("Indicators rated amber", unit="indicators"),
        "red": count("Indicators rated red", unit="indicators"),
        "not_known": count("Indicators without a value", unit="indicators"),
        "weight_percent": number("Weight of the domain", low=0, unit="per cent"),
        "known_weight_percent": number(
            "Weight of its indicators that are known", low=0, unit="per cent"
        ),
        "score_percent": number(
            "Weighted share of targets forecast as met, amber half; of what is known",
            low=0,
            unit="per cent",
            nullable=True,
        ),
        "rating": category("Rating of the score", *RATINGS),
    },
    unique=[*SCHEME, "quarter", "domain"],
)

STATES = ("improved", "unchanged", "worse", "one_year", "not_known", "no_return")

OUTCOME_CHECKLIST = table(
    "outcome_checklist",
    "The outcome checklist of Table 2 by area: each item's indicator, source, values and state",
    {
        "area_type": text("Type of area", "|".join(AREA_TYPES)),
        "area_code": text("Code of the area"),
        **{
            name: OUTCOME_ITEMS.columns[name]
            for name in (
                "item",
                "part",
                "label",
                "report_sources",
                "indicator",
                "source",
                "fit",
                "unit",
                "direction",
            )
        },
        "base_year": text("First year with a value; blank: none"),
        "base_value": number("Value in that year", unit=AS_UNIT, nullable=True),
        "financial_year": text("Last year with a value; blank: none"),
        "value": number("Value in that year", unit=AS_UNIT, nullable=True),
        "england_value": number("Median of all areas in that year", unit=AS_UNIT, nullable=True),
        "state": category(
            "Against the first year: improved, unchanged, worse; one year only; a return that "
            "does not give this area; or no return that measures it",
            *STATES,
        ),
    },
    unique=["area_type", "area_code", "item"],
)

SCORECARD_CONTRACTS = {
    "scorecards": SCORECARDS,
    "scorecard_domains": SCORECARD_DOMAINS,
}  # the checklist is made from the panels, after these


def unit_words(unit: str) -> str:
    """Return a unit as it is read, long numbers in it grouped: ``patients per 100,000``."""
    return re.sub(r"\d{5,}", lambda found: f"{int(found[0]):,}", unit)
