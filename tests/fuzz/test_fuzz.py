"""A short form of ``make fuzz``: a few damaged inputs to every reader, the same each time."""

import pytest
from hypothesis.strategies import just

from pooledfunds.core.errors import BadInput, Issue
from tests.fuzz import target as target_module
from tests.fuzz.__main__ import SMALLER, fuzz, studies, targets_of
from tests.fuzz.arcs import Arcs
from tests.fuzz.page import page
from tests.fuzz.readers import FAULT, HOSPITAL, READ, StudyReaders
from tests.fuzz.target import Target

RECORD = b"EPIKEY|ADMIDATE\n900000000017|2007-05-01\n"
ONE_OF_EACH_FORM = [
    ("means_to_an_end", "pct_imd"),  # text
    ("means_to_an_end", HOSPITAL),
    ("ten_years_on", "council_imd"),  # a workbook
    ("ten_years_on", "monthly_activity"),  # a workbook for each month
]


@pytest.fixture(scope="module")
def worlds(tmp_path_factory):
    return {one.study: one for one in studies(tmp_path_factory.mktemp("fuzz"))}


@pytest.mark.parametrize("study", SMALLER)
def test_each_source_is_read_as_it_was_written(worlds, study):
    readers = worlds[study]
    first = dict(reversed(list(readers.files())))  # of each source
    assert len(first) > 8
    ends = {s: readers.read(s, f, (readers.raw / f).read_bytes()) for s, f in first.items()}
    assert set(ends.values()) == {READ}


@pytest.mark.parametrize(("study", "source"), ONE_OF_EACH_FORM)
def test_each_input_ends_in_a_value_or_a_fault(worlds, study, source, tmp_path):
    target = next(one for one in targets_of(worlds[study], tmp_path) if one.source == source)
    target.begin()
    target.turn(number=1, inputs=4)
    assert target.tried
    assert target.failures == []


def branches(data: bytes) -> str:
    """Return what a reader with three ways would."""
    if data.startswith(b"a"):
        return READ
    if b"\x00" in data:
        raise ZeroDivisionError
    return FAULT


class Branches(StudyReaders):
    """Stands for a study's readers: one file, read by ``branches``."""

    def __init__(self, raw):
        self.raw = self.folder = raw
        self.study, self.sources = "study", {"source": ["return.csv"], HOSPITAL: ["return.csv"]}
        (raw / "return.csv").write_bytes(b"abcdef")

    def _read(self, source, file, place):
        if branches(place.read_bytes()) == FAULT:
            raise BadInput([Issue(place.name, "line 1", "rule")])


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A target whose reader has few ways, which are noted."""
    monkeypatch.setattr(target_module, "ARCS", Arcs((__file__,)))
    target = Target(Branches(tmp_path), "source", "return.csv", tmp_path / "kept")
    target.begin()
    return target


def test_an_input_that_takes_a_new_way_is_kept_and_found_again_by_the_next_run(small):
    small.give(b"also read")
    assert small.kept == [b"abcdef"]
    small.give(b"refused")
    small.give(b"refused like it")
    assert (small.kept, small.faults) == ([b"abcdef", b"refused"], 2)
    again = Target(small.readers, small.source, small.file, small.folder)
    again.begin()
    assert again.kept == small.kept


def test_what_is_kept_is_damaged_further(small, monkeypatch):
    small.give(b"refused")
    given = []

    def noted(parent):
        given.append(parent)
        return just(b"abc")

    monkeypatch.setattr(target_module, "damaged", noted)
    for number in range(8):
        small.turn(number, 1)
    assert set(given) == {b"abcdef", b"refused"}


def test_another_exception_is_a_failure_and_its_input_is_kept(small):
    small.give(b"\x00")
    [failure] = small.failures
    assert "ZeroDivisionError" in failure
    assert [file.read_bytes() for file in small.folder.glob("failed-*")] == [b"\x00"]
    assert "| study, source | 1 | 1 | 0 |" in page([small], 600, 300)


def test_a_sound_file_that_is_refused_ends_the_fuzzing(small):
    (small.readers.raw / small.file).write_bytes(b"refused")
    with pytest.raises(AssertionError, match="the sound file is refused"):
        small.begin()


def test_turns_go_to_the_reader_that_took_least_time(small):
    other = Target(small.readers, small.source, small.file, small.folder / "other", spent=1e9)
    fuzz([other, small], seconds=0.2)
    assert small.tried > 0 == other.tried


def test_a_fault_must_name_a_file_and_no_value_of_a_record(small):
    small.readers.judge("source", "return.csv: line 1: rule", RECORD)
    small.readers.judge(HOSPITAL, "return.csv: line 1: no date in ADMIDATE", RECORD)
    with pytest.raises(AssertionError, match="no file named"):
        small.readers.judge("source", "something is wrong", RECORD)
    with pytest.raises(AssertionError, match="values told"):
        small.readers.judge(HOSPITAL, "return.csv: line 1: EPIKEY 900000000017", RECORD)
