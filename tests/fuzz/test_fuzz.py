"""A short form of ``make fuzz``: a few damaged inputs to every reader, the same each time."""

import pytest

from tests.fuzz.__main__ import fuzz, studies
from tests.fuzz.readers import StudyReaders


@pytest.fixture(scope="module", params=["means_to_an_end", "ten_years_on"])
def readers(request, tmp_path_factory):
    made = {one.raw.name: one for one in studies(tmp_path_factory.mktemp("fuzz"))}
    return made[request.param]


def test_each_input_ends_in_a_value_or_a_fault(readers):
    first = dict(readers.files())
    assert len(first) > 8
    for source, file in first.items():
        fuzz(readers, source, file, number=1, examples=3)


def test_another_exception_is_found_out(readers, monkeypatch):
    monkeypatch.setattr(StudyReaders, "_read", lambda *_: 1 / 0)
    source, file = next(readers.files())
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        fuzz(readers, source, file, number=1, examples=1)
