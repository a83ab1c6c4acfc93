"""Hand-over of tables between stages: Parquet files named for what they hold."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pooledfunds.core.errors import StudyError


def load_tables(paths: Iterable[str | Path]) -> dict[str, pd.DataFrame]:
    """Return the tables of Parquet files by the files' names."""
    return {Path(path).stem: pd.read_parquet(path) for path in paths}


def records_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table, each its cells by the name of the column."""
    return [{str(name): cell for name, cell in row.items()} for row in table.to_dict("records")]


def save_tables(tables: Mapping[str, pd.DataFrame], paths: Iterable[str | Path]) -> None:
    """Write each table to the Parquet file that bears its name.

    Parameters
    ----------
    tables
        By name.
    paths
        Files, each named for its table.

    Raises
    ------
    StudyError
        When the tables are not exactly those that files were asked for.
    """
    files = {Path(path).stem: Path(path) for path in paths}
    if set(files) != set(tables):
        raise StudyError(f"tables {sorted(tables)} do not fit the files {sorted(files)}")
    for name, table in tables.items():
        table.to_parquet(files[name], index=False, compression="zstd")


def rows_of(table: pd.DataFrame) -> Iterator[Any]:
    """Yield each row of a table as a named tuple, a field for each column.

    What type a field has, its column's contract says and not the reader of types: pandas declares
    every cell as any of twenty.
    """
    return table.itertuples()
