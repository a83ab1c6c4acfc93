"""Staged columns in Spark's types, which have no unsigned numbers (decision 120)."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from pooledfunds.staging.hes.fields import KINDS

LINE, TOLD, PART = "line", "told", "part"  # beside the fields: what a worker saw, and of which part


def spark_type(kind: str) -> pa.DataType:
    """Return the type of a staged column on Spark, which has no unsigned numbers.

    A serial number keeps its order, which rules for duplicates ask for; a key has none.
    """
    if kind == "date":
        return pa.date32()
    if kind == "serial":
        return pa.decimal128(20, 0)
    return pa.int32() if KINDS[kind].null_value else pa.int64()


def spark_column(kind: str, held: np.ndarray) -> pa.Array:
    """Return a staged column on Spark from values in memory (see ``fields.staged_column``).

    Parameters
    ----------
    kind
        One of ``fields.KINDS``.
    held
        Whole numbers of its width, ``null_value`` where there is no value.
    """
    what = KINDS[kind]
    if kind == "key":
        return pa.array(held.view(np.int64))
    if kind == "serial":
        return pa.array(held.view(np.uint64)).cast(spark_type(kind))
    if not what.null_value:
        return pa.array(held.view(what.type.to_pandas_dtype()).astype(np.int64))
    return pa.array(held, type=pa.int32(), mask=held == what.null_value).cast(spark_type(kind))


def arrow_schema(kinds: Mapping[str, str]) -> pa.Schema:
    """Return the columns of staged rows on Spark, summaries among them."""
    return pa.schema(
        [
            *(pa.field(name, spark_type(kind)) for name, kind in kinds.items()),
            *(pa.field(name, pa.int64()) for name in ("file", LINE)),
            *(pa.field(name, pa.string()) for name in (TOLD, PART)),
        ]
    )


def spark_schema(kinds: Mapping[str, str]) -> str:
    """Return the same columns as Spark writes a schema."""
    words = {
        pa.date32(): "date",
        pa.int32(): "int",
        pa.int64(): "bigint",
        pa.string(): "string",
        pa.decimal128(20, 0): "decimal(20,0)",
    }
    return ", ".join(f"{field.name} {words[field.type]}" for field in arrow_schema(kinds))
