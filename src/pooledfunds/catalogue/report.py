"""Schemas of the tables that are made with the page, for readers without a script."""

from pooledfunds.catalogue.area_types import AREA_TYPES
from pooledfunds.core.schema import nullable_number, table, text

AS_UNIT = "as the column unit says"

AREA_INDICATORS = table(
    "areas",
    "Every indicator of every area, in the last year that the returns give",
    {
        "area_type": text("Type of area", "|".join(AREA_TYPES)),
        "area_code": text("Code of the area; the code of a PCT may look like a number (5E1)"),
        "name": text("Name of the area"),
        "region": text("Region that the area lies in"),
        "coterminous": text("Whether it shares its boundaries", "yes|no|unknown"),
        "indicator": text("What is compared"),
        "unit": text("Unit of the value"),
        "financial_year": text("Financial year"),
        "value": nullable_number("Value of the area", None, AS_UNIT),
        "conf_low": nullable_number(
            "Lower limit of the value's own interval, where it is a share or counts persons",
            None,
            AS_UNIT,
        ),
        "conf_high": nullable_number(
            "Upper limit of the value's own interval, where it is a share or counts persons",
            None,
            AS_UNIT,
        ),
        "limit_low": nullable_number(
            "Where an area of its size would lie above, 19 times in 20 by chance", None, AS_UNIT
        ),
        "limit_high": nullable_number(
            "Where an area of its size would lie below, 19 times in 20 by chance", None, AS_UNIT
        ),
        "note": text("``withheld`` where disclosure rules leave the value blank", "withheld|"),
    },
    unique=["area_type", "area_code", "indicator"],
)

DATA_DICTIONARY = table(
    "data_dictionary",
    "What every column of every table means",
    {
        "table": text("Name of the table"),
        "column": text("Name of the column"),
        "kind": text("Kind of value"),
        "unit": text("Unit of its numbers, or blank"),
        "may_be_blank": text("Whether a value may be missing", "yes|no"),
        "meaning": text("What the column holds"),
        "published_in": text("File of the report that holds the table, or blank"),
    },
    unique=["table", "column"],
)
