"""Which differences a truth plants, in the words of the estimates: outcome and term.

All that an estimate may announce. What is announced besides is a false alarm, and is counted as one
(``check_announcements``).
"""

import re
from dataclasses import dataclass

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
    """

    outcome: str
    term: str
    why: str


def planted_differences(truth: Truth) -> list[Difference]:
    """Return every difference that a truth plants, in no matter what model."""
    boundaries = Difference(
        "pool_exists_.*",
        "coterminous",
        "pools by the report's margins: 43 and 51, 19 and 24 per cent of PCTs with and without "
        "shared boundaries, though need, which makes pools likelier, differs between the two; and "
        "a PCT of several councils makes every one of them a partner",
    )
    return [boundaries, *_of_need(), *_of_stays(truth), *_of_councils(truth)]


def _of_need() -> list[Difference]:
    """Return the outcomes of hospital care that need changes, under either truth."""
    rates = {name for name, effect in NEED_ON_RATE.items() if effect}
    stays = {name for name, effect in NEED_ON_STAY.items() if effect}
    planted = {"admissions": rates, "length_of_stay": stays, "bed_days": rates | stays}
    return [
        Difference(f"{measure}_({'|'.join(sorted(names))})", "deprivation", "need")
        for measure, names in planted.items()
    ]


def _of_stays(truth: Truth) -> list[Difference]:
    """Return what is planted in the length of stays."""
    found = []
    for condition, area in STAYS.items():
        mental = condition == "mental_health"
        outcome = "mh_length_of_stay" if mental else f"(bed_days|length_of_stay)_{condition}"
        if truth.stays[condition]:
            pool = "pool" if mental else f"pool_{area}"
            found.append(Difference(outcome, pool, f"stays by {area} pools"))
        if truth.stays_coterminous:
            found.append(Difference(outcome, "coterminous", "stays by shared boundaries"))
    return found


def _of_councils(truth: Truth) -> list[Difference]:
    """Return what is planted in money, delays and equipment."""
    planted = {
        ("(whole_)?spend_per_head_.*", "joint_financing|pool"): any(truth.spending.joint.values()),
        ("(whole_)?spend_per_head_.*", "coterminous"): truth.spending.coterminous,
        ("(budget|whole_spend)_per_head_.*", "pool"): any(truth.budgets.values()),
        # Less spending, by pools and shared boundaries, is less supply, and more delays.
        ("delayed_patients", "pool_.*|joint_financing|coterminous"): truth.delays_pool,
        ("items_on_time", "pool_community_equipment"): truth.equipment_pool,
        ("items_on_time", "coterminous"): truth.equipment_coterminous,
    }
    return [
        Difference(outcome, term, "councils, budgets or items by the truth's own figure")
        for (outcome, term), effect in planted.items()
        if effect
    ]


def is_planted(table: pd.DataFrame, truth: Truth) -> pd.Series:
    """Return which rows (``outcome, term``) of a table have a planted difference.

    Parameters
    ----------
    table
        ``outcome, term``, a row an effect.
    truth
        What is planted in the world.
    """
    planted = planted_differences(truth)
    return pd.Series(
        [
            any(re.fullmatch(d.outcome, outcome) and re.fullmatch(d.term, term) for d in planted)
            for outcome, term in zip(table["outcome"], table["term"], strict=True)
        ],
        index=table.index,
        dtype=bool,
    )
