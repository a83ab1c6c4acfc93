"""What the invented PCTs spend by programme of care."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pooledfunds.synthetic.planted_effects import BUDGETS, Truth
from pooledfunds.synthetic.tables import write_table

if TYPE_CHECKING:  # the world is declared with what stands here
    from pooledfunds.synthetic.world import World

YEARS = ("2005/06", "2006/07", "2007/08", "2008/09")
# England's spending by programme in 2007/08, £ million: 9.2 billion on mental health and 2.7
# billion on learning disability; the others lie near the published ones.
ENGLAND = {
    "1": 1220, "2": 4960, "3": 1010, "4": 2130, "5": 9200, "6": 2700, "7": 2960, "8": 1480,
    "9": 400, "10": 6900, "11": 3550, "12": 3200, "13": 4080, "14": 1590, "15": 3850, "16": 3350,
    "17": 3730, "18": 3240, "19": 790, "20": 780, "21": 1620, "22": 1800, "23": 19400,
}  # fmt: skip
GROWTH = {"2005/06": 0.865, "2006/07": 0.93, "2007/08": 1.0, "2008/09": 1.064}
PARTS_OF_5 = {"5a": 0.09, "5b": 0.09, "5c": 0.20, "5d": 0.09, "5x": 0.53}
PARTS_FROM = "2006/07"
NEED = {"5": 0.13, "6": 0.05}  # log spending per head by standard deviation of need
NEED_OF_OTHERS = 0.06
SPREAD, SPREAD_BY_YEAR = 0.11, 0.03  # of log spending per head, lasting and of one year
BREAK = 0.10  # spread of what the new subcategories and currency of 2006/07 moved about
MOVED_PCTS, MOVED = 2, 0.72  # before 2007/08 these recorded mental health elsewhere, in part


def declare_budgets(
    rng: np.random.Generator, pcts: pd.DataFrame, people: dict[str, pd.Series],
    pooled: dict[tuple[str, str], np.ndarray], truth: Truth,
) -> pd.DataFrame:  # fmt: skip
    """Return thousand pounds by PCT, year and programme, parts and total among them.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    pcts
        ``pct_code, need``.
    people
        Persons of all ages by PCT, by financial year.
    pooled
        By service area and financial year, which PCTs have a pool.
    truth
        Whose ``budgets`` are planted: log effects of a pool on a programme's spending.
    """
    number = len(pcts)
    need = pcts["need"].to_numpy()
    own = {programme: rng.normal(0, SPREAD, number) for programme in ENGLAND}
    moved = rng.choice(number, MOVED_PCTS, replace=False)
    parts = rng.dirichlet([40 * share for share in PARTS_OF_5.values()], number)
    before = {programme: rng.normal(0, BREAK, number) for programme in ENGLAND}
    tables = []
    for year in YEARS:
        heads = people[year].reindex(pcts["pct_code"]).to_numpy()
        amounts = {}
        for programme, england in ENGLAND.items():
            level = own[programme] + rng.normal(0, SPREAD_BY_YEAR, number)
            level = level + NEED.get(programme, NEED_OF_OTHERS) * need
            if programme in BUDGETS:
                level = level + truth.budgets[programme] * pooled[BUDGETS[programme], year]
            if year < PARTS_FROM:
                level = level + before[programme]
            if programme == "5" and year < "2007/08":
                level[moved] += np.log(MOVED)
            weight = heads * np.exp(level)
            amounts[programme] = np.rint(1000 * england * GROWTH[year] * weight / weight.sum())
        total = sum(amounts.values())
        if year >= PARTS_FROM:
            ends = np.rint(amounts["5"][:, None] * np.cumsum(parts, axis=1))
            fine = np.diff(ends, axis=1, prepend=0)
            amounts |= dict(zip(PARTS_OF_5, fine.T, strict=True))
        amounts["total"] = total
        table = pd.DataFrame(amounts, index=pcts["pct_code"].to_numpy()).astype(int)
        tables.append(table.rename_axis("pct_code").reset_index().assign(financial_year=year))
    return _by_programme(tables)


def _by_programme(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Return years' tables, programmes across, as one row a PCT, year and programme."""
    long = pd.concat(tables, ignore_index=True).melt(
        ["pct_code", "financial_year"], var_name="programme", value_name="gbp_thousand"
    )
    return long.dropna().astype({"gbp_thousand": int})


def write_budgets(path: Path, world: World) -> None:
    """Write the programme budgets, a row for each PCT, year and programme.

    Parameters
    ----------
    path
        ``.csv``, a row a PCT, year and programme.
    world
        Whose ``budgets`` are written, £ thousand.
    """
    order = {name: place for place, name in enumerate([*ENGLAND, *PARTS_OF_5, "total"])}
    table = world.budgets.merge(world.pcts[["pct_code", "pct_name"]], on="pct_code")
    table = table.assign(place=table["programme"].map(order), note="invented")
    table = table.sort_values(["financial_year", "pct_code", "place"])
    columns = ["pct_code", "pct_name", "financial_year", "programme", "gbp_thousand", "note"]
    write_table(path, table[columns])
