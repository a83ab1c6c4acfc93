"""Whether what a model leaves over is alike among neighbours, or within regions."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import stats

from pooledfunds.catalogue.area_types import AREA_CODES, HUB, partner_code
from pooledfunds.estimation.fit import Regression

# Who are neighbours: no list of shared boundaries is among the returns.
PARTNERS = "areas that share an NHS body or a council"
# With fewer areas that have a neighbour there is nothing to correlate.
FEWEST_NEIGHBOURS = 10
PERMUTATIONS = 999


def partner_weights(pairs: pd.DataFrame | None, area_type: str, areas: np.ndarray) -> np.ndarray:
    """Return weights (areas, areas) of areas that have a partner in common.

    PCTs of one council, and councils of one PCT, share a boundary. Rows sum to one, or to zero
    for an area without neighbours; without a list of pairs no area is known to have one.

    Parameters
    ----------
    pairs
        Which areas of two types have persons in common; None where the study has one type.
    area_type
        That of the areas.
    areas
        Codes, in the order of the weights.
    """
    if pairs is None:
        return np.zeros((len(areas), len(areas)))
    own = AREA_CODES[area_type]
    partner = partner_code(pairs.columns) if area_type == HUB else AREA_CODES[HUB]
    place = pd.Index(areas).get_indexer(pairs[own].astype(str))
    among, partners = pd.factorize(pairs[partner])
    shared = np.zeros((len(areas), len(partners)))
    shared[place[place >= 0], among[place >= 0]] = 1
    weights = (shared @ shared.T > 0).astype(float)
    np.fill_diagonal(weights, 0.0)
    return by_row(weights)


def by_row(weights: np.ndarray) -> np.ndarray:
    """Return weights with each row summing to one, or to zero for a body without neighbours."""
    total = weights.sum(axis=1, keepdims=True)
    return np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)


def morans_i(
    values: np.ndarray,
    weights: np.ndarray,
    draws: int,
    seed: int,
    strata: np.ndarray | None = None,
) -> tuple[float, float, float]:
    """Return Moran's I, its mean by chance and its one-sided p-value: are neighbours alike?

    Moran (1950), Biometrika 37. Chance is a permutation of the values, within strata where a model
    has an effect of each, by which its residuals sum to zero there.

    Parameters
    ----------
    values
        By area (n,).
    weights
        From ``partner_weights`` (n, n).
    draws
        How many.
    seed
        Of the random generator.
    strata
        Number of each area's stratum (n,).
    """
    centred = values - values.mean()
    if np.allclose(centred, 0):  # areas that are all alike say nothing of their neighbours
        return np.nan, np.nan, np.nan
    scale = len(values) / weights.sum() / (centred**2).sum()
    observed = scale * centred @ weights @ centred
    rng = np.random.default_rng(seed)
    shuffled = np.tile(centred, (draws, 1))
    strata = np.zeros(len(values), dtype=int) if strata is None else strata
    for stratum in np.unique(strata):
        members = np.flatnonzero(strata == stratum)
        shuffled[:, members] = rng.permuted(shuffled[:, members], axis=1)
    drawn = scale * np.einsum("ij,ij->i", shuffled @ weights, shuffled)
    p_value = (1 + (drawn >= observed).sum()) / (1 + draws)
    return float(observed), float(drawn.mean()), float(p_value)


def intraclass_correlation(values: np.ndarray, groups: np.ndarray) -> tuple[float, float]:
    """Return the correlation of values within groups, and the p-value of there being none.

    The one-way analysis of variance's estimate and its F test, one-sided (Donner 1986,
    International Statistical Review 54).

    Parameters
    ----------
    values
        By area (n,).
    groups
        Number of each area's group (n,).
    """
    sizes = np.bincount(groups).astype(float)
    number, total = len(sizes), len(values)
    means = np.bincount(groups, values) / sizes
    between = (sizes * (means - values.mean()) ** 2).sum() / (number - 1)
    within = ((values - means[groups]) ** 2).sum() / (total - number)
    size = (total - (sizes**2).sum() / total) / (number - 1)
    correlation = (between - within) / (between + (size - 1) * within)
    return float(correlation), float(stats.f.sf(between / within, number - 1, total - number))


def residual_correlation(
    regression: Regression, regions: np.ndarray, pairs: pd.DataFrame | None, seed: int
) -> dict:
    """Return how alike a one-year fit's residuals are (a row of ``catalogue.estimation.SPATIAL``).

    Residuals are Pearson's. Moran's I is that of the areas that have a neighbour. Where the model
    has effects of regions these leave nothing alike within them, and only neighbours are asked.

    Parameters
    ----------
    regression
        The fit.
    regions
        Region of each row fitted.
    pairs
        Which areas of two types have persons in common; None where the study has one type.
    seed
        Of the random generator.
    """
    fitted, specification = regression.model, regression.specification
    residual = fitted.score / np.sqrt(fitted.information)
    places = pd.factorize(regions, sort=True)[0]
    with_effects = "region_code" in specification.fixed_effects
    areas = regression.sample.rows["area_code"].astype(str).to_numpy()
    weights = partner_weights(pairs, specification.area_type, areas)
    having = weights.sum(axis=1) > 0
    observed = by_chance = p_value = correlation = p_region = np.nan
    if having.sum() >= FEWEST_NEIGHBOURS:
        strata = places[having] if with_effects else None
        among = weights[np.ix_(having, having)]
        observed, by_chance, p_value = morans_i(residual[having], among, PERMUTATIONS, seed, strata)
    if not with_effects and 1 < places.max() + 1 < len(residual):
        correlation, p_region = intraclass_correlation(residual, places)
    return {
        "specification": specification.name,
        "neighbours": PARTNERS,
        "morans_i": observed,
        "by_chance": by_chance,
        "p_value": p_value,
        "intraclass_correlation": correlation,
        "p_region": p_region,
        "nobs": len(residual),
        "n_neighbours": int(having.sum()),
    }


def correlation_reason(row: Mapping, settings: Mapping) -> str:
    """Return in words in what residuals are alike, or nothing.

    Parameters
    ----------
    row
        From ``residual_correlation``.
    settings
        ``inference`` of the study: ``regional_correlation_level`` and
        ``neighbour_correlation_level``.
    """
    if row["p_region"] < settings["regional_correlation_level"]:
        return f"residuals alike within regions (p {row['p_region']:.3f})"
    if row["p_value"] < settings["neighbour_correlation_level"]:
        return f"residuals alike among neighbours (p {row['p_value']:.3f})"
    return ""
