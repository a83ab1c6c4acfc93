import pandas as pd

from pooledfunds.report.views.findings import estimate_findings, ledger_findings, tally

SETTINGS = {
    "outcomes": {"spend": {"label": "Spend"}},
    "exposures": {"joint_financing": {"label": "Joint financing in the return"}},
}


def ledger(*verdicts, **cells):
    rows = [{"claim_id": f"C{n:03}", "verdict": word} for n, word in enumerate(verdicts, 1)]
    return pd.DataFrame(rows).assign(**{"evidence": "returns", "weak": False} | cells)


def effects(*conclusions, term="joint_financing"):
    return pd.DataFrame(
        [
            {
                "outcome": "spend",
                "exposure": "joint_financing_older_people",
                "term": term,
                "scale": "log",
                "estimate": estimate,
                "minimum_detectable_effect": 0.1,
                "conclusion": conclusion,
            }
            for conclusion, estimate in conclusions
        ]
    )


def sentences(table):
    return [finding["text"] for finding in estimate_findings(table, SETTINGS)]


def test_the_reports_own_figures_are_counted_apart():
    table = ledger("reproduced", "internally consistent", "not computable", "citation")
    table["evidence"] = ["returns", "report_arithmetic", "", ""]
    [first] = ledger_findings(table)
    assert first["text"].startswith(
        "Of 4 claims, 1 could be put to the test with the available returns, each by the "
        "one reading that its sentence asks for; one on the report’s own figures."
    )
    assert "1 reproduced, 1 internally consistent, 1 not computable and 1 citation" in first["text"]


def test_verdicts_are_tallied_from_the_most_decided_and_weak_ones_apart():
    table = ledger("citation", "inconclusive", "agrees", "agrees", "disagrees")
    table["weak"] = [False, False, True, False, True]
    words = [item["verdict"] for item in tally(table)]
    assert words == ["agrees", "agrees (weak)", "disagrees", "inconclusive", "citation"]
    weak = ledger_findings(table)[1]["text"]
    assert weak.startswith("1 of 2 that are borne out are weak")


def test_failed_claims_are_named_up_to_a_point():
    _, failed = ledger_findings(ledger(*["contradicted"] * 8))
    assert failed["text"] == "The computed values speak against eight of the claims:"
    assert failed["claims"] == [f"C{n:03}" for n in range(1, 7)]
    assert failed["more"] == 2


def test_inconclusive_is_never_said_as_no_difference():
    [sentence] = sentences(effects(("inconclusive", 0.02), ("inconclusive", -0.03)))
    assert "Both comparisons are inconclusive" in sentence
    assert "no difference" not in sentence
    assert "between −3.0 and +2.0 per cent" in sentence
    assert "smaller than 11 per cent could have been missed" in sentence


def test_conclusions_are_counted_in_words():
    [sentence] = sentences(effects(("equivalent", 0.01), ("different", 0.2), ("different", 0.3)))
    assert "two show a difference and one shows no difference that would matter" in sentence


def test_a_difference_within_the_margin_and_a_description_have_their_own_words():
    table = effects(
        ("different, within the margin", 0.01),
        ("descriptive: three years", 0.2),
        ("descriptive: admissions, its base, may change", 0.2),
        ("different", 0.3),
    )
    [sentence] = sentences(table)
    assert "one shows a difference, one shows a difference too small to matter" in sentence
    assert "two only describe" in sentence


def test_what_could_not_be_fitted_could_not_be_tested():
    [sentence] = sentences(effects(("not testable: no imd_score available", float("nan"))))
    assert sentence == (
        "Spend and joint financing in the return. The one comparison could not be tested with "
        "the available returns."
    )
    untested = [("not testable: no imd_score available", float("nan"))] * 3
    [sentence] = sentences(effects(*untested))
    assert "None of three comparisons could be tested" in sentence


def test_interactions_are_told_together_and_covariates_not_at_all():
    table = pd.concat(
        [
            effects(("inconclusive", 0.1), term="joint_financing:coterminous"),
            effects(("different", 0.1), term="coterminous"),
            effects(("", 0.1), term="imd_score"),
        ]
    )
    [sentence] = sentences(table)
    assert "does it make more difference there? The one comparison is inconclusive." in sentence


def test_an_exposure_with_several_outcomes_names_those_where_something_is_shown():
    table = pd.concat(
        [
            effects(("different", 0.2)),
            effects(("equivalent", 0.0)).assign(outcome="stays"),
            effects(("inconclusive", 0.1)).assign(outcome="delays"),
        ]
    )
    [sentence] = sentences(table)
    assert sentence.startswith(
        "Joint financing in the return, over three outcomes. Of three comparisons, "
    )
    assert "A difference is shown for: Spend." in sentence
    assert "No difference that would matter is shown for: stays." in sentence
