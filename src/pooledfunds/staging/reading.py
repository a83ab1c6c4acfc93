"""What every reader of a return is given, and what it hands back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
import pandera.pandas as pa

from pooledfunds.core.errors import IssueList


@dataclass(frozen=True)
class ReadingContext:
    """What a reader may look at beside its own files, and where it notes what is wrong.

    Attributes
    ----------
    codelists
        Word lists, editions and corrections by name, as ``config/`` holds them.
    settings
        The sections of the study's settings that readers name (``Reader.settings``).
    issues
        What is wrong with the returns, of all readers.
    tables
        What the readers before this one gave, by name.
    source
        The source that is read.
    """

    codelists: Mapping[str, pd.DataFrame]
    settings: Mapping = field(default_factory=dict)
    issues: IssueList = field(default_factory=IssueList)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    source: str = ""

    @property
    def councils(self) -> pd.DataFrame:
        """The listed councils (``catalogue.areas.COUNCILS``)."""
        return self.tables["councils"]

    @property
    def pcts(self) -> pd.DataFrame:
        """The listed primary care trusts (``catalogue.areas.PCTS``)."""
        return self.tables["pcts"]

    @property
    def bodies(self) -> pd.DataFrame:
        """Every listed body (``catalogue.areas.BODIES``)."""
        return self.tables["bodies"]

    @property
    def editions(self) -> pd.DataFrame:
        """The layouts of returns, as ``config/editions.csv`` declares them."""
        return self.codelists["editions"]

    @property
    def successors(self) -> pd.DataFrame:
        """Which body followed which: the code list, and the successions that were returned."""
        listed = self.codelists["successors"]
        if "successions" not in self.tables:
            return listed
        return pd.concat([listed, self.tables["successions"]], ignore_index=True)

    def allowed_years(self, source: str) -> tuple[str, str]:
        """Return the first and last financial year that a return may hold."""
        years = self.codelists["source_years"].set_index("source")
        return str(years.at[source, "first"]), str(years.at[source, "last"])

    def year_breaks(self, source: str) -> set[str]:
        """Return the financial years of a return that are not like for like with the one before."""
        rows = self.codelists["year_breaks"]
        return set(rows.loc[rows["source"] == source, "financial_year"])


@dataclass(frozen=True)
class StagedReturn:
    """The tables of a return, by name, and what became of its records, lines and marked cells."""

    tables: dict[str, pd.DataFrame]
    account: pd.DataFrame | None = None


def conform(table: pd.DataFrame, schema: pa.DataFrameSchema) -> pd.DataFrame:
    """Return the columns of a schema in its order and types, sorted by its key.

    Parameters
    ----------
    table
        Rows with the columns of the schema.
    schema
        Contract of the table.
    """
    kinds = {name: str(column.dtype) for name, column in schema.columns.items()}
    table = table[list(kinds)].astype(kinds)
    return table.sort_values(list(schema.unique or ()), ignore_index=True)


def join_rows(tables: Sequence[pd.DataFrame], schema: pa.DataFrameSchema) -> pd.DataFrame:
    """Return the rows of several tables of one schema as one table, sorted by its key.

    Parameters
    ----------
    tables
        Of the same columns, one or more.
    schema
        Their contract, whose ``unique`` is the key that rows are sorted by.
    """
    rows = pd.concat(tables, ignore_index=True)
    words = [name for name, column in schema.columns.items() if str(column.dtype) == "category"]
    rows = rows.astype(dict.fromkeys(words, "category"))  # parts with other words make plain text
    return rows.sort_values(list(schema.unique or ()), ignore_index=True)
