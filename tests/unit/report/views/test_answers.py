import pandas as pd
import pytest

from pooledfunds.report.structure import DesignTest, Question
from pooledfunds.report.views.answers import Evidence, answers, question_view
from pooledfunds.report.views.effect_words import effect_words, size_words
from pooledfunds.report.views.short_answer import (
    SENTENCES,
    design_sentence,
    detectable_sentence,
)
from pooledfunds.report.views.verdict_kinds import claim_counts, counts_by_kind, group_of

OUTCOMES = {
    "days": {"label": "Delayed days", "unit": "days per adult"},
    "on_time": {"label": "Items on time", "unit": "share of items"},
}
DAYS = Question(
    "Are there fewer delayed days?",
    "Delayed days were",
    "where boundaries are shared",
    (("boundaries/*", "coterminous"),),
    ("H1",),
)


def estimates(*rows):
    """Estimates of shared boundaries: outcome, estimate, low, high, scale, conclusion."""
    columns = ["outcome", "estimate", "conf_low", "conf_high", "scale", "conclusion"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(
        specification=[f"boundaries/{name}/2015_16" for name in table["outcome"]],
        term="coterminous",
        area_type="council",
        period="2015/16; 2016/17",
        n_areas=148,
        minimum_detectable_effect=0.1,
    )


def claim(name="H1", verdict="inconclusive", missing=""):
    return {
        "claim_id": name,
        "statement": "A claim",
        "published": "86",
        "unit": "%",
        "computed": 105.3,
        "verdict": verdict,
        "weak": False,
        "sources": "delays",
        "missing_sources": missing,
    }


def evidence(table, *claims):
    titles = {"delays": "Delayed transfers", "hes": "Hospital episodes"}
    return Evidence(table, {one["claim_id"]: one for one in claims}, OUTCOMES, titles)


LOWER = ("days", -0.05, -0.10, 0.02, "log", "inconclusive")


def test_an_answer_has_direction_size_interval_and_what_it_rests_on():
    view = question_view(DAYS, evidence(estimates(LOWER), claim()))
    assert view["answer"] == "Not clear"
    assert view["sentence"] == (
        "Delayed days were 4.9% lower (95% interval: 9.5% lower to 2.0% higher) "
        "where boundaries are shared: not clear."
    )
    assert view["rests"] == "148 councils, 2015/16 to 2016/17: Delayed transfers"
    assert view["claims"] == ["H1"]


def test_an_interval_without_zero_that_shows_no_difference_says_why():
    row = {"estimate": -0.08, "conf_low": -0.15, "conf_high": -0.01, "scale": "log"}
    row |= {"conclusion": "inconclusive", "p_adjusted": 0.458}
    assert effect_words(row, "").endswith("not shown once all comparisons are counted, p = 0.46)")
    for other in ({"conclusion": "different"}, {"conf_high": 0.1}, {"p_adjusted": float("nan")}):
        assert "counted" not in effect_words(row | other, "")


@pytest.mark.parametrize(
    ("value", "scale", "unit", "words"),
    [
        (0.02, "log", "days", "2.0% higher"),
        (-0.35, "log", "days", "30% lower"),
        (5.0, "log", "days", "more than 1,000% higher"),
        (0.0001, "log", "days", "0% different"),
        (0.031, "identity", "share of items", "3.1 percentage points higher"),
        (0.01, "identity", "share of items", "1.0 percentage point higher"),
        (-12.0, "identity", "GBP per person", "12 GBP per person lower"),
    ],
)
def test_a_size_is_told_in_per_cent_or_points_never_as_a_logarithm(value, scale, unit, words):
    assert size_words(value, scale, unit) == words


def test_an_estimate_without_an_interval_is_told_without_one():
    row = {"estimate": 0.05, "scale": "log", "conf_low": float("nan"), "conf_high": float("nan")}
    assert effect_words(row, "") == "5.1% higher"


def test_several_estimates_are_told_from_the_lowest_to_the_highest():
    higher = ("days", 0.10, 0.01, 0.20, "log", "different")
    view = question_view(DAYS, evidence(estimates(LOWER, higher), claim()))
    assert view["answer"] == "A difference in 1 of 2 and not clear in 1 of 2"
    assert "from 4.9% lower to 11% higher in 2 comparisons" in view["sentence"]
    assert len(view["items"]) == 2


def test_a_question_without_its_returns_is_not_known_and_says_what_it_needs():
    blank = float("nan")
    row = ("days", blank, blank, blank, "log", "not testable: no days available")
    view = question_view(DAYS, evidence(estimates(row), claim(missing="hes")))
    assert (view["answer"], view["kind"], view["sentence"]) == ("Not known", "unknown", "")
    assert view["rests"] == "It needs returns that are not available: Hospital episodes"
    view = question_view(DAYS, evidence(estimates(row), claim()))
    assert view["rests"] == "The available returns do not give: Delayed days"


def test_a_question_about_sums_is_answered_from_claims_with_unit():
    asked = Question("How much?", claims=("C016",))
    table = estimates(LOWER)
    view = question_view(asked, evidence(table, claim("C016", "contradicted")))
    assert view["items"][0]["words"] == "published 86%, computed 105.3%: contradicted"
    assert view["answer"] == "1 of 1 published figures could be checked"


def joint_tests(p):
    return pd.DataFrame(
        {
            "specification": ["pre_trend/days/all", "pre_trend/days/all"],
            "hypothesis": ["before", "after"],
            "p_randomisation": [p, 0.001],
        }
    )


DESIGN = DesignTest("pre_trend/days/*", "2011/12 to 2013/14", "delays moved with joint money")


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.31, "it is not shown that delays moved with joint money (p = 0.310)"),
        (0.01, "delays moved with joint money already (p = 0.010)"),
        (float("nan"), "could not be tested"),
    ],
)
def test_the_years_before_decide_how_the_rest_may_be_read(p, words):
    assert words in design_sentence(DESIGN, joint_tests(p))


def test_a_study_without_a_test_of_its_design_says_nothing_of_it():
    assert design_sentence(None, joint_tests(0.3)) == ""
    assert design_sentence(DESIGN, None) == ""


def test_what_could_have_been_missed_is_told_in_per_cent():
    assert detectable_sentence(estimates(LOWER)) == (
        "Differences smaller than 11% could have been missed."
    )


def test_the_design_is_told_first_then_what_could_be_found_and_six_sentences_are_the_most():
    asked = [DAYS] * 9
    short = answers(asked, evidence(estimates(LOWER), claim()), "The design passed.")["short"]
    assert short[0] == "The design passed."
    assert "could have been missed" in short[1]
    assert len(short) == SENTENCES
    assert short[-1] == "The other 6 questions, with their sizes below: not clear."


def test_claims_are_counted_by_kind_of_verdict():
    verdicts = ["reproduced", "agrees", "contradicted", "not computable", "citation"]
    claims = {f"C{n}": claim(f"C{n}", verdict) for n, verdict in enumerate(verdicts)}
    kinds = [group_of(one) for one in claims.values()]
    assert kinds == ["returns", "returns", "contradicted", "not-testable", "citation"]
    assert [part["claims"] for part in counts_by_kind(kinds)] == [2, 1, 1, 1]
    assert claim_counts(claims) == (
        "Of 5 claims, 2 hold against returns, 1 do not and 1 cannot be computed."
    )
