"""Which exposure each area has under each draw of a permutation, within strata."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from math import comb

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Units:
    """Among whom exposure is permuted: rows by unit, units by stratum.

    ``row_of`` (units, years) is the row of each unit's each year. A unit is a body with all its
    years, or a row where the permutation is within bodies.
    """

    labels: tuple[str, ...]
    strata: tuple[int, ...]
    unit: np.ndarray
    place: np.ndarray
    row_of: np.ndarray


def units_of(rows: pd.DataFrame, strata: tuple[str, ...]) -> Units:
    """Return among whom exposure is permuted.

    The whole course of a body over the years is permuted among bodies of the same stratum that are
    seen in the same years.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    strata
        Columns within whose values areas permute.
    """
    years = rows["financial_year"].to_numpy(dtype=object)
    bodies = rows["area_code"].to_numpy(dtype=object)
    within_body = "area_code" in strata
    labels = bodies + " " + years if within_body else bodies
    names, unit = np.unique(labels, return_inverse=True)
    moment = np.unique(years.astype(str), return_inverse=True)[1]
    order = np.lexsort((moment, unit))  # a body's years in their order, whatever that of its rows
    sizes = np.bincount(unit)
    place = np.empty(len(rows), dtype=int)
    place[order] = np.arange(len(rows)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    row_of = np.full((len(names), sizes.max()), -1)
    row_of[unit, place] = np.arange(len(rows))
    key = np.full(len(names), "", dtype=object)
    for column in strata:
        key = key + "|" + rows[column].to_numpy()[row_of[:, 0]].astype(str).astype(object)
    if not within_body:
        seen = years[row_of]
        seen[row_of < 0] = ""
        key = key + ["; ".join(one) for one in seen]
    return Units(tuple(names), tuple(np.unique(key, return_inverse=True)[1]), unit, place, row_of)


@lru_cache(maxsize=8)
def random_keys(labels: tuple[str, ...], draws: int, seed: int) -> np.ndarray:
    """Return a random key for each draw and label, in single precision.

    Parameters
    ----------
    labels
        Of the units.
    draws
        How many.
    seed
        Of the random generator.
    """
    return np.random.default_rng(seed).random((draws, len(labels)), dtype=np.float32)


@lru_cache(maxsize=16)
def permutation_sources(
    labels: tuple[str, ...],
    strata: tuple[int, ...],
    all_units: tuple[str, ...],
    draws: int,
    seed: int,
) -> np.ndarray:
    """Return for each draw whose exposure each unit takes (draws, units).

    Keys belong to the units of the whole panel, so that specifications on different samples are
    permuted alike, and their statistics can be compared draw by draw.

    Parameters
    ----------
    labels
        Of the units.
    strata
        Number of each unit's stratum.
    all_units
        Labels of every unit of the panel, so that draws agree between specifications.
    draws
        How many.
    seed
        Of the random generator.
    """
    index = {label: place for place, label in enumerate(all_units)}
    if set(labels) <= set(index):
        drawn = random_keys(all_units, draws, seed)[:, [index[label] for label in labels]]
    else:
        drawn = random_keys(labels, draws, seed)
    stratum = np.array(strata)
    source = np.empty(drawn.shape, dtype=np.int32)
    for members in (np.flatnonzero(stratum == s) for s in range(stratum.max() + 1)):
        source[:, members] = members[np.argsort(drawn[:, members], axis=1)]
    return source


def every_assignment(values: np.ndarray, strata: tuple[int, ...], most: int) -> np.ndarray | None:
    """Return every assignment of a binary exposure within strata, if not more than ``most``.

    Parameters
    ----------
    values
        Exposure by unit (units,).
    strata
        Number of each unit's stratum.
    most
        With more there is no list.
    """
    stratum = np.array(strata)
    if not set(values) <= {0.0, 1.0}:
        return None
    members = [np.flatnonzero(stratum == s) for s in range(stratum.max() + 1)]
    treated = [int(values[m].sum()) for m in members]
    total = 1
    for m, k in zip(members, treated, strict=True):
        total *= comb(len(m), k)
        if total > most:
            return None
    ways = [list(combinations(m, k)) for m, k in zip(members, treated, strict=True)]
    assigned = np.zeros((total, len(values)))
    for row, chosen in enumerate(product(*ways)):
        assigned[row, [unit for some in chosen for unit in some]] = 1.0
    return assigned


def assignments(
    values: np.ndarray, units: Units, all_units: tuple[str, ...], settings: Mapping
) -> tuple[np.ndarray, bool]:
    """Return the exposure of each row under each draw (draws, rows), and whether that is all.

    Parameters
    ----------
    values
        Exposure by row as observed.
    settings
        ``draws``, ``seed`` and, if every assignment should never be worked out, ``exact``: False.
    units
        Who permutes with whom.
    all_units
        Labels of every unit of the panel, so that draws agree between specifications.
    """
    draws, seed = settings["draws"], settings["seed"]
    first = values[units.row_of[:, 0]]
    if settings.get("exact", True) and (first[units.unit] == values).all():
        every = every_assignment(first, units.strata, draws)
        if every is not None:
            return every[:, units.unit], True
    source = permutation_sources(units.labels, units.strata, all_units, draws, seed)
    if units.row_of.shape[1] == 1:
        by_row = values[units.row_of[:, 0]]
        return by_row[source][:, units.unit], False
    return values[units.row_of[source[:, units.unit], units.place]], False
