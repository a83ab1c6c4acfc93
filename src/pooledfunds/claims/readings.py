"""How claims are read: the rows of ``readings.csv``, and what they may refer to.

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

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
    """Return a row of ``readings.csv`` as a reading."""
    plain = set(Reading.__dataclass_fields__) - {"label", "sources"}
    cells = {name: cell for name, cell in row.items() if name in plain}
    return Reading(label=row["reading"], sources=split_list(row["sources"]), **cells)


def readings_by_claim(
    claims: Iterable[Mapping[str, str]], rows: Iterable[Mapping[str, str]]
) -> dict[str, tuple[Reading, ...]]:
    """Return every claim's readings in their order; a claim without any has one, unnamed.

    Blank cells of a reading (``published``, ``comparison``) take those of its claim.

    Parameters
    ----------
    claims
        Rows of the claims.
    rows
        Rows of the readings.
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
    """Return the sources that a reading of a claim needs: its own, its fact's or the claim's.

    Parameters
    ----------
    claim
        Its row of the claims.
    reading
        A reading of a claim.
    facts
        Every fact of the study, by id.
    """
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
