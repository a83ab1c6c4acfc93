"""An effect under other labels: how few would change the conclusion, how far answers could move it.

Every number that is reported comes from the model fitted anew to the other labels; the score
statistic only says which labels to try.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd

from pooledfunds.estimation.coefficients import coefficients
from pooledfunds.estimation.conclusions import conclusion_words, equivalence_p
from pooledfunds.estimation.covariance import fit_restricted
from pooledfunds.estimation.fit import Regression
from pooledfunds.estimation.inference.refit import FAMILIES as REFITTED
from pooledfunds.estimation.inference.refit import RefitStatistic
from pooledfunds.estimation.inference.score import ScoreStatistic, Statistic
from pooledfunds.estimation.model_data import ModelData, build_model_data, exposure_terms
from pooledfunds.estimation.models import NotFitted, fit_family
from pooledfunds.estimation.sample import select_sample
from pooledfunds.estimation.specifications import Specification

# Up to so many silent areas, every combination of their answers is fitted.
ALL_ANSWERS = 8
# An effect that grows by less is the same.
SAME = 1e-9


class Relabelling:
    """A model whose exposure may be labelled otherwise.

    Raises
    ------
    NotFitted
        When the model without the exposure cannot be fitted.
    """

    def __init__(self, asked: ModelData, rows: pd.DataFrame, specification: Specification):
        self.problem, self.rows, self.specification = asked, rows, specification
        named = (specification.exposure, specification.product)
        self.moving = [asked.terms.index(name) for name in named if name in asked.terms]
        self.labels = asked.exog[:, self.moving[0]]
        self.moderator = None
        if len(self.moving) > 1:
            self.moderator = rows[specification.moderator].to_numpy(dtype=float)
        null = fit_restricted(asked, self.moving)
        self.score = ScoreStatistic(null)
        refitted = asked.family in REFITTED
        self.refit: Statistic = RefitStatistic(asked, null) if refitted else self.score

    def columns(self, labels: np.ndarray) -> list[np.ndarray]:
        """Return the columns that move with the labels (draws, rows)."""
        return [one for one in exposure_terms(labels, self.moderator) if one is not None]

    def score_statistic(self, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the exposure's one-step coefficient and t (draws,) under labels (draws, rows)."""
        return self.score.statistic(*map(self.score.free, self.columns(labels)))

    def effects(self, labels: np.ndarray) -> np.ndarray:
        """Return the exposure's coefficient (draws,), each draw fitted; minus infinity is not."""
        effect, t = self.refit.statistic(*map(self.refit.free, self.columns(labels)))
        return np.where(np.isfinite(t), effect, np.nan)

    def estimate(self, labels: np.ndarray, conf_level: float) -> dict[str, float]:
        """Return the exposure's row of coefficients under other labels (rows,).

        Parameters
        ----------
        labels
            Zero or one (n,).
        conf_level
            Of intervals, such as 0.95.

        Raises
        ------
        NotFitted
            When the model with these labels cannot be fitted.
        """
        exog = self.problem.exog.copy()
        exog[:, self.moving] = np.column_stack([c[0] for c in self.columns(labels[None, :])])
        fitted = fit_family(replace(self.problem, exog=exog))
        found = coefficients(fitted, self.rows, self.specification, conf_level)
        return {name: values[self.moving[0]] for name, values in found.items()}


def conclusion_of(row: Mapping, levels: tuple[float, float]) -> str:
    """Return the word for an estimate, its plain p-values held against levels.

    Parameters
    ----------
    row
        ``estimate``, ``std_error``, ``df``, ``p_value`` and ``equivalence_margin``.
    levels
        Of a difference and of equivalence, as Holm's adjustment leaves them to this effect.
    """
    numbers = {name: pd.Series([row[name]]) for name in ("estimate", "std_error", "df")}
    equivalent = equivalence_p(
        numbers["estimate"], numbers["std_error"], row["equivalence_margin"], numbers["df"]
    )
    words = conclusion_words(
        np.array([row["p_value"] < levels[0]]), np.array(equivalent < levels[1])
    )
    return str(words[0])


def holm_level(others: np.ndarray, alpha: float) -> float:
    """Return the level below which a p-value is significant by Holm, the family's others given.

    Parameters
    ----------
    others
        p-values of the other effects of the family.
    alpha
        Size of the test, such as 0.05.
    """
    tests, rejected = len(others) + 1, 0
    for p_value in np.sort(others):
        if p_value >= alpha / (tests - rejected):
            break
        rejected += 1
    return alpha / (tests - rejected)


def fragility(
    regression: Regression, levels: tuple[float, float], conf_level: float, most: int = 20
) -> tuple[int, str]:
    """Return how few labels, turned over, change the conclusion that is reported, and to what.

    Each step turns over the label that moves the score statistic furthest toward another
    conclusion; the model is then fitted anew and concluded from as the reported one. So the number
    is enough, not always the least. Zero when ``most`` labels do not do it.

    Parameters
    ----------
    regression
        The fit.
    levels
        Of a difference and of equivalence, for ``conclusion_of``.
    conf_level
        Of intervals, such as 0.95.
    most
        How many labels are tried.
    """
    model = Relabelling(regression.model.problem, regression.sample.rows, regression.specification)
    start = conclusion_of(model.estimate(model.labels, conf_level), levels)
    labels = model.labels.copy()
    for count in range(1, most + 1):
        candidates = np.abs(labels - np.eye(len(labels)))
        size = np.abs(model.score_statistic(candidates)[1])
        best = size.argmin() if start.startswith("different") else size.argmax()
        labels = candidates[best]
        try:
            word = conclusion_of(model.estimate(labels, conf_level), levels)
        except NotFitted:
            return 0, start
        if word != start:
            return count, word
    return 0, start


def nonresponse_bounds(
    panel: pd.DataFrame, specification: Specification, conf_level: float
) -> dict[str, float] | None:
    """Return the lowest and highest estimate that the silent areas' answers give.

    With few silent areas every combination of answers is fitted. With more, a search: from the
    answers that are extreme by the score statistic, one answer after another is changed while the
    fitted estimate moves on. ``exact`` says which. None where nobody is silent.

    Parameters
    ----------
    panel
        Areas by year, a row each.
    specification
        What is estimated.
    conf_level
        Of intervals, such as 0.95.
    """
    column = specification.exposure_column
    unknown = panel[column].isna()
    filled = panel.assign(**{column: panel[column].where(~unknown, 0.0)})
    chosen = select_sample(filled, specification)
    silent = np.flatnonzero(unknown.reindex(chosen.rows.index).to_numpy(dtype=bool))
    if chosen.reason or not len(silent):
        return None
    try:
        model = Relabelling(
            build_model_data(chosen.rows, specification), chosen.rows, specification
        )
        if len(silent) <= ALL_ANSWERS:
            low, high = every_answer(model, silent)
        else:
            low, high = (search_answers(model, silent, sign) for sign in (-1, 1))
        lowest, highest = (model.estimate(labels, conf_level) for labels in (low, high))
    except NotFitted:
        return None
    return {
        "low": lowest["estimate"],
        "high": highest["estimate"],
        "conf_low": lowest["conf_low"],
        "conf_high": highest["conf_high"],
        "labels": len(silent),
        "exact": len(silent) <= ALL_ANSWERS,
    }


def every_answer(model: Relabelling, silent: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the labels of the lowest and of the highest estimate over all answers.

    Parameters
    ----------
    model
        The model, its exposure to be labelled otherwise.
    silent
        Places of the rows whose exposure is not known.

    Raises
    ------
    NotFitted
        When no answers can be fitted.
    """
    answers = np.array(list(product((0.0, 1.0), repeat=len(silent))))
    labels = np.tile(model.labels, (len(answers), 1))
    labels[:, silent] = answers
    effects = model.effects(labels)
    if np.isnan(effects).all():
        raise NotFitted("no answers can be fitted")
    return labels[np.nanargmin(effects)], labels[np.nanargmax(effects)]


def search_answers(model: Relabelling, silent: np.ndarray, sign: int) -> np.ndarray:
    """Return the labels whose estimate no other single answer moves on (times ``sign``, up).

    Parameters
    ----------
    model
        The model, its exposure to be labelled otherwise.
    silent
        Places of the rows whose exposure is not known.
    sign
        1 for the highest estimate, -1 for the lowest.

    Raises
    ------
    NotFitted
        When no answers can be fitted.
    """
    labels = climb_to_extreme(
        lambda many: model.score_statistic(many)[0], model.labels, silent, sign
    )
    return climb_to_extreme(model.effects, labels, silent, sign)


def climb_to_extreme(
    effects: Callable[[np.ndarray], np.ndarray], labels: np.ndarray, silent: np.ndarray, sign: int
) -> np.ndarray:
    """Return labels from changing, while it helps, the answer that moves the effect furthest.

    Parameters
    ----------
    effects
        Returns the effect of each row of labels.
    labels
        Where to start (n,).
    silent
        Places of the rows whose exposure is not known.
    sign
        1 for the highest estimate, -1 for the lowest.
    """
    turned = np.zeros((len(silent), len(labels)))
    turned[np.arange(len(silent)), silent] = 1.0
    best = -np.inf
    for _ in range(4 * len(silent)):
        candidates = np.vstack([labels, np.abs(labels - turned)])
        size = np.nan_to_num(sign * effects(candidates), nan=-np.inf)
        if best == -np.inf:
            best = size[0]
        place = int(size.argmax())
        if size[place] == -np.inf:
            raise NotFitted("no answers can be fitted")
        if place == 0 or size[place] <= best + SAME:
            break
        labels, best = candidates[place], size[place]
    return labels
