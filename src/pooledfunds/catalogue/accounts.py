"""The schema of row accounts: what became of every submitted record."""

import pandera.pandas as pa

from pooledfunds.core.schema import count, table, text

ROW_ACCOUNTS = table(
    "row_accounts",
    "Fate of every submitted record, by file",
    {
        "stage": text("Source or step"),
        "file": text("File or table"),
        "fate": text("Submitted, kept, or the reason for setting aside"),
        "rows": count("Number of records", "records"),
    },
    unique=["stage", "file", "fate"],
)

PROTECTED_ACCOUNTS = table(
    "row_accounts",
    "Fate of every submitted record, by file; of patients' records as disclosure rules allow",
    {
        "stage": text("Source or step"),
        "file": text("File or table"),
        "fate": text("Submitted, kept, or the reason for setting aside"),
        "rows": pa.Column(
            "Int64",
            pa.Check.ge(0),
            nullable=True,
            description="Number; blank where withheld",
            metadata={"unit": "records"},
        ),
    },
    unique=["stage", "file", "fate"],
)

WITHHELD = table(
    "withheld",
    "What disclosure rules withhold from what is published, without values or places",
    {
        "published": text("What it would be part of"),
        "area_type": text("Type of area; blank where it has none"),
        "financial_year": text("Financial year; blank where it has none"),
        "item": text("Which count"),
        "rule": text("Why it is withheld"),
        "cells": count("Cells of the item, type of area and year, published or not", "cells"),
        "withheld": count("Cells withheld by this rule", "cells"),
    },
    unique=["published", "area_type", "financial_year", "item", "rule"],
)
