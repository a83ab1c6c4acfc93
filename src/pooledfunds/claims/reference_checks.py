"""What the rows of claims, readings and families refer to and is not there."""

from __future__ import annotations

import fnmatch
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from pooledfunds.claims.fact import Fact
from pooledfunds.claims.readings import (
    NUMBER,
    PART,
    PRIMARY,
    Reading,
    comparison_sort,
    components_of,
    readings_by_claim,
)
from pooledfunds.core.cells import split_list

# Which comparisons a kind of claim may be settled by.
COMPARISONS = {
    "numeric": ("printed", "exact", "interval", "sign"),
    "directional": ("sign", "shown", "interval"),
    "descriptive": ("sign",),
    "statistical-direction": ("shown", "sign"),
    "statistical-null": ("no difference", "no better", "no lower"),
}


@dataclass(frozen=True)
class Names:
    """The names that claims and readings may refer to; specifications with their terms."""

    facts: Mapping[str, Fact]
    specifications: Mapping[str, Set[str]]
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
        The rows of ``claims.csv``, ``readings.csv`` and ``families.csv`` as text.
    names
        What there is to refer to.
    """
    ids = [claim["claim_id"] for claim in claims]
    faults = [f"claims.csv, {name}: the claim is there twice" for name in duplicates(ids)]
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
    faults += [
        f"families.csv, {row['family']}: '{row['specifications']}' has no term '{row['term']}'"
        for row in families
        if (fitted := fnmatch.filter(names.specifications, row["specifications"]))
        and not any(row["term"] in names.specifications[name] for name in fitted)
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


def duplicates(values: Iterable) -> list:
    """Return the values that stand there more than once."""
    return [value for value, times in Counter(values).items() if times > 1]


def claim_faults(claim: Mapping[str, str], names: Names) -> Iterator[str]:
    """Yield what the row of a claim refers to and is not there.

    Parameters
    ----------
    claim
        Its row of the claims.
    names
        What there is to refer to.
    """
    for name in split_list(claim["sources"]):
        if name not in names.sources:
            yield f"no source '{name}' is known"
    if claim["exhibit"] and claim["exhibit"] not in names.exhibits:
        yield f"no exhibit '{claim['exhibit']}' is known"


def role_faults(claim: Mapping[str, str], readings: Sequence[Reading]) -> Iterator[str]:
    """Yield where a component does not have just one primary reading, with its reason.

    Parameters
    ----------
    claim
        Its row of the claims.
    readings
        All of the claim.
    """
    for component, label in duplicates((r.component, r.label) for r in readings):
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
    """Yield what is wrong with one reading of a claim.

    Parameters
    ----------
    claim
        Its row of the claims.
    reading
        A reading of a claim.
    names
        What there is to refer to.
    families
        Names of the families of estimates.
    """
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
    """Yield where what computes a reading is not there or gives something else.

    Parameters
    ----------
    claim
        Its row of the claims.
    reading
        A reading of a claim.
    names
        What there is to refer to.
    families
        Names of the families of estimates.
    """
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
    elif reading.kind == "estimate" and reading.term not in names.specifications[reading.target]:
        yield f"{named}: '{reading.target}' has no term '{reading.term}'"
    if reading.kind == "family":
        if reading.target not in families:
            yield f"{named}: no family '{reading.target}' is declared"
        if comparison_sort(reading.comparison) != "no difference":
            yield f"{named}: a family settles a claim of no difference only"
