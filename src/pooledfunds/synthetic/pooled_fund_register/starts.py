"""What makes joint arrangements begin in invented England: chances planted in councils at risk."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pooledfunds.synthetic.pooled_fund_register.pools import (
    CHANCE,
    COTERMINOUS_ON_POOLING,
    NEED_ON_POOLING,
)

# Sections of PSS EX1 whose arrangements count as a history of working together.
SECTIONS = ("B", "C", "D", "E")


@dataclass(frozen=True)
class StartEffects:
    """Log odds that joint arrangements begin in 2007/08, among councils that had none.

    Without planted effects those that begin are some of those that need and boundaries made pool:
    the logistic chance that decides this is on a scale of 0.6, so that these are its log odds.
    """

    need: float = NEED_ON_POOLING / CHANCE
    coterminous: float = COTERMINOUS_ON_POOLING / CHANCE
    joint_elsewhere: float = 0.0
    stable_boundaries: float = 0.0
    twice_the_population: float = 0.0


def with_planted_starts(
    rng: np.random.Generator, pools: pd.DataFrame, councils: pd.DataFrame, effects: StartEffects
) -> pd.DataFrame:
    """Return the pools with those that begin in 2007/08 drawn anew by the planted odds.

    As many begin in each section as before. Who takes the place of another takes its size, and
    the other what the allocation of overheads had left in its column.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    pools
        From ``pools.declare_pools``.
    councils
        ``cssr_code, need, coterminous, tiny, stable, persons``, a row a council.
    effects
        Planted log odds; without any besides need and boundaries the pools stay as they are.
    """
    if effects == StartEffects():
        return pools
    pools = pools.copy()
    old = pools["pooled"] & pools["since"].lt(2007) & pools["section"].isin(SECTIONS)
    by_council = old.groupby(pools["cssr_code"]).sum().reindex(councils["cssr_code"]).to_numpy()
    fixed = (
        effects.need * councils["need"]
        + effects.coterminous * councils["coterminous"]
        + effects.stable_boundaries * councils["stable"]
        + effects.twice_the_population * np.log2(councils["persons"])
    ).to_numpy(dtype=float)
    for section in SECTIONS:
        rows = np.flatnonzero(pools["section"].eq(section))
        own_old = old.to_numpy()[rows]
        history = by_council - own_old > 0
        wish = fixed + effects.joint_elsewhere * history + rng.logistic(size=len(rows))
        wish[own_old | councils["tiny"].to_numpy()] = -np.inf
        before = pools["pooled"].to_numpy()[rows] & ~own_old
        now = np.zeros(len(rows), dtype=bool)
        now[np.argsort(-wish, kind="stable")[: before.sum()]] = True
        leaving, coming = rows[before & ~now], rows[now & ~before]
        for name in ("pooled", "large", "crumbs", "since"):
            values = pools[name].to_numpy(copy=True)
            values[coming], values[leaving] = values[leaving], values[coming]
            pools[name] = values
    return pools
