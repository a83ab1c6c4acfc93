"""The published tables as a release describes them: what each holds, column by column."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandera.pandas as pa

from pooledfunds.catalogue.tables import TABLES


@dataclass(frozen=True)
class PublishedTable:
    """A published table: its file, what a row is, and its columns by name."""

    file: Path
    schema: pa.DataFrameSchema

    @property
    def name(self) -> str:
        """The name of the table: that of its file."""
        return self.file.stem

    @property
    def description(self) -> str:
        """What the table holds, in a sentence."""
        return f"{self.schema.description}."

    @property
    def columns(self) -> Mapping[str, pa.Column]:
        """The columns, by name."""
        return self.schema.columns

    def rows(self) -> tuple[list[str], list[list[str]]]:
        """Return the head and the rows of the file, each cell as it is written there."""
        with self.file.open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        return head, rows


def described(files: Iterable[str | Path], study: Mapping) -> list[PublishedTable]:
    """Return the published files as the catalogue describes them.

    Parameters
    ----------
    files
        The files, each named as the catalogue publishes it.
    study
        The settings of the study.
    """
    schemas = {table.published: table.schema_of(study) for table in TABLES if table.published}
    return [PublishedTable(path, schemas[path.stem]) for path in map(Path, files)]
