"""Unquoted text is cut as one line after the other would be, whatever is wrong with some."""

import tempfile
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pooledfunds.core.errors import BadInput
from pooledfunds.staging.hes import _fast, blocks
from pooledfunds.staging.hes.delivery import Layout
from pooledfunds.staging.hes.scanned import Column

LAYOUT = Layout("|", False, ("a", "b", "c"), len("a|b|c\n"))
COLUMNS = [Column("key", place, 0) for place in range(3)]
LINE = st.sampled_from(["1|22|333", "x||", "||", "", "z", "1|2", "1|2|3|4"])


def scans_of(text, size, searched=4):
    """Return the blocks of a file's text after its header, read some bytes at a time, scanned."""
    small = mock.patch.multiple(blocks, BLOCK_BYTES=size, SEARCHED=searched)
    with tempfile.TemporaryDirectory() as folder, small:
        path = Path(folder) / "extract.txt"
        path.write_bytes(b"a|b|c\n" + text.encode())
        return [_fast.scan(block, COLUMNS) for block in blocks.read_blocks(path, LAYOUT)]


def texts_of(scanned):
    return [scanned.rows.texts(row) for row in range(len(scanned.number))]


@given(st.lists(LINE, min_size=1, max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_every_line_is_sound_ragged_or_blank_and_values_are_those_between_delimiters(lines, ending):
    [scanned] = scans_of("".join(line + ending for line in lines), 1000)
    kinds = ["blank" if not line else line.count("|") == 2 for line in lines]
    assert scanned.lines == len(lines)
    for found, kind in ((scanned.number, True), (scanned.ragged, False), (scanned.blank, "blank")):
        assert found.tolist() == [n for n, is_kind in enumerate(kinds) if is_kind == kind]
    sound = [line.split("|") for line, kind in zip(lines, kinds, strict=True) if kind is True]
    assert texts_of(scanned) == sound


@given(st.lists(LINE, min_size=1, max_size=12), st.integers(1, 40), st.booleans())
def test_blocks_of_any_size_hold_every_line_whole_and_once(lines, size, ends):
    scans = scans_of("\n".join([*lines, "1|2|end"]) + "\n" * ends, size)
    assert sum(scanned.lines for scanned in scans) == len(lines) + 1
    sound = [line.split("|") for line in [*lines, "1|2|end"] if line.count("|") == 2]
    assert [text for scanned in scans for text in texts_of(scanned)] == sound


def test_a_line_without_end_is_refused_before_it_fills_the_memory():
    with pytest.raises(BadInput, match="a line longer than"):
        scans_of("x" * 1000, 16)
