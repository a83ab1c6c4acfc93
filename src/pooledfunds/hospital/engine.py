"""DuckDB held to the study's limits, and plans: Ibis expressions compiled once, run often.

What Ibis has no word for is written in SQL here, and nowhere else (decision 46).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

import duckdb
import ibis
import pandas as pd
import pyarrow as pa

from pooledfunds.hospital.spill import run_spill, spill_folder

Connection = Any  # DuckDB's; on Spark a hospital.spark.SparkConnection (decision 120)
# Read once or twice and thrown away: to write quickly matters more than size
PARQUET = "FORMAT parquet, COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 1"


@lru_cache(maxsize=1)
def _started(spill: str) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB of its own, which lives on: to start one takes as long as a small query."""
    return duckdb.connect(
        config={
            "temp_directory": spill,
            "preserve_insertion_order": True,  # link_episodes looks from row to row
        }
    )


def in_run(settings: Mapping, folder: str | Path) -> dict:
    """Return the section ``hes`` of the settings with the folders that its engine uses in a run.

    Parameters
    ----------
    settings
        The section ``hes``.
    folder
        The run's folder of hospital records; compiled plans are kept in ``plans/`` beside it where
        the settings name no other folder, for what lies in it is removed after a run.
    """
    engine = settings["engine"]
    named = {
        "spill": run_spill(engine, folder),
        "plans": engine.get("plans") or str(Path(folder).parent / "plans"),
    }
    return {**settings, "engine": {**engine, **named}}


def on_spark(settings: Mapping) -> bool:
    """Return whether the section ``hes`` of the settings names Spark (decision 120)."""
    return settings.get("engine", {}).get("name") == "spark"


def plan_kind(settings: Mapping) -> type["Plan"]:
    """Return the kind of plan that the engine of the section ``hes`` of the settings runs."""
    if on_spark(settings):
        from pooledfunds.hospital.spark import SparkPlan

        return SparkPlan
    return Plan


def connect(settings: Mapping, folder: str | Path) -> Connection:
    """Return a connection that keeps to a memory limit and a number of threads.

    Those that share a spill folder share one DuckDB, whose limits are those of the last.

    Parameters
    ----------
    settings
        ``memory_limit`` as DuckDB writes it, such as ``1GB``; ``threads``; ``spill``, the
        folder for what does not fit into memory; and ``name``, where it is Spark's.
    folder
        Gets that as ``spill/`` where the settings name none.
    """
    if settings.get("name") == "spark":
        from pooledfunds.hospital.spark import SparkConnection

        return SparkConnection(settings, spill_folder(settings, folder))
    connection = _started(spill_folder(settings, folder)).cursor()
    for name in ("memory_limit", "threads"):
        connection.execute(f"SET {name} = '{settings[name]}'")
    return connection


def look_at(connection: Connection, name: str, files: str | Path) -> None:
    """Let a name stand for an Arrow file, mapped into memory, or for Parquet files.

    In the name of Parquet files ``*`` stands for anything.

    Parameters
    ----------
    connection
        For which the name stands.
    name
        Of a table.
    files
        One ``.arrow`` file, or Parquet files
    """
    if not isinstance(connection, duckdb.DuckDBPyConnection):
        connection.look_at(name, files)
        return
    if Path(files).suffix == ".arrow":
        mapped = pa.ipc.open_file(pa.memory_map(str(files)))
        connection.register(name, mapped.read_all())
        return
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM read_parquet({quoted(files)})")


def quoted(path: str | Path) -> str:
    """Return a path as SQL writes a text."""
    return "'" + str(path).replace("'", "''") + "'"


def scanned(connection: Connection, name: str, files: str | Path) -> ibis.Table:
    """Return files as the table that a name stands for from then on (see ``look_at``).

    Parameters
    ----------
    connection, name, files
        As in ``look_at``.
    """
    if not isinstance(connection, duckdb.DuckDBPyConnection):
        return ibis.table(connection.look_at(name, files), name=name)
    look_at(connection, name, files)
    schema = ibis.Schema.from_pyarrow(
        connection.sql(f"FROM {name} LIMIT 0").to_arrow_table().schema
    )
    return ibis.table(schema, name=name)


@dataclass
class Plan:
    """Statements to run one after the other, and queries to ask in the end, all compiled.

    To compile an expression takes Ibis longer than to run it on a small partition, so a
    plan is made once and run on every partition.
    """

    dialect: ClassVar[str] = "duckdb"
    keeps_order: ClassVar[bool] = True  # a table keeps the order that it was made in

    steps: list[list[str]] = field(default_factory=list)  # kind, name and query of each
    asked: dict[str, str] = field(default_factory=dict)

    def materialize(self, name: str, table: ibis.Table) -> ibis.Table:
        """Return a table that later steps read without computing it again.

        Parameters
        ----------
        name
            By which later steps know it.
        table
            What is computed.
        """
        return self._step("TABLE", name, table)

    def materialize_arrow(self, name: str, table: ibis.Table) -> ibis.Table:
        """Return a table that Arrow holds: a wide one is written sooner than in DuckDB itself.

        It neither counts towards DuckDB's memory limit nor is it spilled, and its rows come in
        no order that DuckDB would promise (decision 31).

        Parameters
        ----------
        name
            By which later steps know it.
        table
            What is computed.
        """
        return self._step("ARROW", name, table)

    def view(self, name: str, table: ibis.Table) -> ibis.Table:
        """Return a table by a name: it is computed wherever it is read, but compiled once.

        Parameters
        ----------
        name
            By which later steps know it.
        table
            What is computed.
        """
        return self._step("VIEW", name, table)

    def _step(self, kind: str, name: str, table: ibis.Table) -> ibis.Table:
        self.steps.append([kind, name, self.compiled(table)])
        return ibis.table(table.schema(), name=name)

    def query(self, name: str, table: ibis.Table) -> None:
        """Note what is asked in the end.

        Parameters
        ----------
        name
            Of the query.
        table
            What is computed.
        """
        self.asked[name] = self.compiled(table)

    def compiled(self, table: ibis.Table) -> str:
        """Return the query of a table, as the engine writes it."""
        return ibis.to_sql(table, dialect=self.dialect)

    def run(self, connection: Connection) -> None:
        """Run the steps; what they name stays with the connection until the next run."""
        for kind, name, query in self.steps:
            if kind == "ARROW":
                connection.register(name, connection.sql(query).to_arrow_table())
            else:
                connection.execute(f"CREATE OR REPLACE TEMP {kind} {name} AS {query}")

    def answer(self, connection: Connection, name: str) -> pd.DataFrame:
        """Return the rows of what is asked.

        Parameters
        ----------
        connection
            On which the plan has been run, unless it has no steps.
        name
            Of a query.
        """
        return connection.execute(self.asked[name]).df()

    def write_answer(
        self,
        connection: Connection,
        name: str,
        file: Path,
        leave_out: Sequence[str] = (),
    ) -> None:
        """Write the rows of what is asked to a Parquet file.

        Parameters
        ----------
        connection
            On which the plan has been run.
        name
            Of a query.
        file
            The file to be written.
        leave_out
            Columns that it does not get.
        """
        columns = f"COLUMNS(lambda name: name NOT IN {tuple(leave_out)})" if leave_out else "*"
        rows = f"SELECT {columns} FROM ({self.asked[name]})"
        connection.execute(f"COPY ({rows}) TO {quoted(file)} ({PARQUET})")
