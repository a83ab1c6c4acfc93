"""The DuckDB connection that the episode steps run on, held to the study's limits."""

from pathlib import Path

import ibis
import pandas as pd


def connect(settings: dict, spill: str | Path) -> ibis.BaseBackend:
    """Return a connection that keeps to a memory limit and a number of threads.

    Parameters
    ----------
    settings
        ``memory_limit`` as DuckDB writes it, such as ``1GB``, and ``threads``.
    spill
        Folder for what does not fit into memory.
    """
    connection = ibis.duckdb.connect(
        threads=settings["threads"],
        memory_limit=settings["memory_limit"],
        temp_directory=str(spill),
        preserve_insertion_order=False,
    )
    connection.raw_sql("SET enable_progress_bar = false")
    return connection


def fetch(connection: ibis.BaseBackend, table: ibis.Table) -> pd.DataFrame:
    """Return the rows of an expression."""
    return connection.raw_sql(connection.compile(table)).df()


def held(connection: ibis.BaseBackend, name: str, table: ibis.Table) -> ibis.Table:
    """Return a table after running it once, under a name that a later partition reuses."""
    connection.raw_sql(f"DROP TABLE IF EXISTS temp.main.{name}")
    return connection.create_table(name, table, temp=True)
