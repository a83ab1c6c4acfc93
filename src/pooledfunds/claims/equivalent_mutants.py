"""Mutants of the ledger that cannot turn a verdict, because their statement stays true.

Judged by the statement and the falsified value alone, never by the ledger's verdict, so that the
ledger does not excuse itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

from pooledfunds.claims.chance import accepted_values
from pooledfunds.claims.readings import Reading, comparison_sort

TRUE_STILL = {
    "no sign": "no difference is the same from either side",
    "no scale": "a direction is the same on any scale",
    "same print": "the value is accepted at the precision that the report printed",
    "same side": "the value, or its whole interval, lies on the same side of the bound",
    "no effect": "that effect, too, is within its margin",
}
LIMITS = ("conf_low", "conf_high")


@dataclass(frozen=True)
class Mutant:
    """One falsified value: of which claim and reading, how, and what is put in its place."""

    claim_id: str
    reading: Reading
    operator: str
    row: Mapping


def value_name(reading: Reading) -> str:
    """Return the column that holds a reading's value."""
    return "value" if reading.kind == "fact" else "estimate"


def true_still(mutant: Mutant, better: str) -> str:
    """Return why a statement is true of a falsified value by what it says; blank if it is not.

    A key of ``TRUE_STILL``. Looks at the comparison and the value only.

    Parameters
    ----------
    mutant
        The falsified value.
    better
        Which way is better, ``lower`` or ``higher``, of an estimate's outcome.
    """
    reading, row = mutant.reading, mutant.row
    value, sort = row[value_name(reading)], comparison_sort(reading.comparison)
    window = accepted_values(reading)
    if window is not None:
        return "same print" if window[0] <= value <= window[1] else ""
    if sort in ("sign", "shown"):
        ends = [value] if sort == "sign" else [row[limit] for limit in LIMITS]
        low, high = bounds_of(reading.comparison)
        if not all(low <= end <= high for end in ends) or 0 in ends:
            return ""
        free = mutant.operator == "scale" and {low, high} & {0.0}
        return "no scale" if free else "same side"
    if sort == "no difference":
        same = row["conclusion"] in ("equivalent", "different, within the margin")
        return ("no sign" if mutant.operator == "sign" else "no effect") if same else ""
    margin = float(reading.margin or row["equivalence_margin"])
    if sort == "no better" and better == "higher":
        safe = row["conf_high"] < margin
    else:
        safe = row["conf_low"] > -margin
    return "same side" if safe or row.get("conclusion") == "equivalent" else ""


def bounds_of(comparison: str) -> tuple[float, float]:
    """Return the two bounds of a comparison with numbers, infinite where it has only one."""
    numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", comparison)]
    if len(numbers) == 2:
        return numbers[0], numbers[1]
    return (numbers[0], inf) if ">" in comparison else (-inf, numbers[0])
