"""The compiled scan gives what the plain one gives, of whatever text."""

import os
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pooledfunds.staging.hes import _fast, plain
from pooledfunds.staging.hes.fields import KINDS
from pooledfunds.staging.hes.plain_values import READERS
from pooledfunds.staging.hes.scanned import SPARE, Column, ParsedBlock, TextBlock

EXAMPLES = int(os.environ.get("HES_EXAMPLES", "100"))  # more by hand
FIELDS = 3
ANY = st.text(
    st.characters(min_codepoint=32, max_codepoint=255, exclude_characters=";\x7f"), max_size=20
)
DIGITS = st.text("0123456789", min_size=1, max_size=18)
LETTERS = st.text("0123456789ABCXEIJSXabcdx", min_size=1, max_size=7)
SEPARATOR = st.sampled_from(["", "/", "-", ".", " ", ",", ":", "T"])
WORDS = [
    "Jan", "FEB", "mar", "APR", "June", "sept", "Dec", "Foo", "00:00", "T00:00:00Z", ".0", ".00",
    ".", "E+11", "e+1", "0", "0000", "X", "A01", "na", "NULL", "(null)", "#N/A", "n/a", "-", "&",
    "\\N", "|n", "M", "female", "7003", "0708",
]  # fmt: skip
# Pieces of what is read, put together as they are, and as they must not be
PIECE = st.one_of(
    DIGITS,
    LETTERS,
    SEPARATOR,
    st.integers(0, 40).map(str),
    st.integers(0, 40).map("{:02d}".format),
    st.one_of(st.integers(1490, 2110), st.sampled_from([1, 1600, 1899, 1900, 9999])).map(
        "{:04d}".format
    ),
    st.sampled_from(WORDS),
    st.sampled_from([" ", "\u00a0", "\u00c2\u00a0", "\u00e2\u0080\u0089", '"', '" ', ' "', "\t"]),
)
DATE = st.builds(
    lambda parts, separator, time: separator.join(parts) + time,
    st.lists(
        st.one_of(st.integers(0, 40).map(str), st.integers(1800, 2101).map(str), LETTERS),
        min_size=3,
        max_size=3,
    ),
    SEPARATOR,
    st.sampled_from(["", " 00:00", "T00:00:00", " 10:00", ":00:00:00.000"]),
)
TEXT = st.one_of(ANY, DATE, st.lists(PIECE, max_size=6).map("".join)).map(
    lambda text: text.replace(";", "").encode("latin-1")
)
LINE = st.one_of(
    st.lists(TEXT, min_size=FIELDS, max_size=FIELDS),
    st.lists(TEXT, max_size=FIELDS + 2),
)


def columns_of(kinds):
    return [Column(kind, place, KINDS[kind].null_value) for place, kind in enumerate(kinds)]


def text_block(lines, ending=b"\n"):
    text = b"".join(b";".join(line) + ending for line in lines)
    held = np.frombuffer(text + b"x" * SPARE, np.uint8).copy()
    return TextBlock(held, len(text), ";", FIELDS)


def assert_same(block, columns, chosen=None):
    """Both scans give the same lines, values, counts and texts."""
    ours, theirs = _fast.scan(block, columns), plain.scan(block, columns)
    assert ours.lines == theirs.lines
    for name in ("number", "ragged", "blank"):
        assert getattr(ours, name).tolist() == getattr(theirs, name).tolist(), name
    rows = None if chosen is None else np.flatnonzero(np.arange(len(ours.number)) % 2 == chosen)
    one, other = ours.rows.values(rows), theirs.rows.values(rows)
    for name in ("int64", "int32", "missing", "unreadable"):
        assert getattr(one, name).tolist() == getattr(other, name).tolist(), name
    for row in range(len(ours.number)):
        assert ours.rows.texts(row) == theirs.rows.texts(row)


@pytest.mark.parametrize("kind", READERS)
@settings(max_examples=EXAMPLES, deadline=None)
@given(texts=st.lists(TEXT, min_size=1, max_size=30))
@example(texts=[b"|n", b"\\N", b"0.0", b".0", b"00.00", b"1.00", b"0000.0", b"1.0."])
@example(texts=[b"20079999", b"20070001", b"31/13/9999", b"01/01/0001", b"05APR", b"2007"])
def test_every_kind_of_value_is_read_as_the_plain_reader_reads_it(kind, texts):
    columns = [Column(kind, 1, KINDS[kind].null_value)]
    assert_same(text_block([[b"x", text, b""] for text in texts]), columns)


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    lines=st.lists(LINE, min_size=1, max_size=20),
    ending=st.sampled_from([b"\n", b"\r\n"]),
    kinds=st.permutations(list(READERS)).map(lambda kinds: kinds[:FIELDS]),
    chosen=st.sampled_from([None, 0, 1]),
)
def test_lines_of_any_form_and_mixed_kinds(lines, ending, kinds, chosen):
    assert_same(text_block(lines, ending), columns_of(kinds), chosen)


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    lines=st.lists(st.lists(ANY, min_size=FIELDS, max_size=FIELDS), max_size=10),
    ragged=st.integers(0, 3),
    kinds=st.permutations(list(READERS)).map(lambda kinds: kinds[:FIELDS]),
)
def test_lines_that_arrow_has_cut(lines, ragged, kinds):
    cells = [pa.array([line[place] for line in lines], pa.string()) for place in range(FIELDS)]
    batch = pa.RecordBatch.from_arrays(cells, [str(place) for place in range(FIELDS)])
    assert_same(ParsedBlock(batch, ragged), columns_of(kinds))


def test_the_comparison_notices_a_reader_that_errs(monkeypatch):
    readers: dict[str, Callable] = {**READERS, "age": lambda text: 7}
    monkeypatch.setattr("pooledfunds.staging.hes.plain_values.READERS", readers)
    with pytest.raises(AssertionError, match="int32"):
        assert_same(text_block([[b"81", b"", b""]]), [Column("age", 0, -1)])
