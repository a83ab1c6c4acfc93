"""What a noisy register allows to be said.

Whether a body has a pool is known from returns that disagree. Four questions: what would the
effect be if the register errs at given rates; how few wrong labels would change the conclusion;
what do plausible error rates, taken together, leave; and what could bodies that did not answer do.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from scipy import stats

from pooledfunds.estimation.covariance import fit_restricted
from pooledfunds.estimation.families import NotFitted, fit_family
from pooledfunds.estimation.fit import Regression
from pooledfunds.estimation.randomisation import ScoreStatistic
from pooledfunds.estimation.sample import problem, sample
from pooledfunds.estimation.specifications import Specification

COLUMNS = [
    "specification",
    "method",
    "setting",
    "sensitivity",
    "specificity",
    "labels",
    "estimate",
    "conf_low",
    "conf_high",
    "conclusion",
]


def attenuation(share: float, sensitivity: float, specificity: float) -> float:
    """Return the factor by which labels that err alike everywhere shrink a difference of means.

    The positive and negative predictive values less one (Aigner 1973; Lewbel 2007). Missing where
    no true share of bodies fits the observed share and the rates.

    Parameters
    ----------
    share
        Of bodies that the register calls exposed.
    """
    information = sensitivity + specificity - 1
    if information == 0:
        return np.nan
    true = (share + specificity - 1) / information
    if not 0 < true < 1 or not 0 < share < 1:
        return np.nan
    positive = true * sensitivity / share
    negative = (1 - true) * specificity / (1 - share)
    return positive + negative - 1


def corrected(
    estimate: float, std_error: float, df: float, factor: float, conf_level: float
) -> dict[str, float]:
    """Return an estimate corrected for attenuation with its interval, the rates taken as known."""
    reach = stats.t.ppf((1 + conf_level) / 2, df) * std_error
    ends = np.array([estimate - reach, estimate + reach]) / factor
    return {"estimate": estimate / factor, "conf_low": ends.min(), "conf_high": ends.max()}


def relabelled(regression: Regression, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the exposure's coefficient and t (draws,) under other labels (draws, rows)."""
    asked, term = regression.fitted.problem, regression.specification.exposure
    product = regression.specification.product
    moved = [place for place, name in enumerate(asked.terms) if name in (term, product)]
    step = ScoreStatistic(fit_restricted(asked, moved))
    return step.statistic(step.free(labels))


def conclusion_of(estimate, std_error, df: float, margin: float, alpha: float) -> np.ndarray:
    """Return different, equivalent or inconclusive for each estimate."""
    t = np.abs(estimate / std_error)
    different = 2 * stats.t.sf(t, df) < alpha
    equivalent = stats.t.sf((margin - np.abs(estimate)) / std_error, df) < alpha
    return np.select([different, equivalent], ["different", "equivalent"], "inconclusive")


def fragility(regression: Regression, alpha: float, most: int = 40) -> tuple[int, str]:
    """Return how few labels, turned over, change the conclusion, and to what.

    Each step turns over the label that moves the conclusion's statistic furthest toward its
    bound, so the number is enough, and for one label also the least there is. Nought when
    ``most`` labels do not do it.
    """
    term = regression.specification.exposure
    place = regression.fitted.problem.terms.index(term)
    row = row_of(regression)
    df, margin = row["df"], row["equivalence_margin"]
    labels = regression.fitted.problem.exog[:, place].copy()

    def judged(candidates: np.ndarray):
        effect, t = relabelled(regression, candidates)
        std_error = np.abs(effect) / np.where(t == 0, np.nan, np.abs(t))
        return effect, t, conclusion_of(effect, std_error, df, margin, alpha)

    _, t, start = judged(labels[None, :])
    # A difference is undone by the smallest t, anything else becomes one by the largest.
    for count in range(1, most + 1):
        candidates = np.abs(labels - np.eye(len(labels)))
        _, t, words = judged(candidates)
        changed = np.flatnonzero(words != start[0])
        if len(changed):
            return count, str(words[changed[0]])
        size = np.abs(t)
        best = size.argmin() if start[0] == "different" else size.argmax()
        labels = candidates[best]
    return 0, str(start[0])


def row_of(regression: Regression) -> dict:
    """Return the exposure's row of a regression's table."""
    return regression.row(regression.specification.exposure)


def bias_analysis(
    regression: Regression, priors: Mapping, draws: int, seed: int, conf_level: float
) -> dict[str, float]:
    """Return the effect over plausible error rates: median and interval of simulated estimates.

    Probabilistic bias analysis (Fox, MacLehose and Lash 2021): each draw takes a sensitivity and a
    specificity from their beta distributions and an estimate from its sampling distribution, and
    undoes the attenuation. Rates that fit no true share are passed over; where nine in ten do not
    fit, the prior contradicts the register and the answer is missing.

    Parameters
    ----------
    priors
        ``sensitivity`` and ``specificity``: the two parameters of a beta distribution each.
    """
    rng = np.random.default_rng(seed)
    row = row_of(regression)
    share = row["n_exposed"] / row["nobs"]
    sensitivity = rng.beta(*priors["sensitivity"], size=draws)
    specificity = rng.beta(*priors["specificity"], size=draws)
    factor = np.vectorize(attenuation)(share, sensitivity, specificity)
    factor = factor[factor > 0]
    if len(factor) < draws / 10:
        return dict.fromkeys(("estimate", "conf_low", "conf_high"), np.nan)
    sampled = row["estimate"] + row["std_error"] * rng.standard_t(row["df"], len(factor))
    tail = (1 - conf_level) / 2
    low, middle, high = np.quantile(sampled / factor, [tail, 0.5, 1 - tail])
    return {"estimate": middle, "conf_low": low, "conf_high": high}


def nonresponse_bounds(
    panel: pd.DataFrame, specification: Specification, conf_level: float
) -> dict[str, float] | None:
    """Return the lowest and highest estimate that any answers of the silent bodies could give.

    The silent are ordered by their residual under the null; the extremes give a yes to those
    above, or below, some point of that order. None where nobody is silent.
    """
    unknown = panel[specification.exposure_column].isna()
    filled = panel.assign(**{specification.exposure_column: panel[specification.exposure_column]})
    filled.loc[unknown, specification.exposure_column] = 0.0
    chosen = sample(filled, specification)
    silent = unknown.reindex(chosen.rows.index).to_numpy()
    if chosen.reason or not silent.any():
        return None
    asked = problem(chosen.rows, specification)
    terms = asked.terms
    moved = [i for i, t in enumerate(terms) if t in (specification.exposure, specification.product)]
    try:
        null = fit_restricted(asked, moved)
        fit_family(asked)
    except NotFitted:
        return None
    labels = asked.exog[:, terms.index(specification.exposure)]
    residual = null.score / null.information
    order = np.flatnonzero(silent)[np.argsort(residual[silent])]
    candidates = []
    for chain in (order, order[::-1]):
        for count in range(len(chain) + 1):
            answers = labels.copy()
            answers[chain[:count]] = 1.0
            candidates.append(answers)
    step = ScoreStatistic(null)
    effect, t = step.statistic(step.free(np.array(candidates)))
    lowest, highest = effect.argmin(), effect.argmax()
    n, k = asked.exog.shape
    reach = stats.t.ppf((1 + conf_level) / 2, n - k)
    error = np.abs(effect / np.where(t == 0, np.nan, t))
    return {
        "estimate": np.nan,
        "low": float(effect[lowest]),
        "high": float(effect[highest]),
        "conf_low": float(effect[lowest] - reach * error[lowest]),
        "conf_high": float(effect[highest] + reach * error[highest]),
        "labels": int(silent.sum()),
    }


def noise_rows(
    panel: pd.DataFrame, regression: Regression, study: Mapping
) -> Iterator[dict[str, object]]:
    """Yield the rows of one specification (``contracts_estimation.REGISTER_NOISE``)."""
    settings, conf_level = study["register_noise"], study["inference"]["conf_level"]
    row = row_of(regression)
    blank = dict.fromkeys(("sensitivity", "specificity", "estimate", "conf_low", "conf_high"))
    blank |= {"specification": row["specification"], "labels": 0, "conclusion": "", "setting": ""}
    alpha = 1 - conf_level
    share = row["n_exposed"] / row["nobs"]
    for sensitivity in settings["sensitivities"]:
        for specificity in settings["specificities"]:
            factor = attenuation(share, sensitivity, specificity)
            rates = {"method": "rates", "sensitivity": sensitivity, "specificity": specificity}
            if not factor > 0:
                yield blank | rates | {"setting": "no true share fits these rates"}
                continue
            found = corrected(row["estimate"], row["std_error"], row["df"], factor, conf_level)
            word = conclusion_of(
                np.array(found["estimate"]),
                row["std_error"] / factor,
                row["df"],
                row["equivalence_margin"],
                alpha,
            )
            yield blank | rates | found | {"conclusion": str(word)}
    count, word = fragility(regression, alpha)
    told = f"{count} labels turned over are enough" if count else "no small number is enough"
    yield blank | {"method": "fragility", "labels": count, "conclusion": word, "setting": told}
    for name, priors in settings["priors"].items():
        draws, seed = settings["draws"], study["inference"]["seed"]
        found = bias_analysis(regression, priors, draws, seed, conf_level)
        yield blank | {"method": "bias analysis", "setting": name} | found
    bounds = nonresponse_bounds(panel, regression.specification, conf_level)
    if bounds:
        told = f"estimates from {bounds.pop('low'):.4f} to {bounds.pop('high'):.4f}"
        yield blank | {"method": "non-response", "setting": told} | bounds


def register_noise(
    panels: Mapping[str, pd.DataFrame], regressions: list[Regression], study: Mapping
) -> pd.DataFrame:
    """Return what noise in the exposure leaves of each specification that names a register.

    Only binary exposures of one year, as declared under ``register_noise: exposures``.
    """
    rows = []
    for regression in regressions:
        specification = regression.specification
        named = specification.exposure in study["register_noise"]["exposures"]
        if not named or regression.fitted is None or len(specification.periods) > 1:
            continue
        rows += noise_rows(panels[f"panel_{specification.level}"], regression, study)
    numbers = ["sensitivity", "specificity", "estimate", "conf_low", "conf_high"]
    table = pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(numbers, float))
    return table.astype({"labels": int})
