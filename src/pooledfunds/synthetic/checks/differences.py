"""Which differences a truth plants, in the words of the estimates: outcome and term.

All that an estimate may announce. What is announced besides is a false alarm, and is counted as one
(``check_announcements``).
"""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pooledfunds.synthetic.hes.admissions import NEED_ON_RATE, NEED_ON_STAY
from pooledfunds.synthetic.planted_effects import STAYS, Truth


@dataclass(frozen=True)
class Difference:
    """A planted difference.

    Parameters
    ----------
    outcome, term
        Patterns (``re.fullmatch``) of the estimates' columns of these names.
    why
        What plants it, in words.
    size
        The planted effect, on the scale of the estimate (log of the outcome); missing where what is
        planted is another figure, from which the difference follows.
    """

    outcome: str
    term: str
    why: str
    size: float | None = None


def planted_differences(truth: Truth) -> list[Difference]:
    """Return every difference that a truth plants, in no matter what model."""
    boundaries = Difference(
        "pool_exists_.*",
        "coterminous",
        "pools by the report's margins: 43 and 51, 19 and 24 per cent of PCTs with and without "
        "shared boundaries, though need, which makes pools likelier, differs between the two; and "
        "a PCT of several councils makes every one of them a partner",
    )
    return [
        boundaries,
        *_of_need(),
        *_of_starts(truth),
        *_of_stays(truth),
        *_of_councils(truth),
    ]


def _of_need() -> list[Difference]:
    """Return the outcomes of hospital care that need changes, under either truth."""
    rates = {name for name, effect in NEED_ON_RATE.items() if effect}
    stays = {name for name, effect in NEED_ON_STAY.items() if effect}
    planted = {"admissions": rates, "length_of_stay": stays, "bed_days": rates | stays}
    return [
        Difference(f"{measure}_({'|'.join(sorted(names))})", "deprivation", "need")
        for measure, names in planted.items()
    ]


def _of_starts(truth: Truth) -> list[Difference]:
    """Return what makes joint arrangements begin: boundaries, and what a truth plants besides."""
    planted = {
        "coterminous": truth.starts.coterminous,
        "joint_elsewhere_before": truth.starts.joint_elsewhere,
        "stable_boundaries": truth.starts.stable_boundaries,
        "twice_the_population": truth.starts.twice_the_population,
    }
    return [
        Difference("joint_arrangement_begins", term, "odds that an arrangement begins")
        for term, effect in planted.items()
        if effect
    ]


def _of_stays(truth: Truth) -> list[Difference]:
    """Return what is planted in the length of stays."""
    found = []
    for condition, area in STAYS.items():
        mental = condition == "mental_health"
        outcome = "mh_length_of_stay" if mental else f"(bed_days|length_of_stay)_{condition}"
        if truth.stays[condition]:
            pool = "pool" if mental else f"pool_{area}"
            size = truth.stays[condition]
            found.append(Difference(outcome, pool, f"stays by {area} pools", size))
        if truth.stays_coterminous:
            size = truth.stays_coterminous
            found.append(Difference(outcome, "coterminous", "stays by shared boundaries", size))
    return found


def _of_councils(truth: Truth) -> list[Difference]:
    """Return what is planted in money, delays and equipment."""
    spending, why = truth.spending, "councils, budgets or items by the truth's own figure"
    joint, budgets = set(spending.joint.values()), set(truth.budgets.values())
    less_joint, budget = "spend_per_head_less_joint_.*", "budget_per_head_.*"
    with_joint = f"(?!{less_joint})(whole_)?spend_per_head_.*"
    # Less spending, by pools and shared boundaries, is less supply, and more delays.
    delays = "pool_.*|joint_financing|coterminous"
    planted = [
        (less_joint, "joint_financing|pool", any(joint), only(joint)),
        (with_joint, "joint_financing|pool", any(joint), None),
        (less_joint, "coterminous", spending.coterminous, spending.coterminous),
        (with_joint, "coterminous", spending.coterminous, None),
        (budget, "pool", any(budgets), only(budgets)),
        ("whole_spend_per_head_.*", "pool", any(budgets), None),
        ("delayed_patients", delays, truth.delays_pool, None),
        ("items_on_time", "pool_community_equipment", truth.equipment_pool, None),
        ("items_on_time", "coterminous", truth.equipment_coterminous, None),
    ]
    return [
        Difference(outcome, term, why, size) for outcome, term, effect, size in planted if effect
    ]


def only(sizes: set[float]) -> float | None:
    """Return the one size of all services, or none where they differ.

    Parameters
    ----------
    sizes
        Planted effects.
    """
    return next(iter(sizes)) if len(sizes) == 1 else None


def is_planted(table: pd.DataFrame, truth: Truth) -> pd.Series:
    """Return which rows (``outcome, term``) of a table have a planted difference.

    Parameters
    ----------
    table
        ``outcome, term``, a row an effect.
    truth
        What is planted in the world.
    """
    return _planted(table, truth).notna()


def planted_size(table: pd.DataFrame, truth: Truth) -> pd.Series:
    """Return the planted effect of every row of a table, missing where none is or its size is not.

    Parameters
    ----------
    table, truth
        See ``is_planted``.
    """
    sizes = [
        np.nan if one is None or one.size is None else one.size for one in _planted(table, truth)
    ]
    return pd.Series(sizes, index=table.index, dtype=float)


def _planted(table: pd.DataFrame, truth: Truth) -> pd.Series:
    """Return by row the planted difference that its outcome and term name, or none."""
    planted = planted_differences(truth)
    return pd.Series(
        [
            next((d for d in planted if _is(d, outcome, term)), None)
            for outcome, term in zip(table["outcome"], table["term"], strict=True)
        ],
        index=table.index,
        dtype=object,
    )


def _is(difference: Difference, outcome: str, term: str) -> bool:
    """Return whether a difference is the one of an outcome by a term."""
    return bool(re.fullmatch(difference.outcome, outcome) and re.fullmatch(difference.term, term))
