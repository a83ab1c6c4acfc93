"""Bounds for a dose that some areas did not report: the estimates that their doses could give.

Nothing is supposed of the silent but that their dose lies in a declared range (Manski 2003). The
extremes of a fitted coefficient over a box of doses are sought on its one-step form, a ratio of a
linear to a quadratic function, by Dinkelbach's (1967) method; the model is then fitted at them.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import optimize

from pooledfunds.estimation.coefficients import coefficients
from pooledfunds.estimation.covariance import fit_restricted
from pooledfunds.estimation.model_data import build_model_data
from pooledfunds.estimation.models import Fitted, NotFitted, fit_family
from pooledfunds.estimation.sample import select_sample, unit_of
from pooledfunds.estimation.specifications import Specification

MAX_ITERATIONS = 50
# A change of the coefficient that is none.
SAME = 1e-10


def dose_bounds(
    panel: pd.DataFrame, specification: Specification, conf_level: float
) -> dict[str, float] | None:
    """Return the lowest and highest estimate that the silent areas' doses give; None if none is.

    One unit of the dose is that of the areas that reported.

    Parameters
    ----------
    panel
        Areas by year, a row each.
    specification
        What is estimated; ``possible`` is the range of a dose.
    conf_level
        Of intervals, such as 0.95.

    Returns
    -------
    dict
        ``low`` and ``high``, the estimates; ``conf_low`` of the one, ``conf_high`` of the other;
        ``labels``, how many areas are silent.
    """
    column = specification.exposure_column
    reported = select_sample(panel, specification)
    unit = unit_of(reported.rows, specification)
    asked = replace(specification, per=unit)
    unknown = panel[column].isna()
    filled = panel.assign(**{column: panel[column].fillna(reported.rows[column].mean())})
    chosen = select_sample(filled, asked)
    silent = np.flatnonzero(unknown.reindex(chosen.rows.index).to_numpy(dtype=bool))
    if chosen.reason or reported.reason or not len(silent):
        return None
    low, high = (value / unit for value in specification.possible)
    try:
        problem = build_model_data(chosen.rows, asked)
        step = OneStep(fit_restricted(problem, [problem.terms.index(asked.exposure)]))
        doses = chosen.rows[column].to_numpy(dtype=float) / unit
        ends = []
        for sign in (-1, 1):
            extreme = step.extreme(doses, silent, (low, high), sign)
            rows = chosen.rows.assign(**{column: extreme * unit})
            fitted = fit_family(build_model_data(rows, asked))
            terms = coefficients(fitted, rows, asked, conf_level)
            place = list(terms["term"]).index(asked.exposure)
            ends.append({name: float(terms[name][place]) for name in KEPT})
    except NotFitted:
        return None
    lowest, highest = ends
    return {
        "low": lowest["estimate"],
        "high": highest["estimate"],
        "conf_low": lowest["conf_low"],
        "conf_high": highest["conf_high"],
        "labels": len(silent),
    }


KEPT = ("estimate", "conf_low", "conf_high")


class OneStep:
    """The coefficient of a dose by one step from a model without it: b(x) = a'x / x'Qx."""

    def __init__(self, null: Fitted) -> None:
        root = np.sqrt(null.information)
        basis = np.linalg.qr(null.problem.exog * root[:, None])[0]
        free = np.eye(len(root)) - basis @ basis.T
        self.linear = root * (free @ (null.score / root))
        self.quadratic = root[:, None] * free * root

    def effect(self, doses: np.ndarray) -> float:
        """Return the coefficient of doses (n,)."""
        return float(self.linear @ doses / (doses @ self.quadratic @ doses))

    def extreme(
        self, doses: np.ndarray, silent: np.ndarray, limits: tuple[float, float], sign: int
    ) -> np.ndarray:
        """Return doses (n,) of which those of the silent make the coefficient an extreme.

        While the coefficient is on the side that is sought, each round is a concave problem and
        its end the extreme; where the silent cannot bring it there, the end is a search's.

        Parameters
        ----------
        doses
            Where to start (n,).
        silent
            Places of the areas whose dose is not known.
        limits
            Lowest and highest dose.
        sign
            1 for the highest coefficient, -1 for the lowest.
        """
        starts = [doses, *(self.with_silent(doses, silent, end) for end in limits)]
        # Areas that are the higher the more is left of their outcome: near the extreme.
        order = np.where(sign * self.linear[silent] > 0, max(limits), min(limits))
        starts.append(self.with_silent(doses, silent, order))
        best = max(starts, key=lambda one: sign * self.effect(one))
        for _ in range(MAX_ITERATIONS):
            level = sign * self.effect(best)
            found = optimize.minimize(
                self.shortfall,
                best[silent],
                (best, silent, level, sign),
                jac=True,
                method="L-BFGS-B",
                bounds=[limits] * len(silent),
            )
            moved = self.with_silent(best, silent, found.x)
            if sign * self.effect(moved) <= level + SAME:
                break
            best = moved
        return best

    def shortfall(
        self, values: np.ndarray, doses: np.ndarray, silent: np.ndarray, level: float, sign: int
    ) -> tuple[float, np.ndarray]:
        """Return how far the doses' coefficient is short of a level, and the gradient.

        Parameters
        ----------
        values
            Doses of the silent.
        doses
            Of all (n,); those of the silent are replaced.
        silent, sign
            As ``extreme`` has them.
        level
            Of the coefficient times the sign.
        """
        moved = self.with_silent(doses, silent, values)
        bent = self.quadratic @ moved
        gradient = -sign * self.linear + 2 * level * bent
        return float(-sign * self.linear @ moved + level * moved @ bent), gradient[silent]

    @staticmethod
    def with_silent(
        doses: np.ndarray, silent: np.ndarray, values: np.ndarray | float
    ) -> np.ndarray:
        """Return doses (n,) with those of the silent replaced."""
        moved = doses.copy()
        moved[silent] = values
        return moved
