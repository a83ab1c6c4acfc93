"""A handful of the faults of ``make faults``: each is told in words, and one rerun mends all."""

import pytest

from tests.faults.__main__ import last_of_each, wrong
from tests.faults.points import kills, others
from tests.faults.study import DisturbedStudy

pytestmark = pytest.mark.workflow
KINDS = ("SIGKILL", "SIGTERM", "largest file", "a file cut off")
# Late enough that much is written, and not so late that the run has ended before its signal.
WITHIN = [point for point in kills() if point.place == "build_page after 0.8 s"]
LAST = {point.kind: point for point in last_of_each([*others(), *WITHIN], 1)}


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return DisturbedStudy(tmp_path_factory.mktemp("disturbed"))


@pytest.mark.parametrize("kind", KINDS)
def test_one_rerun_publishes_the_same_bytes(study, kind):
    assert wrong(study, LAST[kind]) == []
