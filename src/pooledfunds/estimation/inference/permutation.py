"""Permutation tests: what the statistic would be had the areas exchanged their exposure.

Under the sharp null of no effect, any exchange of exposure within strata leaves the outcomes as
they are. The statistic is studentised, so that the test also holds, in large samples, for no
average effect where effects vary (Chung and Romano 2013; DiCiccio and Romano 2017). The null model
is fitted once, and all draws are worked out at once: each by one Newton step from it, the score
statistic, which for linear families is the fit itself; or, where few areas are exposed, by fitting
the model anew (``refit``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from math import comb

import numpy as np
import pandas as pd

from pooledfunds.estimation.covariance import fit_restricted
from pooledfunds.estimation.inference.refit import FAMILIES as REFITTED
from pooledfunds.estimation.inference.refit import RefitStatistic
from pooledfunds.estimation.inference.score import ScoreStatistic, Statistic
from pooledfunds.estimation.sample import (
    ModelData,
    binary,
    exposure_terms,
    exposure_values,
    smallest_group,
)
from pooledfunds.estimation.specifications import Specification

# Draws worked out together: their matrices stay within a processor's cache.
CHUNK = 256
# Ties in the statistic are counted as ties, whatever the last bits of two sums.
TIE = 1e-9


@dataclass(frozen=True)
class PermutationDistribution:
    """One term's statistic as observed and under each exchange of the exposure.

    ``effect`` and ``effects`` are the coefficients, ``t`` and ``ts`` (draws,) the studentised
    ones. When ``exact``, the draws are every possible assignment, the observed one among them.
    ``statistic`` is ``refit`` where each draw's is that of the fitted model, else ``score``.
    """

    term: str
    effect: float
    t: float
    effects: np.ndarray
    ts: np.ndarray
    exact: bool
    statistic: str = "score"

    @property
    def p_value(self) -> float:
        """Two-sided p-value; drawn at random, the observed assignment counts as one more draw."""
        as_far = int((np.abs(self.ts) >= abs(self.t) * (1 - TIE)).sum())
        one_more = not self.exact
        return (as_far + one_more) / (len(self.ts) + one_more)


@dataclass(frozen=True)
class Units:
    """Who exchanges exposure with whom: rows by unit, units by stratum.

    ``row_of`` (units, years) is the row of each unit's each year. A unit is a body with all its
    years, or a row where the exchange is within bodies.
    """

    labels: tuple[str, ...]
    strata: tuple[int, ...]
    unit: np.ndarray
    place: np.ndarray
    row_of: np.ndarray


def units_of(rows: pd.DataFrame, strata: tuple[str, ...]) -> Units:
    """Return who exchanges exposure with whom.

    Bodies exchange their whole course over the years, with bodies of the same stratum that are
    seen in the same years.
    """
    years = rows["financial_year"].to_numpy(dtype=object)
    bodies = rows["body_code"].to_numpy(dtype=object)
    within_body = "body_code" in strata
    labels = bodies + " " + years if within_body else bodies
    names, unit = np.unique(labels, return_inverse=True)
    order = np.argsort(unit, kind="stable")
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
def keys(labels: tuple[str, ...], draws: int, seed: int) -> np.ndarray:
    """Return a random key for each draw and label, in single precision."""
    return np.random.default_rng(seed).random((draws, len(labels)), dtype=np.float32)


@lru_cache(maxsize=16)
def exchanges(
    labels: tuple[str, ...],
    strata: tuple[int, ...],
    all_units: tuple[str, ...],
    draws: int,
    seed: int,
) -> np.ndarray:
    """Return for each draw whose exposure each unit takes (draws, units).

    Keys belong to the units of the whole panel, so that specifications on different samples are
    exchanged alike, and their statistics can be compared draw by draw.
    """
    index = {label: place for place, label in enumerate(all_units)}
    if set(labels) <= set(index):
        drawn = keys(all_units, draws, seed)[:, [index[label] for label in labels]]
    else:
        drawn = keys(labels, draws, seed)
    stratum = np.array(strata)
    source = np.empty(drawn.shape, dtype=np.int32)
    for members in (np.flatnonzero(stratum == s) for s in range(stratum.max() + 1)):
        source[:, members] = members[np.argsort(drawn[:, members], axis=1)]
    return source


def every_assignment(values: np.ndarray, strata: tuple[int, ...], most: int) -> np.ndarray | None:
    """Return every assignment of a binary exposure within strata, if not more than ``most``."""
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
    """
    draws, seed = settings["draws"], settings["seed"]
    first = values[units.row_of[:, 0]]
    if settings.get("exact", True) and (first[units.unit] == values).all():
        every = every_assignment(first, units.strata, draws)
        if every is not None:
            return every[:, units.unit], True
    source = exchanges(units.labels, units.strata, all_units, draws, seed)
    if units.row_of.shape[1] == 1:
        by_row = values[units.row_of[:, 0]]
        return by_row[source][:, units.unit], False
    return values[units.row_of[source[:, units.unit], units.place]], False


def permutation_test(
    problem: ModelData,
    rows: pd.DataFrame,
    specification: Specification,
    settings: Mapping,
    all_units: tuple[str, ...],
) -> Iterator[PermutationDistribution]:
    """Yield the draws of the exposure, of its product with the moderator, and of the moderator.

    Parameters
    ----------
    problem, rows
        What was fitted, and the panel's rows behind it.
    settings
        ``draws``, ``seed``, and where models may be refitted ``refit_draws`` and
        ``few_exposed_areas``: that many areas on the smaller side are no longer few.
    all_units
        Every body of the panel, so that draws agree between specifications.

    Raises
    ------
    NotFitted
        When the null model cannot be fitted.
    """
    exposure = exposure_values(rows, specification)
    common = (problem, rows, specification, settings, all_units)
    if not specification.moderator:
        terms = {"column": specification.exposure}
        yield from permute_column(*common, specification.exposure_column, exposure, None, terms)
        return
    moderator = rows[specification.moderator].to_numpy(dtype=float)
    terms = {"product": specification.product}
    if not specification.absorbed:
        by_exposure = {"column": specification.exposure} | terms
        yield from permute_column(
            *common, specification.exposure_column, exposure, moderator, by_exposure
        )
        terms = {"column": specification.moderator} | terms
    moved = permute_column(*common, specification.moderator, moderator, exposure, terms)
    yield next(moved)


def permute_column(
    problem: ModelData,
    rows: pd.DataFrame,
    specification: Specification,
    settings: Mapping,
    all_units: tuple[str, ...],
    moved: str,
    values: np.ndarray,
    other: np.ndarray | None,
    terms: dict[str, str],
) -> Iterator[PermutationDistribution]:
    """Yield the draws of the terms that change when bodies exchange a column's values.

    Parameters
    ----------
    moved, values
        The column that is exchanged, and its values by row.
    other
        What it is multiplied with, which stays where it is.
    terms
        Which terms change: the ``column`` itself, unless fixed effects absorb it, and its
        ``product`` with the other.
    """
    units = units_of(rows, tuple(s for s in specification.strata if s != moved))
    moving = [problem.terms.index(term) for term in terms.values()]
    null = fit_restricted(problem, moving)
    few = refits(problem, specification, rows, values, settings)
    if few:
        settings = {**settings, "draws": settings["refit_draws"]}
    drawn, exact = assignments(values, units, all_units, settings)
    step: Statistic = RefitStatistic(problem, null) if few else ScoreStatistic(null)
    statistic = "refit" if few or problem.family in LINEAR else "score"
    chunks = [values[None, :]]
    chunks += [drawn[start : start + CHUNK] for start in range(0, len(drawn), CHUNK)]
    for kind, term in terms.items():
        found = [evaluate(step, chunk, other, kind, terms) for chunk in chunks]
        effects, ts = (np.concatenate(part) for part in zip(*found, strict=True))
        effect, t = float(effects[0]), float(ts[0])
        yield PermutationDistribution(term, effect, t, effects[1:], ts[1:], exact, statistic)


# The score statistic of a linear model is the fitted one.
LINEAR = ("linear", "log_linear")


def refits(
    problem: ModelData,
    specification: Specification,
    rows: pd.DataFrame,
    values: np.ndarray,
    settings: Mapping,
) -> bool:
    """Return whether so few areas are exposed, or are not, that each draw is fitted anew.

    With effects of areas the model has as many terms as areas, and the score statistic stands.
    """
    if problem.family not in REFITTED or "body_code" in specification.fixed_effects:
        return False
    return binary(values) and smallest_group(rows, values) < settings.get("few_exposed_areas", 0)


def evaluate(
    step: Statistic,
    values: np.ndarray,
    other: np.ndarray | None,
    kind: str,
    terms: dict[str, str],
) -> tuple[np.ndarray, np.ndarray]:
    """Return coefficient and t of a term under each draw, beside the other that changes with it."""
    column, product_column = exposure_terms(values, other)
    columns = {"column": column}
    if product_column is not None:
        columns["product"] = product_column
    free = {name: step.free(columns[name]) for name in terms}
    target = free.pop(kind)
    return step.statistic(target, *free.values())
