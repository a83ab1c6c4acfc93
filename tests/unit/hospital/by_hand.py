"""A few rows through an expression of the hospital stage, as DuckDB answers it."""

from collections.abc import Callable

import duckdb
import ibis
import pandas as pd


def days(*texts: str | None) -> pd.Series:
    return pd.Series(pd.to_datetime(texts))


def answer(columns: dict, what: Callable[[ibis.Table], ibis.Table]) -> pd.DataFrame:
    """Return the table that an expression makes of columns; moments are given as dates."""
    with duckdb.connect() as con:
        con.register("given", pd.DataFrame(columns))
        kinds = con.execute("DESCRIBE given").fetchall()
        cells = ", ".join(
            f'"{name}"::DATE AS "{name}"' if kind.startswith("TIMESTAMP") else f'"{name}"'
            for name, kind, *_ in kinds
        )
        con.execute(f"CREATE TABLE held AS SELECT {cells} FROM given")
        schema = ibis.Schema.from_pyarrow(con.sql("FROM held LIMIT 0").to_arrow_table().schema)
        asked = what(ibis.table(schema, name="held"))
        return con.execute(str(ibis.to_sql(asked, dialect="duckdb"))).df()
