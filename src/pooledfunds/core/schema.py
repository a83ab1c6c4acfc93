"""Data contracts: what each table must look like when a stage hands it on."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.engines.pandas_engine import STRING

from pooledfunds.core.errors import StudyError


class ContractError(StudyError):
    """A table broke its contract; the message lists every breach by column."""


def enforce(table: pd.DataFrame, contract: pa.DataFrameSchema) -> pd.DataFrame:
    """Return the table when it meets the contract, else raise every breach at once.

    The message gives columns, checks, counts and the first row's number, never a value.

    Parameters
    ----------
    table
        Whole, in the order of the contract's columns.
    contract
        From ``table``.

    Raises
    ------
    ContractError
        When it does not.
    """
    if table.empty:  # columns without a value have no type of their own
        known = {name: str(column.dtype) for name, column in contract.columns.items()}
        table = table.astype({name: known[name] for name in table if name in known})
    try:
        return contract.validate(table, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
        whole_row = cases["schema_context"] == "DataFrameSchema"
        breaches = (
            cases.assign(column=cases["column"].mask(whole_row, "(row)"))
            .drop_duplicates(["column", "check", "index"])
            .groupby(["column", "check"], dropna=False)
            .agg(rows=("index", "size"), first_row=("index", "first"))
            .reset_index()
        )
        raise ContractError(
            f"{contract.name}: {len(breaches)} breach(es) of its contract\n"
            f"{breaches.to_string(index=False)}"
        ) from None  # the chained error would print record-level values


def stacked(tables: Sequence[pd.DataFrame], contract: pa.DataFrameSchema) -> pd.DataFrame:
    """Return tables below each other as one that meets the contract; of none, one without a row.

    Parameters
    ----------
    tables
        One below the other.
    contract
        From ``table``.

    Raises
    ------
    ContractError
        When the whole does not meet it.
    """
    whole = (
        pd.concat(tables, ignore_index=True)
        if tables
        else pd.DataFrame(columns=list(contract.columns))
    )
    return enforce(whole, contract)


class Text(STRING):
    """Text, which pandas vouches for by the type of a column.

    Pandera goes through the values all the same: most of the time that a small table takes.
    """

    def check(self, pandera_dtype: Any, data_container: Any = None) -> Any:
        """Return whether a column is of this type, or else which of its values are.

        Parameters
        ----------
        pandera_dtype
            The type that the column has.
        data_container
            Its values, looked at only where the type does not vouch for them.
        """
        known = getattr(pandera_dtype, "type", None) == self.type
        return known or super().check(pandera_dtype, data_container)


def text(description: str, pattern: str | None = None, **keywords: Any) -> pa.Column:
    """Return a column of text, matched whole against a pattern where one is given.

    Parameters
    ----------
    description
        What the column holds, for the data dictionary.
    pattern
        That every text matches.
    """
    checks = pa.Check.str_matches(pattern) if pattern else None
    return pa.Column(Text, checks, description=description, **keywords)


def category(
    description: str, *allowed: str, like: str | None = None, **keywords: Any
) -> pa.Column:
    """Return a column of categories: only the allowed words, or words like a pattern.

    Parameters
    ----------
    description
        What the column holds, for the data dictionary.
    like
        Pattern of the words, where they are not listed.
    """
    checks = pa.Check.isin(allowed) if allowed else pa.Check.str_matches(like) if like else None
    return pa.Column("category", checks, description=description, **keywords)


def number(
    description: str, low: float | None = None, unit: str = "", **keywords: Any
) -> pa.Column:
    """Return a column of floating-point numbers, not below ``low`` where it is given.

    Parameters
    ----------
    description
        What the column holds.
    low
        The least value.
    unit
        Of the numbers; needed where the table is published.
    """
    checks = pa.Check.ge(low) if low is not None else None
    metadata = {"unit": unit} if unit else None
    return pa.Column(float, checks, description=description, metadata=metadata, **keywords)


def count(description: str, unit: str = "", **keywords: Any) -> pa.Column:
    """Return a column of whole numbers that are not negative.

    Parameters
    ----------
    description
        What the column holds.
    unit
        What is counted; needed where the table is published.
    """
    metadata = {"unit": unit} if unit else None
    return pa.Column(int, pa.Check.ge(0), description=description, metadata=metadata, **keywords)


def flag(description: str, **keywords: Any) -> pa.Column:
    """Return a column that is true or false."""
    return pa.Column(bool, description=description, **keywords)


def table(
    name: str,
    description: str,
    columns: Mapping[str, pa.Column],
    unique: list[str],
    **keywords: Any,
) -> pa.DataFrameSchema:
    """Return a closed contract: these columns, in this order, one row per key.

    Parameters
    ----------
    name
        Of the table.
    description
        What a row is.
    columns
        By name, in order.
    unique
        The columns that identify a row; of none, rows need not differ.
    """
    return pa.DataFrameSchema(
        dict(columns),
        name=name,
        description=description,
        unique=unique or None,
        strict=True,
        ordered=True,
        coerce=False,
        **keywords,
    )


def nullable_number(description: str, low: float | None = 0, unit: str = "") -> pa.Column:
    """Return a column of numbers that is blank where the number is not known.

    Parameters
    ----------
    description
        What the column holds.
    low
        The least value.
    unit
        Of the numbers; needed where the table is published.
    """
    return number(description, low, unit, nullable=True)


def unit_of(column: pa.Column) -> str:
    """Return the unit of a column's numbers, or nothing where none is declared."""
    return (column.metadata or {}).get("unit", "")
