"""Unquoted text is cut as one line after the other would be, whatever is wrong with some."""

from hypothesis import given
from hypothesis import strategies as st

from pooledfunds.sources.hes_apc_text import Layout, UnquotedText

LINE = st.sampled_from(["1|22|333", "x||", "||", "", "z", "1|2", "1|2|3|4"])


@given(st.lists(LINE, min_size=1, max_size=12), st.sampled_from(["\n", "\r\n"]), st.integers(0, 90))
def test_every_line_is_sound_ragged_or_blank_and_values_are_those_between_delimiters(
    lines, ending, cut
):
    text = "".join(line + ending for line in lines).encode()
    block = UnquotedText.cut([text[:cut], text[cut:]], Layout("|", False, ("a", "b", "c"), 0))
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
