"""What is done to the bytes of a sound return, as Hypothesis draws it."""

import io
import zipfile
from contextlib import suppress
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.corpus.book_damage import packed

# What has upset readers of text somewhere before, beside bytes of chance.
TOKENS = [
    b"", b"\x00", b'"', b'""', b",", b";", b"\t", b"\r", b"\n", b"\r\n", b"\xff\xfe", b"nan",
    b"\xef\xbb\xbf", b"inf", b"-1e308", b"1e999", b"1e-400", b"9" * 40, b"-0", b".", b"-", b"0x1F",
    b"1_000", b"=1+1", b"#REF!", b"#N/A", b"None", b"true", b"2007/0", b"2007\xc2\xb2",
    b"9999-12-31", b"31/02/2007", "\u0665".encode(), "\u200b".encode(), "\uff1d".encode(),
    "\u2028".encode(), b"\xed\xa0\x80", b"x" * 5000, b"<", b">", b"&", b"&#0;", b"]]>", b"</c>",
    b'<c r="XFD1048576"><v>1</v></c>', b' t="s"', b' t="e"', b"<v>-1</v>", b"<v>99999999</v>",
    b"<v/>", b"1048577",
]  # fmt: skip
PLACE = st.floats(0, 1, exclude_max=True)


class Input(bytes):
    """What a reader is given; Hypothesis would print all of it."""

    def __repr__(self) -> str:
        """Return its size."""
        return f"{len(self):,} bytes"


@dataclass(frozen=True)
class Edit:
    """Some bytes of a text give way to others, or to a copy of what stands elsewhere in it."""

    place: float
    width: int
    token: bytes
    copied: float | None

    def on(self, data: bytes) -> bytes:
        """Return the text after the edit."""
        start = int(self.place * (len(data) + 1))
        token = self.token
        if self.copied is not None:
            first = int(self.copied * (len(data) + 1))
            token = data[first : first + self.width]
        return data[:start] + token + data[start + self.width :]


EDITS = st.lists(
    st.builds(
        Edit,
        PLACE,
        st.one_of(st.integers(0, 12), st.sampled_from([100, 5_000, 10**9])),
        st.one_of(st.sampled_from(TOKENS), st.binary(max_size=6)),
        st.one_of(st.none(), st.none(), PLACE),
    ),
    min_size=1,
    max_size=5,
)


def edited(data: bytes, edits: list[Edit]) -> bytes:
    """Return a text after edits, one after the other."""
    for edit in edits:
        data = edit.on(data)
    return data


def parts_of(book: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook by name; none of what is no workbook, or is no more."""
    with suppress(Exception), zipfile.ZipFile(io.BytesIO(book)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}
    return {}


def damaged(sound: bytes) -> st.SearchStrategy[Input]:
    """Return the ways to damage a return: in a workbook most are within one of its parts."""
    whole = EDITS.map(lambda edits: Input(edited(sound, edits)))
    parts = parts_of(sound)
    if not parts:
        return whole
    # Sheets and their texts first: Hypothesis draws the first ones more often.
    names = sorted(parts, key=lambda name: ("sheet" not in name, "shared" not in name, name))

    def within(name: str, edits: list[Edit]) -> Input:
        return Input(packed(parts | {name: edited(parts[name], edits)}))

    inside = st.builds(within, st.sampled_from(names), EDITS)
    return st.one_of(inside, inside, inside, whole)
