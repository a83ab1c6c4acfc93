"""Compares two runs: which facts, estimates and verdicts moved, and by how much."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from pooledfunds.core.csv_text import published_csv
from pooledfunds.core.errors import StudyError

KEYS = {
    "facts": ["fact"],
    "estimates": ["specification", "term"],
    "claims": ["claim_id"],
    "readings": ["claim_id", "component", "reading"],
}
WATCHED = {
    "facts": ["value"],
    "estimates": ["estimate", "std_error", "p_value", "nobs", "conclusion"],
    "claims": ["computed", "verdict", "evidence", "n_agree", "n_readings"],
    "readings": ["computed", "verdict"],
}
AMOUNT = {"facts": "value", "estimates": "estimate", "claims": "computed", "readings": "computed"}
SHOWN = 30  # rows of each table on the terminal; the files have them all


class ComparisonError(StudyError):
    """What is to be compared is not named, or is not the report of a run."""


def read_report(folder: str | Path) -> dict[str, pd.DataFrame]:
    """Return the published tables of a report's folder.

    Raises
    ------
    ComparisonError
        Naming every table that the folder does not hold.
    """
    absent = [name for name in KEYS if not (Path(folder) / f"{name}.csv").is_file()]
    if absent:
        files = ", ".join(f"{name}.csv" for name in absent)
        raise ComparisonError(f"{folder}: no {files}; is it the report of a run?")
    tables = {}
    for name, keys in KEYS.items():
        table = pd.read_csv(Path(folder) / f"{name}.csv", dtype=dict.fromkeys(keys, str))
        tables[name] = table.assign(**{key: table[key].fillna("") for key in keys})
    return tables


def moved(before: pd.DataFrame, after: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the rows of one table that differ between two runs.

    Parameters
    ----------
    before, after
        The table as each run published it.
    name
        ``facts``, ``estimates`` or ``claims``.

    Returns
    -------
    DataFrame
        The table's key, ``what`` (moved, new or gone), every watched column with ``_before`` and
        ``_after``, and the ``change`` of the amount, as it is and in ``percent``.
    """
    keys, watched, amount = KEYS[name], WATCHED[name], AMOUNT[name]
    both = before[[*keys, *watched]].merge(
        after[[*keys, *watched]], on=keys, how="outer", suffixes=("_before", "_after"),
        indicator="what", validate="one_to_one",
    )  # fmt: skip
    differs = pd.Series(False, index=both.index)
    for column in watched:
        old, new = both[f"{column}_before"], both[f"{column}_after"]
        differs |= (old != new) & ~(old.isna() & new.isna())
    words = {"both": "moved", "left_only": "gone", "right_only": "new"}
    both["what"] = both["what"].astype(str).map(words)
    both["change"] = both[f"{amount}_after"] - both[f"{amount}_before"]
    base = both[f"{amount}_before"].abs()
    both["percent"] = 100 * both["change"] / base.where(base > 0)
    pairs = [f"{column}_{when}" for column in watched for when in ("before", "after")]
    found = both[differs | (both["what"] != "moved")]
    found = found.assign(_size=found["percent"].abs().fillna(np.inf))
    found = found.sort_values(["what", "_size"], ascending=[False, False], kind="stable")
    return found[[*keys, "what", *pairs, "change", "percent"]].reset_index(drop=True)


def compare(before: str | Path, after: str | Path) -> dict[str, pd.DataFrame]:
    """Return what moved between two reports, table by table (see :func:`moved`).

    Raises
    ------
    ComparisonError
        When a folder is not named or is not the report of a run.
    """
    if not before or not after:
        raise ComparisonError(
            "which reports? snakemake compare --config before=FOLDER after=FOLDER"
        )
    old, new = read_report(before), read_report(after)
    return {name: moved(old[name], new[name], name) for name in KEYS}


def format_comparison(found: Mapping[str, pd.DataFrame]) -> str:
    """Return what moved as text for a terminal."""
    parts = []
    for name, rows in found.items():
        counts = rows["what"].value_counts()
        words = ", ".join(f"{counts.get(word, 0)} {word}" for word in ("moved", "new", "gone"))
        parts.append(f"{name}: {words}")
        if len(rows):
            few = rows.head(SHOWN).dropna(axis="columns", how="all")
            parts.append(few.to_string(index=False, max_colwidth=60, na_rep=""))
        if len(rows) > SHOWN:
            parts.append(f"... and {len(rows) - SHOWN} more in the file")
    return "\n".join(parts)


def write_comparison(before: str | Path, after: str | Path, folder: str | Path) -> str:
    """Write what moved as a CSV file a table, and return it as text for a terminal.

    Parameters
    ----------
    before, after
        Folder of the report of a run.
    folder
        Receives the files.
    """
    found = compare(before, after)
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name, rows in found.items():
        (Path(folder) / f"{name}.csv").write_text(published_csv(rows), encoding="utf-8")
    return f"{format_comparison(found)}\nAll of it: {folder}"
