"""The stage that reads the returns: one typed table per return, or every fault at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from pooledfunds.catalogue.accounts import ROW_ACCOUNTS
from pooledfunds.catalogue.declarations import NOT_WRITTEN, Reader, Table, function_of
from pooledfunds.catalogue.readers import READERS
from pooledfunds.catalogue.tables import given_by_readers
from pooledfunds.core.errors import IssueList
from pooledfunds.core.schema import enforce
from pooledfunds.staging.layouts.frames import hold_against_counts
from pooledfunds.staging.reading import ReadingContext, StagedReturn, join_rows


def stage_returns(
    paths: Mapping[str, Sequence[str]],
    codelists: Mapping[str, pd.DataFrame],
    settings: Mapping,
    readers: Sequence[Reader] = READERS,
) -> dict[str, pd.DataFrame]:
    """Return the staged tables of every return at hand, by name, with ``return_accounts``.

    Parameters
    ----------
    paths
        Files by source; a source without files is not at hand. A list of bodies that is named
        must be there, because every other return is held against it; one that is not named, the
        study does not have.
    codelists
        Word lists, corrections and known differences by name, as ``config/`` holds them.
    settings
        ``pssex1.rounding_gbp_thousand``, and ``register`` where a register is at hand.
    readers
        The catalogue of readers.

    Raises
    ------
    BadInput
        Listing every fault of every return; nothing has been written by then.
    ContractError
        When a reader gives a table that breaks its schema.
    """
    issues = IssueList()
    lists = [reader for reader in readers if reader.lists_bodies]
    for reader in lists:
        if reader.source in paths and not paths[reader.source]:
            rule = "this list of bodies is not at hand, and every return needs it"
            issues.add(reader.source, "", rule)
    issues.raise_if_any()
    context = ReadingContext(codelists, settings, issues)
    accounts = read_all(lists, paths, context)
    issues.raise_if_any()  # a fault in the lists would show again in every other return
    accounts += read_all([r for r in readers if not r.lists_bodies], paths, context)
    issues.raise_if_any()
    written, at_hand = written_by(readers), [source for source in paths if paths[source]]
    staged = {
        name: enforce(table, written[name].schema_of(settings))
        for name, table in context.tables.items()
        # A list of bodies that the study does not have is an empty one to readers, and no file.
        if name in written and written[name].is_given_by(at_hand)
    }
    whole = pd.concat(accounts, ignore_index=True)
    return staged | {"return_accounts": enforce(whole, ROW_ACCOUNTS)}


def written_by(readers: Sequence[Reader]) -> dict[str, Table]:
    """Return the tables of readers that are written to a file, by name."""
    given = given_by_readers(readers)
    return {name: table for name, table in given.items() if table.rule != NOT_WRITTEN}


def read_all(
    readers: Iterable[Reader], paths: Mapping[str, Sequence[str]], context: ReadingContext
) -> list[pd.DataFrame]:
    """Add the tables of the readers that can be called to the context; return the row accounts.

    Parameters
    ----------
    readers
        In the order in which they are called.
    paths
        Files by source; a source without any is passed over.
    context
        Word lists, settings and the tables read before.
    """
    accounts: dict[str, pd.DataFrame] = {}
    for reader in readers:
        files = list(paths.get(reader.source, ()))
        if reader.lists_bodies and reader.source not in paths:
            context.tables.update(without_rows(reader, context.settings))
            continue
        if (reader.source and not files) or not set(reader.needs) <= set(context.tables):
            continue
        with context.issues.collect():
            found = call_reader(reader, files, replace(context, source=reader.source))
            add_tables(reader, found, context)
            if found.account is not None:
                accounts[reader.source] = found.account
    if "return_rows" in context.codelists:
        hold_against_counts(context.codelists["return_rows"], paths, accounts, context.issues)
    return list(accounts.values())


def without_rows(reader: Reader, settings: Mapping) -> dict[str, pd.DataFrame]:
    """Return the tables of a list of bodies that the study does not have: without a row.

    Parameters
    ----------
    reader
        Of a list of bodies, as the catalogue declares it.
    settings
        Of the study: its years and types of area make the columns of some contracts.
    """
    return {
        table.name: enforce(pd.DataFrame(columns=list(schema.columns)), schema)
        for table in reader.gives
        for schema in [table.schema_of(settings)]
    }


def call_reader(reader: Reader, files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return what the function of a reader makes of its files.

    Parameters
    ----------
    reader
        What the catalogue declares of a reader.
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    return function_of(reader.read)(files, context)


def add_tables(reader: Reader, found: StagedReturn, context: ReadingContext) -> None:
    """Add what a reader gives to the tables; rows of one table from several sources are joined.

    Parameters
    ----------
    reader
        What the catalogue declares of a reader.
    found
        What the reader gives.
    context
        Word lists, settings and the tables read before.

    Raises
    ------
    KeyError
        When a reader does not give what the catalogue says that it gives.
    """
    for table in reader.gives:
        new = found.tables[table.name]
        if table.name in context.tables:
            parts = [context.tables[table.name], new]
            new = join_rows(parts, table.schema_of(context.settings))
        context.tables[table.name] = new
