"""Simulated Englands of two levels: the same patients and money, seen by PCTs and by councils.

The layout is that of England in 2008: 152 PCTs and 150 councils in ten regions, with as many
one-to-one pairs and larger linked units in each as there were then.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pooledfunds.estimation.finer_panels import plain_text
from pooledfunds.estimation.simulation.worlds import YEARS

# By region the linked units: (PCTs, councils) of a unit, and how many units are of this shape.
LAYOUT: tuple[dict[tuple[int, int], int], ...] = (
    {(1, 1): 8, (1, 3): 1, (2, 1): 1},
    {(1, 1): 18, (1, 2): 1, (2, 1): 1, (3, 1): 1},
    {(1, 1): 13, (1, 2): 1},
    {(1, 1): 6, (1, 2): 1, (2, 1): 1},
    {(1, 1): 10, (2, 1): 2, (2, 2): 1},
    {(1, 1): 4, (1, 3): 2, (2, 1): 1, (2, 2): 1, (3, 1): 1, (3, 2): 1},
    {(1, 1): 29, (1, 2): 2},
    {(1, 1): 4, (1, 2): 1, (2, 1): 1, (2, 2): 1},
    {(1, 1): 7, (2, 1): 2},
    {(1, 1): 8, (1, 2): 1, (2, 1): 1},
)
YEAR = YEARS[-1]
CONDITIONS = ("condition_1", "condition_2")


@dataclass(frozen=True)
class LinkedWorld:
    """What is planted in a world of two levels.

    ``effect`` of a pool and of a shared boundary on outcomes, on the log scale; ``confounding`` by
    need, which moves pools and outcomes; ``noise`` the units' own standard deviation, ``within``
    that of the parts of a unit, ``regional`` that of regions; ``pooled`` the share of units with a
    pool; ``silent`` the shares of PCTs and councils that do not answer the survey.
    """

    pool_effect: float = 0.0
    boundary_effect: float = 0.0
    confounding: float = 0.05
    noise: float = 0.15
    within: float = 0.08
    regional: float = 0.06
    pooled: float = 0.15
    silent: tuple[float, float] = (0.28, 0.34)


def linked_layout() -> pd.DataFrame:
    """Return the parts of England in which one PCT and one council meet.

    Returns
    -------
    DataFrame
        ``region_code, unit, pct_code, cssr_code``, a row for each pair of bodies in common.
    """
    rows, unit, pcts, councils = [], 0, 0, 0
    for region, shapes in enumerate(LAYOUT):
        for (p, c), number in shapes.items():
            for _ in range(number):
                rows += [
                    (f"R{region:02d}", unit, f"P{pcts + i:03d}", f"L{councils + j:03d}")
                    for i in range(p)
                    for j in range(c)
                ]
                unit, pcts, councils = unit + 1, pcts + p, councils + c
    return pd.DataFrame(rows, columns=["region_code", "unit", "pct_code", "cssr_code"])


def simulate_linked(world: LinkedWorld, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """Return the panels of one world by name.

    Parameters
    ----------
    world
        What is planted.
    rng
        Random generator.
    """
    parts = linked_layout()
    region = pd.factorize(parts["region_code"])[0]
    unit = parts["unit"].to_numpy()
    units = unit.max() + 1
    need = (0.8 * rng.normal(size=units)[unit]) + 0.6 * rng.normal(size=len(parts))
    pull = 4 * world.confounding * need[np.unique(unit, return_index=True)[1]]
    pull = pull + rng.logistic(size=units)
    pooled = np.zeros(units)
    pooled[np.argsort(-pull)[: round(world.pooled * units)]] = 1.0
    shared = ~(parts["pct_code"].duplicated(False) | parts["cssr_code"].duplicated(False))
    area = world.noise * rng.normal(size=units)[unit] + world.within * rng.normal(size=len(parts))
    area = area + world.regional * rng.normal(size=len(LAYOUT))[region]
    area = area + world.confounding * need
    area = area + world.pool_effect * pooled[unit] + world.boundary_effect * shared
    people = np.exp(rng.normal(10.5, 0.4, len(parts))).round()
    columns = {"people": people, "need": people * need}
    for condition in CONDITIONS:
        own = area + 0.1 * rng.normal(size=units)[unit]
        columns[condition] = rng.poisson(0.08 * people * np.exp(own)).astype(float)
    columns["money"] = people * np.exp(area)
    counted = parts.assign(**columns)
    panels = {
        "panel_pct": level_panel("pct_code", counted, pooled, world.silent[0], rng),
        "panel_council": level_panel("cssr_code", counted, pooled, world.silent[1], rng),
    }
    return {
        name: plain_text(panel.merge(apportion_items(name, panels, counted)))
        for name, panel in panels.items()
    }


def apportion_items(
    name: str, panels: dict[str, pd.DataFrame], parts: pd.DataFrame
) -> pd.DataFrame:
    """Return items of equipment by body, which councils count and PCTs have by apportioning.

    A council's share on time lies about the logit of its money.

    Parameters
    ----------
    name
        Of the panel that the items are wanted for.
    panels
        As ``level_panel`` has them.
    parts
        What is counted in each part, from ``linked_layout``.
    """
    council = panels["panel_council"]
    items = np.maximum(200, 0.2 * council["population_65_plus"]).round()
    level = 1.9 + 4 * np.log(council["spend_per_head"] / 100)
    counted = pd.DataFrame({"cssr_code": council["area_code"], "items": items})
    counted["items_on_time"] = items / (1 + np.exp(-level))
    if name == "panel_council":
        return counted.rename(columns={"cssr_code": "area_code"})
    share = parts["people"] / parts.groupby("cssr_code")["people"].transform("sum")
    split = parts[["pct_code", "cssr_code"]].merge(counted, on="cssr_code", how="left")
    columns = ["items", "items_on_time"]
    split[columns] = split[columns].mul(share.to_numpy(), axis=0)
    summed = split.groupby("pct_code")[columns].sum().reset_index()
    return summed.rename(columns={"pct_code": "area_code"})


def level_panel(
    code: str,
    parts: pd.DataFrame,
    pooled: np.ndarray,
    silent: float,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return the panel of one level: sums over the parts of each body, and what it answers.

    Parameters
    ----------
    code
        Column of the level's codes.
    parts
        What is counted in each part, from ``linked_layout``.
    pooled
        Whether each unit has a pool (units,).
    silent
        Share of bodies that do not answer.
    rng
        Random generator.
    """
    by = parts.groupby(code, sort=True)
    sums = by[["people", "need", "money", *CONDITIONS]].sum()
    first = by[["region_code", "unit"]].first()
    other = "cssr_code" if code == "pct_code" else "pct_code"
    alone = by[other].first().map(parts.groupby(other)[code].nunique()) == 1
    pool = pooled[first["unit"]]
    # A body of a larger unit may differ from its partners.
    differs = (rng.random(len(sums)) < 0.1) & (parts.groupby("unit").size()[first["unit"]] > 1)
    pool = np.where(differs, 1 - pool, pool)
    conditions = {f"bed_days_{name}": sums[name].to_numpy() for name in CONDITIONS}
    conditions |= {f"expected_{name}": 0.08 * sums["people"].to_numpy() for name in CONDITIONS}
    return pd.DataFrame(
        {
            "area_code": sums.index.to_numpy(dtype=object),
            "financial_year": YEAR,
            "region_code": first["region_code"].to_numpy(dtype=object),
            "in_frame": True,
            "linked_area": first["unit"].astype(str).to_numpy(dtype=object),
            "coterminous": ((by[other].nunique() == 1) & alone).to_numpy(dtype=float),
            **reported_pools(pool, silent, rng),
            "imd_score": (22 + 8 * sums["need"] / sums["people"]).to_numpy(),
            "population_65_plus": sums["people"].to_numpy(),
            "spend_per_head": (100 * sums["money"] / sums["people"]).to_numpy(),
            **conditions,
        }
    )


def reported_pools(
    pool: np.ndarray, silent: float, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Return what is known of bodies' pools: by the survey, by any source, and of their money.

    Parameters
    ----------
    pool
        Zero or one (bodies,).
    silent
        Share of bodies that do not answer.
    rng
        Random generator.
    """
    survey = np.where(rng.random(len(pool)) < silent, np.nan, pool)
    notified = (pool == 1) & (rng.random(len(pool)) < 0.4)
    return {
        "pool": survey,
        "pool_by_any_source": np.where(notified, 1.0, survey),
        "joint_gbp_thousand": np.where(pool == 1, np.exp(rng.normal(5.5, 1.0, len(pool))), 0.0),
    }
