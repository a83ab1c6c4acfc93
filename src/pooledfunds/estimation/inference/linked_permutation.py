"""One permutation of the exposure for many specifications and both types of area together.

A PCT and a council that share a boundary are one place, seen by two returns: what an arrangement
there does to the one it does to the other. So the bodies that links join are one unit, and a draw
gives a unit another unit's whole exposure, of both types, in every year and by every evidence
(decision 76).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pooledfunds.estimation.sample import exposure_values, select_sample
from pooledfunds.estimation.specifications import Specification

PAIRED = ("pct", "council")
# Exposures that follow from the links themselves: within units of one shape they do not vary.
OF_BOUNDARIES = frozenset({"coterminous"})


@dataclass(frozen=True)
class Permutation:
    """Whose exposure each body has under each draw, by type of area.

    Attributes
    ----------
    codes
        Area codes of each type, sorted.
    sources
        (draws, bodies) places in ``codes``, by type of area.
    """

    codes: Mapping[str, np.ndarray]
    sources: Mapping[str, np.ndarray]

    def exposures(self, rows: pd.DataFrame, specification: Specification) -> np.ndarray:
        """Return the exposure of a specification's rows: as observed, then under each draw.

        Parameters
        ----------
        rows
            Those that it is fitted to: bodies that are permuted are all in or all out.
        specification
            What is estimated.
        """
        codes = self.codes[specification.area_type]
        body = np.searchsorted(codes, rows["area_code"].to_numpy(dtype=str))
        years, year = np.unique(rows["financial_year"].to_numpy(dtype=str), return_inverse=True)
        observed = exposure_values(rows, specification)
        values = np.full((len(codes), len(years)), np.nan)
        values[body, year] = observed
        source = self.sources[specification.area_type][:, body]
        return np.vstack([observed, values[source, year]])

    @property
    def moving(self) -> dict[str, int]:
        """How many bodies of each type take another's exposure in some draw."""
        return {
            area_type: int((source != np.arange(source.shape[1])).any(axis=0).sum())
            for area_type, source in self.sources.items()
        }


@dataclass(frozen=True)
class Bodies:
    """The bodies of one type, in the order of the arrays that speak of them.

    Attributes
    ----------
    unit
        (bodies,) number of the unit that each belongs to, the same for both types.
    one_to_one
        (bodies,) whether the unit is one PCT and one council.
    alike
        (bodies,) what bodies must have in common to be permuted: strata, and the samples
        that they are in.
    exposures
        (bodies, columns and years), by which bodies of different boundaries are put in order.
    """

    unit: np.ndarray
    one_to_one: np.ndarray
    alike: np.ndarray
    exposures: np.ndarray


def linked_units(
    panels: Mapping[str, pd.DataFrame], codes: Mapping[str, np.ndarray]
) -> dict[str, pd.DataFrame]:
    """Return by type of area the unit of each body: its linked area.

    Parameters
    ----------
    panels
        Of both types of area, by name, with ``linked_area``; a body without one is a unit of its
        own.
    codes
        Area codes by type.

    Returns
    -------
    dict
        By type a row per body: its number ``unit``, and ``one_to_one``, whether that is one PCT
        and one council.
    """
    named = [
        panel.assign(area_type=name.removeprefix("panel_")).filter(
            ["area_type", "area_code", "linked_area"]
        )
        for name, panel in panels.items()
    ]
    table = pd.concat(named, ignore_index=True).drop_duplicates(["area_type", "area_code"])
    own = table["area_type"] + " " + table["area_code"].astype(str)
    area = "area " + table["linked_area"].astype(str) if "linked_area" in table else own
    table["unit"] = pd.factorize(area)[0]
    number = table.groupby(["unit", "area_type"]).size().unstack(fill_value=0)
    pair = (number.reindex(columns=PAIRED, fill_value=0) == 1).all(axis=1)
    table["one_to_one"] = table["unit"].map(pair)
    found = {}
    for area_type, some in codes.items():
        bodies = table[table["area_type"] == area_type].set_index("area_code")
        found[area_type] = bodies.loc[list(some), ["unit", "one_to_one"]]
    return found


def permuted_sources(
    bodies: Mapping[str, Bodies], of_boundaries: bool, draws: int, seed: int
) -> dict[str, np.ndarray]:
    """Return by type of area whose exposure each body has under each draw (draws, bodies).

    Units stand in one random order a draw, the same for both types.

    An arrangement is permuted between units: one-to-one pairs that are alike in both types
    are permuted among each other, so that a PCT and its council go together; within the larger
    units bodies of a type are permuted with those alike, unit by unit.

    A shared boundary cannot be permuted between units of one shape, which all have it or all
    lack it. Its draw asks which units might have had it: bodies of a type that are alike take
    their exposures, from most to least, in the random order of their units.

    Parameters
    ----------
    bodies
        By type of area.
    of_boundaries
        Whether the exposure follows from the links themselves.
    draws
        How many.
    seed
        Of the random generator.
    """
    rng = np.random.default_rng(seed)
    units = 1 + max(int(one.unit.max()) for one in bodies.values())
    order = rng.random((draws, units))
    classes = {area_type: one.alike for area_type, one in bodies.items()}
    if not of_boundaries:
        classes = within_pairs(bodies)
    sources = {}
    for area_type, one in bodies.items():
        within = rng.random((draws, len(one.unit)))
        source = np.tile(np.arange(len(one.unit)), (draws, 1))
        for members in members_of(classes[area_type]):
            # Members of a unit stand together, so that a unit's exposures move together.
            members = members[np.lexsort((members, one.unit[members]))]
            drawn = members[np.lexsort((within[:, members], order[:, one.unit[members]]))]
            if of_boundaries:
                ranked = members[np.lexsort(-one.exposures[members].T[::-1])]
                np.put_along_axis(source, drawn, ranked[None, :], axis=1)
            else:
                source[:, members] = drawn
        sources[area_type] = source
    return sources


def within_pairs(bodies: Mapping[str, Bodies]) -> dict[str, np.ndarray]:
    """Return ``alike`` of each body, for a body of a one-to-one pair with that of its partner."""
    table = pd.concat(
        [
            pd.DataFrame(
                {
                    "area_type": area_type,
                    "unit": one.unit,
                    "pair": one.one_to_one,
                    "alike": one.alike,
                }
            )
            for area_type, one in bodies.items()
        ],
        ignore_index=True,
    )
    both = table.groupby("unit")["alike"].transform(" with ".join)
    alike = np.where(table["pair"], "one to one: " + both, "linked: " + table["alike"])
    return {area_type: alike[(table["area_type"] == area_type).to_numpy()] for area_type in bodies}


def permute_jointly(
    panels: Mapping[str, pd.DataFrame],
    specifications: Sequence[Specification],
    draws: int,
    seed: int,
) -> Permutation:
    """Return one permutation of the exposure that serves all specifications alike.

    Bodies are permuted with those of the same strata that are in the same samples: then each
    specification keeps its sample, whichever bodies' answers are known to it.

    Parameters
    ----------
    panels
        Of both types of area, by name, ``panel_<area_type>``.
    specifications
        All with the same strata.
    draws
        How many.
    seed
        Of the random generator.
    """
    area_types = sorted({one.area_type for one in specifications})
    codes = {
        area_type: np.unique(panels[f"panel_{area_type}"]["area_code"].to_numpy(dtype=str))
        for area_type in area_types
    }
    units = linked_units(panels, codes)
    bodies = {}
    for area_type in area_types:
        own = [one for one in specifications if one.area_type == area_type]
        alike, exposures = seen_alike(panels[f"panel_{area_type}"], own, codes[area_type])
        unit = units[area_type]
        bodies[area_type] = Bodies(
            unit["unit"].to_numpy(), unit["one_to_one"].to_numpy(), alike, exposures
        )
    of_boundaries = all(one.exposure in OF_BOUNDARIES for one in specifications)
    return Permutation(codes, permuted_sources(bodies, of_boundaries, draws, seed))


def seen_alike(
    panel: pd.DataFrame, specifications: Sequence[Specification], codes: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return what the bodies of a type must have in common to be permuted, and their exposures.

    Parameters
    ----------
    panel
        Areas by year, a row each.
    specifications
        Those of the type.
    codes
        Codes of its bodies, sorted.

    Returns
    -------
    alike, exposures
        (bodies,) stratum and samples; (bodies, columns and years), missing outside the samples.
    """
    years, year = np.unique(panel["financial_year"].to_numpy(dtype=str), return_inverse=True)
    place = np.searchsorted(codes, panel["area_code"].to_numpy(dtype=str))
    stratum = np.full(len(codes), "", dtype=object)
    columns = {column for one in specifications for column in one.strata}
    for column in sorted(columns - {one.exposure_column for one in specifications}):
        labels = np.full(len(codes), "", dtype=object)
        labels[place] = panel[column].astype(str).to_numpy(dtype=object)
        stratum = stratum + "|" + labels
    samples: dict[tuple, np.ndarray] = {}
    exposures: dict[tuple, np.ndarray] = {}
    for one in specifications:
        when = (one.periods, one.over, one.before)
        asked = (when, one.where, one.unknown, one.at_least, *sorted(one.columns))
        if asked in samples:
            continue
        rows = select_sample(panel, one).rows
        at = panel.index.get_indexer(rows.index)
        within = np.zeros((len(codes), len(years)), dtype=bool)
        within[place[at], year[at]] = True
        samples[asked] = within
        values = exposures.setdefault(
            (one.exposure_column, one.at_least), np.full((len(codes), len(years)), np.nan)
        )
        if len(rows):
            values[place[at], year[at]] = exposure_values(rows, one)
    within = np.hstack(list(samples.values()))
    patterns = np.unique(within, axis=0, return_inverse=True)[1].ravel().astype(str)
    return (stratum + "|" + patterns.astype(object)).astype(str), np.hstack(
        list(exposures.values())
    )


def members_of(labels: np.ndarray) -> list[np.ndarray]:
    """Return the places of each label, labels in order."""
    _, number = np.unique(labels.astype(str), return_inverse=True)
    return [np.flatnonzero(number == one) for one in range(number.max() + 1)]
