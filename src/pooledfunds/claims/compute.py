"""From tables to the table of facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pooledfunds.claims.fact import DataUnavailableError, Fact, FactTables, Measured

if TYPE_CHECKING:
    import pandas as pd


def compute_facts(tables: Mapping[str, pd.DataFrame], facts: Mapping[str, Fact]) -> pd.DataFrame:
    """Return one row per fact whose sources are available (``FACT_TABLE``).

    A fact that cannot be had although its sources are available, such as one of a year that was not
    returned, has no value, and ``how`` says why; none goes missing in silence.

    Parameters
    ----------
    tables
        Staged and linked tables by name, ``claims`` and the study's own word
        lists among them; ``catalogue.sources.TABLES_OF`` says which a source needs.
    facts
        Every fact of the study, by id.
    """
    import pandas as pd

    from pooledfunds.catalogue.claims import FACT_TABLE
    from pooledfunds.core import schema as contracts

    evidence = FactTables(tables)
    rows, unknown = [], float("nan")
    for fact in facts.values():
        if not all(evidence.holds(source) for source in fact.sources):
            continue
        try:
            found, how = fact.value(evidence), fact.how
        except DataUnavailableError as reason:
            found, how = unknown, f"Cannot be had: {reason}."
        value, low, high = found if isinstance(found, Measured) else (found, unknown, unknown)
        rows.append(
            {
                "fact": fact.id,
                "value": float(value),
                "conf_low": low,
                "conf_high": high,
                "unit": fact.unit,
                "year": fact.year,
                "sources": "; ".join(fact.sources),
                "how": how,
                "code": fact.code,
            }
        )
    columns = list(FACT_TABLE.columns)
    return contracts.enforce(pd.DataFrame(rows, columns=columns), FACT_TABLE)
