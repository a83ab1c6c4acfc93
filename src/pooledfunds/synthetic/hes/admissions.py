"""How often the invented England goes into hospital and how long it stays, PCT by PCT."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pooledfunds.synthetic.area_effects import draw_area_effects
from pooledfunds.synthetic.hes.write import Extract, Order, write_extracts
from pooledfunds.synthetic.people import GROWTH_OF_ALL, GROWTH_OF_OLDER
from pooledfunds.synthetic.planted_effects import STAYS, Truth

if TYPE_CHECKING:  # the world is declared with what stands here
    from pooledfunds.synthetic.residents import Residents
    from pooledfunds.synthetic.world import World

YEARS = (2005, 2006, 2007, 2008)
FILES = tuple(f"hes/APC_{year % 100:02d}{(year + 1) % 100:02d}.txt" for year in YEARS)
BASE_YEAR = 2006  # the mid-year of the population that the rates are of
# Stays in the extract for each one in England, by age band (`AGE_BANDS`). What an estimate counts
# is there in full: the conditions from the age of 65, mental health at every age. The rest is
# thinned: it is there to be read, told apart and counted, and no estimate is made of it.
THINNED = 0.1  # other emergencies from the age of 65
DELIVERED = {
    "lower_respiratory": (0.02, 0.02, 1, 1, 1),
    "fractured_neck_of_femur": (1, 1, 1, 1, 1),
    "stroke": (0.1, 0.1, 1, 1, 1),
    "mental_health": (1, 1, 1, 1, 1),
    "other_emergency": (0.01, 0.01, THINNED, THINNED, THINNED),
    "elective": (0.01, 0.01, 0.01, 0.01, 0.01),
    "day_case": (0.005, 0.005, 0.005, 0.005, 0.005),
}
# England as a multiple of the kinds' figures, from the age of 65 some 145,000 emergencies a year of
# lower respiratory disease, 52,000 of stroke and 44,000 hip fractures. The one other emergency in
# ten that is there stays for ten, so that the three conditions make about one-sixth of the
# emergency bed days of those aged 65 and over, as the report says.
LEVEL_OF_RATE = {"lower_respiratory": 0.60, "stroke": 0.77, "fractured_neck_of_femur": 0.91,
                 "other_emergency": 1.05}  # fmt: skip
LEVEL_OF_STAY = {"stroke": 0.85, "other_emergency": 2.0 / THINNED}
# By year from 2005/06. Bed days for lower respiratory disease fall and rise again in 2008/09,
# those for stroke fall; hip fractures are as frequent as ever and their bed days rise; stays in
# mental health grow shorter. All of it beside the growth of the population.
TREND_OF_RATE = {
    "lower_respiratory": (1.07, 1.0, 0.93, 1.06),
    "stroke": (1.07, 1.0, 0.93, 0.90),
    "other_emergency": (0.97, 1.0, 1.03, 1.06),
}
TREND_OF_STAY = {
    "lower_respiratory": (1.02, 1.0, 0.98, 0.98),
    "stroke": (1.06, 1.0, 0.94, 0.92),
    "fractured_neck_of_femur": (0.93, 1.0, 1.07, 1.10),
    # Steep: stays of over a year have no trend, and the first year lacks those begun long before.
    "mental_health": (1.16, 1.0, 0.85, 0.80),
}
# Log effects of a standard deviation of need. Hip fractures have no relation to deprivation.
NEED_ON_RATE = {"lower_respiratory": 0.10, "stroke": 0.06, "mental_health": 0.10,
                "other_emergency": 0.08, "fractured_neck_of_femur": 0.0}  # fmt: skip
NEED_ON_STAY = {"lower_respiratory": 0.06, "fractured_neck_of_femur": 0.06, "stroke": 0.06,
                "mental_health": 0.08, "other_emergency": 0.03}  # fmt: skip


def declare_hospital(
    rng: np.random.Generator, pcts: pd.DataFrame, pooled: dict, truth: Truth
) -> pd.DataFrame:
    """Return what the kinds' figures are multiplied by, in the form that the extract takes.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    pcts
        ``pct_code, need, coterminous``.
    pooled
        By service area and financial year, which PCTs have a pool.
    truth
        Whose ``stays`` and ``stays_coterminous`` are planted: log effects on length of stay.

    Returns
    -------
    DataFrame
        ``pct, financial_year, condition, rate, length_of_stay``.
    """
    need, whole = pcts["need"].to_numpy(), pcts["coterminous"].to_numpy()
    rates, stays = draw_area_effects(rng, len(NEED_ON_RATE), len(YEARS), len(pcts))
    tables = []
    for place, condition in enumerate(NEED_ON_RATE):
        growth = GROWTH_OF_ALL if condition == "mental_health" else GROWTH_OF_OLDER
        for number, opening in enumerate(YEARS):
            year = f"{opening}/{(opening + 1) % 100:02d}"
            rate = NEED_ON_RATE[condition] * need + rates[place, number]
            stay = NEED_ON_STAY[condition] * need + stays[place, number]
            if condition in STAYS:
                stay = stay + truth.stays[condition] * pooled[STAYS[condition], year]
                stay = stay + truth.stays_coterminous * whole
            common = LEVEL_OF_RATE.get(condition, 1) * (1 + growth) ** (opening - BASE_YEAR)
            common *= TREND_OF_RATE.get(condition, (1,) * len(YEARS))[number]
            longer = LEVEL_OF_STAY.get(condition, 1)
            longer *= TREND_OF_STAY.get(condition, (1,) * len(YEARS))[number]
            tables.append(
                pd.DataFrame(
                    {
                        "pct": pcts["pct_code"].to_numpy(),
                        "financial_year": year,
                        "condition": condition,
                        "rate": common * np.exp(rate),
                        "length_of_stay": longer * np.exp(stay),
                    }
                )
            )
    return pd.concat(tables, ignore_index=True)


def hospital_population(residents: Residents) -> pd.DataFrame:
    """Return the people of the extract by pct, district, age_band and sex (1 men, 2 women)."""
    cells = residents.cells[residents.cells["year"].eq(BASE_YEAR)]
    keys = ["pct_code", "lad07_code", "broad", "sex"]
    table = cells.groupby(keys)["persons"].sum().reset_index()
    table["sex"] = table["sex"].map({"male": 1, "female": 2})
    return table.set_axis(["pct", "district", "age_band", "sex", "population"], axis=1)


def write_hospital(root: Path, world: World, volume: float) -> Extract:
    """Write the extract of hospital episodes, a file a year, and return what was planted.

    `volume` is the share of the stays of `DELIVERED` to write: 1 for the default England.

    Parameters
    ----------
    root
        Folder of the raw files.
    world
        Whose residents, ``hospital`` multipliers and seed the extract has.
    volume
        Share of the stays of a national extract, such as 0.002.
    """
    areas = world.residents.small_areas
    return write_extracts(
        hospital_population(world.residents),
        world.hospital,
        root / Path(FILES[0]).parent,
        Order(
            years=list(YEARS),
            volume=volume,
            seed=world.settings["seed"],
            weights=DELIVERED,
            lsoas=areas.rename(columns={"lad07_code": "district", "lsoa01_code": "lsoa"}),
        ),
    )
