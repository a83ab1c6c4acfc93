"""Equipment delivered within seven working days (PAF D54) in the invented England."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pooledfunds.synthetic.tables import write_table

if TYPE_CHECKING:  # the world is declared with what stands here
    from pooledfunds.synthetic.planted_effects import Truth
    from pooledfunds.synthetic.world import World

# England's share on time: 91 per cent in 2007/08, a point up on the year and 22 on 2003/04.
ON_TIME = {"2003/04": 0.69, "2004/05": 0.77, "2005/06": 0.85, "2006/07": 0.90, "2007/08": 0.91}
ITEMS_ON_TIME = 2.12e6  # in 2007/08
GROWTH = 0.05  # of items a year
NEED = -0.35  # log odds on time by standard deviation of need
SPREAD, SPREAD_BY_YEAR = 0.45, 0.12  # of a council's own log odds, lasting and of one year
SPREAD_OF_ITEMS = 0.3  # of log items per person aged 65 and over
ROUNDS = 60


def declare_equipment(
    rng: np.random.Generator,
    councils: pd.DataFrame,
    people: pd.Series,
    pooled: dict[str, np.ndarray],
    truth: Truth,
) -> pd.DataFrame:
    """Return items on time and in all by council and year.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    councils
        ``cssr_code, need, coterminous, tiny``; the tiny councils return nothing.
    people
        Persons aged 65 and over by council, in 2007.
    pooled
        By financial year, which councils are partners in a community equipment pool.
    truth
        Whose ``equipment_pool`` and ``equipment_coterminous`` are planted: log odds of being on
        time.
    """
    size = people.reindex(councils["cssr_code"]).to_numpy()
    size = size * np.exp(rng.normal(0, SPREAD_OF_ITEMS, len(councils)))
    size = np.where(councils["tiny"], 0, size)
    own = rng.normal(0, SPREAD, len(councils))
    tables = []
    for number, (year, target) in enumerate(ON_TIME.items()):
        items = ITEMS_ON_TIME / ON_TIME["2007/08"] * size / size.sum()
        items = np.rint(items * (1 + GROWTH) ** (number - len(ON_TIME) + 1))
        log_odds = (
            own
            + rng.normal(0, SPREAD_BY_YEAR, len(councils))
            + NEED * councils["need"].to_numpy()
            + truth.equipment_pool * pooled[year]
            + truth.equipment_coterminous * councils["coterminous"].to_numpy()
        )
        on_time = np.rint(items * _shares(log_odds, items, target))
        tables.append(
            pd.DataFrame(
                {
                    "cssr_code": councils["cssr_code"].to_numpy(),
                    "financial_year": year,
                    "items_on_time": on_time.astype(int),
                    "items": items.astype(int),
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def _shares(log_odds: np.ndarray, items: np.ndarray, target: float) -> np.ndarray:
    """Return shares whose mean over the items is the target: log odds, moved together."""
    low, high = -20.0, 20.0
    for _ in range(ROUNDS):
        middle = (low + high) / 2
        shares = 1 / (1 + np.exp(-(log_odds + middle)))
        above = (shares * items).sum() > target * items.sum()
        low, high = (low, middle) if above else (middle, high)
    return shares


def write_equipment(path: Path, world: World) -> None:
    """Write the indicator by council and year; a council without items left its row blank.

    Parameters
    ----------
    path
        ``.csv`` of PAF D54, all years together.
    world
        Whose ``equipment`` is written, with the share on time in per cent.
    """
    table = world.equipment.merge(world.councils[["cssr_code", "council"]], on="cssr_code")
    none = table["items"].eq(0)
    table["percentage"] = (100 * table["items_on_time"] / table["items"].mask(none)).round(1)
    for column in ("items_on_time", "items"):
        table[column] = table[column].astype("Int64").mask(none)
    table["note"] = "invented"
    order = ["cssr_code", "council", "financial_year", "items_on_time", "items", "percentage",
             "note"]  # fmt: skip
    write_table(path, table.sort_values(["financial_year", "cssr_code"])[order])
