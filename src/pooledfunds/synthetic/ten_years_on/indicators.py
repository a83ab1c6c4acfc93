"""Falls and deaths at the usual residence by district and year, in the layout of Fingertips."""

from pathlib import Path

import numpy as np
import pandas as pd

from pooledfunds.synthetic.tables import write_table
from pooledfunds.synthetic.ten_years_on.places import YEARS
from pooledfunds.synthetic.ten_years_on.world import World

ENGLAND = ("E92000001", "England")
COLUMNS = ["area_code", "area_name", "period", "value", "indicator", "measure", "unit",
           "significance"]  # fmt: skip
FALLS = ("Emergency hospital admissions due to falls in people aged 65 and over",
         "Age standardised rate per 100,000", "Persons", "Not compared")  # fmt: skip
DEATHS = ("Percentage of deaths in usual place of residence among people aged 65 years and over",
          "Percentage", "Deaths", "Not compared")  # fmt: skip


def write_falls(path: Path, world: World) -> None:
    """Write admissions for falls, by financial year."""
    rng = world.rng("falls")
    districts = len(world.places.districts)
    years = {f"{year}/{(year + 1) % 100:02d}": year for year in range(2010, 2018)}
    own = rng.normal(0, 0.15, (districts, 1))
    values = 2100 * np.exp(own + rng.normal(0, 0.04, (districts, len(years))))
    write_table(path, by_district(world, years, values.round(), FALLS))


def write_deaths(path: Path, world: World) -> None:
    """Write the share of deaths at the usual residence, by calendar year."""
    rng = world.rng("deaths")
    districts = len(world.places.districts)
    years = {str(year): year for year in range(2010, 2017)}
    own = rng.normal(0, 4, (districts, 1))
    values = 43 + 0.6 * np.arange(len(years)) + own + rng.normal(0, 1, (districts, len(years)))
    write_table(path, by_district(world, years, values.clip(20, 80).round(1), DEATHS))


def by_district(
    world: World, years: dict[str, int], values: np.ndarray, words: tuple[str, ...]
) -> pd.DataFrame:
    """Return the rows of districts and of England, the mean weighted by persons of 65 and over.

    Parameters
    ----------
    world
        Of which the districts are.
    years
        Mid-year by period.
    values
        Districts × periods.
    words
        Indicator, measure, unit and significance.
    """
    older = world.places.persons[:, :, 65:].sum(axis=2)
    weights = older[:, [YEARS.index(year) for year in years.values()]]
    england = (values * weights).sum(axis=0) / weights.sum(axis=0)
    names = world.places.districts["district"] + " (invented)"
    codes = world.places.districts["district_code"]
    rows = [
        (*ENGLAND, period, round(v, 1), *words) for period, v in zip(years, england, strict=True)
    ]
    rows += [
        (code, name, period, value, *words)
        for code, name, own in zip(codes, names, values.tolist(), strict=True)
        for period, value in zip(years, own, strict=True)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
