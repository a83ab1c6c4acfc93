"""What is so in the invented small England: money, boundaries, delays and what changes them.

Delays of an area hang together from month to month, and areas of a region are alike in what moves
them, in their money and in their need, as the settings say. From April 2015 money and shared
boundaries change delays by the planted effects.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import signal, stats

from pooledfunds.core.settings import SettingsError
from pooledfunds.synthetic.ten_years_on.places import Places, alike_in_regions, declare_places
from pooledfunds.synthetic.world import draw_for

FIRST_YEAR, N_YEARS, FUND_FROM = 2011, 8, 48  # the fund begins in the 49th month, April 2015
MONTHS = [
    f"{FIRST_YEAR + (place + 3) // 12}-{(place + 3) % 12 + 1:02d}" for place in range(12 * N_YEARS)
]
BODIES = {"nhs": 0.60, "social_care": 0.32, "both": 0.08}  # shares of delayed days
EFFECTS = ("joint_money_nhs", "joint_money_social_care", "joint_money_both", "shared_boundaries")
DAYS_PER_ADULT = 0.0039  # delayed in a month
SPREAD, MOVING, IN_COMMON = 0.35, 0.30, 0.5  # as in `estimation.simulation.dose_worlds`
SETTINGS = {"seed", "areas_per_cell", "monthly_correlation", "regional_correlation", "effects"}


@dataclass(frozen=True)
class World:
    """Everything that the writers write: of councils in their order, and of areas in theirs.

    ``money`` has thousand pounds by council; ``exposure`` has ``joint_and_nhs_share`` in standard
    deviations and ``coterminous`` by area; ``days`` is councils × months × bodies.
    """

    seed: int
    effects: Mapping[str, float]
    places: Places
    money: pd.DataFrame
    exposure: pd.DataFrame
    days: np.ndarray

    def rng(self, theme: str) -> np.random.Generator:
        """Return a generator of the theme's own, so that a new theme moves no other."""
        return draw_for(self.seed, theme)


def declare_world(settings: Mapping) -> World:
    """Return the world of some settings.

    Parameters
    ----------
    settings
        ``seed``; ``areas_per_cell``; ``monthly_correlation`` of what moves an area's delays and
        ``regional_correlation``, the share that a region has in common; ``effects`` by name of
        ``EFFECTS``, on the log scale, of a standard deviation of money and of shared boundaries.

    Raises
    ------
    SettingsError
        If a setting is unknown or missing.
    """
    if set(settings) != SETTINGS or set(settings["effects"]) - set(EFFECTS):
        wanted = f"{', '.join(sorted(SETTINGS))}; effects: {', '.join(EFFECTS)}"
        raise SettingsError(f"world: this writer takes {wanted}, not {dict(settings)}")
    seed, regional = settings["seed"], settings["regional_correlation"]
    effects = dict.fromkeys(EFFECTS, 0.0) | dict(settings["effects"])
    places = declare_places(draw_for(seed, "places"), settings["areas_per_cell"], regional)
    money = declare_money(draw_for(seed, "money"), places, regional)
    exposure = exposure_of(places, money)
    days = declare_days(draw_for(seed, "delays"), places, exposure, effects, settings)
    return World(seed, effects, places, money, exposure, days)


def regions_of(places: Places) -> np.ndarray:
    """Return the number of each area's region."""
    first = places.councils.drop_duplicates("study_area")
    return pd.factorize(first["region_code"])[0]


def declare_money(rng: np.random.Generator, places: Places, regional: float) -> pd.DataFrame:
    """Return each council's money of 2014-15 in whole thousand pounds.

    Whether joint arrangements are booked has nothing to do with how much is booked in all.

    Parameters
    ----------
    rng
        Random generator.
    places
        Of the world.
    regional
        Share of the variance that regions have in common.
    """
    region, area = (
        regions_of(places),
        places.areas.get_indexer(pd.Index(places.councils["study_area"])),
    )
    share = 0.08 * np.exp(0.5 * alike_in_regions(rng, region, regional))[area]
    joint = (rng.random(len(region)) < 0.5)[area] * rng.uniform(0.1, 0.5, len(region))[area]
    adults = places.by_council(slice(18, None))[2014].to_numpy()
    current = adults * 0.4 * np.exp(0.1 * places.councils["need"].to_numpy())
    table = pd.DataFrame({"current": current, "joint": current * share * joint})
    table["nhs"] = current * share * (1 - joint)
    table["client"], table["other"] = current * 0.14, current * 0.03
    table["capital_own"], table["capital_others"] = current * 0.02, current * 0.005
    table = table.round().astype(int)
    table.index = pd.Index(places.councils["cssr_code"])
    return table


def exposure_of(places: Places, money: pd.DataFrame) -> pd.DataFrame:
    """Return what each area is exposed to, from what will stand in the returns.

    Parameters
    ----------
    places
        Of the world.
    money
        From ``declare_money``.
    """
    area = places.councils["study_area"].to_numpy()
    summed = money.groupby(area).sum().loc[places.areas]
    share = (summed["joint"] + summed["nhs"]) / summed["current"]
    tiny = places.councils.groupby("study_area")["tiny"].all().loc[places.areas]
    sharing = places.councils.groupby("study_area")["sharing"].any().loc[places.areas]
    return pd.DataFrame(
        {
            "joint_and_nhs_share": share / share[~tiny].std(ddof=1),
            "coterminous": ~sharing,
            "joint_arrangements": summed["joint"] > 0,
            "in_frame": ~tiny,
        }
    )


def declare_days(
    rng: np.random.Generator,
    places: Places,
    exposure: pd.DataFrame,
    effects: Mapping[str, float],
    settings: Mapping,
) -> np.ndarray:
    """Return delayed days by council, month and body.

    Parameters
    ----------
    rng
        Random generator.
    places, exposure
        Of the world.
    effects
        By name of ``EFFECTS``.
    settings
        ``monthly_correlation`` and ``regional_correlation``.
    """
    regional, monthly = settings["regional_correlation"], settings["monthly_correlation"]
    region, months = regions_of(places), np.arange(len(MONTHS))
    own = SPREAD * alike_in_regions(rng, region, regional)
    season = 0.05 * np.sin(2 * np.pi * months / 12)
    peak = 0.35 * np.exp(-(((months - 66) / 18) ** 2))  # the winter of 2016
    after = months >= FUND_FROM
    both = moving(rng, region, monthly, regional)
    area = places.areas.get_indexer(pd.Index(places.councils["study_area"]))
    adults = places.by_council(slice(18, None))
    years = [FIRST_YEAR + month // 12 for month in months]
    base = adults[years].to_numpy() * DAYS_PER_ADULT
    need = 0.1 * places.councils["need"].to_numpy()[:, None]
    drawn = []
    for body, share in BODIES.items():
        course = math.sqrt(IN_COMMON) * both
        course = course + math.sqrt(1 - IN_COMMON) * moving(rng, region, monthly, regional)
        change = effects[f"joint_money_{body}"] * exposure["joint_and_nhs_share"].to_numpy()
        change = change + effects["shared_boundaries"] * exposure["coterminous"].to_numpy()
        level = own[:, None] + MOVING * course + season + peak + change[:, None] * after
        # By quantile, so that an effect changes the months after the fund began and no other draw.
        mean = base * share * np.exp(level[area] + need)
        drawn.append(stats.poisson.ppf(rng.random(mean.shape), mean).astype(int))
    return np.stack(drawn, axis=2)


def moving(
    rng: np.random.Generator, region: np.ndarray, monthly: float, regional: float
) -> np.ndarray:
    """Return what moves areas (areas × months): of variance one, each month like the one before.

    Parameters
    ----------
    rng
        Random generator.
    region
        Number of each area's region.
    monthly, regional
        Correlations.
    """
    shocks = np.array([alike_in_regions(rng, region, regional) for _ in MONTHS]).T
    shocks[:, 1:] *= math.sqrt(1 - monthly**2)
    return signal.lfilter([1.0], [1.0, -monthly], shocks, axis=1)


def planted(world: World) -> dict[str, float]:
    """Return the planted effects by outcome and exposure, on the log scale.

    Delays in all are those of three bodies: their effect is the slope, over areas, of the logarithm
    of what money leaves of them.
    """
    dose = world.exposure.loc[world.exposure["in_frame"], "joint_and_nhs_share"].to_numpy()
    by_body = {body: world.effects[f"joint_money_{body}"] for body in BODIES}
    left = sum(share * np.exp(by_body[body] * dose) for body, share in BODIES.items())
    total = float(np.polyfit(dose, np.log(left), 1)[0])
    return {
        "delayed_days by joint_and_nhs_share": total,
        **{f"delayed_days_{b} by joint_and_nhs_share": effect for b, effect in by_body.items()},
        "delayed_days by coterminous": world.effects["shared_boundaries"],
    }
