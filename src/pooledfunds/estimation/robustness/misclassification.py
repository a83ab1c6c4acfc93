"""What a noisy register allows to be said.

Whether a body has a pool is known from returns that disagree. Four questions: what would the
effect be if the register errs at given rates; how few wrong labels would change the conclusion;
what do plausible error rates, taken together, leave; and what could bodies that did not answer do.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from scipy import stats

from pooledfunds.core.parallel import in_parallel
from pooledfunds.estimation.fit import Regression
from pooledfunds.estimation.models import NotFitted
from pooledfunds.estimation.robustness.missing_doses import dose_bounds
from pooledfunds.estimation.robustness.relabelling import (
    conclusion_of,
    fragility,
    holm_level,
    nonresponse_bounds,
)

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
    sensitivity
        Share of true exposed that the register has so.
    specificity
        Share of true others that it has so.
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


def correct_attenuation(
    estimate: float, std_error: float, df: float, factor: float, conf_level: float
) -> dict[str, float]:
    """Return an estimate corrected for attenuation with its interval, the rates taken as known.

    Parameters
    ----------
    estimate
        On its scale.
    std_error
        Of the estimate.
    df
        Degrees of freedom of t.
    factor
        From ``attenuation``.
    conf_level
        Of intervals, such as 0.95.
    """
    reach = stats.t.ppf((1 + conf_level) / 2, df) * std_error
    ends = np.array([estimate - reach, estimate + reach]) / factor
    return {"estimate": estimate / factor, "conf_low": ends.min(), "conf_high": ends.max()}


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
    regression
        The fit.
    priors
        ``sensitivity`` and ``specificity``: the two parameters of a beta distribution each.
    draws
        How many.
    seed
        Of the random generator.
    conf_level
        Of intervals, such as 0.95.
    """
    rng = np.random.default_rng(seed)
    row = row_of(regression)
    share = row["n_exposed"] / row["nobs"]
    (a, b), (c, d) = priors["sensitivity"], priors["specificity"]
    sensitivity, specificity = rng.beta(a, b, size=draws), rng.beta(c, d, size=draws)
    factor = np.vectorize(attenuation)(share, sensitivity, specificity)
    factor = factor[factor > 0]
    if len(factor) < draws / 10:
        return dict.fromkeys(("estimate", "conf_low", "conf_high"), np.nan)
    sampled = row["estimate"] + row["std_error"] * rng.standard_t(row["df"], len(factor))
    tail = (1 - conf_level) / 2
    low, middle, high = np.quantile(sampled / factor, [tail, 0.5, 1 - tail])
    return {"estimate": middle, "conf_low": low, "conf_high": high}


def noise_rows(
    panel: pd.DataFrame, regression: Regression, levels: tuple[float, float], study: Mapping
) -> list[dict[str, object]]:
    """Return the rows of one specification (``catalogue.estimation.REGISTER_NOISE``).

    Parameters
    ----------
    panel
        Areas by year, a row each.
    regression
        The fit.
    levels
        Of a difference and of equivalence, as Holm's adjustment leaves them to this effect.
    study
        Its settings.
    """
    settings, conf_level = study["register_noise"], study["inference"]["conf_level"]
    row = row_of(regression)
    blank = dict.fromkeys(("sensitivity", "specificity", "estimate", "conf_low", "conf_high"))
    blank |= {"specification": row["specification"], "labels": 0, "conclusion": "", "setting": ""}
    rows = [blank | one for one in at_known_rates(row, settings, levels, conf_level)]
    try:
        count, word = fragility(regression, levels, conf_level)
    except NotFitted:
        count, word = 0, ""
    reported = f"{count} labels turned over are enough" if count else "no small number is enough"
    rows.append(
        blank | {"method": "fragility", "labels": count, "conclusion": word, "setting": reported}
    )
    for name, priors in settings["priors"].items():
        draws, seed = settings["draws"], study["inference"]["seed"]
        found = bias_analysis(regression, priors, draws, seed, conf_level)
        rows.append(blank | {"method": "bias analysis", "setting": name} | found)
    bounds = nonresponse_bounds(panel, regression.specification, conf_level)
    if bounds:
        how = "every answer" if bounds.pop("exact") else "a search over answers"
        ends = f"estimates from {bounds.pop('low'):.4f} to {bounds.pop('high'):.4f}"
        rows.append(blank | {"method": "non-response", "setting": f"{ends}, by {how}"} | bounds)
    return rows


def at_known_rates(
    row: Mapping, settings: Mapping, levels: tuple[float, float], conf_level: float
) -> Iterator[dict[str, object]]:
    """Yield the estimate corrected for each declared pair of rates of error.

    Parameters
    ----------
    row
        The exposure's row of the fit.
    settings
        ``register_noise`` of the study: ``sensitivities`` and ``specificities``.
    levels
        Of a difference and of equivalence, for ``conclusion_of``.
    conf_level
        Of intervals, such as 0.95.
    """
    share = row["n_exposed"] / row["nobs"]
    for sensitivity in settings["sensitivities"]:
        for specificity in settings["specificities"]:
            factor = attenuation(share, sensitivity, specificity)
            rates = {"method": "rates", "sensitivity": sensitivity, "specificity": specificity}
            if not factor > 0:
                yield rates | {"setting": "no true share fits these rates"}
                continue
            found = correct_attenuation(
                row["estimate"], row["std_error"], row["df"], factor, conf_level
            )
            scaled = {name: row[name] / factor for name in ("estimate", "std_error")}
            yield rates | found | {"conclusion": conclusion_of(dict(row) | scaled, levels)}


def levels_of(table: pd.DataFrame, specification: str, term: str, alpha: float) -> tuple:
    """Return the levels of a difference and of equivalence that Holm leaves to one effect.

    A sensitivity analysis whose primary does not report a finding is left none (decision 74).

    Parameters
    ----------
    table
        Estimates with their conclusions, ``tests`` the family of each.
    specification, term
        Its name.
    alpha
        Size of the test, such as 0.05.
    """
    own = (table["specification"] == specification) & (table["term"] == term)
    effect = table[own].iloc[0]
    family = table["multiplicity_family"] == effect["multiplicity_family"]
    others = table[family & ~own & table["p_adjusted"].notna()]
    equivalence = others["equivalence_p"].dropna().to_numpy()
    levels = holm_level(others["p_value"].to_numpy(), alpha), holm_level(equivalence, alpha)
    if not effect["sensitivity_of"]:
        return levels
    entry = table["specification"].str.partition("/")[0] == effect["sensitivity_of"]
    primary = table[entry & (table["outcome"] == effect["outcome"]) & (table["term"] == term)]
    reported = (primary[name].lt(alpha).any() for name in ("p_adjusted", "equivalence_p_adjusted"))
    return tuple(level * shown for level, shown in zip(levels, reported, strict=True))


def register_noise(
    panels: Mapping[str, pd.DataFrame],
    regressions: list[Regression],
    table: pd.DataFrame,
    study: Mapping,
) -> pd.DataFrame:
    """Return what noise in the exposure leaves of each specification that names a register.

    Binary exposures of one row an area from which something is concluded, as declared under
    ``register_noise: exposures``; and doses with a ``range``, by their bounds only.

    Parameters
    ----------
    panels
        By name, ``panel_<type of area>``.
    regressions
        The fits of all specifications.
    table
        From ``conclude``, with the regressions' rows.
    study
        Its settings.
    """
    alpha, work = 1 - study["inference"]["conf_level"], []
    for regression in regressions:
        specification = regression.specification
        named = specification.exposure in study["register_noise"]["exposures"]
        if not named or regression.fitted is None or not specification.cross_sectional:
            continue
        if specification.descriptive or np.isnan(row_of(regression)["estimate"]):
            continue
        levels = levels_of(table, specification.name, specification.exposure, alpha)
        work.append((panels[f"panel_{specification.area_type}"], regression, levels, study))
    rows = [row for found in in_parallel(noise_rows, work, least=4) for row in found]
    rows += missing_dose_rows(panels, regressions, study["inference"]["conf_level"])
    numbers = ["sensitivity", "specificity", "estimate", "conf_low", "conf_high"]
    noise = pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(numbers, float))
    return noise.astype({"labels": int})


def missing_dose_rows(
    panels: Mapping[str, pd.DataFrame], regressions: Sequence[Regression], conf_level: float
) -> Iterator[dict[str, object]]:
    """Yield the bounds of each dose that some areas did not report, where a range is declared.

    Parameters
    ----------
    panels, regressions
        As ``register_noise`` has them.
    conf_level
        Of intervals, such as 0.95.
    """
    for regression in regressions:
        specification = regression.specification
        if not specification.possible or not specification.cross_sectional:
            continue
        panel = panels[f"panel_{specification.area_type}"]
        bounds = dose_bounds(panel, specification, conf_level) if regression.fitted else None
        if bounds is None:
            continue
        lowest, highest = specification.possible
        setting = (
            f"estimates from {bounds.pop('low'):.4f} to {bounds.pop('high'):.4f}, "
            f"by a search over doses from {lowest:g} to {highest:g}"
        )
        named: dict[str, object] = {"specification": specification.name, "conclusion": ""}
        named |= {"method": "non-response"}
        yield named | {"setting": setting} | bounds
