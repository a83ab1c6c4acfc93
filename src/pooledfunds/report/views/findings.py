"""Headline findings in plain words, generated from verdicts and conclusions."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pooledfunds.report.formats import text_of
from pooledfunds.report.views.ledger import borne_out, rank, verdict_words

NAMED = 6  # claims that one finding names before it says how many more there are
NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def count_words(number: int) -> str:
    """Return a count as it reads in a sentence."""
    return NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"


def joined(parts: list[str]) -> str:
    """Return a list as it reads in a sentence."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def tally(ledger: pd.DataFrame) -> list[dict]:
    """Return each verdict with its number of claims, most decided first."""
    counts = pd.Series(map(verdict_words, ledger.to_dict("records"))).value_counts()
    names = sorted(counts.index, key=lambda verdict: (rank(verdict), verdict))
    return [{"verdict": name, "claims": int(counts[name])} for name in names]


def ledger_findings(ledger: pd.DataFrame, claims: str = "claims") -> list[dict]:
    """Return what the ledger says as a whole: how much could be checked, and what failed.

    Claims that rest on the report's own figures, and those that agree too easily, are counted
    apart: they are no evidence for the report. Of a study without claims nothing is said.

    Parameters
    ----------
    ledger
        ``catalogue.claims.LEDGER``.
    claims
        What the study calls them.
    """
    if ledger.empty:
        return []
    verdicts = ledger.set_index("claim_id")["verdict"].map(text_of)
    own_figures = ledger.set_index("claim_id")["evidence"].isin(["report_arithmetic", "mixed"])
    undecided = verdicts.isin(["not computable", "citation"])
    tested = verdicts[~undecided & ~own_figures]
    words = joined([f"{item['claims']} {item['verdict']}" for item in tally(ledger)])
    own = int((own_figures & ~undecided).sum())
    text = (
        f"Of {len(verdicts)} {claims}, {len(tested)} could be put to the test with the "
        f"available returns, each by the one reading that its sentence asks for"
    )
    text += f"; {count_words(own)} on the report’s own figures." if own else "."
    findings: list[dict] = [{"text": f"{text} The verdicts: {words}.", "claims": []}]
    weak = ledger.set_index("claim_id")["weak"] & verdicts.map(borne_out)
    if weak.any():
        findings.append(
            {
                "text": f"{weak.sum()} of {int(verdicts.map(borne_out).sum())} that are borne out "
                "are weak: they would be so by accident more often than the study allows, because "
                "the report prints one digit, a wide word or a mere direction.",
                "claims": [],
            }
        )
    failed = verdicts[verdicts.isin(["contradicted", "disagrees"])]
    if len(failed):
        findings.append(
            {
                "text": f"The computed values speak against {count_words(len(failed))} "
                f"of the {claims}:",
                "claims": list(failed.index[:NAMED]),
                "more": max(0, len(failed) - NAMED),
            }
        )
    return findings


def estimate_findings(estimates: pd.DataFrame, settings: Mapping) -> list[dict]:
    """Return a sentence for each exposure, and one for all interactions together.

    Parameters
    ----------
    estimates
        ``catalogue.estimation.ESTIMATES``.
    settings
        The settings of the study.
    """
    concluded = estimates[estimates["conclusion"].map(text_of) != ""]
    interactions = concluded[concluded["term"].str.contains(":")]
    # The exposure's own term, not its moderator's: the column is named after the term.
    effects = concluded[
        [
            column.startswith(term)
            for term, column in zip(concluded["term"], concluded["exposure"], strict=True)
        ]
    ]
    sentences = [
        exposure_sentence(rows, settings)
        for _, rows in effects.groupby("term", sort=False, observed=True)
    ]
    boundaries = interactions[interactions["term"].str.endswith(":coterminous")]
    if len(boundaries):
        names = boundaries["term"].str.split(":").str[0].unique()
        what = label(names[0], settings) if len(names) == 1 else "Arrangements"
        sentences.append(
            f"{what} where boundaries coincide: does it make more difference there? "
            f"{conclusion_words(boundaries)}."
        )
    return [{"text": sentence, "claims": []} for sentence in sentences]


CONCLUDED = {
    "different": ("shows a difference", "show a difference"),
    "different, within the margin": (
        "shows a difference too small to matter",
        "show differences too small to matter",
    ),
    "equivalent": ("shows no difference that would matter", "show no difference that would matter"),
    "inconclusive": ("is inconclusive", "are inconclusive"),
    "descriptive": ("only describes", "only describe"),
    "not testable": ("could not be tested", "could not be tested"),
}


def conclusion_words(rows: pd.DataFrame) -> str:
    """Return how many comparisons came to which conclusion."""
    words = rows["conclusion"].str.split(":").str[0]
    counts = words.value_counts().reindex([word for word in CONCLUDED if word in set(words)])
    if list(counts.index) == ["inconclusive"]:
        whole = {1: "The one comparison is", 2: "Both comparisons are"}
        every = f"All {count_words(len(rows))} comparisons are"
        return f"{whole.get(len(rows), every)} inconclusive"
    if list(counts.index) == ["not testable"]:
        whole = {1: "The one comparison", 2: "Neither of two comparisons"}
        every = f"None of {count_words(len(rows))} comparisons"
        could = "could not" if len(rows) == 1 else "could"
        return f"{whole.get(len(rows), every)} {could} be tested with the available returns"
    parts = [f"{count_words(n)} {CONCLUDED[str(word)][n != 1]}" for word, n in counts.items()]
    return f"Of {count_words(len(rows))} comparison{'s' * (len(rows) != 1)}, {joined(parts)}"


def label(exposure: str, settings: Mapping) -> str:
    """Return what an exposure is called, or its name in words.

    Parameters
    ----------
    exposure
        Its name in the settings.
    settings
        The settings of the study.
    """
    named = settings.get("exposures", {}).get(exposure, {})
    return named.get("label") or exposure.replace("_", " ").capitalize()


def exposure_sentence(rows: pd.DataFrame, settings: Mapping) -> str:
    """Return what the comparisons of one exposure allow to conclude, over all outcomes.

    Parameters
    ----------
    rows
        Of one exposure, with a conclusion.
    settings
        The settings of the study.
    """
    declared = settings["outcomes"]
    labels = rows["outcome"].map(lambda name: declared.get(name, {}).get("label", name))
    exposure = label(rows["term"].iloc[0], settings)
    if labels.nunique() == 1:
        return outcome_sentence(rows, labels.iloc[0], exposure)
    sentence = (
        f"{exposure}, over {count_words(labels.nunique())} outcomes. {conclusion_words(rows)}."
    )
    for word, shown in (
        ("different", "A difference is shown for"),
        ("different, within the margin", "A difference too small to matter is shown for"),
        ("equivalent", "No difference that would matter is shown for"),
    ):
        found = list(labels[rows["conclusion"].str.split(":").str[0] == word].unique())
        if found:
            sentence += f" {shown}: {'; '.join(found)}."
    return sentence


def outcome_sentence(rows: pd.DataFrame, outcome: str, exposure: str) -> str:
    """Return what the comparisons of one outcome allow to conclude.

    Parameters
    ----------
    rows
        Of one outcome and exposure.
    outcome, exposure
        Its label.
    """
    words = f"{exposure[:1].lower()}{exposure[1:]}"
    sentence = f"{outcome} and {words}. {conclusion_words(rows)}."
    log = rows[(rows["scale"] == "log") & rows["estimate"].notna()]
    if log.empty:
        return sentence
    effect = 100 * np.expm1(log["estimate"])
    least = 100 * np.expm1(log["minimum_detectable_effect"].min())
    span = (
        f"{effect.iloc[0]:+.1f}"
        if len(effect) == 1
        else f"between {effect.min():+.1f} and {effect.max():+.1f}"
    )
    return (
        f"{sentence} Estimates lie {span} per cent; differences smaller than "
        f"{least:.0f} per cent could have been missed."
    ).replace("-", "−")


def findings(
    ledger: pd.DataFrame, estimates: pd.DataFrame, settings: Mapping, claims: str
) -> list[dict]:
    """Return the headline findings: text, and the claims that it points to.

    Parameters
    ----------
    ledger
        ``catalogue.claims.CLAIMS``.
    estimates
        ``catalogue.estimation.ESTIMATES``.
    settings
        The settings of the study.
    claims
        What the study calls its claims.
    """
    return [*ledger_findings(ledger, claims), *estimate_findings(estimates, settings)]
