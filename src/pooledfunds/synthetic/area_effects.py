"""What makes one PCT's hospital use differ from another's, beside need."""

import numpy as np

SPREAD = 0.15  # standard deviation of a log rate, and of a log length of stay
YEAR_CORRELATION = 0.8  # of one PCT's effect in one year with that in another
SHARED = 0.5  # correlation of two conditions' rates, and of their lengths of stay
RATE_WITH_STAY = -0.3  # who is quick to admit has the milder cases, and they leave sooner


def draw_area_effects(
    rng: np.random.Generator, conditions: int, years: int, areas: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return log effects on rates and on lengths of stay, each conditions by years by areas.

    Every effect is normal with standard deviation `SPREAD`. A share of its variance,
    `YEAR_CORRELATION`, lasts and the rest is each year's own; a share, `SHARED`, is common to the
    conditions. Rates and lengths of stay go together through what the conditions share.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    conditions
        How many conditions.
    years
        How many financial years.
    areas
        How many PCTs.
    """
    link = RATE_WITH_STAY / SHARED
    root = np.linalg.cholesky(np.array([[1.0, link], [link, 1.0]]))
    shared = np.tensordot(root, _by_year(rng, (2, 1, years, areas)), axes=1)
    own = _by_year(rng, (2, conditions, years, areas))
    rate, stay = SPREAD * (np.sqrt(SHARED) * shared + np.sqrt(1 - SHARED) * own)
    return rate, stay


def _by_year(rng: np.random.Generator, shape: tuple[int, int, int, int]) -> np.ndarray:
    """Return standard normal values correlated over the years, the last axis but one."""
    lasting = rng.normal(size=(*shape[:2], 1, shape[3]))
    yearly = rng.normal(size=shape)
    return np.sqrt(YEAR_CORRELATION) * lasting + np.sqrt(1 - YEAR_CORRELATION) * yearly
