"""DuckDB held to the study's limits, and plans: Ibis expressions compiled once, run often."""

from concurrent.futures import Future, ThreadPoolExecutor
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
            "preserve_insertion_order": True,  # link_episodes looks from row to row
        }
    )


def fetch(connection: duckdb.DuckDBPyConnection, table: ibis.Table) -> pd.DataFrame:
    """Return the rows of an expression."""
    return connection.sql(ibis.to_sql(table, dialect="duckdb")).df()


def look_at(connection: duckdb.DuckDBPyConnection, name: str, files: str | Path) -> None:
    """Let a name stand for Parquet files, by a name in which ``*`` stands for anything."""
    quoted = str(files).replace("'", "''")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM read_parquet('{quoted}')")


def scanned(connection: duckdb.DuckDBPyConnection, name: str, files: str | Path) -> ibis.Table:
    """Return Parquet files as the table that a name stands for from then on."""
    look_at(connection, name, files)
    schema = ibis.Schema.from_pyarrow(
        connection.sql(f"FROM {name} LIMIT 0").to_arrow_table().schema
    )
    return ibis.table(schema, name=name)


class Plan:
    """Tables that are computed one after the other, and what is asked of them in the end.

    To compile an expression takes Ibis longer than to run it on a small partition, so a
    plan is made once and run on every partition.
    """

    def __init__(self):
        self.steps: dict[str, tuple[str, ibis.Table]] = {}
        self.asked: dict[str, ibis.Table] = {}
        self._queries: dict[str, Future[str]] = {}

    def hold(self, name: str, table: ibis.Table) -> ibis.Table:
        """Return a table that later steps read without computing it again."""
        self.steps[name] = "TABLE", table
        return ibis.table(table.schema(), name=name)

    def call(self, name: str, table: ibis.Table) -> ibis.Table:
        """Return a table by a name: it is computed wherever it is read, but compiled once."""
        self.steps[name] = "VIEW", table
        return ibis.table(table.schema(), name=name)

    def compile(self) -> None:
        """Compile on a thread of its own: the first steps run while later ones are compiled."""
        thread = ThreadPoolExecutor(1)
        tables = {name: table for name, (_kind, table) in self.steps.items()} | self.asked
        for name, table in tables.items():
            self._queries[name] = thread.submit(ibis.to_sql, table, dialect="duckdb")
        thread.shutdown(wait=False)

    def query(self, name: str) -> str:
        """Return the query of what is held or asked by some name."""
        return self._queries[name].result()

    def run(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Compute what is held; it stays with the connection until the next run."""
        for name, (kind, _table) in self.steps.items():
            connection.execute(f"CREATE OR REPLACE TEMP {kind} {name} AS {self.query(name)}")
