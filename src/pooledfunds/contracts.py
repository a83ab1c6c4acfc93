"""Data contracts: what each table must look like when a stage hands it on."""

import pandas as pd
import pandera.pandas as pa

from pooledfunds.faults import StudyError

FINANCIAL_YEAR = r"^(19|20)\d{2}/\d{2}$"
CSSR_CODE = r"^\d{3}$"
PCT_CODE = r"^[5T][0-9A-Z]{2}$"


class ContractError(StudyError):
    """A table broke its contract; the message lists every breach by column."""


def enforce(table: pd.DataFrame, contract: pa.DataFrameSchema) -> pd.DataFrame:
    """Return the table when it meets the contract, else raise every breach at once.

    The message gives columns, checks, counts and the first row's number, never a value.
    """
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


def text(description: str, pattern: str | None = None, **keywords) -> pa.Column:
    """Return a column of text, matched whole against a pattern where one is given."""
    checks = pa.Check.str_matches(pattern) if pattern else None
    return pa.Column(str, checks, description=description, **keywords)


def words(description: str, *allowed: str, **keywords) -> pa.Column:
    """Return a column of categories that holds only the allowed words."""
    checks = pa.Check.isin(allowed) if allowed else None
    return pa.Column("category", checks, description=description, **keywords)


def number(description: str, low: float | None = None, **keywords) -> pa.Column:
    """Return a column of floating-point numbers, not below ``low`` where it is given."""
    checks = pa.Check.ge(low) if low is not None else None
    return pa.Column(float, checks, description=description, **keywords)


def count(description: str, **keywords) -> pa.Column:
    """Return a column of whole numbers that are not negative."""
    return pa.Column(int, pa.Check.ge(0), description=description, **keywords)


def flag(description: str, **keywords) -> pa.Column:
    """Return a column that is true or false."""
    return pa.Column(bool, description=description, **keywords)


def table(name: str, description: str, columns: dict, unique: list[str], **keywords):
    """Return a closed contract: these columns, in this order, one row per key."""
    return pa.DataFrameSchema(
        columns,
        name=name,
        description=description,
        unique=unique or None,
        strict=True,
        ordered=True,
        coerce=False,
        **keywords,
    )


ROW_ACCOUNTS = table(
    "row_accounts",
    "Fate of every submitted record, by file",
    {
        "stage": text("Source or step"),
        "file": text("File or table"),
        "fate": text("Submitted, kept, or the reason for setting aside"),
        "rows": count("Number of records"),
    },
    unique=["stage", "file", "fate"],
)
