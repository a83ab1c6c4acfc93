"""What a run on Spark is told before any record is read (decision 120)."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pandas as pd

from pooledfunds.core.codelists import read_tables
from pooledfunds.core.errors import IssueList, StudyError
from pooledfunds.core.spark_session import stop
from pooledfunds.hospital.spark import SparkConnection
from pooledfunds.hospital.spark_plans import refusals
from pooledfunds.hospital.variants import variants
from pooledfunds.run.hes import needed_fields
from pooledfunds.staging.hes.fields import fields_to_read
from pooledfunds.staging.hes.on_spark import columns_of, look_at_columns, named
from pooledfunds.staging.hes.spark_types import spark_schema


def check_plans(study: Mapping, lists: Mapping[str, str]) -> None:
    """Raise where Spark cannot run what the settings ask for, the declared ones and each variant.

    Parameters
    ----------
    study
        The study's settings.
    lists
        The files of the word lists, by name.

    Raises
    ------
    StudyError
        Naming what is refused, Spark's own condition and the combinations of settings.
    """
    hes, tables = study["hes"], read_tables(lists)
    faults: dict[str, list[str]] = {}
    with passing_session(hes["engine"]) as spark:
        for name, settings in {"as declared": hes, **dict(variants(hes))}.items():
            asked = fields_to_read(tables["hes_fields"], needed_fields(settings))
            columns = spark_schema(dict(zip(asked["field"], asked["kind"], strict=True)))
            for told in refusals(spark, columns, settings, tables):
                faults.setdefault(told, []).append(name)
    if faults:
        lines = (f"  {told} ({', '.join(names)})" for told, names in faults.items())
        raise StudyError(
            "hes.engine.name: Spark cannot run what the settings ask for; nothing was read. Choose "
            "other settings, or the engine duckdb\n" + "\n".join(lines)
        )


@contextmanager
def passing_session(engine: Mapping) -> Iterator[SparkConnection]:
    """Give a connection whose session is stopped after the block: each job starts its own.

    Parameters
    ----------
    engine
        The section ``hes.engine`` of the settings.
    """
    with tempfile.TemporaryDirectory(prefix="spark-") as folder:
        spark = SparkConnection(engine, folder)
        try:
            yield spark
        finally:
            stop(spark.session)


def look_at_entries(
    entries: list[str], hes: Mapping, fields: pd.DataFrame, faults: IssueList
) -> dict[str, str]:
    """Return in words what Spark finds of each table or Parquet file, of which no row is read.

    Parameters
    ----------
    entries
        Tables and Parquet files, as in the sources.
    hes
        The section ``hes`` of the study's settings.
    fields
        The alias table, ``config/codelists/hes_fields.csv``.
    faults
        Gets each table that cannot be read, and each needed field that one lacks.
    """
    needed, found = needed_fields(hes), {}
    asked = fields_to_read(fields, needed)
    with passing_session(hes["engine"]) as spark:
        for entry in entries:
            try:
                frame = columns_of(spark.session, entry)
            except StudyError as error:
                faults.add(named(entry), "", str(error))
                continue
            _path, _layout, places = look_at_columns(named(entry), frame, asked, needed, faults)
            found[entry] = f"{len(places)} columns are read, where they lie, by Spark"
    return found
