"""What the invented councils spent and received, line by line, in £ thousand.

Every amount is a multiple of 1/64 of a thousand pounds, so that sums are exact in floating
point and every published identity can be printed without a rounding difference.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pooledfunds.synthetic.pooled_fund_register.pools import joint_amounts, nhs_amounts
from pooledfunds.synthetic.pssex1.services import (
    FINANCIAL_YEARS,
    LINES,
    POOLED_SECTIONS,
    RETURNED_AS_JOINT,
    RETURNED_AS_OTHER,
    SECTIONS,
    Section,
)

MEASURES = ("own", "others", "grants", "own_capital", "others_capital",
            "fees", "joint", "nhs", "other")  # fmt: skip
FRACTION = {"2005/06": 64, "2006/07": 64, "2007/08": 1}  # the last form is in whole thousands
# Standard deviation of a year's own shock to log spending: as the official returns of 2005/06 to
# 2007/08 move from year to year.
SPREAD_BY_YEAR = {"B": 0.035, "D": 0.07, "E": 0.09}
SPREAD_BY_YEAR_OF_OTHERS = 0.025
REGIONAL = 0.15  # share of the lasting variance that the councils of a region have in common
SPREAD_OF_LINES = 0.2


@dataclass(frozen=True)
class Effects:
    """Planted log effects on spending per head, less joint money."""

    joint: dict[str, float]
    coterminous: float
    interaction: dict[str, float]


def declare_spending(
    rng: np.random.Generator, councils: pd.DataFrame, people: pd.DataFrame, pools: pd.DataFrame,
    effects: Effects,
) -> dict[str, dict[str, np.ndarray]]:  # fmt: skip
    """Return, by financial year and measure, an array of councils by lines.

    All that is by council is in the order of the councils.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    councils
        ``need, coterminous, region``, a row a council.
    people
        Persons by council and year, a column an age band.
    pools
        From ``declare_pools``, a row a council and section.
    effects
        What is planted: log effects on spending per head, less joint money.
    """
    spending = {
        year: {measure: np.zeros((len(councils), len(LINES))) for measure in MEASURES}
        for year in FINANCIAL_YEARS
    }
    for section in SECTIONS:
        places = [LINES.index(service.code) for service in section.services]
        mine = pools[pools["section"].eq(section.code)].reset_index(drop=True)
        for year, amounts in _section(rng, section, councils, people, mine, effects).items():
            for measure, values in amounts.items():
                spending[year][measure][:, places] = values
    return spending


def log_cost_per_head(
    spent: dict[str, np.ndarray], section: str, people: np.ndarray, less_joint: bool = False
) -> np.ndarray:
    """Return the log of a section's total cost per head by council, £ thousand.

    Less joint money, where that is asked for: what the effects are planted in.

    Parameters
    ----------
    spent
        By measure (councils, lines), £ thousand.
    section
        Letter of the block of lines.
    people
        Persons that spending is per head of (councils,).
    less_joint
        Whether joint money is taken off: effects are planted in what is left.
    """
    codes = next(one.services for one in SECTIONS if one.code == section)
    places = [LINES.index(service.code) for service in codes]
    cost = sum(spent[measure][:, places].sum(axis=1) for measure in ("own", "others", "grants"))
    if less_joint:
        cost = cost - spent["joint"][:, places].sum(axis=1)
    return np.log(cost / people)


def _section(
    rng: np.random.Generator, section: Section, councils: pd.DataFrame, people: pd.DataFrame,
    pools: pd.DataFrame, effects: Effects,
) -> dict[str, dict[str, np.ndarray]]:  # fmt: skip
    """Return one section's amounts by year and measure."""
    number = len(councils)
    own_level = section.spread * _levels(rng, councils["region"].to_numpy())
    share = np.array([service.share for service in section.services])
    lines = share * np.exp(rng.normal(0, SPREAD_OF_LINES, (number, len(share))))
    in_house = np.array([service.own for service in section.services]) / 100
    tilt = rng.normal(0, 0.25, (number, 1))
    in_house = np.clip(in_house * np.exp(tilt * (in_house < 0.9)), 0, 1)
    paid = np.array([service.fees for service in section.services])
    paid = paid * np.exp(rng.normal(0, 0.2, (number, len(share))))
    other = section.other * np.exp(rng.normal(-0.32, 0.8, (number, len(share))))
    lasting = section.need * councils["need"].to_numpy() + own_level
    shock = SPREAD_BY_YEAR.get(section.code, SPREAD_BY_YEAR_OF_OTHERS)
    totals = {}
    for year in FINANCIAL_YEARS:
        log_level = lasting + rng.normal(0, shock, number)
        log_level = _with_effects(log_level, section, councils, pools, effects, int(year[:4]))
        totals[year] = _totals(log_level, section, people, year)
    joint_money = _joint_money(rng, section, pools, totals)
    totals = {
        year: _with_joint_money(totals[year], joint_money[year][0], FRACTION[year])
        for year in FINANCIAL_YEARS
    }
    amounts: dict[str, dict[str, np.ndarray]] = {}
    for place, year in enumerate(FINANCIAL_YEARS):
        cost = _split(totals[year], lines, FRACTION[year])
        grants = np.rint(cost * section.grants) if year == "2007/08" else 0 * cost
        own = np.minimum(np.rint(cost * in_house * FRACTION[year]) / FRACTION[year], cost - grants)
        others = cost - own - grants
        joint, nhs, hidden = (_split(money, cost, 1) for money in joint_money[year])
        amounts[year] = {
            "own": own,
            "others": others,
            "grants": grants,
            "own_capital": np.rint(own * section.capital),
            "others_capital": np.rint(others * section.capital / 25),
            "fees": _scaled(cost * paid, 1000 * section.fees[place]),
            "joint": joint,
            "nhs": nhs,
            "other": np.rint(cost * other) + hidden,
        }
    return amounts


def _levels(rng: np.random.Generator, regions: np.ndarray) -> np.ndarray:
    """Return a standard normal value per council, correlated within its region."""
    shared = rng.normal(size=regions.max() + 1)[regions]
    return np.sqrt(REGIONAL) * shared + np.sqrt(1 - REGIONAL) * rng.normal(size=len(regions))


def _with_effects(
    log_level: np.ndarray, section: Section, councils: pd.DataFrame, pools: pd.DataFrame,
    effects: Effects, calendar: int,
) -> np.ndarray:  # fmt: skip
    """Return log spending per head with the planted effects of pools and boundaries."""
    if section.code not in POOLED_SECTIONS:
        return log_level
    group = POOLED_SECTIONS[section.code]
    pooled = (pools["pooled"] & pools["since"].le(calendar)).to_numpy()
    whole = councils["coterminous"].to_numpy()
    log_level = log_level + effects.joint[group] * pooled + effects.coterminous * whole
    return log_level + effects.interaction[group] * (pooled & whole)


def _totals(log_level: np.ndarray, section: Section, people: pd.DataFrame, year: str) -> np.ndarray:
    """Return each council's total cost: per head times people, scaled to the country's."""
    living = people[people["year"].eq(int(year[:4]))]
    children = section.people == "children"
    heads = living["all"] - living["p18"] if children else living[section.people]
    level = heads.to_numpy() * np.exp(log_level)
    target = 1000 * section.total[FINANCIAL_YEARS.index(year)]
    return np.rint(target * level / level.sum() * FRACTION[year]) / FRACTION[year]


def _with_joint_money(totals: np.ndarray, joint: np.ndarray, fraction: int) -> np.ndarray:
    """Return total cost made of the council's own and the joint money that comes on top of it.

    What is planted holds for the cost less joint money, so that where no effect is planted the
    money itself is none (decision 9).
    """
    own = totals * (1 - joint.sum() / totals.sum())
    return np.rint(own * fraction) / fraction + joint


def _joint_money(
    rng: np.random.Generator, section: Section, pools: pd.DataFrame, totals: dict[str, np.ndarray]
) -> dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return by year the joint arrangements, NHS income and NHS income under other income."""
    none = np.zeros(len(pools))
    joint = joint_amounts(rng, section, pools, totals["2007/08"])
    nhs = nhs_amounts(rng, section, joint, totals["2007/08"])
    begun = ~pools["pooled"] | pools["since"].le(2006)
    wobble = np.exp(rng.normal(0, 0.15, (2, len(pools))))
    large = np.where(joint > 50, np.maximum(joint * wobble[0], 55), joint)
    before = np.where(begun, large, 0)
    joint_before = _scaled(before, 1000 * section.joint[0], keep=before <= 250)
    nhs_before = _scaled(nhs * wobble[1], 1000 * section.nhs[0])
    both = joint_before + nhs_before
    as_joint = _scaled(both * wobble[0], RETURNED_AS_JOINT * both.sum())
    as_other = _scaled(both * wobble[1], RETURNED_AS_OTHER * both.sum())
    return {
        "2005/06": (as_joint, none, as_other),
        "2006/07": (joint_before, nhs_before, none),
        "2007/08": (joint, nhs, none),
    }


def _scaled(weight: np.ndarray, target: float, keep: np.ndarray | None = None) -> np.ndarray:
    """Return whole thousands in proportion to weights, near a total; some may be kept as are."""
    free = weight if keep is None else np.where(keep, 0, weight)
    kept = weight - free
    if not free.sum():
        return np.rint(kept)
    return np.rint(kept + free * max(target - kept.sum(), 0) / free.sum())


def _split(totals: np.ndarray, weights: np.ndarray, fraction: int) -> np.ndarray:
    """Return each row's total split by its weights, in whole parts that add up to it exactly."""
    sums = weights.sum(axis=1, keepdims=True)
    reached = np.cumsum(weights, axis=1) / np.where(sums > 0, sums, 1)
    parts = np.rint(reached * totals[:, None] * fraction)
    parts[:, -1] = totals * fraction
    return np.diff(parts, axis=1, prepend=0) / fraction
