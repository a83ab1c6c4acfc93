"""The data dictionary: every table that a stage hands on, printed from the catalogue."""

from collections.abc import Mapping

import pandas as pd
import pandera.pandas as pa

from pooledfunds.catalogue.declarations import NOT_WRITTEN
from pooledfunds.catalogue.panel import tables_of
from pooledfunds.core.schema import unit_of

KINDS = {
    "str": "text",
    "string[pyarrow]": "text",
    "category": "one of several words",
    "float64": "number",
    "int64": "whole number",
    "Int64": "whole number",
    "bool": "true or false",
    "datetime64[ns]": "date",
}


def schemas(study: Mapping) -> list[pa.DataFrameSchema]:
    """Return the schema of every table that is written, once each, in the catalogue's order."""
    found = [table.schema_of(study) for table in tables_of(study) if table.rule != NOT_WRITTEN]
    return list({schema.name: schema for schema in found}.values())


def published_files(study: Mapping) -> dict[str, str]:
    """Return the file of the report that holds a schema's table, by the schema's name."""
    return {
        table.schema_of(study).name: f"{table.published}.csv"
        for table in tables_of(study)
        if table.published
    }


def data_dictionary(study: Mapping) -> pd.DataFrame:
    """Return one row per column of every table of a study.

    Returns
    -------
    DataFrame
        ``table, column, kind, unit, may_be_blank, meaning, published_in``: the last names the file
        of the report that holds the table, and is blank where none does.
    """
    published = published_files(study)
    return pd.DataFrame(
        [
            {
                "table": schema.name,
                "column": name,
                "kind": KINDS.get(str(column.dtype), str(column.dtype)),
                "unit": unit_of(column),
                "may_be_blank": "yes" if column.nullable else "no",
                "meaning": column.description or "",
                "published_in": published.get(schema.name, ""),
            }
            for schema in schemas(study)
            for name, column in schema.columns.items()
        ]
    )


def dictionary_view(study: Mapping) -> list[dict]:
    """Return each table with its description and columns, published ones first."""
    rows, files = data_dictionary(study), published_files(study)
    views = [
        {
            "name": schema.name,
            "description": schema.description or "",
            "published": files.get(schema.name, ""),
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
    files = published_files(study)
    for schema in sorted(schemas(study), key=lambda schema: schema.name):
        published = files.get(schema.name)
        parts.append(f"## {schema.name}")
        parts.append(
            f"{schema.description}." + (f" Published as `{published}`." if published else "")
        )
        rows = [
            f"| {name} | {KINDS.get(str(column.dtype), str(column.dtype))} "
            f"| {unit_of(column)} | {'yes' if column.nullable else ''} "
            f"| {column.description or ''} |"
            for name, column in schema.columns.items()
        ]
        parts.append(
            "\n".join(
                [
                    "| column | kind | unit | may be blank | meaning |",
                    "|---|---|---|---|---|",
                    *rows,
                ]
            )
        )
    return "\n\n".join(parts) + "\n"
