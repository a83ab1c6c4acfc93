"""Simulated Englands whose truth is known, to try the estimators on.

Every world is a panel of the study's own shape: PCTs by year with outcomes, denominators,
exposures, moderator and covariates. Areas differ by region and by need beyond what a model sees.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

YEARS = ("2005/06", "2006/07", "2007/08")
REGIONS = 10


@dataclass(frozen=True)
class World:
    """What is planted.

    ``effect`` is the exposure's on the log scale (on the logit scale for shares); ``confounding``
    is how much deprivation moves both exposure and outcome; ``noise`` the areas' own standard
    deviation on the log scale; ``exposed`` how many bodies have the exposure, or None for about
    ``share`` of them; ``sensitivity`` and ``specificity`` are the register's.
    """

    effect: float = 0.0
    confounding: float = 0.0
    noise: float = 0.15
    regional: float = 0.05
    bodies: int = 152
    share: float = 0.4
    exposed: int | None = None
    staggered: bool = False
    sensitivity: float = 1.0
    specificity: float = 1.0


def simulate(world: World, rng: np.random.Generator) -> pd.DataFrame:
    """Return the panel of one world, one row per body and year."""
    n, years = world.bodies, len(YEARS)
    region = rng.permutation(np.arange(n) % REGIONS)
    need = rng.normal(size=n)
    exposure = exposed_bodies(world, need, rng)
    start = np.where(exposure == 1, 0, years)
    if world.staggered:
        start = np.where(exposure == 1, rng.integers(1, years, n), years)
    course = (np.arange(years) >= start[:, None]).astype(float)
    area = world.noise * rng.normal(size=n) + world.regional * rng.normal(size=REGIONS)[region]
    area = area + world.confounding * need
    log_rate = area[:, None] + world.effect * course
    log_rate = log_rate + 0.02 * rng.normal(size=(n, years)) - 0.01 * np.arange(years)
    population = np.exp(rng.normal(10.8, 0.4, n)).round()
    expected = 0.15 * population[:, None] * np.ones(years)
    bed_days = rng.poisson(expected * np.exp(log_rate))
    items = np.maximum(200, (0.2 * population)).round()[:, None] * np.ones(years)
    share = 1 / (1 + np.exp(-(2.2 + 4 * (area[:, None] - 0.5 * world.noise**2))))
    share = 1 / (1 + np.exp(-(np.log(share / (1 - share)) + world.effect * course)))
    on_time = rng.binomial(items.astype(int), share)
    stays = rng.poisson(400, size=(n, years)) + 20.0
    length = np.exp(3.9 + log_rate) * rng.gamma(stays, 1 / stays)
    reported = course.copy()
    missed = (rng.random(n) > world.sensitivity)[:, None] & (course == 1)
    wrong = (rng.random(n) > world.specificity)[:, None] & (course == 0)
    reported[missed | wrong] = 1 - reported[missed | wrong]
    columns = {
        "body_code": np.repeat([f"5{i:03d}" for i in range(n)], years),
        "financial_year": np.tile(YEARS, n),
        "region_code": np.repeat([f"Q{r:02d}" for r in region], years),
        "in_frame": True,
        "coterminous": np.repeat((rng.random(n) < 0.7).astype(float), years),
        "imd_score": np.repeat(22 + 8 * need, years),
        "population_65_plus": np.repeat(population, years),
        "pool": reported.ravel(),
        "truly_pooled": course.ravel(),
        "bed_days": bed_days.ravel().astype(float),
        "expected_bed_days": expected.ravel(),
        "items_on_time": on_time.ravel().astype(float),
        "items": items.ravel(),
        "mh_length_of_stay": length.ravel(),
        "mh_stays": stays.ravel(),
        "spend_per_head": 100 * np.exp(log_rate).ravel(),
    }
    return pd.DataFrame(columns)


def exposed_bodies(world: World, need: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return which bodies are exposed: the needier more often where there is confounding."""
    pull = 8 * world.confounding * need + rng.logistic(size=len(need))
    count = world.exposed or round(world.share * len(need))
    exposure = np.zeros(len(need))
    exposure[np.argsort(-pull)[:count]] = 1.0
    return exposure
