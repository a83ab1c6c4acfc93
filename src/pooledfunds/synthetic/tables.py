"""Plain delimited files."""

from pathlib import Path

import pandas as pd


def write_table(path: Path, table: pd.DataFrame) -> None:
    """Write a table as comma-separated text.

    Parameters
    ----------
    path
        ``.csv``; its folder is made if absent.
    table
        Written in the order of its rows, without its index.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(path, index=False, lineterminator="\n")
