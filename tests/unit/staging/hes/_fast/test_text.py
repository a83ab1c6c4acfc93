"""Unquoted text is cut as one line after the other would be, whatever is wrong with some."""

import tempfile
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pooledfunds.core.errors import BadInput
from pooledfunds.staging.hes._fast import text as hes_apc_text
from pooledfunds.staging.hes._fast.text import Layout, read_blocks

LAYOUT = Layout("|", False, ("a", "b", "c"), len("a|b|c\n"))
LINE = st.sampled_from(["1|22|333", "x||", "||", "", "z", "1|2", "1|2|3|4"])


def blocks_of(text, size, searched=4):
    """Return the blocks of a file's text after its header, read some bytes at a time."""
    small = mock.patch.multiple(hes_apc_text, BLOCK_BYTES=size, SEARCHED=searched)
    with tempfile.TemporaryDirectory() as folder, small:
        path = Path(folder) / "extract.txt"
        path.write_bytes(b"a|b|c\n" + text.encode())
        return [cut() for cut in read_blocks(path, LAYOUT, quoted=False)]


@given(st.lists(LINE, min_size=1, max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_every_line_is_sound_ragged_or_blank_and_values_are_those_between_delimiters(lines, ending):
    [block] = blocks_of("".join(line + ending for line in lines), 1000)
    kinds = ["blank" if not line else line.count("|") == 2 for line in lines]
    assert block.lines == len(lines)
    for found, kind in ((block.number, True), (block.ragged, False), (block.blank, "blank")):
        assert found.tolist() == [n for n, is_kind in enumerate(kinds) if is_kind == kind]
    sound = [line.split("|") for line, kind in zip(lines, kinds, strict=True) if kind is True]
    for position in range(3):
        [cells] = block.cells([position])
        values = [
            cells.block[cells.ends[at] + cells.gap : cells.ends[at + 1]].tobytes().decode()
            for at in cells.before + position
        ]
        assert [value.rstrip("\r") for value in values] == [line[position] for line in sound]


@given(st.lists(LINE, min_size=1, max_size=12), st.integers(1, 40), st.booleans())
def test_blocks_of_any_size_hold_every_line_whole_and_once(lines, size, ends):
    text = "\n".join([*lines, "1|2|end"]) + "\n" * ends
    blocks = blocks_of(text, size)
    assert sum(block.lines for block in blocks) == len(lines) + 1
    thirds = []
    for block in blocks:
        [cells] = block.cells([2])
        thirds += [
            cells.block[cells.ends[at] + 1 : cells.ends[at + 1]].tobytes().decode()
            for at in cells.before + 2
        ]
    sound = [line.split("|") for line in [*lines, "1|2|end"] if line.count("|") == 2]
    assert thirds == [line[2] for line in sound]


def test_a_line_without_end_is_refused_before_it_fills_the_memory():
    with pytest.raises(BadInput, match="a line longer than"):
        blocks_of("x" * 1000, 16)
