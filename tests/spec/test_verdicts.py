"""The rules of the ledger, as tables: what was printed, what was computed, what is said."""

import math

import pytest

from pooledfunds.claims.chance import chance_of_agreement
from pooledfunds.claims.readings import Reading
from pooledfunds.claims.verdicts import (
    CONSISTENT,
    CONTRADICTED,
    INCONCLUSIVE,
    LAST_DIGIT,
    NOT_COMPUTABLE,
    REPRODUCED,
    conjunction,
    deciding_component,
    grade_by_evidence,
    in_words_of,
    numeric_verdict,
    reading_verdict,
)


def said(comparison, computed=math.nan, low=math.nan, high=math.nan, published="", **found):
    values = {"computed": computed, "conf_low": low, "conf_high": high, **found}
    reading = Reading(label="as it stands", published=published, comparison=comparison)
    return reading_verdict(reading, values)


@pytest.mark.parametrize(
    ("printed", "computed", "expected"),
    [
        ("3.4", 3.4499, "reproduced"),
        ("3.5", 3.45, "reproduced"),  # half goes away from zero, whatever the binary digits
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
    assert said("printed", computed, published=printed) == expected


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
        ("> 190000", 186000, "contradicted"),  # "over 190,000" is more than that, not about that
        ("< 0", -0.001, "reproduced"),  # a direction of the value itself
        ("= 2006", 2006, "reproduced"),
    ],
)
def test_counts_words_and_directions_have_their_own_comparison(comparison, computed, expected):
    assert said(comparison, computed, published="107") == expected


@pytest.mark.parametrize(
    ("comparison", "low", "high", "expected"),
    [
        ("shown < 0", -2, -1, "reproduced"),
        ("shown < 0", 1, 2, "contradicted"),
        ("shown < 0", -2, 1, "inconclusive"),
        ("shown < 0", math.nan, math.nan, "inconclusive"),
        ("shown > 0.05", 0.06, 0.2, "reproduced"),
        ("shown > 0.05", 0.01, 0.2, "inconclusive"),
        ("shown > 0.05", 0.01, 0.04, "contradicted"),
        ("shown 0.8 to 1.25", 0.9, 1.2, "reproduced"),
        ("shown 0.8 to 1.25", 0.7, 1.2, "inconclusive"),
        ("shown 0.8 to 1.25", 0.7, 1.3, "inconclusive"),
        ("shown 0.8 to 1.25", 1.3, 1.9, "contradicted"),
    ],
)
def test_what_must_be_shown_needs_its_whole_interval(comparison, low, high, expected):
    assert said(comparison, (low + high) / 2, low, high) == expected


def test_an_interval_beside_zero_shows_nothing_where_its_family_does_not():
    assert said("shown < 0", -1.5, -2, -1, conclusion="inconclusive") == "inconclusive"
    assert said("shown < 0", -1.5, -2, -1, conclusion="different") == "reproduced"


@pytest.mark.parametrize(
    ("conclusion", "expected"),
    [
        ("equivalent", "reproduced"),
        ("different, within the margin", "reproduced"),  # "little or no impact"
        ("different", "contradicted"),
        ("inconclusive", "inconclusive"),
        ("descriptive: bed days per admission condition on an outcome", "inconclusive"),
        ("", "inconclusive"),
    ],
)
def test_no_difference_needs_equivalence_and_not_a_mere_lack_of_significance(conclusion, expected):
    assert said("no difference", 0.001, -0.5, 0.5, conclusion=conclusion) == expected


@pytest.mark.parametrize(
    ("low", "high", "conclusion", "expected"),
    [
        (0.052, 0.655, "different", "reproduced"),  # worse is no better
        (-0.03, 0.02, "equivalent", "reproduced"),
        (-0.09, 0.4, "inconclusive", "reproduced"),  # a gain that matters is excluded
        (-0.42, 0.31, "inconclusive", "inconclusive"),  # low power is no evidence
        (-0.946, -0.07, "different", "contradicted"),  # better
        (-0.946, -0.07, "inconclusive", "inconclusive"),  # not after its family's adjustment
        (-0.05, -0.01, "different, within the margin", "reproduced"),  # better by too little
        (-0.2, -0.1, "descriptive: no test", "inconclusive"),
    ],
)
def test_no_better_is_one_sided(low, high, conclusion, expected):
    effect = {"conclusion": conclusion, "equivalence_margin": 0.1, "better": "lower"}
    assert said("no better", (low + high) / 2, low, high, **effect) == expected
    mirrored = effect | {"better": "higher"}
    assert said("no better", -(low + high) / 2, -high, -low, **mirrored) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (-3.9, 5, "reproduced"),  # a fall of four per cent is excluded
        (-17, 8, "inconclusive"),  # "no clear decline" is not earned by 398 fractures
        (-17, -6, "contradicted"),
        (-math.nan, math.nan, "inconclusive"),
    ],
)
def test_no_clear_decline_needs_a_decline_that_matters_to_be_excluded(low, high, expected):
    reading = Reading(comparison="no lower", margin="4")
    found = {"computed": (low + high) / 2, "conf_low": low, "conf_high": high}
    assert reading_verdict(reading, found) == expected


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([REPRODUCED], REPRODUCED),
        ([REPRODUCED, REPRODUCED], REPRODUCED),
        ([REPRODUCED, CONTRADICTED, NOT_COMPUTABLE], CONTRADICTED),
        ([REPRODUCED, NOT_COMPUTABLE], INCONCLUSIVE),
        ([REPRODUCED, INCONCLUSIVE], INCONCLUSIVE),
        ([REPRODUCED, LAST_DIGIT], LAST_DIGIT),
        ([REPRODUCED, CONSISTENT], CONSISTENT),
        ([INCONCLUSIVE, NOT_COMPUTABLE], INCONCLUSIVE),
        ([NOT_COMPUTABLE, NOT_COMPUTABLE], NOT_COMPUTABLE),
        (["citation"], "citation"),
    ],
)
def test_a_conjunction_holds_when_each_component_does_and_falls_with_one(verdicts, expected):
    assert conjunction(verdicts) == expected


def test_the_component_that_holds_least_decides():
    assert deciding_component([REPRODUCED, INCONCLUSIVE, CONTRADICTED]) == 2
    assert deciding_component([REPRODUCED, NOT_COMPUTABLE, INCONCLUSIVE]) == 1
    assert deciding_component([REPRODUCED, REPRODUCED]) == 0


def test_the_reports_own_figures_reproduce_nothing():
    for evidence in ("report_arithmetic", "mixed"):
        assert grade_by_evidence(REPRODUCED, evidence) == CONSISTENT
        assert grade_by_evidence(CONTRADICTED, evidence) == CONTRADICTED
    assert grade_by_evidence(REPRODUCED, "returns") == REPRODUCED


def test_the_invented_england_agrees_or_disagrees_and_reproduces_nothing():
    words = [in_words_of("artificial", word) for word in (REPRODUCED, CONTRADICTED, CONSISTENT)]
    assert words == ["agrees", "disagrees", "internally consistent"]


def chance(*components):
    """Chance of components, each a list of (comparison, published, computed)."""
    return chance_of_agreement(
        [
            [(Reading(comparison=c, published=printed), value) for c, printed, value in readings]
            for readings in components
        ],
        factor=1.5,
        alpha=0.05,
    )


RANGE = 2 * math.log(1.5)


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ([("printed", "86", 86.3)], math.log(86.5 / 85.5) / RANGE),
        ([("printed", "2", 2.0)], math.log(2.5 / 1.5) / RANGE),  # one digit: 63 per cent
        ([("printed", "1", 1.0)], 1.0),
        ([("printed", "19", 43.0)], 0.0),  # out of reach
        # Two readings far apart add up, two alike count once.
        ([("printed", "86", 86.0), ("printed", "86", 70.0)], 2 * math.log(86.5 / 85.5) / RANGE),
        ([("printed", "86", 86.0), ("printed", "86", 86.0)], math.log(86.5 / 85.5) / RANGE),
        ([("> 1", "", 1.0)], 0.5),
        ([("60 to 70", "", -65)], 0.0),
        ([("> 0", "", 12.0)], 0.5),  # a sign has an even chance
        ([("shown < 0", "", -1.0)], 0.05),  # a test has its size
    ],
)
def test_the_chance_of_agreement_is_the_share_of_the_plausible_range(readings, expected):
    assert chance(readings) == pytest.approx(expected, abs=1e-12)


def test_components_move_together_and_signs_each_on_their_own():
    ten, five = [("exact", "10", 10)], [("exact", "5", 5)]
    assert chance(ten, five) == chance(ten)  # whoever has ten right to one half has five right
    assert chance([("> 0", "", 1)], [("> 0", "", 2)]) == 0.25
    assert math.isnan(chance(ten, [("exact", "5", math.nan)]))
