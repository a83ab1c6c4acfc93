"""What the catalogue says of a table, and of the reader of a return."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

import pandera.pandas as pa

Schema = pa.DataFrameSchema
STAGE_RETURNS, LINK_RETURNS, ESTIMATE = "stage_returns", "link_returns", "estimate"
STAGE_HES, MEASURE_HES, MEASURE_VARIANTS = (
    "stage_hes_apc",
    "measure_hes_apc",
    "measure_hes_variants",
)
PROTECT = "protect_counts"  # writes under the names of the tables that it stands in for
COMPUTE_FACTS, CHECK_CLAIMS, BUILD_PAGE = "compute_facts", "check_claims", "build_page"
# Hospital records have rules of their own, beside those of the other returns.
HOSPITAL_RULES = (STAGE_HES, MEASURE_HES, MEASURE_VARIANTS)
# The folder below data/processed/{basis} in which each rule writes.
FOLDERS = {
    STAGE_RETURNS: "staged",
    STAGE_HES: "staged",
    MEASURE_HES: "staged",
    MEASURE_VARIANTS: "staged",
    LINK_RETURNS: "linked",
    PROTECT: "protected",
    ESTIMATE: "estimates",
    COMPUTE_FACTS: "",
    CHECK_CLAIMS: "",
}
NOT_WRITTEN = ""  # in the place of a rule: readers hand the table to each other only


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
    """

    source: str
    read: str
    gives: tuple[Table, ...]
    needs: tuple[str, ...] = ()
    lists_bodies: bool = False

    @property
    def module(self) -> str:
        """The module that holds the function."""
        return self.read.partition(":")[0]

    @property
    def function(self) -> str:
        """The name of the function."""
        return self.read.partition(":")[2]

    @property
    def file(self) -> str:
        """The file of the module, below the project's folder."""
        return f"src/{self.module.replace('.', '/')}.py"
