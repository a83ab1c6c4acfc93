import pytest

from pooledfunds.core.cells import split_list


@pytest.mark.parametrize(
    ("text", "entries"), [("a; b ;c", ("a", "b", "c")), ("a;;", ("a",)), ("", ()), (" ; ", ())]
)
def test_entries_stand_between_semicolons_and_blanks_are_none(text, entries):
    assert split_list(text) == entries
