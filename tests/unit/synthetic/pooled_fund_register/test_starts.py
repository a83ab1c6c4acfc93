"""Joint arrangements that begin by planted odds."""

import numpy as np
import pandas as pd

from pooledfunds.synthetic.pooled_fund_register.pools import declare_pools
from pooledfunds.synthetic.pooled_fund_register.starts import StartEffects, with_planted_starts


def england(n: int = 150) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    return pd.DataFrame(
        {
            "cssr_code": [f"{code:03d}" for code in range(n)],
            "need": rng.normal(size=n),
            "coterminous": rng.random(n) < 0.7,
            "tiny": np.arange(n) < 2,
            "stable": rng.random(n) < 0.4,
            "persons": np.exp(rng.normal(12, 0.5, n)),
        }
    )


COUNCILS = england()
POOLS = declare_pools(np.random.default_rng(4), COUNCILS)


def planted(effects: StartEffects) -> pd.DataFrame:
    return with_planted_starts(np.random.default_rng(5), POOLS, COUNCILS, effects)


def test_without_planted_effects_the_pools_stay_as_they_are():
    assert planted(StartEffects()) is POOLS


def test_as_many_begin_in_each_section_and_those_of_old_stay():
    found = planted(StartEffects(stable_boundaries=3.0))
    columns = ["pooled", "large", "crumbs"]
    assert found.groupby("section")[columns].sum().equals(POOLS.groupby("section")[columns].sum())
    old = POOLS["pooled"] & POOLS["since"].lt(2007)
    pd.testing.assert_frame_equal(found[old], POOLS[old])
    assert not (found["pooled"] & found["crumbs"]).any()


def test_a_large_effect_decides_who_begins_and_the_smallest_councils_never_do():
    found = planted(StartEffects(stable_boundaries=30.0)).merge(COUNCILS, on="cssr_code")
    begun = found[found["pooled"] & found["since"].eq(2007) & found["section"].isin(list("BCDE"))]
    assert begun["stable"].all()
    assert not begun["tiny"].any()
