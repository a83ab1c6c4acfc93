"""Who lives in the invented England, and how great their need is."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pooledfunds.synthetic.bodies import INNER, METROPOLITAN, OUTER, SHIRE, UNITARY, Bodies

YEARS = tuple(range(2004, 2011))  # the mid-years of the official file
BASE_YEAR = 2007

# Millions of people in 2007 by class, near the published England of 51.1 million.
CLASS_POPULATION = {METROPOLITAN: 11.1, SHIRE: 22.9, INNER: 3.0, OUTER: 4.6, UNITARY: 9.5}
TINY_POPULATION = {INNER: 8_000, UNITARY: 2_200}
SPREAD_OF_SIZE = 0.32  # standard deviation of a council's log population within its class
GROWTH_OF_ALL = 0.006  # a year
GROWTH_OF_OLDER = 0.010

AGED_65 = {METROPOLITAN: 0.156, SHIRE: 0.181, INNER: 0.094, OUTER: 0.127, UNITARY: 0.156}
OLDER_PEOPLE = 8.1e6  # aged 65 or over, England, 2007
SHARE_ADULT = 0.787  # aged 18 or over
SHARE_75_OF_65 = 0.487
SHARE_85_OF_65 = 0.137

# Mean IMD 2007 score by class; the score is the confounder of every planted effect.
CLASS_DEPRIVATION = {METROPOLITAN: 32.0, SHIRE: 17.5, INNER: 38.0, OUTER: 24.0, UNITARY: 25.0}
SPREAD_OF_DEPRIVATION = 6.5
SPREAD_WITHIN_COUNCIL = 0.45  # standard deviation of a small area's log score
HIGHEST_SCORE = 100  # the index cannot go above it
SMALL_AREAS = 32_482


@dataclass(frozen=True)
class People:
    """Population by council, year and age band; small areas; need by council."""

    population: pd.DataFrame
    small_areas: pd.DataFrame
    need: pd.DataFrame


def declare_people(rng: np.random.Generator, bodies: Bodies) -> People:
    """Return the people of the bodies' areas, with need standardised over the councils.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    bodies
        Councils with their class, and districts with their share of a council.
    """
    councils = bodies.councils
    size = _size(rng, councils)
    scores = councils["council_class"].map(CLASS_DEPRIVATION).to_numpy()
    scores = np.clip(scores + rng.normal(0, SPREAD_OF_DEPRIVATION, len(councils)), 6, 55)
    areas = _small_areas(rng, bodies, size, scores)
    mean = areas.groupby("cssr_code")["imd_score"].mean()
    need = pd.DataFrame(
        {
            "cssr_code": councils["cssr_code"],
            "imd_score": councils["cssr_code"].map(mean),
        }
    )
    need["need"] = (need["imd_score"] - need["imd_score"].mean()) / need["imd_score"].std(ddof=0)
    return People(_population(rng, councils, size), areas, need)


def _size(rng: np.random.Generator, councils: pd.DataFrame) -> np.ndarray:
    """Return each council's population in the base year; the tiny two are declared."""
    weight = np.exp(rng.normal(0, SPREAD_OF_SIZE, len(councils)))
    size = np.zeros(len(councils))
    for council_class, millions in CLASS_POPULATION.items():
        member = (councils["council_class"].eq(council_class) & ~councils["tiny"]).to_numpy()
        size[member] = 1e6 * millions * weight[member] / weight[member].sum()
        tiny = (councils["council_class"].eq(council_class) & councils["tiny"]).to_numpy()
        size[tiny] = TINY_POPULATION.get(council_class, 0)
    return size


def _population(rng: np.random.Generator, councils: pd.DataFrame, size: np.ndarray) -> pd.DataFrame:
    """Return one row per council and year, with the age bands of the official file."""
    number = len(councils)
    aged = councils["council_class"].map(AGED_65).to_numpy() * np.exp(rng.normal(0, 0.12, number))
    aged *= OLDER_PEOPLE / (aged * size).sum()
    adult = SHARE_ADULT * np.exp(rng.normal(0, 0.012, number))
    older = SHARE_75_OF_65 * np.exp(rng.normal(0, 0.03, number))
    oldest = SHARE_85_OF_65 * np.exp(rng.normal(0, 0.06, number))
    tables = []
    for year in YEARS:
        everyone = size * (1 + GROWTH_OF_ALL) ** (year - BASE_YEAR)
        over_65 = size * aged * (1 + GROWTH_OF_OLDER) ** (year - BASE_YEAR)
        table = pd.DataFrame(
            {
                "all": everyone,
                "p18": everyone * adult,
                "p65": over_65,
                "p75": over_65 * older,
                "p85": over_65 * oldest,
            }
        )
        table = table.round().astype(int)
        table.insert(2, "p1864", table["p18"] - table["p65"])
        table.insert(0, "year", year)
        table.insert(0, "cssr_code", councils["cssr_code"].to_numpy())
        tables.append(table)
    return pd.concat(tables).sort_values(["cssr_code", "year"], ignore_index=True)


def _small_areas(
    rng: np.random.Generator, bodies: Bodies, size: np.ndarray, scores: np.ndarray
) -> pd.DataFrame:
    """Return the small areas (LSOAs) of every district, with their IMD score."""
    codes = bodies.councils["cssr_code"]
    of_council = bodies.districts["cssr_code"].map(dict(zip(codes, size, strict=True)))
    people = (of_council * bodies.districts["share_of_council"]).to_numpy()
    bounds = np.rint(np.cumsum(people) / people.sum() * SMALL_AREAS).astype(int)
    number = np.maximum(np.diff(bounds, prepend=0), 1)  # every district has one
    number[number.argmax()] += SMALL_AREAS - number.sum()
    areas = bodies.districts.drop(columns="share_of_council").loc[
        lambda table: table.index.repeat(number)
    ]
    areas = areas.reset_index(drop=True)
    mean = areas["cssr_code"].map(dict(zip(codes, scores, strict=True)))
    spread = rng.normal(0, SPREAD_WITHIN_COUNCIL, SMALL_AREAS)
    raw = mean * np.exp(spread - SPREAD_WITHIN_COUNCIL**2 / 2)
    areas["imd_score"] = HIGHEST_SCORE * (1 - np.exp(-raw / HIGHEST_SCORE))  # bends, never ties
    areas.insert(0, "lsoa01_code", [f"E019{place:05d}" for place in range(1, SMALL_AREAS + 1)])
    return areas
