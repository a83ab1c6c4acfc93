"""How often the invented England goes into hospital and how long it stays, PCT by PCT."""

from pathlib import Path

import numpy as np
import pandas as pd

from pooledfunds.artificial.hes import Extract, write_extracts
from pooledfunds.artificial.people import GROWTH_OF_ALL, GROWTH_OF_OLDER
from pooledfunds.artificial.truths import STAYS

YEARS = (2005, 2006, 2007, 2008)
FILES = tuple(f"hes/APC_{year % 100:02d}{(year + 1) % 100:02d}.txt" for year in YEARS)
BASE_YEAR = 2006  # the mid-year of the population that the rates are of
# Stays for each one that the national rates imply: day cases and planned stays are thinned, so
# that a small extract holds enough of the conditions under study.
WEIGHTS = {"mental_health": 5.0, "elective": 0.1, "day_case": 0.02}
# England as a multiple of the kinds' figures: the three conditions make about one-sixth of the
# emergency bed days that the extract holds of those aged 65 and over.
LEVEL_OF_RATE = {"lower_respiratory": 0.75, "other_emergency": 1.05}
LEVEL_OF_STAY = {"stroke": 0.85, "other_emergency": 2.0}
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
NEED_ON_RATE = {"lower_respiratory": 0.20, "stroke": 0.08, "mental_health": 0.20,
                "other_emergency": 0.12, "fractured_neck_of_femur": 0.0}  # fmt: skip
NEED_ON_STAY = {"lower_respiratory": 0.06, "fractured_neck_of_femur": 0.06, "stroke": 0.06,
                "mental_health": 0.08, "other_emergency": 0.03}  # fmt: skip
SPREAD_OF_RATE, SPREAD_OF_STAY = 0.22, 0.06  # of a PCT's own log level, lasting
SPREAD_BY_YEAR = 0.02


def declare_hospital(
    draw: np.random.Generator, pcts: pd.DataFrame, pooled: dict, truth
) -> pd.DataFrame:
    """Return what the kinds' figures are multiplied by, in the form that the extract takes.

    Parameters
    ----------
    pcts
        ``pct_code, need``.
    pooled
        By service area and financial year, which PCTs have a pool.

    Returns
    -------
    DataFrame
        ``pct, financial_year, condition, rate, length_of_stay``.
    """
    need, number = pcts["need"].to_numpy(), len(pcts)
    tables = []
    for condition in NEED_ON_RATE:
        rate = NEED_ON_RATE[condition] * need + draw.normal(0, SPREAD_OF_RATE, number)
        stay = NEED_ON_STAY[condition] * need + draw.normal(0, SPREAD_OF_STAY, number)
        growth = GROWTH_OF_ALL if condition == "mental_health" else GROWTH_OF_OLDER
        for place, opening in enumerate(YEARS):
            year = f"{opening}/{(opening + 1) % 100:02d}"
            effect = np.zeros(number)
            if condition in STAYS:
                effect = truth.stays[condition] * pooled[STAYS[condition], year]
            common = LEVEL_OF_RATE.get(condition, 1) * (1 + growth) ** (opening - BASE_YEAR)
            common *= TREND_OF_RATE.get(condition, (1,) * len(YEARS))[place]
            longer = LEVEL_OF_STAY.get(condition, 1)
            longer *= TREND_OF_STAY.get(condition, (1,) * len(YEARS))[place]
            tables.append(
                pd.DataFrame(
                    {
                        "pct": pcts["pct_code"].to_numpy(),
                        "financial_year": year,
                        "condition": condition,
                        "rate": common * np.exp(rate + draw.normal(0, SPREAD_BY_YEAR, number)),
                        "length_of_stay": longer
                        * np.exp(stay + effect + draw.normal(0, SPREAD_BY_YEAR, number)),
                    }
                )
            )
    return pd.concat(tables, ignore_index=True)


def hospital_population(residents) -> pd.DataFrame:
    """Return the people of the extract by pct, district, age_band and sex (1 men, 2 women)."""
    cells = residents.cells[residents.cells["year"].eq(BASE_YEAR)]
    keys = ["pct_code", "lad07_code", "broad", "sex"]
    table = cells.groupby(keys, as_index=False)["persons"].sum()
    table["sex"] = table["sex"].map({"male": 1, "female": 2})
    return table.set_axis(["pct", "district", "age_band", "sex", "population"], axis=1)


def write_hospital(root: Path, world, records: int) -> Extract:
    """Write the extract of hospital episodes, a file a year, and return what was planted."""
    areas = world.residents.small_areas
    return write_extracts(
        hospital_population(world.residents),
        world.hospital,
        root / Path(FILES[0]).parent,
        years=list(YEARS),
        records=records,
        seed=world.settings["seed"],
        weights=WEIGHTS,
        lsoas=areas.rename(columns={"lad07_code": "district", "lsoa01_code": "lsoa"}),
    )
