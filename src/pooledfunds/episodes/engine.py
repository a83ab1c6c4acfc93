"""DuckDB held to the study's limits, and plans: Ibis expressions compiled once, run often."""

from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import ibis
import pandas as pd


def connect(settings: dict, spill: str | Path) -> duckdb.DuckDBPyConnection:
    """Return a connection that keeps to a memory limit and a number of threads.

    Parameters
    ----------
    settings
        ``memory_limit`` as DuckDB writes it, such as ``1GB``, and ``threads``.
    spill
        Folder for what does not fit into memory.
    """
    return duckdb.connect(
        config={
            "threads": settings["threads"],
            "memory_limit": settings["memory_limit"],
            "temp_directory": str(spill),
            "preserve_insertion_order": False,
        }
    )


def fetch(connection: duckdb.DuckDBPyConnection, table: ibis.Table) -> pd.DataFrame:
    """Return the rows of an expression."""
    return connection.sql(ibis.to_sql(table, dialect="duckdb")).df()


def scanned(connection: duckdb.DuckDBPyConnection, name: str, files: str | Path) -> ibis.Table:
    """Return Parquet files, by a name in which ``*`` stands for anything, as a table."""
    quoted = str(files).replace("'", "''")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM read_parquet('{quoted}')")
    schema = ibis.Schema.from_pyarrow(
        connection.sql(f"FROM {name} LIMIT 0").to_arrow_table().schema
    )
    return ibis.table(schema, name=name)


@dataclass
class Plan:
    """Steps that run one after the other, each the table that a name stands for from then on.

    To compile an expression takes Ibis longer than to run it on a small partition, so a
    plan is made once and run on every partition.
    """

    steps: list[tuple[str, str]] = field(default_factory=list)

    def hold(self, name: str, table: ibis.Table) -> ibis.Table:
        """Return a table that later steps read without computing it again."""
        self.steps.append((name, ibis.to_sql(table, dialect="duckdb")))
        return ibis.table(table.schema(), name=name)

    def run(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Run the steps; what they name stays with the connection until the next run."""
        for name, query in self.steps:
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
