"""The ledger as the page shows it: chapters, their claims, and each claim's readings."""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from pooledfunds.cells import listed
from pooledfunds.facts import FACTS, Fact
from pooledfunds.readings import Reading, parse_readings
from pooledfunds.report.formats import NOTHING, interval, shown, slug, text_of

# Last paragraph of each chapter of the report; its figures stand under these paragraphs.
CHAPTERS = {
    6: "Chapter 1: Introduction",
    20: "Chapter 2: The national picture",
    38: "Chapter 3: Local implementation",
    51: "Chapter 4: National policy and systems",
    68: "Chapter 5: What difference it makes",
    72: "Chapter 6: Conclusions",
}
FIGURES = {1: 8, 2: 10, 3: 12, 4: 13, 5: 15, 6: 67, 7: 68}
ELSEWHERE = "Summary, boxes, case studies and appendices"
ESTIMATES = "pooledfunds.estimation.estimates.estimation_tables"
SHOWN_AT_ONCE = 3  # computed values of one claim that fit in its row


def chapter(locator: str) -> str:
    """Return the chapter of the report that a claim's locator points to."""
    paragraph = re.search(r"\bp(?:ara(?:graph)?)?\.? ?(\d+)", locator)
    figure = re.search(r"\bfig(?:ure)? ?(\d)", locator)
    number = int(paragraph[1]) if paragraph else FIGURES.get(int(figure[1])) if figure else None
    if number is None:
        return ELSEWHERE
    return next((name for last, name in CHAPTERS.items() if number <= last), ELSEWHERE)


def reading_view(row: dict, sources: dict[str, str]) -> dict:
    """Return one reading with every value as text, and its sources by their titles."""
    printed = text_of(row["published"])

    def titles(cell) -> list[str]:
        return [sources.get(name, name) for name in listed(text_of(cell))]

    named = listed(text_of(row["sources"]))
    return {
        "reading": text_of(row["reading"]) or "as printed",
        "computed": shown(row["computed"], printed, text_of(row["unit"])),
        "sortable": f"{row['computed']:.6g}" if np.isfinite(row["computed"]) else "",
        "interval": interval(row["conf_low"], row["conf_high"], printed),
        "verdict": text_of(row["verdict"]),
        "published": printed,
        "unit": text_of(row["unit"]),
        "year": text_of(row["year"]),
        "sources": titles(row["sources"]),
        "linked_sources": list(zip(named, titles(row["sources"]), strict=True)),
        "missing": titles(row["missing_sources"]),
        "exhibit": text_of(row["exhibit"]),
        "how": text_of(row["how"]),
        "code": text_of(row.get("code")),
    }


def claim_view(rows: pd.DataFrame, sources: dict[str, str]) -> dict:
    """Return one claim with its readings."""
    readings = [reading_view(row, sources) for row in rows.to_dict("records")]
    first = rows.iloc[0]
    ranked = sorted(readings, key=lambda reading: rank(reading["verdict"]))
    values = list(dict.fromkeys(r["computed"] for r in ranked if r["computed"] != NOTHING))
    more = len(values) - SHOWN_AT_ONCE
    verdict = text_of(first["claim_verdict"])
    named = {source for reading in readings for source in reading["sources"] + reading["missing"]}
    return {
        "id": text_of(first["claim_id"]),
        "locator": text_of(first["locator"]),
        "statement": text_of(first["statement"]),
        "kind": text_of(first["kind"]),
        "published": text_of(first["published"]),
        "unit": "; ".join(dict.fromkeys(r["unit"] for r in readings if r["published"])),
        "year": text_of(first["year"]),
        "computed": "; ".join(values[:SHOWN_AT_ONCE]) + (f"; {more} more" if more > 0 else ""),
        "published_value": sortable(text_of(first["published"])),
        "computed_value": next((r["sortable"] for r in ranked if r["sortable"]), ""),
        "verdict": verdict,
        "verdict_class": verdict_class(verdict),
        "rank": rank(verdict),
        "sources": sorted(named),
        "readings": readings,
    }


def sortable(printed: str) -> str:
    """Return the first number that a text prints, for a script to order by; blank without one."""
    number = re.search(r"-?\d+(?:\.\d+)?", printed.replace(",", ""))
    return number[0] if number else ""


def with_code(
    ledger: pd.DataFrame, claims: pd.DataFrame, registry: Mapping[str, Fact] = FACTS
) -> pd.DataFrame:
    """Return the ledger with the ``code`` that computes each reading.

    Parameters
    ----------
    ledger
        ``contracts.LEDGER``.
    claims
        ``config/claims.csv``, every cell as text.
    registry
        Every fact that there could be.
    """
    code = {
        (claim["claim_id"], reading.title): code_of(reading, registry)
        for claim in claims.to_dict("records")
        for reading in parse_readings(claim["readings"])
    }
    keys = zip(ledger["claim_id"].map(text_of), ledger["reading"].map(text_of), strict=True)
    return ledger.assign(code=[code.get(key, "") for key in keys])


def code_of(reading: Reading, registry: Mapping[str, Fact]) -> str:
    """Return the function that computes a reading, with the specification that it fits."""
    if reading.kind == "fact":
        fact = registry.get(reading.target)
        return fact.code if fact else ""
    if reading.kind == "estimate":
        return f"{ESTIMATES} ({reading.target})"
    if reading.kind == "family":
        return f"{ESTIMATES} ({', '.join(pattern for pattern, _ in reading.patterns)})"
    return ""


# From the most decided; the words of the artificial basis stand beside those of the official.
VERDICTS = (
    "reproduced",
    "agrees",
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
    """Return the style of a verdict: its first words, whatever stands after them."""
    return (*VERDICTS, "other")[rank(verdict)]


def ledger_view(ledger: pd.DataFrame, sources: pd.DataFrame) -> list[dict]:
    """Return the chapters that have claims, in the report's order, each with its claims."""
    titles = dict(zip(sources["source"], sources["title"], strict=True))
    claims = [
        claim_view(rows, titles)
        for _, rows in ledger.groupby("claim_id", sort=False, observed=True)
    ]
    order = [*CHAPTERS.values(), ELSEWHERE]
    grouped = {name: [] for name in order}
    for claim in claims:
        grouped[chapter(claim["locator"])].append(claim)
    return [
        {"title": name, "anchor": slug(name), "claims": found}
        for name, found in grouped.items()
        if found
    ]
