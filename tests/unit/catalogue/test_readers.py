import inspect

import pytest

from pooledfunds.catalogue.declarations import NOT_WRITTEN, function_of
from pooledfunds.catalogue.readers import READERS
from pooledfunds.core.settings import SOURCES, read_rows
from tests.conftest import ROOT


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: f"{reader.source}:{reader.read}")
def test_every_reader_is_a_function_of_files_and_context(reader):
    function = function_of(reader.read)
    assert list(inspect.signature(function).parameters) == ["files", "context"]
    assert (ROOT / reader.file).is_file()


def test_what_a_reader_needs_is_given_above_it():
    given = set()
    for reader in READERS:
        assert set(reader.needs) <= given, reader.read
        given |= {table.name for table in reader.gives}


def test_every_source_is_read_once_and_is_in_the_list_of_sources():
    sources = [reader.source for reader in READERS if reader.source]
    assert len(sources) == len(set(sources))
    listed = {row["source"] for row in read_rows(ROOT / SOURCES)}
    # Hospital records have rules of their own; the report's own figures are no return.
    assert listed - set(sources) == {"hes_apc", "published_report"}
    assert set(sources) <= listed


def test_the_lists_of_bodies_need_no_other_return():
    first = [reader for reader in READERS if reader.lists_bodies]
    assert [reader.source for reader in first] == ["council_list", "pct_list", "pct_council_pairs"]
    given = {table.name for reader in first for table in reader.gives}
    assert all(set(reader.needs) <= given for reader in first)


def test_a_table_that_is_not_written_is_needed_by_another_reader():
    handed = {t.name for reader in READERS for t in reader.gives if t.rule == NOT_WRITTEN}
    assert handed <= {name for reader in READERS for name in reader.needs}
