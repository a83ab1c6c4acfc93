"""Plans on Spark: the same Ibis expressions, compiled to Spark's SQL and run where the data are.

What differs from DuckDB: all records are one partition, for Spark shares them out by itself; and
no table keeps an order, so that episodes are linked in windows (decision 120).
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import ibis
import pandas as pd

from pooledfunds.core.spark_session import plain_spark_errors, spark_session
from pooledfunds.hospital.engine import Plan


def uri(path: str | Path) -> str:
    """Return a path as every worker of Spark understands it, whatever its default file system."""
    text = str(path)
    return text if ":/" in text else f"file://{Path(text).absolute()}"


class SparkConnection:
    """A session of Spark, and the tables that a plan keeps there."""

    def __init__(self, settings: Mapping, spill: str):
        self.session = spark_session(settings, spill)
        self.kept: list = []

    def __enter__(self) -> "SparkConnection":
        """Return the connection."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of what was kept; the session lives on, for to start one takes seconds."""
        while self.kept:
            self.kept.pop().unpersist()

    def cursor(self) -> "SparkConnection":
        """Return the connection: one plan runs at a time, on all of Spark's workers."""
        return self

    def look_at(self, name: str, files: str | Path) -> ibis.Schema:
        """Let a name stand for Parquet files, and return their columns.

        Parameters
        ----------
        name
            Of a table.
        files
            Parquet files, or folders of them; ``*`` stands for anything.
        """
        with plain_spark_errors(f"reading {name}"):
            frame = self.session.read.parquet(uri(files))
            frame.createOrReplaceTempView(name)
            return ibis.Schema.from_pyarrow(frame.limit(0).toArrow().schema)

    def define(self, name: str, query: str, keep: bool) -> None:
        """Let a name stand for a query; Spark says at once where it cannot run it.

        Parameters
        ----------
        name
            Of a table.
        query
            In Spark's SQL.
        keep
            Whether its rows are kept once they have been computed, as memory and disk allow.
        """
        with plain_spark_errors(f"step {name}"):
            frame = self.session.sql(query)
            if keep:
                frame = frame.persist()
                self.kept.append(frame)
            frame.createOrReplaceTempView(name)

    def ask(self, name: str, query: str) -> pd.DataFrame:
        """Return the rows of a query, which are few.

        Parameters
        ----------
        name
            Of the query.
        query
            In Spark's SQL.
        """
        with plain_spark_errors(f"query {name}"):
            return self.session.sql(query).toArrow().to_pandas()


class SparkPlan(Plan):
    """Statements and queries in Spark's SQL."""

    dialect: ClassVar[str] = "pyspark"
    keeps_order: ClassVar[bool] = False

    def run(self, connection: SparkConnection) -> None:
        """Define the steps; what is kept is computed when it is first asked for."""
        for kind, name, query in self.steps:
            connection.define(name, query, keep=kind != "VIEW")

    def answer(self, connection: SparkConnection, name: str) -> pd.DataFrame:
        """Return the rows of what is asked.

        Parameters
        ----------
        connection
            On which the plan has been run, unless it has no steps.
        name
            Of a query.
        """
        return connection.ask(name, self.asked[name])

    def write_answer(
        self,
        connection: SparkConnection,
        name: str,
        file: Path,
        leave_out: Sequence[str] = (),
    ) -> None:
        """Write the rows of what is asked to a folder of Parquet files.

        Parameters
        ----------
        connection
            On which the plan has been run.
        name
            Of a query.
        file
            The folder, which has the name of the file that DuckDB would write.
        leave_out
            Columns that it does not get.
        """
        with plain_spark_errors(f"writing {name}"):
            rows = connection.session.sql(self.asked[name]).drop(*leave_out)
            rows.write.mode("overwrite").parquet(uri(file))

    def refused(self, connection: SparkConnection) -> None:
        """Raise StudyError where Spark cannot run a step or a query; nothing is computed.

        Parameters
        ----------
        connection
            On which every table that the plan reads has a name.
        """
        for _kind, name, query in self.steps:
            connection.define(name, query, keep=False)
        for name, query in self.asked.items():
            with plain_spark_errors(f"query {name}"):
                connection.session.sql(query).schema  # noqa: B018  # which Spark has to work out
