import pandas as pd
import pytest

from pooledfunds.areas.successors import BodyFinder, Match

BODIES = pd.DataFrame(
    [
        ("pct", "5Q1", "Northmoor PCT"),
        ("pct", "5Q2", "Southvale PCT"),
        ("council", "320", "Cheshire"),
        ("council", "401", "Kent"),
    ],
    columns=["area_type", "area_code", "name"],
)
SUCCESSIONS = pd.DataFrame(
    [
        ("pct", "QA1", "Moors Health Authority", "5M1", "2002-10-01"),
        ("pct", "5M1", "High Moor PCT", "5Q1", "2006-10-01"),
        ("pct", "5M2", "Low Moor PCT", "5Q1", "2006-10-01"),
        ("pct", "5M3", "Split Vale PCT", "5Q1", "2006-10-01"),
        ("pct", "5M3", "Split Vale PCT", "5Q2", "2006-10-01"),
        ("council", "320", "Cheshire", "E06000049", "2009-04-01"),
        ("council", "320", "Cheshire", "E06000050", "2009-04-01"),
    ],
    columns=["area_type", "code", "name", "successor_code", "from"],
)
FINDER = BodyFinder(BODIES, SUCCESSIONS)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (("pct", "5Q1", ""), Match(("5Q1",), "listed")),
        (("pct", "", "southvale  PCT"), Match(("5Q2",), "listed")),
        (("pct", "5M2", ""), Match(("5Q1",), "dissolved")),
        (("pct", "QA1", ""), Match(("5Q1",), "dissolved")),  # over two reorganisations
        (("pct", "", "Low Moor PCT"), Match(("5Q1",), "dissolved")),
        (("pct", "5M3", ""), Match(("5Q1", "5Q2"), "dissolved")),
        (("council", "E06000050", ""), Match(("320",), "later")),
        (("pct", "XYZ", "Nowhere"), Match((), "unmatched")),
        (("pct", "320", ""), Match((), "unmatched")),  # a council's code is no PCT's
    ],
)
def test_find(entry, expected):
    assert FINDER.find(*entry) == expected


def test_a_code_and_a_name_may_disagree():
    assert FINDER.disagree("pct", "5Q1", "Southvale PCT")
    assert not FINDER.disagree("pct", "5Q1", "Low Moor PCT")  # its own predecessor
    assert not FINDER.disagree("pct", "5Q1", "a spelling that no list has")
