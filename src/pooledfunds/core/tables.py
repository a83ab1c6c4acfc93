"""Hand-over of tables between stages: Parquet files named for what they hold."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from pooledfunds.core.errors import StudyError
from pooledfunds.core.whole_files import whole_file


def load_tables(paths: Iterable[str | Path]) -> dict[str, pd.DataFrame]:
    """Return the tables of Parquet files by the files' names."""
    return {Path(path).stem: load_table(path) for path in paths}


def load_table(path: str | Path) -> pd.DataFrame:
    """Return the table of a Parquet file that a job before this one wrote.

    Raises
    ------
    StudyError
        When it is gone, or no longer what was written, as after it was cut off. It is removed, so
        that the next run makes it again; a file that stays would stop every run.
    """
    if not Path(path).exists():
        raise StudyError(f"{path}: removed since it was written: the same command makes it again")
    try:
        return pd.read_parquet(path)
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, MemoryError) or getattr(error, "errno", None):
            raise
        Path(path).unlink(missing_ok=True)
    raise StudyError(
        f"{path}: damaged since it was written, and removed: the same command makes it again"
    )


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
        with whole_file(files[name]) as part:
            table.to_parquet(part, index=False, compression="zstd")


def rows_of(table: pd.DataFrame) -> Iterator[Any]:
    """Yield each row of a table as a named tuple, a field for each column.

    What type a field has, its column's contract says and not the reader of types: pandas declares
    every cell as any of twenty.
    """
    return table.itertuples()
