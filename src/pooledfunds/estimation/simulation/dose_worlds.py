"""Simulated Englands of councils over eight years, whose counts hang together from month to month.

Areas lie in nine regions and five classes as in the England of the years 2011 to 2019. What moves
an area's rate moves on: a month is like the month before, and areas of a region are alike in what
moves them and in their exposure.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from scipy import signal, special, stats

from pooledfunds.core.financial_year import year_name

MONTHS = 12
N_YEARS, N_BEFORE = 8, 4  # the base is the last of the years before
YEARS = tuple(year_name(2001 + place) for place in range(N_YEARS))
BASE = YEARS[N_BEFORE - 1]
# Areas of each class in each region.
CLASSES = ("shire", "metropolitan", "unitary", "inner", "outer")
LAYOUT = (
    (0, 5, 7, 0, 0),
    (2, 15, 6, 0, 0),
    (1, 9, 5, 0, 0),
    (3, 7, 4, 0, 0),
    (5, 0, 4, 0, 0),
    (5, 0, 6, 0, 0),
    (7, 0, 12, 0, 0),
    (4, 0, 9, 0, 0),
    (0, 0, 0, 12, 20),
)
OUTCOMES = ("days", "other_days")


@dataclass(frozen=True)
class DoseWorld:
    """What is planted.

    ``effect`` of a standard deviation of the dose after the base, on the log scale; ``monthly`` the
    correlation of an area's months, ``regional`` the share of the variance, of the dose as of what
    moves rates, that a region has in common; ``spread`` the areas' own standard deviation on the
    log scale and ``moving`` that of what moves them over time; ``shared`` how much of it the two
    outcomes have in common; ``days`` expected of an average area in a month.
    """

    effect: float = 0.0
    monthly: float = 0.9
    regional: float = 0.1
    spread: float = 0.35
    moving: float = 0.35
    shared: float = 0.5
    confounding: float = 0.1
    days: float = 900.0


@cache
def era_layout() -> tuple[np.ndarray, np.ndarray]:
    """Return the region and the class of every area, as numbers (areas,)."""
    places = [
        (region, kind)
        for region, sizes in enumerate(LAYOUT)
        for kind, size in enumerate(sizes)
        for _ in range(size)
    ]
    region, kind = np.array(places).T
    return region, kind


def simulate_dose(world: DoseWorld, rng: np.random.Generator) -> pd.DataFrame:
    """Return the panel of one world, a row for each area and year.

    Parameters
    ----------
    world, rng
        What is planted, and the random generator.
    """
    region, kind = era_layout()
    areas = len(region)
    need = rng.normal(size=areas)
    # The dose is skewed, as a share of spending is; half of the areas have none of another kind.
    dose = stats.gamma(1.5).ppf(special.ndtr(alike_in_regions(world, rng) * 0.95 + 0.31 * need))
    dose = dose / dose.std(ddof=1)
    binary = (alike_in_regions(world, rng) > 0).astype(float)
    boundary = (alike_in_regions(world, rng) > -0.25).astype(float)
    people = np.exp(rng.normal(0, 0.6, areas))
    after = np.arange(N_YEARS * MONTHS) >= N_BEFORE * MONTHS
    own = world.spread * alike_in_regions(world, rng) + world.confounding * need
    season = 0.05 * np.sin(np.arange(N_YEARS * MONTHS) * 2 * np.pi / MONTHS)
    common = season + 0.05 * np.cumsum(rng.normal(size=N_YEARS * MONTHS))
    level = own[:, None] + common + world.effect * dose[:, None] * after
    both = moving(world, rng)
    counts = {}
    for name in OUTCOMES:
        alone = moving(world, rng)
        course = np.sqrt(world.shared) * both + np.sqrt(1 - world.shared) * alone
        mean = world.days * people[:, None] * np.exp(level + world.moving * course)
        by_year = mean.reshape(areas, N_YEARS, MONTHS).sum(axis=2)
        counts[name] = rng.poisson(by_year).astype(float).ravel()
    of_areas = {
        "area_code": np.array([f"{place:03d}" for place in range(areas)], dtype=object),
        "region_code": np.array([f"R{place}" for place in region], dtype=object),
        "area_class": np.array(CLASSES, dtype=object)[kind],
        "dose": dose,
        "joint": binary,
        "coterminous": boundary,
        "imd_score": 22 + 8 * need,
        "adult_days": people * 3e7,
    }
    columns = {name: np.repeat(values, N_YEARS) for name, values in of_areas.items()}
    years = np.tile(np.array(YEARS, dtype=object), areas)
    return pd.DataFrame(columns | counts | {"financial_year": years, "in_frame": True})


def alike_in_regions(world: DoseWorld, rng: np.random.Generator) -> np.ndarray:
    """Return deviates of variance one (areas,), those of a region as alike as the world has it."""
    region = era_layout()[0]
    own, common = rng.normal(size=len(region)), rng.normal(size=region.max() + 1)[region]
    return np.sqrt(1 - world.regional) * own + np.sqrt(world.regional) * common


def moving(world: DoseWorld, rng: np.random.Generator) -> np.ndarray:
    """Return what moves areas (areas, months): of variance one, each month like the one before."""
    months = N_YEARS * MONTHS
    shocks = np.array([alike_in_regions(world, rng) for _ in range(months)]).T
    shocks[:, 1:] *= np.sqrt(1 - world.monthly**2)
    return signal.lfilter([1.0], [1.0, -world.monthly], shocks, axis=1)
