"""A count is withheld or rounded by itself, and leaves at least five counts possible."""

from collections import defaultdict

import pandas as pd
import pytest

from pooledfunds.core.disclosure import (
    KEY_VARIABLE,
    DisclosureRules,
    key_state,
    protected,
    rules_of,
    summed,
)

RULES = DisclosureRules()
CELLS = [f"cell {number}" for number in range(400)]


def told(count, rules=RULES):
    """Return what is told of one count in each of 400 cells; None where it is withheld."""
    values = protected(pd.Series([float(count)] * len(CELLS)), CELLS, rules)
    return {None if pd.isna(value) else value for value in values}


@pytest.mark.parametrize("count", range(8))
def test_counts_up_to_seven_are_never_told(count):
    assert told(count) == {None}


def test_other_counts_are_told_as_a_neighbouring_multiple_of_five():
    assert told(17) == {15.0, 20.0}
    assert told(20) == {20.0}
    assert told(12) == {None, 15.0}


def test_rounding_has_no_bias():
    values = protected(pd.Series([1003.0] * len(CELLS)), CELLS, RULES)
    assert values.mean() == pytest.approx(1003, abs=0.4)


def test_whatever_is_told_leaves_five_counts_possible_and_so_does_a_step():
    behind, steps = defaultdict(set), defaultdict(set)
    for count in range(60):
        now = protected(pd.Series([float(count)] * len(CELLS)), CELLS, RULES).fillna(-1)
        more = protected(pd.Series([count + 1.0] * len(CELLS)), CELLS, RULES).fillna(-1)
        for before, after in zip(now, more, strict=True):
            behind[before].add(count)
            if before != after:
                steps[before, after].add(count)
    inner = {value: counts for value, counts in behind.items() if max(counts) < 59}
    assert min(map(len, inner.values())) >= RULES.base
    whole = {step: counts for step, counts in steps.items() if max(counts) < 55}
    assert min(map(len, whole.values())) >= RULES.base


def test_a_key_moves_cells_and_a_cell_moves_alike_everywhere(monkeypatch):
    counts = pd.Series([22.0] * len(CELLS))
    plain = protected(counts, CELLS, RULES)
    assert protected(counts, CELLS, RULES).equals(plain)
    assert key_state() == "none"
    monkeypatch.setenv(KEY_VARIABLE, "secret")
    assert not protected(counts, CELLS, RULES).equals(plain)
    assert key_state() != "none" and "secret" not in key_state()


def test_noughts_are_withheld_or_told_by_rule():
    assert told(0) == {None}
    assert told(0, DisclosureRules(zeros="published")) == {0.0}


def test_a_sum_is_told_while_little_of_it_stands_for_withheld_cells():
    parts = pd.DataFrame({"area": ["a", "a", "b", "b"], "n": [15.0, None, 100.0, None]})
    sums = summed(parts, ["area"], ["n"], RULES)["n"]
    assert pd.isna(sums["a"]) and sums["b"] == 105


def test_rules_are_those_of_the_study_and_can_be_off():
    assert rules_of({}) == RULES
    off = rules_of({"disclosure": {"apply": False}})
    assert protected(pd.Series([3.0]), ["x"], off).tolist() == [3.0]
    stricter = rules_of({"disclosure": {"withhold_to": 10, "base": 10}})
    assert stricter.least == 20
    assert told(10, stricter) == {None}
