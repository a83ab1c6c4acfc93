"""Which delivered field is which: one alias table for every vintage of names."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from pooledfunds.catalogue.hes_codes import BASE
from pooledfunds.core.errors import IssueList
from pooledfunds.staging.hes.delivery import Layout


@dataclass(frozen=True)
class Kind:
    """What holds a kind of field once it is staged.

    Parameters
    ----------
    type
        Arrow type of the staged column: 32 bits for all but keys, since DuckDB writes and reads
        narrower numbers at twice the cost (decision 31).
    null_value
        What stands for a missing value until then. 0 stays in the staged column;
        ``NULL`` becomes a null.
    tally
        How many different values there can be, where few enough to count each.
    """

    type: pa.DataType
    null_value: int = 0
    tally: int = 0


NULL = -(2**15)
KINDS = {
    "key": Kind(pa.uint64()),
    "serial": Kind(pa.uint64()),
    "year": Kind(pa.uint32(), tally=2101),
    "digit": Kind(pa.uint32(), tally=256),
    "sex": Kind(pa.uint32(), tally=256),
    "age": Kind(pa.int32(), null_value=NULL),
    "days": Kind(pa.int32(), null_value=NULL),
    "date": Kind(pa.int32(), null_value=NULL),
    "code2": Kind(pa.uint32(), tally=BASE**2),
    "code3": Kind(pa.uint32()),
    "head3": Kind(pa.uint32()),
    "code4": Kind(pa.uint32()),
    "diagnosis": Kind(pa.uint32()),
    "area": Kind(pa.uint32()),
}
WIDTHS = {"code2": 2, "code3": 3, "head3": 3, "code4": 4, "diagnosis": 4}


def staged_type(kind: str) -> pa.DataType:
    """Return the type of a staged column; dates are held as whole days until then."""
    return pa.date32() if kind == "date" else KINDS[kind].type


def staged_field(name: str, kind: str) -> pa.Field:
    """Return a staged column; one without nulls says so, and is written and read faster.

    Parameters
    ----------
    name
        Of the field.
    kind
        One of ``KINDS``.
    """
    return pa.field(name, staged_type(kind), nullable=KINDS[kind].null_value != 0)


def staged_column(kind: str, held: np.ndarray) -> pa.Array:
    """Return a staged column from values in memory.

    Parameters
    ----------
    kind
        One of ``KINDS``.
    held
        Whole numbers of its width, ``null_value`` where there is no value.
    """
    what = KINDS[kind]
    held = held.view(what.type.to_pandas_dtype())
    if not what.null_value:
        return pa.array(held)
    return pa.array(held, type=what.type, mask=held == what.null_value).cast(staged_type(kind))


def fields_to_read(fields: pd.DataFrame, needed: set[str]) -> pd.DataFrame:
    """Return the rows of the alias table to be read: those marked ``asked`` only if needed.

    Parameters
    ----------
    fields
        The alias table, ``config/codelists/hes_fields.csv``.
    needed
        Fields that the settings need.
    """
    return fields[(fields["needed"] != "asked") | fields["field"].isin(needed)]


def find_fields(
    path: Path, layout: Layout, fields: pd.DataFrame, needed: set[str], faults: IssueList
) -> dict[str, int]:
    """Return where each field stands in a file, by the field's own name.

    Every needed field that the file lacks is noted in ``faults``, with all the names by
    which it would have been known; an ambiguous header is noted too.

    Parameters
    ----------
    path
        The delivered file.
    layout
        How the file is written.
    fields
        The alias table, ``config/codelists/hes_fields.csv``.
    needed
        Fields that the settings need beyond those that the table calls needed.
    faults
        Gets what is wrong, each with its place and what to do.
    """
    repeated = sorted({name for name in layout.fields if layout.fields.count(name) > 1})
    for name in repeated:
        faults.add(path, layout.place, f"the field {name} stands twice in the header")
    found = {}
    columns = ["field", "needed", "delivered_names", "description"]
    for field, when_needed, delivered_names, description in fields[columns].to_numpy():
        known = delivered_names.split()
        present = [name for name in known if name in layout.fields]
        if present:
            found[field] = layout.fields.index(present[0])
        elif when_needed == "yes" or field in needed:
            rule = f"no field {' or '.join(known)} ({description.lower()})"
            faults.add(path, layout.place, rule)
    return found
