"""The study's questions with their answers, from conclusions and verdicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

import numpy as np
import pandas as pd

from pooledfunds.catalogue.area_types import AREA_TYPES
from pooledfunds.core.cells import split_list
from pooledfunds.report.formats import joined, shown, text_of
from pooledfunds.report.structure import Question
from pooledfunds.report.views.effect_words import (
    CONCLUSIONS,
    concluded,
    conclusion_of,
    effect_words,
    interval_words,
    size_words,
)
from pooledfunds.report.views.ledger import verdict_words
from pooledfunds.report.views.short_answer import detectable_sentence, short_answer
from pooledfunds.report.views.verdict_kinds import claim_counts

NAMED = 2  # sources that an answer names before it says how many more there are


@dataclass(frozen=True)
class Evidence:
    """What answers are made of: estimates, claims by id, outcomes, titles of sources by id.

    Where a study has areas of one type only, which may be several councils each, they are areas.
    """

    estimates: pd.DataFrame
    claims: Mapping[str, Mapping]
    outcomes: Mapping[str, Mapping]
    sources: Mapping[str, str]
    one_type: bool = False

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
        "rests": rests_on(rows, evidence.titles(claims, "sources"), evidence.one_type)
    }  # fmt: skip


def why_unknown(missing: Sequence[str], rows: pd.DataFrame, evidence: Evidence) -> str:
    """Return what an answer would need: returns, or figures that the available ones do not give.

    Parameters
    ----------
    missing
        Titles of the sources that are not available.
    rows
        Estimates that the question names.
    evidence
        What answers are made of.
    """
    if missing:
        return f"It needs returns that are not available: {source_words(missing)}"
    labels = [evidence.outcomes.get(name, {}).get("label", "") for name in rows["outcome"]]
    figures = "; ".join(dict.fromkeys(filter(None, labels)))
    return f"The available returns do not give: {figures}" if figures else ""


def from_estimates(question: Question, rows: pd.DataFrame, evidence: Evidence) -> dict:
    """Return an answer from estimates: what they conclude, and each with its interval.

    Parameters
    ----------
    question
        As the study declares it.
    rows
        Its estimates that conclude something.
    evidence
        What answers are made of.
    """
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
            "origin": f"details.html#estimate-{text_of(row['specification'])}",
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
    """Return several estimates of one scale in words: from the lowest to the highest.

    Parameters
    ----------
    rows
        Estimates of one scale.
    unit
        Of their outcome.
    """
    scale = text_of(rows["scale"].iloc[0])
    low, high = (
        size_words(end, scale, unit) for end in (rows["estimate"].min(), rows["estimate"].max())
    )
    within = interval_words(rows["conf_low"].min(), rows["conf_high"].max(), scale, unit)
    return f"from {low} to {high} in {len(rows)} comparisons (95% intervals from {within})"


def rests_on(rows: pd.DataFrame, sources: Sequence[str], one_type: bool = False) -> str:
    """Return how many areas and which years estimates rest on, and the sources.

    Parameters
    ----------
    rows
        Estimates that conclude something.
    sources
        Titles of what they were computed from.
    one_type
        Whether the study has areas of one type only.
    """
    kinds = []
    for area_type, own in rows.groupby("area_type", sort=False, observed=True):
        least, most = int(own["n_areas"].min()), int(own["n_areas"].max())
        number = f"{most}" if least == most else f"{least} to {most}"
        plural = "areas" if one_type else AREA_TYPES[text_of(area_type)].plural
        kinds.append(f"{number} {plural}")
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
    """Return an answer from what claims printed and what was computed.

    Parameters
    ----------
    claims
        Rows of the ledger.
    evidence
        What answers are made of.
    """
    items = []
    for claim in claims:
        printed, unit = text_of(claim["published"]), text_of(claim["unit"])
        value = shown(claim["computed"], printed, unit)
        known = np.isfinite(claim["computed"])
        words = f"published {with_unit(printed, unit)}"
        words += f", computed {with_unit(value, unit)}" if known else ""
        items.append(
            {
                "label": text_of(claim["statement"]),
                "words": f"{words}: {verdict_words(claim)}",
                "origin": f"#{text_of(claim['claim_id'])}",
            }
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
    """Return a number with its unit: a per cent sign touches it, other units stand apart.

    Parameters
    ----------
    number
        As it is shown.
    unit
        Its unit; may be blank.
    """
    if not unit or number.endswith(unit):
        return number
    return f"{number}%" if unit in ("%", "per cent") else f"{number} {unit}"


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
