"""The invented England, declared in one place: bodies, people, need, pools, spending, truth."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pooledfunds.artificial.bodies import CLASSES, Bodies, declare_bodies
from pooledfunds.artificial.people import People, declare_people
from pooledfunds.artificial.pools import (
    COTERMINOUS_ON_POOLING,
    NEED_ON_POOLING,
    SUBSTANTIVE,
    declare_pools,
)
from pooledfunds.artificial.services import FINANCIAL_YEARS, LINES, POOLED_SECTIONS, SECTIONS
from pooledfunds.artificial.spending import Effects, declare_spending

TRUTHS = {
    "report": Effects(
        joint=dict.fromkeys(POOLED_SECTIONS.values(), 0.0),
        coterminous=0.0,
        interaction=dict.fromkeys(POOLED_SECTIONS.values(), 0.0),
    ),
    "effect": Effects(
        joint={"older people": -0.06, "learning disability": -0.08, "mental health": -0.10},
        coterminous=-0.04,
        interaction=dict.fromkeys(POOLED_SECTIONS.values(), 0.0),
    ),
}


@dataclass(frozen=True)
class World:
    """Everything that the writers write, and nothing that they invent themselves."""

    settings: dict
    bodies: Bodies
    people: People
    councils: pd.DataFrame  # cssr_code, name, class, need, coterminous, tiny
    pools: pd.DataFrame
    spending: dict[str, dict[str, np.ndarray]]  # by year and measure: councils by lines
    effects: Effects

    def draw(self, theme: str) -> np.random.Generator:
        """Return a generator of the theme's own, so that a new theme moves no other."""
        return draw_for(self.settings["seed"], theme)


def draw_for(seed: int, theme: str) -> np.random.Generator:
    """Return the random generator that belongs to a seed and a theme."""
    return np.random.default_rng([seed, *theme.encode()])


def declare_world(settings: dict) -> World:
    """Return the world of a seed and a truth: settings {"seed": int, "truth": name}.

    Raises
    ------
    ValueError
        If a setting is unknown or missing, or the truth has no such name.
    """
    if set(settings) != {"seed", "truth"}:
        raise ValueError(f"the invented England takes seed and truth, not {sorted(settings)}")
    if settings["truth"] not in TRUTHS:
        raise ValueError(f"truth must be one of {sorted(TRUTHS)}")
    seed, effects = settings["seed"], TRUTHS[settings["truth"]]
    bodies = declare_bodies(draw_for(seed, "bodies"))
    people = declare_people(draw_for(seed, "people"), bodies)
    councils = bodies.councils.merge(people.need, on="cssr_code", validate="one_to_one")
    councils["coterminous"] = councils["cssr_code"].isin(coterminous_councils(bodies.pairs))
    pools = declare_pools(draw_for(seed, "pools"), councils)
    spending = declare_spending(
        draw_for(seed, "spending"), councils, people.population, pools, effects
    )
    return World(dict(settings), bodies, people, councils, pools, spending, effects)


def coterminous_councils(pairs: pd.DataFrame) -> pd.Series:
    """Return the codes of councils whose one PCT covers them and nothing else."""
    councils = pairs.groupby("pct_code")["cssr_code"].transform("size")
    pcts = pairs.groupby("cssr_code")["pct_code"].transform("size")
    return pairs.loc[councils.eq(1) & pcts.eq(1), "cssr_code"]


def truth(world: World) -> dict:
    """Return every planted parameter and the counts it led to, ready for TRUTH.json."""
    pools = world.pools[world.pools["section"].isin(list(POOLED_SECTIONS))]
    counts = pools.groupby("section")["pooled"].sum().rename(POOLED_SECTIONS)
    return {
        "note": "INVENTED DATA: the answers that were planted; for tests and benchmarks only",
        "settings": world.settings,
        "spending_per_head": {
            "scale": "log of total cost (own provision, provision by others, grants) per head",
            "joint_arrangements": world.effects.joint,
            "coterminous": world.effects.coterminous,
            "joint_arrangements_and_coterminous": world.effects.interaction,
            "need": {
                section.client_group: section.need
                for section in SECTIONS
                if section.code in POOLED_SECTIONS
            },
            "need_is": "mean IMD 2007 score of the council's LSOAs, standardised over councils",
            "per_head_of": {
                section.client_group: section.people
                for section in SECTIONS
                if section.code in POOLED_SECTIONS
            },
        },
        "pooling": {
            "exposed_when": f"joint arrangements of at least £{SUBSTANTIVE},000 in the year",
            "log_odds_by_need": NEED_ON_POOLING,
            "log_odds_by_coterminous": COTERMINOUS_ON_POOLING,
            "councils_2007_08": counts.astype(int).to_dict(),
        },
        "counts": {
            "councils": len(world.councils),
            "pcts": len(world.bodies.pcts),
            "strategic_health_authorities": len(world.bodies.strategic_authorities),
            "coterminous_pcts": int(world.councils["coterminous"].sum()),
            "care_trusts": world.bodies.care_trusts["kind"].value_counts().sort_index().to_dict(),
            "by_class": {
                name: int(world.councils["council_class"].eq(name).sum()) for name in CLASSES
            },
        },
        "england_total_cost_thousands": {
            year: {
                section.client_group: float(_total_cost(world, year, section.code))
                for section in SECTIONS
                if section.code in POOLED_SECTIONS
            }
            for year in FINANCIAL_YEARS
        },
    }


def _total_cost(world: World, year: str, section: str) -> float:
    """Return England's cost of one section, without Supporting People."""
    lines = [place for place, code in enumerate(LINES) if _section_of(code) == section]
    return sum(world.spending[year][part][:, lines].sum() for part in ("own", "others", "grants"))


def _section_of(line: str) -> str:
    """Return the section to which a line belongs."""
    return next(
        section.code
        for section in SECTIONS
        if line in {service.code for service in section.services}
    )
