"""Word lists and a study's own tables: small tables in ``config/``, read as text."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from pooledfunds.core.settings import schema_columns


def read_table(path: str | Path) -> pd.DataFrame:
    """Return a table of ``config/`` with every cell as text and blanks as empty text.

    Its ``attrs["file"]`` is the path, so that a fault can name the file to edit.
    """
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.attrs["file"] = Path(path).as_posix()
    return table


def read_tables(paths: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """Return several tables of ``config/`` by name."""
    return {name: read_table(path) for name, path in paths.items()}


def declared_tables(names: Iterable[str], paths: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """Return ``declared_table`` of each name.

    Parameters
    ----------
    names
        Of the tables.
    paths
        The files of those that the study has.
    """
    return {name: declared_table(name, paths.get(name)) for name in names}


def declared_table(name: str, path: str | None) -> pd.DataFrame:
    """Return a table of a study's folder; without rows where the study does not have it.

    Parameters
    ----------
    name
        Of the table, as its schema has it.
    path
        Its file; None where the study has none.
    """
    return read_table(path) if path else pd.DataFrame(columns=schema_columns(name), dtype=str)
