"""What shares of a file were seen to hold adds up to what the whole file holds."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from pooledfunds.core.errors import BadInput, Issue
from pooledfunds.staging.hes.summaries import add_summary, from_json, to_json
from pooledfunds.staging.hes.tally import FieldCounts, FileReadSummary


def seen(records, missing, codes):
    counts = FieldCounts(records, Counter(sex=missing), Counter(sex=1), {"sex": np.array(codes)})
    return FileReadSummary(
        Path("a.txt"), records + 2, records, 1, 1, 0, [9, 12], [], {2006: counts}
    )


def test_shares_add_up():
    whole = FileReadSummary(Path("a.txt"))
    for share in (seen(10, 2, [2, 7]), seen(5, 0, [0, 4])):
        add_summary(whole, from_json(to_json(share)))
    assert (whole.lines, whole.kept, whole.ragged, whole.blank) == (19, 15, 2, 2)
    assert whole.first_ragged == [9, 9, 12, 12]
    counts = whole.seen[2006]
    assert (counts.records, counts.missing["sex"], counts.unreadable["sex"]) == (15, 2, 2)
    assert counts.values["sex"].tolist() == [2, 11]


def test_what_stopped_the_reading_stops_it_elsewhere_too():
    fault = BadInput([Issue("a.txt", "line 3", "zero bytes", 2)])
    with pytest.raises(BadInput) as found:
        from_json(to_json(seen(1, 0, [0, 1]), fault))
    assert found.value.faults == fault.faults
