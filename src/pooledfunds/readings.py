"""How a claim is read: the small syntax of the ``readings`` and ``comparison`` columns.

``config/claims.csv`` holds one row per claim, so the readings of a claim stand in that row::

    label => fact:<id> | label => estimate:<specification>#<term> [published, comparison] {a; b}
    label => family:<specifications>#<term>,<specifications>#<term> {a; b}

A family is every effect that fits one of its patterns (``hospital_pool_pct/*``), told together.
The target may be left out while nothing computes it; the square brackets give a component's own
printed value, where a claim prints several; the braces name the sources where they are not the
fact's own. A label that opens with ``part:`` bears on part of the claim only, or on another year:
its number is shown and decides nothing.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from pooledfunds.cells import listed
from pooledfunds.facts.evidence import Fact

READING = re.compile(
    r"(?P<part>part: )?(?P<label>[^=|\[\]{}]*[^=|\[\]{} ]) =>"
    r"(?: (?:(?P<kind>fact|estimate):(?P<target>[^\s#\[\]{}|]+)(?:#(?P<term>[^\s\[\]{}|]+))?"
    r"|family:(?P<family>[^\s\[\]{}|]+)))?"
    r"(?: \[(?P<published>[^,\]]+)(?:, (?P<comparison>[^\]]+))?\])?"
    r"(?: \{(?P<sources>[^}]+)\})?"
)
NUMBER = r"-?\d+(?:\.\d+)?"
COMPARISON = re.compile(
    rf"(?P<word>printed|exact|no difference)"
    rf"|(?P<low>{NUMBER}) to (?P<high>{NUMBER})"
    rf"|(?P<contrary>not )?(?P<sign>[<>]=?|=) (?P<bound>{NUMBER})"
)


@dataclass(frozen=True)
class Reading:
    """One way to read a claim: what is computed for it, from which sources."""

    label: str = ""
    part: bool = False
    kind: str = ""
    target: str = ""
    term: str = ""
    published: str = ""
    comparison: str = ""
    sources: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The label as the ledger shows it."""
        return f"in part: {self.label}" if self.part else self.label

    @property
    def patterns(self) -> list[tuple[str, str]]:
        """The patterns of a family's specifications, each with the term that counts."""
        return [tuple(part.split("#")) for part in self.target.split(",")]


def sources_of(
    claim: Mapping[str, str], reading: Reading, facts: Mapping[str, Fact]
) -> tuple[str, ...]:
    """Return the sources that a reading of a claim needs: its own, its fact's or the claim's."""
    fact = facts.get(reading.target)
    return reading.sources or (fact.sources if fact else listed(claim["sources"]))


def parse_readings(text: str) -> tuple[Reading, ...]:
    """Return the readings that a claim's row declares; a claim without any has one, unnamed.

    Raises
    ------
    ValueError
        Saying which reading is not written as the syntax asks.
    """
    if not text.strip():
        return (Reading(),)
    readings = []
    for written in text.split(" | "):
        match = READING.fullmatch(written.strip())
        if match is None:
            raise ValueError(f"the reading '{written.strip()}' is not written as label => target")
        if (match["kind"] == "estimate") != bool(match["term"]):
            raise ValueError(f"the reading '{match['label']}': #term goes with estimate:, only")
        family = match["family"] or ""
        if family and not all(re.fullmatch(r"[^#]+#[^#]+", part) for part in family.split(",")):
            raise ValueError(f"the reading '{match['label']}': a family is <specifications>#<term>")
        readings.append(
            Reading(
                label=match["label"],
                part=bool(match["part"]),
                kind="family" if family else match["kind"] or "",
                target=family or match["target"] or "",
                term=match["term"] or "",
                published=match["published"] or "",
                comparison=match["comparison"] or "",
                sources=listed(match["sources"] or ""),
            )
        )
    return tuple(readings)


# Which comparisons a kind of claim may be settled by.
COMPARISONS = {
    "numeric": ("printed", "exact", "interval", "sign"),
    "directional": ("sign", "interval", "no difference"),
    "descriptive": ("sign",),
    "statistical-direction": ("sign",),
    "statistical-null": ("no difference", "not shown"),
}


def comparison_sort(comparison: str) -> str:
    """Return what kind of comparison is written; blank for what cannot be read.

    ``printed`` (at the last printed digit), ``exact``, ``no difference``, ``interval`` (80 to
    100), ``sign`` (> 0), or ``not shown`` (not < 0: nothing below nought is shown).
    """
    match = COMPARISON.fullmatch(comparison)
    if match is None:
        return ""
    if match["contrary"]:
        return "not shown"
    return match["word"] or ("interval" if match["low"] else "sign")


def check_references(
    claims: Iterable[Mapping[str, str]],
    facts: Mapping[str, Fact],
    specifications: Set[str],
    sources: Set[str],
    exhibits: Set[str],
) -> list[str]:
    """Return a sentence for each thing in the claims that refers to nothing or cannot be read.

    Nothing heavy is needed, so that the workflow can ask before any job.

    Parameters
    ----------
    claims
        The rows of ``config/claims.csv`` as text.
    facts
        The registry, ``facts.FACTS``.
    specifications, sources, exhibits
        The names that there are.
    """
    faults = []
    seen = set()
    for claim in claims:
        place = f"claims.csv, {claim['claim_id']}"
        found = []
        if claim["claim_id"] in seen:
            found.append("the claim stands there twice")
        seen.add(claim["claim_id"])
        found += [
            f"no source '{name}' is known"
            for name in listed(claim["sources"])
            if name not in sources
        ]
        if claim["exhibit"] and claim["exhibit"] not in exhibits:
            found.append(f"no exhibit '{claim['exhibit']}' is known")
        try:
            readings = parse_readings(claim["readings"])
        except ValueError as error:
            readings = ()
            found.append(str(error))
        labels = [reading.label for reading in readings]
        found += [f"two readings are called '{n}'" for n in {*labels} if labels.count(n) > 1]
        for reading in readings:
            found += reading_faults(claim, reading, facts, specifications, sources)
        faults += [f"{place}: {fault}" for fault in dict.fromkeys(found)]
    return faults


def reading_faults(
    claim: Mapping[str, str],
    reading: Reading,
    facts: Mapping[str, Fact],
    specifications: Set[str],
    sources: Set[str],
) -> Iterator[str]:
    """Yield what is wrong with one reading of a claim."""
    named = f"reading '{reading.label}'"
    for name in reading.sources:
        if name not in sources:
            yield f"{named}: no source '{name}' is known"
    if reading.kind == "fact":
        if reading.target not in facts:
            yield f"{named}: no fact '{reading.target}' is known"
        elif not reading.part and facts[reading.target].unit not in listed(claim["unit"]):
            yield f"{named}: the fact is in {facts[reading.target].unit}, not in {claim['unit']}"
    if reading.kind == "estimate" and reading.target not in specifications:
        yield f"{named}: no specification '{reading.target}' is declared"
    if reading.kind == "family":
        for pattern, _ in reading.patterns:
            if not fnmatch.filter(specifications, pattern):
                yield f"{named}: no specification fits '{pattern}'"
        if comparison_sort(claim["comparison"]) != "no difference":
            yield f"{named}: a family settles a claim of no difference only"
    if claim["kind"] == "external-citation":
        if reading != Reading():
            yield "a citation has no readings"
        return
    comparison = reading.comparison or claim["comparison"]
    sort = comparison_sort(comparison)
    if sort not in COMPARISONS[claim["kind"]]:
        yield f"'{comparison}' does not settle a claim that is {claim['kind']}"
    published = reading.published or claim["published"]
    if sort in ("printed", "exact") and reading.kind and not re.fullmatch(NUMBER, published):
        yield f"{named}: '{published}' is not a number to compare with"
