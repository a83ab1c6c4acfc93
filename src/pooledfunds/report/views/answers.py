"""The study's questions with their answers, and the short answer: from conclusions and verdicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

import numpy as np
import pandas as pd

from pooledfunds.catalogue.area_types import AREA_TYPES
from pooledfunds.core.cells import split_list
from pooledfunds.report.formats import joined, shown, text_of
from pooledfunds.report.structure import DesignTest, Question
from pooledfunds.report.views.effect_words import (
    CONCLUSIONS,
    concluded,
    conclusion_of,
    effect_words,
    interval_words,
    size_words,
)
from pooledfunds.report.views.ledger import verdict_words
from pooledfunds.report.views.verdict_kinds import claim_counts

NAMED = 2  # sources that an answer names before it says how many more there are
SENTENCES = 6  # the most that a short answer has


@dataclass(frozen=True)
class Evidence:
    """What answers are made of: estimates, claims by id, outcomes, titles of sources by id."""

    estimates: pd.DataFrame
    claims: Mapping[str, Mapping]
    outcomes: Mapping[str, Mapping]
    sources: Mapping[str, str]

    def of_question(self, question: Question) -> pd.DataFrame:
        """Return the estimates that a question names, in their order."""
        table = self.estimates
        keep = [
            any(fnmatchcase(name, pattern) and term == own for pattern, own in question.estimates)
            for name, term in zip(table["specification"], table["term"], strict=True)
        ]
        return table[np.array(keep, dtype=bool)]

    def unit(self, row: Mapping) -> str:
        """Return the unit of an estimate's outcome."""
        return str(self.outcomes.get(row["outcome"], {}).get("unit", ""))

    def titles(self, claims: Sequence[Mapping], column: str) -> list[str]:
        """Return the titles of the sources that claims name in a column, each once."""
        named = [name for claim in claims for name in split_list(text_of(claim[column]))]
        return [self.sources.get(name, name) for name in dict.fromkeys(named)]


def question_view(question: Question, evidence: Evidence) -> dict:
    """Return a question with its answer in a word, its values, and what they rest on.

    Parameters
    ----------
    question
        As the study declares it.
    evidence
        What answers are made of.

    Returns
    -------
    dict
        ``question``, ``answer`` (a few words), ``items`` (``label`` and ``words`` of each value),
        ``rests`` (areas, years, sources), ``claims`` (ids that the ledger has), ``sentence`` (for
        the short answer; blank where there is none), ``missing`` (titles of sources), ``kind``
        (``known``, ``described`` or ``unknown``).
    """
    claims = [evidence.claims[name] for name in question.claims if name in evidence.claims]
    view = {
        "question": question.question,
        "claims": [text_of(claim["claim_id"]) for claim in claims],
        "sentence": "",
        "missing": evidence.titles(claims, "missing_sources"),
    }
    if not question.estimates:
        return view | from_claims(claims, evidence)
    rows = concluded(evidence.of_question(question))
    if rows.empty:
        why = why_unknown(view["missing"], evidence.of_question(question), evidence)
        return view | {"answer": "Not known", "items": [], "rests": why, "kind": "unknown"}
    return view | from_estimates(question, rows, evidence) | {
        "rests": rests_on(rows, evidence.titles(claims, "sources"))
    }  # fmt: skip


def why_unknown(missing: Sequence[str], rows: pd.DataFrame, evidence: Evidence) -> str:
    """Return what an answer would need: returns, or figures that the available ones do not give."""
    if missing:
        return f"It needs returns that are not available: {source_words(missing)}"
    labels = [evidence.outcomes.get(name, {}).get("label", "") for name in rows["outcome"]]
    figures = "; ".join(dict.fromkeys(filter(None, labels)))
    return f"The available returns do not give: {figures}" if figures else ""


def from_estimates(question: Question, rows: pd.DataFrame, evidence: Evidence) -> dict:
    """Return an answer from estimates: what they conclude, and each with its interval."""
    records = rows.to_dict("records")
    found = [conclusion_of(row) for row in records]
    kinds = [kind for kind in CONCLUSIONS if kind in found]
    parts = [
        CONCLUSIONS[kind] + (f" in {found.count(kind)} of {len(found)}" if len(kinds) > 1 else "")
        for kind in kinds
    ]
    answer = joined(parts)
    labels = [evidence.outcomes.get(row["outcome"], {}).get("label", "") for row in records]
    terms = {row["term"] for row in records}
    items = [
        {
            "label": label if len(terms) == 1 else f"{label}, {row['term'].replace('_', ' ')}",
            "words": effect_words(row, evidence.unit(row)),
        }
        for label, row in zip(labels, records, strict=True)
    ]
    if len(items) == 1:
        items[0]["label"] = ""
    words = effect_words(records[0], evidence.unit(records[0]))
    if len(records) > 1:
        words = range_words(rows, evidence.unit(records[0]))
    return {
        "answer": answer[:1].upper() + answer[1:],
        "items": items,
        "sentence": f"{question.measure} {words} {question.contrast}: {answer}.",
        "kind": "described" if kinds == ["descriptive"] else "known",
    }


def range_words(rows: pd.DataFrame, unit: str) -> str:
    """Return several estimates of one scale in words: from the lowest to the highest."""
    scale = text_of(rows["scale"].iloc[0])
    low, high = (
        size_words(end, scale, unit) for end in (rows["estimate"].min(), rows["estimate"].max())
    )
    within = interval_words(rows["conf_low"].min(), rows["conf_high"].max(), scale, unit)
    return f"from {low} to {high} in {len(rows)} comparisons (95% intervals from {within})"


def rests_on(rows: pd.DataFrame, sources: Sequence[str]) -> str:
    """Return how many areas and which years estimates rest on, and the sources."""
    kinds = []
    for area_type, own in rows.groupby("area_type", sort=False, observed=True):
        least, most = int(own["n_areas"].min()), int(own["n_areas"].max())
        number = f"{most}" if least == most else f"{least} to {most}"
        kinds.append(f"{number} {AREA_TYPES[text_of(area_type)].plural}")
    years = list(dict.fromkeys(year for p in rows["period"] for year in text_of(p).split("; ")))
    span = years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}"
    return (
        f"{joined(kinds)}, {span}: {source_words(sources)}"
        if sources
        else f"{joined(kinds)}, {span}"
    )


def source_words(sources: Sequence[str]) -> str:
    """Return the first sources of an answer by their titles, and how many more there are."""
    more = len(sources) - NAMED
    return "; ".join(sources[:NAMED]) + (f"; {more} more" if more > 0 else "")


def from_claims(claims: Sequence[Mapping], evidence: Evidence) -> dict:
    """Return an answer from what claims printed and what was computed."""
    items = []
    for claim in claims:
        printed, unit = text_of(claim["published"]), text_of(claim["unit"])
        value = shown(claim["computed"], printed, unit)
        known = np.isfinite(claim["computed"])
        words = f"published {with_unit(printed, unit)}"
        words += f", computed {with_unit(value, unit)}" if known else ""
        items.append(
            {"label": text_of(claim["statement"]), "words": f"{words}: {verdict_words(claim)}"}
        )
    known = [claim for claim in claims if text_of(claim["verdict"]) != "not computable"]
    count = f"{len(known)} of {len(claims)} published figures could be checked"
    return {
        "answer": count if known else "Not known",
        "items": items,
        "rests": source_words(evidence.titles(claims, "sources")),
        "kind": "described" if known else "unknown",
    }


def with_unit(number: str, unit: str) -> str:
    """Return a number with its unit: a per cent sign touches it, other units stand apart."""
    if not unit or number.endswith(unit):
        return number
    return f"{number}%" if unit in ("%", "per cent") else f"{number} {unit}"


def design_sentence(
    test: DesignTest | None, tests: pd.DataFrame | None, alpha: float = 0.05
) -> str:
    """Return what the years before the base say of the design; blank without such a test.

    Parameters
    ----------
    test
        What the study declares.
    tests
        ``catalogue.estimation.JOINT_TESTS``.
    alpha
        Size of the test.
    """
    if test is None or tests is None:
        return ""
    named = [fnmatchcase(name, test.specification) for name in tests["specification"]]
    own = tests[np.array(named, dtype=bool) & (tests["hypothesis"] == "before")]
    p = float(own["p_randomisation"].iloc[0]) if len(own) else np.nan
    if not np.isfinite(p):
        return (
            f"Whether {test.movement} already in {test.years} could not be tested, so what "
            "follows describes and proves nothing."
        )
    number = "p below 0.001" if p < 0.001 else f"p = {p:.3f}"
    if p < alpha:
        return (
            f"In {test.years}, before the years that count, {test.movement} already ({number}): "
            "what follows describes, and is no effect of sharing."
        )
    return (
        f"In {test.years}, before the years that count, it is not shown that {test.movement} "
        f"({number}); that allows later differences to be effects, and does not prove it."
    )


def detectable_sentence(rows: pd.DataFrame) -> str:
    """Return the smallest differences that could have been found; blank where none is in per cent.

    Parameters
    ----------
    rows
        Estimates that the questions name.
    """
    effects = rows.loc[rows["scale"] == "log", "minimum_detectable_effect"].dropna()
    if effects.empty:
        return ""
    least, most = (100 * np.expm1(end) for end in (effects.min(), effects.max()))
    span = f"{least:.0f}%" if f"{least:.0f}" == f"{most:.0f}" else f"{least:.0f}% to {most:.0f}%"
    return f"Differences smaller than {span} could have been missed."


def short_answer(
    views: Sequence[Mapping], design: str, detectable: str, counts: str = ""
) -> list[str]:
    """Return at most six sentences that answer the study's questions.

    Parameters
    ----------
    views
        From :func:`question_view`.
    design, detectable
        Told first where the design has a test of its own; otherwise what could have been found
        is told last.
    counts
        What the ledger says as a whole.
    """
    told = [view for view in views if view["sentence"]]
    unknown = [view for view in views if view["kind"] == "unknown"]
    first = [design, detectable] if design else []
    last = [] if design else [unknown_sentence(unknown, len(views)), counts, detectable]
    first, last = ([sentence for sentence in some if sentence] for some in (first, last))
    room = SENTENCES - len(first) - len(last)
    own = [view["sentence"] for view in told]
    if len(own) > room:
        own = [*own[: room - 1], others_sentence(told[room - 1 :])]
    return [*first, *own, *last]


def others_sentence(views: Sequence[Mapping]) -> str:
    """Return how questions are answered that have no sentence of their own."""
    kinds = list(dict.fromkeys(view["answer"].lower() for view in views))
    return f"The other {len(views)} questions, with their sizes below: {'; '.join(kinds)}."


def unknown_sentence(views: Sequence[Mapping], of: int) -> str:
    """Return how many questions have no answer, and which returns they need."""
    if not views:
        return ""
    missing = list(dict.fromkeys(title for view in views for title in view["missing"]))
    need = f", for want of returns: {'; '.join(missing[:3])}" if missing else ""
    more = " and others" if len(missing) > 3 else ""
    number = f"{len(views)} of {of} questions" if len(views) < of else f"All {of} questions"
    return f"{number} cannot be answered{need}{more}."


def answers(
    questions: Sequence[Question],
    evidence: Evidence,
    design: str = "",
) -> dict:
    """Return the table of questions and the short answer.

    Parameters
    ----------
    questions
        Of the study.
    evidence
        What answers are made of.
    design
        From :func:`design_sentence`.
    """
    views = [question_view(question, evidence) for question in questions]
    named = [concluded(evidence.of_question(question)) for question in questions]
    rows = pd.concat(named) if named else evidence.estimates.iloc[:0]
    return {
        "questions": views,
        "short": short_answer(
            views, design, detectable_sentence(rows), claim_counts(evidence.claims)
        ),
    }
