"""Shares of work: each item once, whatever the number of jobs."""

from itertools import chain

import pytest

from pooledfunds.core.shares import ALL, share_of


@pytest.mark.parametrize(
    ("share", "expected"),
    [(ALL, "abcde"), ("1-of-2", "ace"), ("2-of-2", "bd"), ("7-of-7", "")],
)
def test_a_share_is_every_nth(share, expected):
    assert share_of(iter("abcde"), share) == list(expected)


@pytest.mark.parametrize("number", [1, 2, 3, 5, 8])
def test_all_shares_together_hold_each_item_once(number):
    shares = [share_of(range(5), f"{place}-of-{number}") for place in range(1, number + 1)]
    assert sorted(chain(*shares)) == list(range(5))


@pytest.mark.parametrize("share", ["0-of-2", "3-of-2"])
def test_a_share_that_there_is_not_is_refused(share):
    with pytest.raises(ValueError, match=f"no share {share}"):
        share_of(range(5), share)
