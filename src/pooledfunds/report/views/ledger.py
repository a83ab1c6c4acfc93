"""The ledger as the page shows it: chapters, their claims, and each claim's readings."""

import re
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from pooledfunds.catalogue.origins import Origin
from pooledfunds.core.cells import split_list
from pooledfunds.report.formats import NOTHING, interval, shown, slug, text_of
from pooledfunds.report.structure import StudyReport
from pooledfunds.report.views.verdict_kinds import counts_by_kind, group_of

WEAK = " (weak)"
SHOWN_AT_ONCE = 3  # computed values of one claim that fit in its row
ROLES = {
    "primary": "decides",
    "arithmetic": "the same on the report’s own figures",
    "sensitivity": "sensitivity analysis, does not decide",
    "part": "part of the claim, does not decide",
}
EVIDENCE = {
    "returns": "from returns",
    "report_arithmetic": "from the report’s own figures only",
    "mixed": "from the report’s own figures and returns",
    "part": "only a part could be computed",
}


def chapter(locator: str, report: StudyReport) -> str:
    """Return the chapter of the report that a claim's locator points to.

    Parameters
    ----------
    locator
        Names a paragraph (p8) or a figure (fig1), or neither.
    report
        Its chapters, and the paragraphs by which figures lie.
    """
    paragraph = re.search(r"\bp(?:ara(?:graph)?)?\.? ?(\d+)", locator)
    figure = re.search(r"\bfig(?:ure)? ?(\d)", locator)
    number = int(paragraph[1]) if paragraph else None
    if number is None and figure:
        number = report.paragraph_of_figure.get(int(figure[1]))
    if number is None:
        return report.elsewhere
    titles = (one.title for one in report.chapters if number <= one.last_paragraph)
    return next(titles, report.elsewhere)


def reading_view(row: dict, sources: dict[str, str]) -> dict:
    """Return one reading with every value as text, and its sources by their titles.

    Parameters
    ----------
    row
        A row of ``catalogue.claims.READINGS``, with ``origin``.
    sources
        Titles by id.
    """
    printed = text_of(row["published"])

    def titles(cell: object) -> list[str]:
        return [sources.get(name, name) for name in split_list(text_of(cell))]

    named = split_list(text_of(row["sources"]))
    component, label = text_of(row["component"]), text_of(row["reading"])
    apart = component and component not in label
    return {
        "reading": (f"{component}: {label}" if apart else label) or "as printed",
        "role": ROLES.get(text_of(row["role"]), "") if label else "",
        "computed": shown(row["computed"], printed, text_of(row["unit"])),
        "sortable": f"{row['computed']:.6g}" if np.isfinite(row["computed"]) else "",
        "interval": interval(row["conf_low"], row["conf_high"], printed),
        "verdict": text_of(row["verdict"]),
        "published": printed,
        "unit": text_of(row["unit"]),
        "sources": titles(row["sources"]),
        "linked_sources": list(zip(named, titles(row["sources"]), strict=True)),
        "missing": titles(row["missing_sources"]),
        "exhibit": text_of(row["exhibit"]),
        "how": text_of(row["how"]),
        "reason": text_of(row["reason"]),
        "origin": text_of(row.get("origin")),
    }


def claim_view(claim: Mapping, rows: list[dict], sources: dict[str, str]) -> dict:
    """Return one claim with its readings, those that decide first.

    Parameters
    ----------
    claim
        A row of ``catalogue.claims.CLAIMS``.
    rows
        Its rows of ``catalogue.claims.READINGS``.
    sources
        Titles by id.
    """
    verdict = verdict_words(claim)
    arithmetic = text_of(claim["evidence"]) in ("report_arithmetic", "mixed")
    first = ("arithmetic", "primary") if arithmetic else ("primary",)
    order = [*first, "primary", "arithmetic", "sensitivity", "part"]
    rows = sorted(rows, key=lambda row: order.index(text_of(row["role"])))
    readings = [reading_view(row, sources) for row in rows]
    chosen = [
        (reading["computed"], reading["origin"])
        for row, reading in zip(rows, readings, strict=True)
        if text_of(row["role"]) in first and reading["computed"] != NOTHING
    ]
    places = dict(reversed(chosen))  # of a value that several readings give, that of the first
    values = [(text, places[text]) for text in dict(chosen)]
    more = len(values) - SHOWN_AT_ONCE
    named = {source for reading in readings for source in reading["sources"] + reading["missing"]}
    return {
        "id": text_of(claim["claim_id"]),
        "locator": text_of(claim["locator"]),
        **{name: text_of(claim[name]) for name in ("statement", "quotation", "quoted_from")},
        "kind": text_of(claim["kind"]),
        "published": text_of(claim["published"]),
        "unit": "; ".join(dict.fromkeys(r["unit"] for r in readings if r["published"])),
        "year": text_of(claim["year"]),
        "values": [{"text": text, "origin": place} for text, place in values[:SHOWN_AT_ONCE]]
        + ([{"text": f"{more} more", "origin": ""}] if more > 0 else []),
        "published_value": sortable(text_of(claim["published"])),
        "computed_value": f"{claim['computed']:.6g}" if np.isfinite(claim["computed"]) else "",
        "verdict": verdict,
        "verdict_class": verdict_class(verdict),
        "group": group_of(claim),
        "weak": verdict.endswith(WEAK),
        "evidence": evidence_words(claim),
        "explanation": text_of(claim["explanation"]),
        "rank": rank(verdict),
        "sources": sorted(named),
        "readings": readings,
    }


def evidence_words(claim: Mapping) -> list[str]:
    """Return what a verdict rests on: evidence, readings that agree, chance, components."""
    words = [EVIDENCE[text_of(claim["evidence"])]] if text_of(claim["evidence"]) else []
    if claim["n_components"] > 1:
        words.append(f"{claim['n_components']} components, all of which must hold")
    if claim["n_readings"] > 1:
        missing = claim["n_readings"] - claim["n_computed"]
        words.append(f"{claim['n_agree']} of {claim['n_readings']} readings agree")
        words += [f"{missing} could not be computed"] if missing else []
    if np.isfinite(claim["chance_of_agreement"]):
        by_any = claim["chance_of_any_reading"]
        words.append(
            f"would agree by accident {chance_words(claim['chance_of_agreement'])}"
            + (f" (under any reading {chance_words(by_any)})" if np.isfinite(by_any) else "")
        )
    return words


def chance_words(chance: float) -> str:
    """Return a chance in words."""
    return "in less than 1 of 100 cases" if chance < 0.01 else f"in {100 * chance:.0f} of 100 cases"


def verdict_words(claim: Mapping) -> str:
    """Return a claim's verdict, and that it is weak where it is borne out too easily."""
    verdict = text_of(claim["verdict"])
    return verdict + WEAK if claim["weak"] and borne_out(verdict) else verdict


def borne_out(verdict: str) -> bool:
    """Return whether a verdict says that a claim holds."""
    return verdict_class(verdict) in ("reproduced", "supported", "agrees", "internally-consistent")


def sortable(printed: str) -> str:
    """Return the first number that a text prints, for a script to order by; blank without one."""
    number = re.search(r"-?\d+(?:\.\d+)?", printed.replace(",", ""))
    return number[0] if number else ""


def with_origins(readings: pd.DataFrame, origins: Iterable[Origin]) -> pd.DataFrame:
    """Return the readings with the place that says where each one's number comes from.

    Parameters
    ----------
    readings
        ``catalogue.claims.READINGS``.
    origins
        Of the study: of its facts and its estimates.
    """
    places = {(one.kind == "fact", one.name): one.anchor for one in origins if one.kind in ASKED}
    kinds, targets = (readings[name].map(text_of) for name in ("target_kind", "target"))
    found = [
        places.get((kind == "fact", target), "")
        for kind, target in zip(kinds, targets, strict=True)
    ]
    return readings.assign(origin=found)


ASKED = ("fact", "estimate")  # the kinds of number that readings ask for


# From the most decided; those of the artificial basis next to those of the official.
VERDICTS = (
    "reproduced",
    "supported",
    "agrees",
    "internally-consistent",
    "last-digit-differs",
    "contradicted",
    "disagrees",
    "inconclusive",
    "not-computable",
    "citation",
)


def rank(verdict: str) -> int:
    """Return the place of a verdict among all, by its first words."""
    plain = slug(verdict)
    return next((n for n, word in enumerate(VERDICTS) if plain.startswith(word)), len(VERDICTS))


def verdict_class(verdict: str) -> str:
    """Return the style of a verdict: its first words, whatever follows them."""
    return (*VERDICTS, "other")[rank(verdict)]


def ledger_view(
    ledger: pd.DataFrame, readings: pd.DataFrame, sources: pd.DataFrame, report: StudyReport
) -> list[dict]:
    """Return the chapters that have claims, in the report's order, each with its claims.

    Parameters
    ----------
    ledger
        ``catalogue.claims.CLAIMS``.
    readings
        ``catalogue.claims.READINGS``, with ``origin`` (:func:`with_origins`).
    sources
        ``config/sources.csv``.
    report
        What the study declares of its report.
    """
    titles = dict(zip(sources["source"], sources["title"], strict=True))
    grouped = readings.groupby("claim_id", sort=False, observed=True)
    own = {name: rows.to_dict("records") for name, rows in grouped}
    chapters: dict[str, list[dict]] = {one.title: [] for one in report.chapters}
    chapters[report.elsewhere] = []
    for row in ledger.to_dict("records"):
        claim = claim_view(row, own[row["claim_id"]], titles)
        chapters[chapter(claim["locator"], report)].append(claim)
    return [
        {
            "title": name,
            "anchor": slug(name),
            "claims": found,
            "counts": counts_by_kind([claim["group"] for claim in found]),
        }
        for name, found in chapters.items()
        if found
    ]
