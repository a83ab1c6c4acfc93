"""The rules of the ledger, as tables: what was printed, what was computed, what is said."""

import math

import pytest

from pooledfunds.claims import (
    CONTRADICTED,
    INCONCLUSIVE,
    LAST_DIGIT,
    NOT_COMPUTABLE,
    REPRODUCED,
    numeric_verdict,
    sum_up,
    verdict,
)
from pooledfunds.readings import Reading


def found(computed, low=math.nan, high=math.nan, conclusion=""):
    return {"computed": computed, "conf_low": low, "conf_high": high, "conclusion": conclusion}


def said(comparison, values, kind="numeric", published="", **reading):
    claim = {"claim_id": "C001", "kind": kind, "published": published, "comparison": comparison}
    return verdict(claim, Reading("as it stands", **reading), values)


@pytest.mark.parametrize(
    ("printed", "computed", "expected"),
    [
        ("3.4", 3.4499, "reproduced"),
        ("3.5", 3.45, "reproduced"),  # half goes away from nought, whatever the binary digits
        ("2.68", 2.675, "reproduced"),
        ("-1.5", -1.45, "reproduced"),
        ("3.4", 3.45, "last digit differs"),
        ("3.4", 3.5499, "last digit differs"),
        ("3.4", 3.55, "contradicted"),
        ("86", 86.5, "last digit differs"),
        ("86", 86.499, "reproduced"),
        ("86", 105.3, "contradicted"),
        ("2", 1.5, "reproduced"),  # one figure is printed, so one figure is compared
        ("2.0", 1.5, "contradicted"),
        ("2074", 2074.4, "reproduced"),
        ("0.095", 0.0951, "reproduced"),
        ("0.3", 0.1 + 0.2, "reproduced"),
        ("1", 0.5, "reproduced"),
        ("0", -0.4, "reproduced"),
    ],
)
def test_a_printed_number_is_compared_at_its_last_printed_digit(printed, computed, expected):
    assert numeric_verdict(printed, computed) == expected
    assert said("printed", found(computed), published=printed) == expected


@pytest.mark.parametrize(
    ("comparison", "computed", "expected"),
    [
        ("exact", 107, "reproduced"),
        ("exact", 108, "contradicted"),  # a count is right or wrong
        ("60 to 70", 60, "reproduced"),
        ("60 to 70", 70.0001, "contradicted"),
        ("-2 to 2", -2, "reproduced"),
        ("> 1", 1, "contradicted"),
        ("> 1", 1.01, "reproduced"),
    ],
)
def test_counts_and_words_have_their_own_comparison(comparison, computed, expected):
    assert said(comparison, found(computed), published="107") == expected


@pytest.mark.parametrize(
    ("comparison", "computed", "expected"),
    [("> 0", 0.1, "reproduced"), ("> 0", 0, "contradicted"), ("= 2006", 2006, "reproduced")],
)
def test_a_direction_is_settled_by_its_sign(comparison, computed, expected):
    assert said(comparison, found(computed), "directional") == expected


@pytest.mark.parametrize(
    ("comparison", "low", "high", "expected"),
    [
        ("< 0", -2, -1, "reproduced"),
        ("< 0", 1, 2, "contradicted"),
        ("< 0", -2, 1, "inconclusive"),
        ("< 0", math.nan, math.nan, "inconclusive"),
    ],
)
def test_a_statistical_direction_needs_its_whole_interval(comparison, low, high, expected):
    values = found((low + high) / 2, low, high)
    assert said(comparison, values, "statistical-direction") == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(-2, -1, "contradicted"), (-2, 1, "reproduced"), (1, 2, "reproduced")],
)
def test_no_clear_decline_is_contradicted_only_by_a_clear_decline(low, high, expected):
    assert said("not < 0", found(0, low, high), "statistical-null") == expected


@pytest.mark.parametrize(
    ("conclusion", "expected"),
    [
        ("equivalent", "reproduced"),
        ("different", "contradicted"),
        ("inconclusive", "inconclusive"),
        ("", "inconclusive"),
    ],
)
def test_no_difference_needs_equivalence_and_not_a_mere_lack_of_significance(conclusion, expected):
    values = found(0.001, -0.5, 0.5, conclusion)
    assert said("no difference", values, "statistical-null") == expected


def test_a_reading_in_part_decides_nothing():
    assert said("> 0", found(5), "directional", part=True) == "inconclusive"


def test_a_component_is_held_against_its_own_printed_value():
    claim = {"claim_id": "C111", "kind": "numeric", "published": "178000", "comparison": "exact"}
    share = Reading("share of older people", published="one-fifth", comparison="18 to 22")
    assert verdict(claim, share, found(20.4)) == "reproduced"


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([REPRODUCED], REPRODUCED),
        ([REPRODUCED, REPRODUCED], REPRODUCED),
        ([REPRODUCED, CONTRADICTED, LAST_DIGIT], "reproduced under one reading"),
        ([REPRODUCED, REPRODUCED, CONTRADICTED], "reproduced under some readings"),
        ([REPRODUCED, NOT_COMPUTABLE], "reproduced under one reading"),
        ([LAST_DIGIT, CONTRADICTED], "last digit differs under one reading"),
        ([CONTRADICTED, CONTRADICTED], CONTRADICTED),
        ([CONTRADICTED, NOT_COMPUTABLE], "contradicted under one reading"),
        ([CONTRADICTED, INCONCLUSIVE], "contradicted under one reading"),
        ([INCONCLUSIVE, NOT_COMPUTABLE], INCONCLUSIVE),
        ([NOT_COMPUTABLE, NOT_COMPUTABLE], NOT_COMPUTABLE),
        (["citation"], "citation"),
    ],
)
def test_a_claims_verdict_tells_how_many_readings_earn_it(verdicts, expected):
    assert sum_up(verdicts) == expected
