"""How claims are read: the rows of ``config/readings.csv``, and what they may refer to.

A claim has one primary reading, chosen from the report's sentence; a claim that says several
things has one for each of its components. The roles of a reading:

``primary``
    Decides the verdict.
``arithmetic``
    The primary reading worked from the report's own printed figures. It stands in where the
    returns of the primary one are not available, and earns ``internally consistent`` at best.
``sensitivity``
    Another way to read the sentence: computed, counted, and without a say in the verdict.
``part``
    Bears on part of the claim only, or on another year: shown, neither decides nor counts.
"""

from __future__ import annotations

import fnmatch
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from math import nan

from pooledfunds.claims.fact import Fact
from pooledfunds.core.cells import split_list

REPORT = "published_report"  # the source of the report's own figures, always available
PRIMARY, ARITHMETIC, SENSITIVITY, PART = ("primary", "arithmetic", "sensitivity", "part")
NUMBER = r"-?\d+(?:\.\d+)?"
COMPARISON = re.compile(
    rf"(?P<word>printed|exact|no difference|no better|no lower)"
    rf"|(?P<shown>shown )?"
    rf"(?:(?P<low>{NUMBER}) to (?P<high>{NUMBER})|(?P<sign>[<>]=?|=) (?P<bound>{NUMBER}))"
)
# Which comparisons a kind of claim may be settled by.
COMPARISONS = {
    "numeric": ("printed", "exact", "interval", "sign"),
    "directional": ("sign", "shown", "interval"),
    "descriptive": ("sign",),
    "statistical-direction": ("shown", "sign"),
    "statistical-null": ("no difference", "no better", "no lower"),
}


@dataclass(frozen=True)
class Comparison:
    """How a value must stand to a claim, as read from the words of a reading.

    Attributes
    ----------
    sort
        ``printed`` (at the last printed digit), ``exact``, ``interval`` (80 to 100) and ``sign``
        (> 0) of the value, ``shown`` (shown > 0) of its whole confidence interval,
        ``no difference``, ``no better`` or ``no lower``; blank for what cannot be read.
    low, high
        Ends of an interval, else missing.
    sign, bound
        As in ``>= 0``, else blank and missing.
    """

    sort: str = ""
    low: float = nan
    high: float = nan
    sign: str = ""
    bound: float = nan


@dataclass(frozen=True)
class Reading:
    """One way to read a claim: what is computed for it, from which sources, and its say."""

    claim_id: str = ""
    component: str = ""
    label: str = ""
    role: str = PRIMARY
    kind: str = ""
    target: str = ""
    term: str = ""
    published: str = ""
    comparison: str = ""
    margin: str = ""
    sources: tuple[str, ...] = ()
    reason: str = ""

    @property
    def title(self) -> str:
        """The reading's name, with the component that it is about."""
        apart = self.component and self.component not in self.label
        return f"{self.component}: {self.label}" if apart else self.label


def reading_of(row: Mapping[str, str]) -> Reading:
    """Return a row of ``config/readings.csv`` as a reading."""
    plain = set(Reading.__dataclass_fields__) - {"label", "sources"}
    cells = {name: cell for name, cell in row.items() if name in plain}
    return Reading(label=row["reading"], sources=split_list(row["sources"]), **cells)


def readings_by_claim(
    claims: Iterable[Mapping[str, str]], rows: Iterable[Mapping[str, str]]
) -> dict[str, tuple[Reading, ...]]:
    """Return every claim's readings in their order; a claim without any has one, unnamed.

    Blank cells of a reading (``published``, ``comparison``) take those of its claim.
    """
    found: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in rows:
        found[row["claim_id"]].append(row)
    readings = {}
    for claim in claims:
        own = {name: claim[name] for name in ("published", "comparison")}
        blank = dict.fromkeys(("reading", "sources"), "") | own | {"claim_id": claim["claim_id"]}
        filled = [
            {**row, **{name: row[name] or value for name, value in own.items()}}
            for row in found[claim["claim_id"]]
        ]
        readings[claim["claim_id"]] = tuple(reading_of(row) for row in filled or [blank])
    return readings


def components_of(readings: Sequence[Reading]) -> list[str]:
    """Return the components of a claim: those of its primary readings, in their order."""
    return list(dict.fromkeys(r.component for r in readings if r.role == PRIMARY))


def sources_of(
    claim: Mapping[str, str], reading: Reading, facts: Mapping[str, Fact]
) -> tuple[str, ...]:
    """Return the sources that a reading of a claim needs: its own, its fact's or the claim's."""
    fact = facts.get(reading.target)
    return reading.sources or (fact.sources if fact else split_list(claim["sources"]))


def parse_comparison(comparison: str) -> Comparison:
    """Return a comparison as written in a reading, in its parts."""
    match = COMPARISON.fullmatch(comparison)
    if match is None:
        return Comparison()
    if match["word"]:
        return Comparison(match["word"])
    if match["low"]:
        sort = "shown" if match["shown"] else "interval"
        return Comparison(sort, low=float(match["low"]), high=float(match["high"]))
    sort = "shown" if match["shown"] else "sign"
    return Comparison(sort, sign=match["sign"], bound=float(match["bound"]))


def comparison_sort(comparison: str) -> str:
    """Return what kind of comparison is written (``Comparison.sort``)."""
    return parse_comparison(comparison).sort


@dataclass(frozen=True)
class Names:
    """The names that claims and readings may refer to."""

    facts: Mapping[str, Fact]
    specifications: Set[str]
    sources: Set[str]
    exhibits: Set[str]


def check_references(
    claims: Sequence[Mapping[str, str]],
    readings: Sequence[Mapping[str, str]],
    families: Sequence[Mapping[str, str]],
    names: Names,
) -> list[str]:
    """Return a sentence for each thing in the claims that refers to nothing or cannot be read.

    Nothing heavy is needed, so that the workflow can ask before any job.

    Parameters
    ----------
    claims, readings, families
        The rows of ``config/claims.csv``, ``readings.csv`` and ``families.csv`` as text.
    names
        What there is to refer to.
    """
    ids = [claim["claim_id"] for claim in claims]
    faults = [f"claims.csv, {name}: the claim is there twice" for name in twice(ids)]
    faults += [
        f"readings.csv, {row['claim_id']}: no claim '{row['claim_id']}' is known"
        for row in readings
        if ids and row["claim_id"] not in ids  # a study without claims asks for no reading
    ]
    faults += [
        f"families.csv, {row['family']}: no specification fits '{row['specifications']}'"
        for row in families
        if not fnmatch.filter(names.specifications, row["specifications"])
    ]
    families_declared = {row["family"] for row in families}
    by_claim = readings_by_claim(claims, readings)
    for claim in claims:
        place = f"claims.csv, {claim['claim_id']}"
        own = by_claim[claim["claim_id"]]
        found = [*claim_faults(claim, names), *role_faults(claim, own)]
        for reading in own:
            found += reading_faults(claim, reading, names, families_declared)
        faults += [f"{place}: {fault}" for fault in dict.fromkeys(found)]
    return faults


def twice(values: Iterable) -> list:
    """Return the values that stand there more than once."""
    return [value for value, times in Counter(values).items() if times > 1]


def claim_faults(claim: Mapping[str, str], names: Names) -> Iterator[str]:
    """Yield what the row of a claim refers to and is not there."""
    for name in split_list(claim["sources"]):
        if name not in names.sources:
            yield f"no source '{name}' is known"
    if claim["exhibit"] and claim["exhibit"] not in names.exhibits:
        yield f"no exhibit '{claim['exhibit']}' is known"


def role_faults(claim: Mapping[str, str], readings: Sequence[Reading]) -> Iterator[str]:
    """Yield where a component does not have just one primary reading, with its reason."""
    for component, label in twice((r.component, r.label) for r in readings):
        yield f"two readings are called '{component}: {label}'".replace("': ", "'")
    if not readings[0].label:  # nothing computes the claim
        return
    declared = components_of(readings)
    for component in declared or [""]:
        times = sum(r.role == PRIMARY and r.component == component for r in readings)
        if times != 1:
            yield f"component '{component}' has {times} primary readings; it needs just one"
    for reading in readings:
        named = f"reading '{reading.label}'"
        if reading.role != PART and reading.component not in declared:
            yield f"{named}: component '{reading.component}' has no primary reading"
        if reading.role in (PRIMARY, PART) and not reading.reason:
            yield f"{named}: a {reading.role} reading needs its reason"


def reading_faults(
    claim: Mapping[str, str], reading: Reading, names: Names, families: Set[str]
) -> Iterator[str]:
    """Yield what is wrong with one reading of a claim."""
    named = f"reading '{reading.label}'"
    for name in reading.sources:
        if name not in names.sources:
            yield f"{named}: no source '{name}' is known"
    if claim["kind"] == "external-citation":
        if reading.label:
            yield "a citation has no readings"
        return
    yield from target_faults(claim, reading, names, families)
    sort = comparison_sort(reading.comparison)
    if sort not in COMPARISONS[claim["kind"]]:
        yield f"'{reading.comparison}' does not settle a claim that is {claim['kind']}"
    numbers = sort in ("printed", "exact") and reading.kind and reading.role != PART
    if numbers and not re.fullmatch(NUMBER, reading.published):
        yield f"{named}: '{reading.published}' is not a number to compare with"
    if reading.kind == "fact" and sort.startswith("no ") and not reading.margin:
        yield f"{named}: '{reading.comparison}' of a fact needs a margin"


def target_faults(
    claim: Mapping[str, str], reading: Reading, names: Names, families: Set[str]
) -> Iterator[str]:
    """Yield where what computes a reading is not there or gives something else."""
    named = f"reading '{reading.label}'"
    if (reading.kind == "estimate") != bool(reading.term):
        yield f"{named}: a term goes with an estimate, only"
    if reading.kind == "fact":
        fact = names.facts.get(reading.target)
        if fact is None:
            yield f"{named}: no fact '{reading.target}' is known"
        elif reading.role != PART and fact.unit not in split_list(claim["unit"]):
            yield f"{named}: the fact is in {fact.unit}, not in {claim['unit']}"
    if reading.kind == "estimate" and reading.target not in names.specifications:
        yield f"{named}: no specification '{reading.target}' is declared"
    if reading.kind == "family":
        if reading.target not in families:
            yield f"{named}: no family '{reading.target}' is declared"
        if comparison_sort(reading.comparison) != "no difference":
            yield f"{named}: a family settles a claim of no difference only"
