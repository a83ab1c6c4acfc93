"""Whether what a model leaves over is alike among neighbours."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pooledfunds.estimation.fit import Regression


def same_region(regions: np.ndarray) -> np.ndarray:
    """Return weights (bodies, bodies) of bodies in one region, rows summing to one or nought."""
    weights = (regions[:, None] == regions).astype(float)
    np.fill_diagonal(weights, 0.0)
    return by_row(weights)


def by_row(weights: np.ndarray) -> np.ndarray:
    """Return weights with each row summing to one, or to nought for a body without neighbours."""
    total = weights.sum(axis=1, keepdims=True)
    return np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)


def morans_i(values: np.ndarray, weights: np.ndarray, draws: int, seed: int) -> tuple[float, float]:
    """Return Moran's I and its one-sided p-value by permutation: are neighbours alike?

    Moran (1950), Biometrika 37; by chance its expectation is -1 / (n - 1).
    """
    centred = values - values.mean()
    scale = len(values) / weights.sum() / (centred**2).sum()
    observed = scale * centred @ weights @ centred
    rng = np.random.default_rng(seed)
    shuffled = rng.permuted(np.tile(centred, (draws, 1)), axis=1)
    drawn = scale * np.einsum("ij,ij->i", shuffled @ weights, shuffled)
    return float(observed), float((1 + (drawn >= observed).sum()) / (1 + draws))


def spatial_table(
    panels: Mapping[str, pd.DataFrame], regressions: list[Regression], settings: Mapping
) -> pd.DataFrame:
    """Return Moran's I of the residuals of each one-year fit (``contracts_estimation.SPATIAL``).

    Residuals are Pearson's. Neighbours are bodies of one region, the finest neighbourhood that
    every body's list gives.
    """
    rows = []
    for regression in regressions:
        if regression.fitted is None or len(regression.specification.periods) > 1:
            continue
        fitted, sampled = regression.fitted, regression.sample.rows
        panel = panels[f"panel_{regression.specification.level}"]
        regions = panel.loc[sampled.index, "region_code"].to_numpy(dtype=object)
        residual = fitted.score / np.sqrt(fitted.information)
        index, p_value = morans_i(residual, same_region(regions), 999, settings["seed"])
        rows.append(
            {
                "specification": regression.specification.name,
                "neighbours": "bodies of one region",
                "morans_i": index,
                "by_chance": -1 / (len(residual) - 1),
                "p_value": p_value,
                "nobs": len(residual),
            }
        )
    columns = ["specification", "neighbours", "morans_i", "by_chance", "p_value", "nobs"]
    kinds = {"morans_i": float, "by_chance": float, "p_value": float, "nobs": int}
    return pd.DataFrame(rows, columns=columns).astype(kinds)
