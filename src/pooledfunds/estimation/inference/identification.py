"""How many areas identify a term: those without which its coefficient would be unknown.

A term's precision is that of the areas that it is estimated from, not that of the sample. 110 PCTs
of which 2 start a pool say of pools what 2 PCTs can say.
"""

import numpy as np
import pandas as pd

from pooledfunds.estimation.sample import exposure_values, is_binary, smallest_group
from pooledfunds.estimation.specifications import Specification

# Share of a column's own size below which nothing of it is left.
NOTHING_LEFT = 1e-9


def identifying_areas(rows: pd.DataFrame, specification: Specification) -> dict[str, int]:
    """Return the number of areas that identify each term of interest (decision 71).

    With effects of areas: the areas whose exposure, or its product with the moderator, changes
    over the years; where the model has what happens to all areas alike, the areas outside the
    largest set that share one course. Without: the smaller side of a comparison, or the smallest
    of the four groups of a product. Of a continuous exposure: the areas whose value is not
    determined by the fixed effects. Of a hazard: ``beginning_areas``.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    specification
        What is estimated.
    """
    exposure = exposure_values(rows, specification)
    if specification.design == "staggered":
        return {specification.exposure: starting_areas(rows, exposure)}
    if specification.design == "hazard":
        begins = rows[specification.measured].to_numpy(dtype=float)
        return {specification.exposure: beginning_areas(rows, begins, exposure)}
    parts = {specification.exposure: [exposure]}
    if specification.moderator:
        moderator = rows[specification.moderator].to_numpy(dtype=float)
        parts[specification.moderator] = [moderator]
        parts[specification.product] = [exposure, moderator]
    counted = areas_that_change if "area_code" in specification.fixed_effects else areas_compared
    return {
        term: counted(rows, specification, parts[term])
        for term in parts
        if term in specification.of_interest
    }


def areas_that_change(
    rows: pd.DataFrame, specification: Specification, values: list[np.ndarray]
) -> int:
    """Return how many areas' courses over the years set a term apart from the effects of areas.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    specification
        What is estimated.
    values
        The columns whose product the term is, each (n,).
    """
    area, years = area_places(rows), rows["financial_year"].to_numpy(dtype=str)
    column = np.prod(values, axis=0)
    common = "financial_year" in specification.fixed_effects or len(values) > 1
    courses: dict[tuple, int] = {}
    for place in range(area.max() + 1):
        own = column[area == place]
        changes = not np.allclose(own, own[0])
        course = (*years[area == place], *own.round(12)) if changes else ()
        courses[course] = courses.get(course, 0) + 1
    return sum(courses.values()) - (max(courses.values()) if common else courses.get((), 0))


def areas_compared(
    rows: pd.DataFrame, specification: Specification, values: list[np.ndarray]
) -> int:
    """Return how many areas the smallest of the groups has that a term compares.

    Where nothing is compared, as with a continuous exposure, those that have leverage on it.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    specification
        What is estimated.
    values
        The columns whose product the term is, each (n,).
    """
    compared = [one for one in values if is_binary(one)]
    if compared:
        return smallest_group(rows, *compared)
    area, left = area_places(rows), values[0] - values[0].mean()
    effects = [
        pd.get_dummies(rows[name].astype(str), dtype=float).to_numpy()
        for name in specification.fixed_effects
    ]
    if effects:
        exog = np.hstack(effects)
        left = values[0] - exog @ np.linalg.lstsq(exog, values[0], rcond=None)[0]
    return len(set(area[np.abs(left) > NOTHING_LEFT * np.abs(values[0]).max()]))


def starting_areas(rows: pd.DataFrame, exposure: np.ndarray) -> int:
    """Return the smaller number of areas that start an exposure within the years, or have not.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    exposure
        Zero or one by row (n,).
    """
    area = area_places(rows)
    courses = pd.Series(exposure).groupby(area)
    first, last = courses.first(), courses.last()
    return int(min(((first == 0) & (last == 1)).sum(), ((first == 0) & (last == 0)).sum()))


def beginning_areas(rows: pd.DataFrame, begins: np.ndarray, exposure: np.ndarray) -> int:
    """Return how many areas the smallest of four groups would have if nothing came of an exposure.

    Areas where something begins, and where nothing does, with and without the exposure. How many
    are found in a group depends on the effect that is asked for: to ask only where many are found
    would choose by the answer (Cochran 1954, Biometrics 10(4), counts what is expected). A
    continuous exposure counts as cut at its middle. Where a group is empty no odds are known: none.

    Parameters
    ----------
    rows
        Rows of those at risk (n).
    begins, exposure
        Zero or one, and the exposure, by row (n,).
    """
    share = 0.5
    if is_binary(exposure):
        if not smallest_group(rows, begins, exposure):
            return 0
        share = min(exposure.mean(), 1 - exposure.mean())
    return int(smallest_group(rows, begins) * share)


def exposed_areas(rows: pd.DataFrame, specification: Specification) -> int:
    """Return how many areas have the exposure in any year.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    specification
        What is estimated.
    """
    exposure = exposure_values(rows, specification)
    return len(set(area_places(rows)[exposure != 0]))


def area_places(rows: pd.DataFrame) -> np.ndarray:
    """Return the place of each row's area among the areas."""
    return pd.factorize(rows["area_code"].to_numpy(dtype=object))[0]
