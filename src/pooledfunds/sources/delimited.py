"""Small delimited returns: text in, named columns out, every fault with its row."""

from pathlib import Path

import pandas as pd

from pooledfunds.faults import FaultList


def read_delimited(
    path: str | Path, columns: list[str], faults: FaultList, optional: list[str] | None = None
) -> pd.DataFrame:
    """Return the named columns of a comma-separated file as text, blanks as empty text.

    Parameters
    ----------
    path
        The file; its first line names the columns.
    columns
        Columns that the return must have; others in the file are ignored.
    optional
        Columns that come out empty when the file lacks them.

    Returns
    -------
    DataFrame
        One row per line, indexed by the line's number in the file (the first row is 2). Empty,
        with faults noted, when the file cannot be read.
    """
    wanted = [*columns, *(optional or [])]
    nothing = pd.DataFrame(columns=wanted, dtype=str)
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except UnicodeDecodeError:
        faults.add(path, "", "not readable as UTF-8 text")
        return nothing
    except pd.errors.EmptyDataError:
        faults.add(path, "", "the file is empty")
        return nothing
    except pd.errors.ParserError as error:
        faults.add(path, "", f"not a regular table: {str(error).splitlines()[-1].strip()}")
        return nothing
    missing = [name for name in columns if name not in table.columns]
    if missing:
        faults.add(path, "line 1", f"no column {', '.join(missing)}")
        return nothing
    if table.empty:
        faults.add(path, "", "the file has a heading and no rows")
    table = table.reindex(columns=wanted, fill_value="")
    table.index = pd.RangeIndex(2, len(table) + 2)
    return table.apply(lambda column: column.str.strip())


def as_number(
    table: pd.DataFrame, column: str, path: str | Path, faults: FaultList, low: float = 0
) -> pd.Series:
    """Return a column as floating-point numbers, blanks as missing; other text is a fault."""
    text = table[column].str.replace(",", "")
    values = pd.to_numeric(text, errors="coerce")
    note_rows(faults, path, column, "not a number", (text != "") & values.isna())
    note_rows(faults, path, column, f"below {low:g}", values < low)
    return values.astype(float)


def note_rows(
    faults: FaultList, path: str | Path, column: str, rule: str, breaks: pd.Series
) -> None:
    """Note one fault for all the rows that break a rule, with the first row's line number."""
    if breaks.any():
        first = breaks.index[breaks.to_numpy()][0]
        faults.add(path, f"column {column}, first at line {first}", rule, int(breaks.sum()))


def note_repeats(faults: FaultList, path: str | Path, table: pd.DataFrame, key: list[str]) -> None:
    """Note the rows that repeat a key."""
    note_rows(faults, path, " and ".join(key), "given more than once", table.duplicated(key))
