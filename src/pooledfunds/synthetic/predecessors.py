"""The PCTs of invented England before October 2006, when 303 became 152."""

from __future__ import annotations

from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pooledfunds.synthetic.tables import write_table

if TYPE_CHECKING:  # the world is declared with what stands here
    from pooledfunds.synthetic.world import World

BEFORE, ENDED = 303, "2006-10-01"
UNCHANGED = 70  # kept their code
DIGITS = "123456789"  # no real PCT's code has a digit in the second place


def declare_predecessors(
    rng: np.random.Generator, pcts: pd.DataFrame, names: list[str]
) -> pd.DataFrame:
    """Return the PCTs that ended in October 2006: code, name, successor_code.

    `names` are as many coined names as PCTs ended, or more.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    pcts
        ``pct_code``, a row a PCT.
    names
        Invented place names, one for each PCT that ended.
    """
    merged = merged_places(rng, pcts)
    ended = BEFORE - UNCHANGED
    parts = np.full(len(merged), ended // len(merged))
    parts[: ended - parts.sum()] += 1
    codes = [f"5{digit}{mark}" for digit in DIGITS for mark in ascii_uppercase][:ended]
    return pd.DataFrame(
        {
            "code": codes,
            "name": [f"{name.upper()} PCT" for name in names[:ended]],
            "successor_code": pcts["pct_code"].to_numpy()[np.repeat(np.sort(merged), parts)],
        }
    )


def merged_places(rng: np.random.Generator, pcts: pd.DataFrame) -> np.ndarray:
    """Return the places of the PCTs that were made of others in October 2006.

    Parameters
    ----------
    rng
        Generator of this theme alone, of which it is the first draw.
    pcts
        A row a PCT.
    """
    return rng.choice(len(pcts), len(pcts) - UNCHANGED, replace=False)


def write_predecessors(path: Path, world: World) -> None:
    """Write which PCT followed which on 1 October 2006.

    Parameters
    ----------
    path
        ``.csv``, a row a PCT that ended.
    world
        Whose ``predecessors`` are written.
    """
    table = world.predecessors.assign(
        body_type="pct", source="invented order of reorganisation", note="invented"
    )
    table["from"] = ENDED
    order = ["body_type", "code", "name", "successor_code", "from", "source", "note"]
    write_table(path, table[order])
