"""What the catalogue says of a table, and of the reader of a return."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import pandera.pandas as pa

Schema = pa.DataFrameSchema
STAGE_RETURNS, LINK_RETURNS, ESTIMATE = "stage_returns", "link_returns", "estimate"
STAGE_HES, MEASURE_HES, MEASURE_VARIANTS, GATHER_VARIANTS = (
    "stage_hes_apc",
    "measure_hes_apc",
    "measure_hes_variants",
    "gather_hes_variants",
)
GATHER_CURVES = "gather_curves"
PROTECT = "protect_counts"  # writes under the names of the tables that it stands in for
COMPUTE_FACTS, CHECK_CLAIMS, BUILD_PAGE = "compute_facts", "check_claims", "build_page"
# Hospital records have rules of their own, beside those of the other returns.
HOSPITAL_RULES = (STAGE_HES, MEASURE_HES, MEASURE_VARIANTS, GATHER_VARIANTS)
# The folder below data/processed/{basis} in which each rule writes.
FOLDERS = {
    STAGE_RETURNS: "staged",
    STAGE_HES: "staged",
    MEASURE_HES: "staged",
    GATHER_VARIANTS: "staged",
    LINK_RETURNS: "linked",
    PROTECT: "protected",
    ESTIMATE: "estimates",
    GATHER_CURVES: "estimates",
    COMPUTE_FACTS: "",
    CHECK_CLAIMS: "",
    BUILD_PAGE: "",  # straight into reports/
}
NOT_WRITTEN = ""  # in the place of a rule: readers hand the table to each other only


def function_of(name: str) -> Callable[..., Any]:
    """Return the function that a declaration names as ``module:function``.

    By name, so that the catalogue imports no stage.
    """
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)


def file_of(name: str) -> str:
    """Return the file of the module of a ``module:function``, below the project's folder."""
    return f"src/{name.partition(':')[0].replace('.', '/')}.py"


@dataclass(frozen=True)
class Table:
    """A table that one step of the study hands on.

    Attributes
    ----------
    schema
        Its columns, or a function from a study's settings to them.
    rule
        The rule that writes it, or ``NOT_WRITTEN``.
    sources
        The sources of which any one gives it; none: every run has it. Left out for what a reader
        gives: the catalogue names its readers' sources.
    named
        Its name, where that is not its schema's.
    published
        Name of its file in ``reports/``, or nothing.
    needed_by
        Rules that read it where it is available, other than those that read a whole folder.
    holds
        The sources whose records facts look up in it; left out for a staged return: all that give
        it.
    source_column, source_words
        How the sources that share the table are told apart in it: a column, and its words for each
        source.
    with_partner
        Whether only a study has it whose councils share their ground with areas of another type.
    link
        For a table that ``link_returns`` writes and that is no panel of areas and years:
        ``module:function``, of ``link(tables, study) -> DataFrame``.
    """

    schema: Schema | Callable[[Mapping], Schema]
    rule: str = STAGE_RETURNS
    sources: tuple[str, ...] = ()
    named: str = ""
    published: str = ""
    needed_by: tuple[str, ...] = ()
    holds: tuple[str, ...] | None = None
    source_column: str = ""
    source_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    with_partner: bool = False
    link: str = ""

    @property
    def name(self) -> str:
        """The table's name, which its file bears."""
        return self.named or str(getattr(self.schema, "name", ""))

    @property
    def path(self) -> str:
        """Where the table lies below ``data/processed/{basis}``, without the ending."""
        return "/".join(filter(None, [FOLDERS[self.rule], self.name]))

    @property
    def sources_held(self) -> tuple[str, ...]:
        """The sources whose records facts look up in the table."""
        if self.holds is not None:
            return self.holds
        return self.sources if self.rule == STAGE_RETURNS else ()

    def is_given_by(self, sources: Collection[str]) -> bool:
        """Return whether the sources that are available give the table."""
        return not self.sources or any(source in sources for source in self.sources)

    def schema_of(self, study: Mapping) -> Schema:
        """Return the columns of the table under a study's settings."""
        return self.schema if isinstance(self.schema, Schema) else self.schema(study)


@dataclass(frozen=True)
class Reader:
    """The reader of a return: what it reads, what it gives, and what it needs.

    Attributes
    ----------
    source
        The source that it reads, as ``config/sources.csv`` names it; blank for a reader that makes
        its tables from those of others.
    read
        ``module:function``, of ``read(files, context) -> StagedReturn`` (``staging.reading``). By
        name, so that the catalogue imports no stage.
    gives
        The tables that it gives. Readers of several sources may give one table together.
    needs
        Tables that other readers give and without which this one is not called.
    lists_bodies
        Whether it reads a list that every other return is held against. Such a source must be
        there, and its faults stop the run before any other return is read.
    settings
        The sections of the study's settings that it goes by.
    """

    source: str
    read: str
    gives: tuple[Table, ...]
    needs: tuple[str, ...] = ()
    lists_bodies: bool = False
    settings: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The file of the module, below the project's folder."""
        return file_of(self.read)


@dataclass(frozen=True)
class PanelColumns:
    """What a return adds to the panels, by area and year.

    Attributes
    ----------
    name
        What the columns are about.
    add
        ``module:function``, of ``add(wanted, tables, study) -> DataFrame | None``: for the areas of
        ``wanted`` (``linkage.apportionment.Apportionment``) a row of ``area_code, financial_year``
        and columns, or nothing where the tables available do not give them.
    tables
        The tables of which any one gives the columns. A study whose returns give none of them does
        not have the columns; where none is available the columns are blank.
    columns
        The columns by name, or a function from a study's settings to them. One that ``add`` does
        not give is blank.
    area_types
        The types of area that have the columns; none named: every type.
    settings
        Sections of the study's settings without which it does not have the columns.
    carried
        Totals that are split when they are carried from areas of another type, whose error an
        estimate then has: a pattern that the beginnings of their names match, by the column of
        which share was apportioned.
    of_records
        Whether the columns rest on patients' records: they are published as disclosure rules have
        them (``linkage.protection``), and not at all where these do not make them.
    """

    name: str
    add: str
    tables: tuple[str, ...]
    columns: Mapping[str, pa.Column] | Callable[[Mapping], Mapping[str, pa.Column]]
    area_types: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    carried: Mapping[str, str] = field(default_factory=dict)
    of_records: bool = False

    def columns_of(self, study: Mapping) -> dict[str, pa.Column]:
        """Return the columns under a study's settings."""
        return dict(self.columns if isinstance(self.columns, Mapping) else self.columns(study))
