"""Simulated Englands whose truth is known, to try the estimators on.

Every world is a panel of areas by year with outcomes, denominators, exposures, moderator and
covariates. Areas differ by region and by need beyond what a model sees.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from pooledfunds.core.financial_year import year_name

FIRST_YEAR, N_YEARS = 2001, 3
YEARS = tuple(year_name(FIRST_YEAR + place) for place in range(N_YEARS))
# Areas of each region: those of ten in the England of that time.
REGION_SIZES = (31, 24, 16, 14, 14, 12, 11, 11, 10, 9)
BODIES = sum(REGION_SIZES)
TREND = -0.01  # a year, on the log scale


@dataclass(frozen=True)
class World:
    """What is planted.

    ``effect`` is the exposure's on the log scale (on the logit scale for shares); ``confounding``
    is how much deprivation moves both exposure and outcome; ``noise`` the areas' own standard
    deviation on the log scale, ``regional`` that of regions, ``by_year`` that of an area's years,
    ``common_by_year`` that of years;
    ``exposed`` how many bodies have the exposure, or None for about ``share`` of them, which
    regions have alike by ``regional_exposure``; ``changing`` of the exposed start within the years,
    or all where ``staggered``; ``events`` are expected in a body in a year, by default 0.15 a
    person of 65 and over; where ``skewed``, areas and their years differ on the log scale as an
    exponential, of which the skewness is two; ``sensitivity`` and ``specificity`` are the
    register's.
    """

    effect: float = 0.0
    confounding: float = 0.0
    noise: float = 0.15
    regional: float = 0.05
    by_year: float = 0.02
    bodies: int = BODIES
    share: float = 0.4
    exposed: int | None = None
    regional_exposure: float = 0.0
    staggered: bool = False
    changing: int = 0
    common_by_year: float = 0.0
    events: float | None = None
    skewed: bool = False
    sensitivity: float = 1.0
    specificity: float = 1.0


def simulate(world: World, rng: np.random.Generator) -> pd.DataFrame:
    """Return the panel of one world, one row per body and year.

    Parameters
    ----------
    world, rng
        What is planted, and the random generator.
    """
    n, years, regions = world.bodies, len(YEARS), len(REGION_SIZES)
    # Where not all areas are drawn, regions are of one size.
    sized = np.repeat(np.arange(regions), REGION_SIZES) if n == BODIES else np.arange(n) % regions
    region = rng.permutation(sized)
    need = rng.normal(size=n)
    alike = np.zeros(n)
    if world.regional_exposure:
        alike = world.regional_exposure * rng.normal(size=regions)[region]
    course = exposure_course(world, exposed_bodies(world, need, alike, rng), rng)
    deviates = partial(skewed_deviates, rng) if world.skewed else rng.normal
    area = world.noise * deviates(size=n) + world.regional * rng.normal(size=regions)[region]
    area = area + world.confounding * need
    log_rate = log_rates(world, area, course, deviates, rng)
    population = np.exp(rng.normal(10.8, 0.4, n)).round()
    each = 0.15 if world.events is None else world.events / population.mean()
    expected = each * population[:, None] * np.ones(years)
    bed_days = rng.poisson(expected * np.exp(log_rate)).astype(float)
    items = np.maximum(200, (0.2 * population)).round()[:, None] * np.ones(years)
    on_time = rng.binomial(items.astype(int), share_on_time(world, area, course))
    stays = rng.poisson(400, size=(n, years)) + 20.0
    length = np.exp(3.9 + log_rate) * rng.gamma(stays, 1 / stays)
    reported = reported_exposure(world, course, rng)
    return pd.DataFrame(
        {
            "area_code": np.repeat(np.array([f"A{i:03d}" for i in range(n)], dtype=object), years),
            "financial_year": np.tile(np.array(YEARS, dtype=object), n),
            "region_code": np.repeat(np.array([f"R{r:02d}" for r in region], dtype=object), years),
            "in_frame": True,
            "coterminous": np.repeat((rng.random(n) < 0.7).astype(float), years),
            "imd_score": np.repeat(22 + 8 * need, years),
            "population_65_plus": np.repeat(population, years),
            "pool": reported.ravel(),
            "truly_pooled": course.ravel(),
            "bed_days": bed_days.ravel(),
            "expected_bed_days": expected.ravel(),
            "items_on_time": on_time.ravel().astype(float),
            "items": items.ravel(),
            "mh_length_of_stay": length.ravel(),
            "mh_stays": stays.ravel(),
            "spend_per_head": 100 * np.exp(log_rate).ravel(),
        }
    )


def log_rates(
    world: World,
    area: np.ndarray,
    course: np.ndarray,
    deviates: Callable[..., np.ndarray],
    rng: np.random.Generator,
) -> np.ndarray:
    """Return the logarithm of each body's rate over the expected one, by year (bodies, years).

    Parameters
    ----------
    world
        Its ``effect``, ``by_year`` and ``common_by_year``.
    area
        The bodies' own deviation on the log scale (bodies,).
    course
        The exposure (bodies, years).
    deviates
        Draws deviates of mean zero and variance one of a given ``size``.
    rng
        Random generator.
    """
    years = course.shape[1]
    log_rate = area[:, None] + world.effect * course
    log_rate = log_rate + world.by_year * deviates(size=course.shape) + TREND * np.arange(years)
    if world.common_by_year:
        log_rate = log_rate + world.common_by_year * rng.normal(size=years)
    return log_rate


def share_on_time(world: World, area: np.ndarray, course: np.ndarray) -> np.ndarray:
    """Return the share of items that come on time, by body and year (bodies, years).

    Parameters
    ----------
    world
        Its ``effect`` is on the logit of the share.
    area
        The bodies' own deviation on the log scale (bodies,).
    course
        The exposure (bodies, years).
    """
    share = 1 / (1 + np.exp(-(2.2 + 4 * (area[:, None] - 0.5 * world.noise**2))))
    return 1 / (1 + np.exp(-(np.log(share / (1 - share)) + world.effect * course)))


def exposure_course(world: World, exposure: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return whether each body has the exposure in each year (bodies, years).

    Parameters
    ----------
    world
        Its ``staggered`` and ``changing`` say who starts within the years.
    exposure
        Which bodies are exposed at last (bodies,).
    rng
        Random generator.
    """
    years = len(YEARS)
    start = np.where(exposure == 1, 0, years)
    if world.staggered:
        start = np.where(exposure == 1, rng.integers(1, years, len(exposure)), years)
    elif world.changing:
        late = rng.permutation(np.flatnonzero(exposure))[: world.changing]
        start[late] = rng.integers(1, years, len(late))
    return (np.arange(years) >= start[:, None]).astype(float)


def reported_exposure(world: World, course: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the exposure (bodies, years) as a register that errs has it.

    Parameters
    ----------
    world
        Its ``sensitivity`` and ``specificity``; a body is misreported in every year or in none.
    course
        The exposure (bodies, years).
    rng
        Random generator.
    """
    reported = course.copy()
    missed = (rng.random(len(course)) > world.sensitivity)[:, None] & (course == 1)
    wrong = (rng.random(len(course)) > world.specificity)[:, None] & (course == 0)
    reported[missed | wrong] = 1 - reported[missed | wrong]
    return reported


def skewed_deviates(rng: np.random.Generator, size: int | tuple[int, ...]) -> np.ndarray:
    """Return deviates of mean zero, variance one and skewness two.

    Parameters
    ----------
    rng
        Random generator.
    size
        Shape.
    """
    return rng.exponential(size=size) - 1


def exposed_bodies(
    world: World, need: np.ndarray, regional: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Return which bodies are exposed: the needier, and those of a region, more often alike.

    Parameters
    ----------
    world
        What is planted.
    need
        (areas,).
    regional
        What areas of a region have in common (areas,).
    rng
        Random generator.
    """
    pull = 8 * world.confounding * need + regional + rng.logistic(size=len(need))
    count = world.exposed or round(world.share * len(need))
    exposure = np.zeros(len(need))
    exposure[np.argsort(-pull)[:count]] = 1.0
    return exposure
