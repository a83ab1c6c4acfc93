"""What the catalogue says to the rest: which tables sources give, rules write and reports print."""

from collections.abc import Collection, Mapping

from pooledfunds.catalogue.declarations import STAGE_RETURNS, Table
from pooledfunds.catalogue.panel import tables_of
from pooledfunds.catalogue.readers import READERS
from pooledfunds.catalogue.tables import TABLES

# The lists that every other return is held against.
BODY_LISTS = tuple(reader.source for reader in READERS if reader.lists_bodies)
# The report's own figures are no return: they stand in the list of claims.
REPORT, CLAIMS = "published_report", "claims"


def at_hand(files: Mapping[str, list[str]]) -> set[str]:
    """Return the sources that have files; the report's own figures always are."""
    return {name for name, found in files.items() if found} | {REPORT}


def readable_sources() -> set[str]:
    """Return the sources that the study can read: those of a reader or of a rule of their own."""
    readers = {reader.source for reader in READERS if reader.source}
    return readers | {source for table in TABLES for source in table.sources}


def tables_of_source(source: str) -> list[str]:
    """Return the names of the staged tables that a source gives, alone or with others."""
    return [
        table.name for table in TABLES if table.rule == STAGE_RETURNS and source in table.sources
    ]


def tables_given(rules: Collection[str], sources: Collection[str], study: Mapping) -> list[str]:
    """Return the names of a study's tables that some rules write from the sources available.

    Parameters
    ----------
    rules
        Names of rules of the workflow.
    sources
        Names of the sources available.
    study
        The settings of the study.
    """
    return [t.name for t in tables_of(study) if t.rule in rules and t.is_given_by(sources)]


def tables_of_rule(rule: str) -> list[str]:
    """Return where the tables lie that a rule writes when all its sources are available."""
    return [table.path for table in TABLES if table.rule == rule]


def tables_needed(rule: str, sources: Collection[str], study: Mapping) -> list[str]:
    """Return where a study's tables lie that a rule needs, of those that the sources give.

    Parameters
    ----------
    rule
        Name of a rule of the workflow.
    sources
        Names of the sources available.
    study
        The settings of the study.
    """
    return [t.path for t in tables_of(study) if rule in t.needed_by and t.is_given_by(sources)]


def published_tables(sources: Collection[str], study: Mapping) -> dict[str, str]:
    """Return where the published tables lie, by the name of their file in the report.

    Parameters
    ----------
    sources, study
        See :func:`tables_needed`.
    """
    return {t.published: t.path for t in tables_of(study) if t.published and t.is_given_by(sources)}


def tables_holding(source: str) -> list[Table]:
    """Return the tables in which facts look up the records of a source."""
    return [table for table in TABLES if source in table.sources_held]


def facts_can_use(source: str, tables: Mapping) -> bool:
    """Return whether the tables available hold a source.

    Parameters
    ----------
    source
        A source that facts may name.
    tables
        Staged and linked tables, by name.

    Raises
    ------
    KeyError
        When facts look up no record of the source in any table.
    """
    if source == REPORT:
        return CLAIMS in tables
    holding = tables_holding(source)
    if not holding:
        raise KeyError(source)
    if not all(table.name in tables for table in holding):
        return False
    return all(
        tables[table.name][table.source_column]
        .isin(table.source_words.get(source, (source,)))
        .any()
        for table in holding
        if table.source_column
    )
