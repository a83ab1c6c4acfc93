"""The data dictionary: every table that a stage hands on, printed from its contract."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

import pandas as pd
import pandera.pandas as pa

from pooledfunds import catalogue
from pooledfunds.catalogue.area_types import area_types, partner_of
from pooledfunds.catalogue.panel import hospital_variants_contract, panel_contract
from pooledfunds.catalogue.returns import crosswalk_contract

KINDS = {
    "str": "text",
    "string[pyarrow]": "text",
    "category": "one of several words",
    "float64": "number",
    "int64": "whole number",
    "bool": "true or false",
    "datetime64[ns]": "date",
}
# Published under another name than their contract's.
PUBLISHED = {
    "claims": "claims.csv",
    "readings": "readings.csv",
    "estimates": "estimates.csv",
    "register_errors": "register_errors.csv",
    "register_noise": "register_noise.csv",
    "facts": "facts.csv",
    "row_accounts": "row_accounts.csv",
    "pssex1_audit": "pssex1_audit.csv",
}


def schemas(study: Mapping) -> list[pa.DataFrameSchema]:
    """Return every contract once, of every module of contracts, in their order.

    The panels' come last, as the study's settings make them.
    """
    found = [
        value
        for module in iter_modules(catalogue.__path__)
        for value in vars(import_module(f"pooledfunds.catalogue.{module.name}")).values()
        if isinstance(value, pa.DataFrameSchema)
    ]
    found += [crosswalk_contract(study)] if partner_of(study) else []
    found += [panel_contract(area_type, study) for area_type in area_types(study)]
    found.append(hospital_variants_contract(study))
    return list({schema.name: schema for schema in found}.values())


def data_dictionary(study: Mapping) -> pd.DataFrame:
    """Return one row per column of every table of a study.

    Returns
    -------
    DataFrame
        ``table, column, kind, may_be_blank, meaning, published_in``: the last names the file of
        the report that holds the table, and is blank where none does.
    """
    return pd.DataFrame(
        [
            {
                "table": schema.name,
                "column": name,
                "kind": KINDS.get(str(column.dtype), str(column.dtype)),
                "may_be_blank": "yes" if column.nullable else "no",
                "meaning": column.description or "",
                "published_in": PUBLISHED.get(schema.name, ""),
            }
            for schema in schemas(study)
            for name, column in schema.columns.items()
        ]
    )


def dictionary_view(study: Mapping) -> list[dict]:
    """Return each table with its description and columns, published ones first."""
    rows = data_dictionary(study)
    views = [
        {
            "name": schema.name,
            "description": schema.description or "",
            "published": PUBLISHED.get(schema.name, ""),
            "columns": rows[rows["table"] == schema.name].to_dict("records"),
        }
        for schema in schemas(study)
    ]
    return sorted(views, key=lambda view: not view["published"])


def dictionary_text(study: Mapping) -> str:
    """Return the dictionary as ``docs/data_dictionary.md`` has it, tables in order of name."""
    parts = [
        "# Data dictionary",
        "Every table that a stage hands on, printed from its contract by `make docs`. A table is "
        "`data/processed/{basis}/…/<table>.parquet`; published ones are in `reports/{basis}/` too.",
    ]
    for schema in sorted(schemas(study), key=lambda schema: schema.name):
        published = PUBLISHED.get(schema.name)
        parts.append(f"## {schema.name}")
        parts.append(
            f"{schema.description}." + (f" Published as `{published}`." if published else "")
        )
        rows = [
            f"| {name} | {KINDS.get(str(column.dtype), str(column.dtype))} "
            f"| {'yes' if column.nullable else ''} | {column.description or ''} |"
            for name, column in schema.columns.items()
        ]
        parts.append(
            "\n".join(["| column | kind | may be blank | meaning |", "|---|---|---|---|", *rows])
        )
    return "\n\n".join(parts) + "\n"
