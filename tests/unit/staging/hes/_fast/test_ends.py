"""Delimiters and line ends are found wherever they stand among other bytes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pooledfunds.staging.hes._fast.ends import find_ends
from pooledfunds.staging.hes.scanned import CHUNK

# Beside the two that are sought their neighbours, and bytes whose highest bit is set
BYTE = st.sampled_from(b"|\n{}\t\x0b\x00\x80\xfc\x8a\xffa")


@given(st.lists(BYTE, max_size=5 * CHUNK))
def test_ends_are_where_a_search_byte_by_byte_finds_them(given_bytes):
    text = bytes(given_bytes) + bytes(-len(given_bytes) % CHUNK)
    ends, lines = find_ends(np.frombuffer(text, dtype=np.uint8), ord("|"))
    places = [place for place, byte in enumerate(text) if byte in b"|\n"]
    assert ends.tolist() == [-1, *places]
    line_ends = [n for n, place in enumerate(places, 1) if text[place] == ord("\n")]
    assert lines.tolist() == [0, *line_ends]


def test_a_block_full_of_ends_has_room_for_all_of_them():
    ends, lines = find_ends(np.full(3 * CHUNK, ord("\n"), dtype=np.uint8), ord("|"))
    assert (len(ends), len(lines)) == (3 * CHUNK + 1, 3 * CHUNK + 1)
