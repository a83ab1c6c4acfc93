"""Who pools what in the invented England, and how the money shows in PSS EX1."""

import numpy as np
import pandas as pd

from pooledfunds.synthetic.pssex1.services import (
    EITHER_COUNTS,
    JOINT_COUNTS,
    OTHER_EITHER_COUNT,
    OTHER_JOINT_COUNTS,
    SECTIONS,
    Section,
)

NEED_ON_POOLING = 0.9  # the confounder: where need is greater, money is likelier to be pooled
CHANCE = 0.6  # scale of the logistic chance that decides beside them
COTERMINOUS_ON_POOLING = -0.3  # the report's own finding: less pooling where boundaries match
# Calendar years in which the financial years of the starts open: before the years that can be
# compared, and within them. Of the latter, three in four start in 2007/08: the survey knows who had
# no pool from 2006/07, so that a start before that year cannot be told from a pool of old.
EARLIER_STARTS = tuple(range(2001, 2006))
STARTS_WITHIN = (2007, 2007, 2007, 2006)
JOINT_STARTERS = 15  # councils whose joint arrangements begin in 2007/08, in each section
SUBSTANTIVE, LARGE = 50, 250  # £ thousand: a true arrangement, and a large one
SHARE_THAT_SHOWS = 0.01  # of a section's spending
LIMIT = 0.45  # of a section's spending: no council's joint money pays for nearly all of it
ROUNDS = 20


def declare_pools(rng: np.random.Generator, councils: pd.DataFrame) -> pd.DataFrame:
    """Return one row per council and section: pooled or not, and since which year.

    A pool is a joint arrangement of at least £50,000. `crumbs` marks councils where the allocation
    of overheads leaves a few thousand pounds in the column though nothing is joint.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    councils
        ``cssr_code, need, coterminous, tiny``; the tiny ones pool nothing.
    """
    tables = []
    for section in SECTIONS:
        nonzero, substantive, large = JOINT_COUNTS.get(section.code, OTHER_JOINT_COUNTS)
        if not any(section.joint):
            nonzero = substantive = large = 0
        wish = (
            NEED_ON_POOLING * councils["need"]
            + COTERMINOUS_ON_POOLING * councils["coterminous"]
            + rng.logistic(0, CHANCE, len(councils))
        ).mask(councils["tiny"], -np.inf)
        pooled = wish.rank(ascending=False, method="first").le(substantive).to_numpy()
        big = np.zeros(len(councils), bool)
        big[rng.choice(np.flatnonzero(pooled), large, replace=False)] = True
        crumbs = np.zeros(len(councils), bool)
        others = np.flatnonzero(~pooled & ~councils["tiny"].to_numpy())
        crumbs[rng.choice(others, nonzero - substantive, replace=False)] = True
        start = np.zeros(len(councils), dtype=int)
        start[pooled] = draw_starts(rng, pooled.sum(), min(JOINT_STARTERS, substantive), (2007,))
        tables.append(
            pd.DataFrame(
                {
                    "cssr_code": councils["cssr_code"].to_numpy(),
                    "section": section.code,
                    "pooled": pooled,
                    "large": big,
                    "crumbs": crumbs,
                    "since": start,
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def draw_starts(
    rng: np.random.Generator, number: int, starters: int, within: tuple[int, ...] = STARTS_WITHIN
) -> np.ndarray:
    """Return the years in which arrangements begin, of which so many start `within` the study.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    number
        How many arrangements.
    starters
        How many of them begin within the study.
    within
        Calendar years in which these begin, in turn.
    """
    late = np.resize(within, starters)
    return rng.permutation([*late, *rng.choice(EARLIER_STARTS, number - starters)]).astype(int)


def joint_amounts(
    rng: np.random.Generator, section: Section, pools: pd.DataFrame, spending: np.ndarray
) -> np.ndarray:
    """Return joint arrangements by council in 2007/08, whole £ thousand.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    section
        Of PSSEX1's lines, with England's joint money, £ million.
    pools
        From ``declare_pools``, of the section (councils,).
    spending
        The section's total cost by council, £ thousand (councils,).
    """
    crumbs = pools["crumbs"].to_numpy()
    small = (pools["pooled"] & ~pools["large"]).to_numpy()
    large = pools["large"].to_numpy()
    amounts = np.zeros(len(pools))
    amounts[crumbs] = rng.integers(4, 31, crumbs.sum())
    amounts[small] = rng.integers(SUBSTANTIVE + 10, LARGE - 10, small.sum())
    if large.any():
        target = 1000 * section.joint[1] - amounts.sum() - LARGE * large.sum()
        weight = spending[large] * np.exp(rng.normal(0, 0.7, large.sum()))
        amounts[large] = LARGE + shared_out(weight, target, LIMIT * spending[large])
    return np.rint(amounts)


def nhs_amounts(
    rng: np.random.Generator, section: Section, joint: np.ndarray, spending: np.ndarray
) -> np.ndarray:
    """Return income from the NHS by council in 2007/08, whole £ thousand.

    Councils are added in random order until the declared number shows joint or NHS money of at
    least a hundredth of spending; the others have crumbs or nothing.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    section
        Of PSSEX1's lines, with England's NHS income, £ million.
    joint
        From ``joint_amounts``, £ thousand (councils,).
    spending
        The section's total cost by council, £ thousand (councils,).
    """
    if not section.nhs[1]:
        return np.zeros(len(joint))
    shows = joint >= SHARE_THAT_SHOWS * spending
    wanted = EITHER_COUNTS.get(section.code, OTHER_EITHER_COUNT)
    order = rng.permutation(len(joint))
    missing = [place for place in order if not shows[place]][: wanted - shows.sum()]
    paid = shows & (rng.random(len(joint)) < 0.6)
    paid[missing] = True
    least = 1.1 * SHARE_THAT_SHOWS * spending * np.isin(np.arange(len(joint)), missing)
    weight = np.where(paid, spending * np.exp(rng.normal(0, 0.6, len(joint))), 0)
    crumbs = np.where(paid, 0, rng.integers(0, 30, len(joint)))
    crumbs = np.minimum(crumbs, 0.4 * SHARE_THAT_SHOWS * spending)
    target = 1000 * section.nhs[1] - least.sum() - crumbs.sum()
    return np.rint(np.maximum(least + shared_out(weight, target, LIMIT * spending), crumbs))


def shared_out(weight: np.ndarray, target: float, limit: np.ndarray) -> np.ndarray:
    """Return amounts in proportion to weights that add up to a target, none above its limit.

    Parameters
    ----------
    weight
        What amounts are in proportion to (councils,).
    target
        Their sum.
    limit
        Most that each may have (councils,).
    """
    amounts = np.zeros(len(weight))
    for _ in range(ROUNDS):
        free = np.where(amounts < limit, weight, 0)
        left = max(target - amounts.sum(), 0)
        amounts = np.minimum(amounts + left * free / max(free.sum(), 1e-9), limit)
    return amounts
