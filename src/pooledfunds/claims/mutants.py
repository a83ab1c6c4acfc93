"""Falsified values of the facts and estimates that a verdict rests on."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from math import isfinite
from typing import Any

from pooledfunds.claims.chance import accepted_values
from pooledfunds.claims.computed import Computed
from pooledfunds.claims.equivalent_mutants import LIMITS, Mutant, value_name
from pooledfunds.claims.readings import Reading, comparison_sort
from pooledfunds.claims.verdicts import last_digit_of

YEAR = re.compile(r"\d{4}_\d{2}")


NINETY = 1.645 / 1.960  # of a 95 per cent interval: the one that two one-sided tests use


def key_of(reading: Reading) -> str | tuple[str, str]:
    """Return the key under which a reading's value is looked up."""
    return reading.target if reading.kind == "fact" else (reading.target, reading.term)


def table_of(computed: Computed, reading: Reading) -> dict:
    """Return the look-up that holds a reading's value.

    Parameters
    ----------
    computed
        What the run computed.
    reading
        A reading of a claim.
    """
    return computed.facts if reading.kind == "fact" else computed.estimates


def scale_row(row: Mapping, reading: Reading, factor: float) -> dict:
    """Return a row with its value and interval times a factor, and concluded anew.

    Parameters
    ----------
    row
        The fact or estimate.
    reading
        A reading of a claim.
    factor
        Of value and interval.
    """
    name = value_name(reading)
    ends = sorted(factor * row[limit] for limit in LIMITS)
    return conclude_anew(
        dict(row) | {name: factor * row[name], **dict(zip(LIMITS, ends, strict=True))}
    )


def conclude_anew(row: dict) -> dict:
    """Return an estimate with the conclusion that its own interval and margin give; facts as is."""
    if "conclusion" not in row:
        return row
    estimate, margin = row["estimate"], row["equivalence_margin"]
    if row["conf_low"] > 0 or row["conf_high"] < 0:
        return row | {"conclusion": "different"}
    ends = [estimate + NINETY * (row[limit] - estimate) for limit in LIMITS]
    within = -margin < ends[0] and ends[1] < margin
    return row | {"conclusion": "equivalent" if within else "inconclusive"}


def step_past_ends(row: Mapping, reading: Reading) -> list[dict]:
    """Return a number one printed unit past each end of what is accepted, and no further.

    Parameters
    ----------
    row
        The fact or estimate.
    reading
        A reading of a claim.
    """
    window = accepted_values(reading)
    if window is None:
        return []
    sort = comparison_sort(reading.comparison)
    unit = float(last_digit_of(reading.published)) if sort in ("printed", "exact") else 0
    past = 2 * unit or 0.01 * min(abs(end) for end in window if isfinite(end))
    ends = zip(window, (-past, past), strict=True)
    return [dict(row) | {value_name(reading): end + by} for end, by in ends if isfinite(end)]


def first_alike(names: Sequence[str], own: str, parted: Callable[[str], Any]) -> list[str]:
    """Return the first other name that is the same but for what ``parted`` takes away.

    Parameters
    ----------
    names
        Where to look.
    own
        The name that is not meant.
    parted
        Returns a name without what may differ.
    """
    alike = sorted(name for name in names if name != own and parted(name) == parted(own))
    return alike[:1]


def without_years(name: str) -> str:
    """Return a name with every financial year blanked."""
    return YEAR.sub("*", name)


def without_part(name: str, place: int) -> list[str]:
    """Return the parts of a name, between strokes, but for the one at a place.

    Parameters
    ----------
    name
        As in ``trend/older_people/2007_08``.
    place
        Of the part.
    """
    parts = name.split("/")
    return [*parts[:place], *parts[place + 1 :]]


def neighbouring_names(name: str, names: Sequence[str]) -> list[str]:
    """Return the first name that differs from another in just one part that is no year.

    Parameters
    ----------
    name
        Of a fact or specification.
    names
        Where to look.
    """
    parts = name.split("/")
    for place in reversed(range(1, len(parts))):
        if YEAR.search(parts[place]):
            continue
        found = first_alike(names, name, partial(without_part, place=place))
        found = [one for one in found if without_years(one) != without_years(name)]
        if found:
            return found
    return []


def other_rows(computed: Computed, reading: Reading) -> Iterator[tuple[str, dict]]:
    """Yield the rows of another year and of the next quantity, where there are such.

    Parameters
    ----------
    computed
        What the run computed.
    reading
        A reading of a claim.
    """
    table, name = table_of(computed, reading), reading.target
    fact = reading.kind == "fact"
    alike = {(k if fact else k[0]): k for k in table if fact or k[1] == reading.term}
    held = [n for n, k in alike.items() if isfinite(table[k][value_name(reading)])]
    for operator, found in (
        ("year", first_alike(held, name, without_years) if YEAR.search(name) else []),
        ("neighbour", neighbouring_names(name, held)),
    ):
        for other in found:
            yield operator, table[alike[other]]


def mutants_of(claim_id: str, reading: Reading, computed: Computed) -> list[Mutant]:
    """Return the falsified values of one deciding reading of a claim.

    Parameters
    ----------
    claim_id
        Of the claim.
    reading
        A reading of a claim.
    computed
        What the run computed.
    """
    row = table_of(computed, reading)[key_of(reading)]
    name = value_name(reading)
    made = [("sign", scale_row(row, reading, -1))] if row[name] else []
    made += (
        [("scale", scale_row(row, reading, factor)) for factor in (10, 0.1)] if row[name] else []
    )
    made += [("step", one) for one in step_past_ends(row, reading)]
    made += other_rows(computed, reading)
    return [Mutant(claim_id, reading, operator, found) for operator, found in made]


@contextmanager
def falsify(computed: Computed, mutant: Mutant) -> Iterator[None]:
    """Put a falsified value in the place of the computed one for a while.

    Parameters
    ----------
    computed
        Changed for the while.
    mutant
        The falsified value.
    """
    table, key = table_of(computed, mutant.reading), key_of(mutant.reading)
    own = table[key]
    name = value_name(mutant.reading)
    cells = (name, *LIMITS, "conclusion", "equivalence_margin")
    table[key] = own | {cell: mutant.row[cell] for cell in cells if cell in mutant.row}
    try:
        yield
    finally:
        table[key] = own
