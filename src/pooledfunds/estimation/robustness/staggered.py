"""Effects where exposure starts at different dates.

Group-time effects of Callaway and Sant'Anna (2021), Journal of Econometrics 225(2): bodies that
start in one year are compared with those that have not started yet or never do, each with its own
year before. Two-way fixed effects would compare starters with bodies already exposed.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import stats

from pooledfunds.estimation.inference.assignments import permutation_sources, units_of
from pooledfunds.estimation.inference.permutation import PermutationDistribution
from pooledfunds.estimation.model_data import build_model_data
from pooledfunds.estimation.models import NotFitted
from pooledfunds.estimation.sample import exposure_values
from pooledfunds.estimation.specifications import Specification


def starting_cohorts(exposure: np.ndarray) -> np.ndarray:
    """Return the place of the year in which each body starts; the number of years if never.

    Parameters
    ----------
    exposure
        Zero or one (bodies, years). A body that is exposed from the first year on, or that
        stops, has no place: -1.
    """
    years = exposure.shape[1]
    start = np.where(exposure.any(axis=1), exposure.argmax(axis=1), years)
    stops = (np.diff(exposure, axis=1) < 0).any(axis=1)
    return np.where((start == 0) | stops, -1, start)


def group_time(outcome: np.ndarray, cohort: np.ndarray) -> dict[int, tuple[float, np.ndarray]]:
    """Return by event time the average effect and each body's influence on it (bodies,).

    Event time 0 is the year of the start; the year before is the base. Cohorts weigh by their
    number of bodies, taken as given. An influence carries the correction n / (n - 1) of its group.

    Parameters
    ----------
    outcome
        (bodies, years).
    cohort
        From ``starting_cohorts``, without -1.
    """
    years = outcome.shape[1]
    cells: dict[int, list] = {}
    for start in sorted(set(cohort) - {years}):
        own = cohort == start
        for year in range(years):
            # Those who have not started by the later of the two years compared.
            others = (cohort > max(year, start - 1)) & ~own
            if year == start - 1 or min(own.sum(), others.sum()) < 2:
                continue
            change = outcome[:, year] - outcome[:, start - 1]
            effect = change[own].mean() - change[others].mean()
            influence = np.zeros(len(cohort))
            for group, sign in ((own, 1), (others, -1)):
                n = group.sum()
                spread = (change[group] - change[group].mean()) / np.sqrt(n * (n - 1))
                influence[group] += sign * spread
            cells.setdefault(year - start, []).append((own.sum(), effect, influence))
    return {time: weighted_average(found) for time, found in sorted(cells.items())}


def weighted_average(cells: list[tuple[int, float, np.ndarray]]) -> tuple[float, np.ndarray]:
    """Return the average of effects and of influences, weighted by the number of bodies."""
    weights = np.array([n for n, _, _ in cells], dtype=float)
    weights /= weights.sum()
    effect = sum(w * e for w, (_, e, _) in zip(weights, cells, strict=True))
    influence = sum(w * i for w, (_, _, i) in zip(weights, cells, strict=True))
    return float(effect), influence


def select_starters(
    rows: pd.DataFrame, specification: Specification
) -> tuple[pd.Index, np.ndarray, np.ndarray]:
    """Return the bodies, their outcomes (bodies, years) and their cohorts (bodies,).

    Bodies that lack a year, are exposed from the first or stop are left out.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    specification
        What is estimated.
    """
    cells = pd.DataFrame(
        {
            "area_code": rows["area_code"].to_numpy(dtype=object),
            "year": rows["financial_year"].to_numpy(dtype=object),
            "outcome": build_model_data(rows, specification).endog,
            "exposure": exposure_values(rows, specification),
        }
    )
    wide = cells.pivot(index="area_code", columns="year").dropna()
    cohort = starting_cohorts(wide["exposure"].to_numpy())
    kept = cohort >= 0
    return wide.index[kept], wide["outcome"].to_numpy()[kept], cohort[kept]


def permute_starts(
    rows: pd.DataFrame,
    specification: Specification,
    settings: Mapping,
    all_units: tuple[str, ...],
) -> PermutationDistribution:
    """Return the average effect with the years in which bodies start permuted.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    specification
        What is estimated.
    settings
        ``draws`` and ``seed``.
    all_units
        Every body of the panel, so that draws agree between specifications.

    Raises
    ------
    NotFitted
        As ``staggered_effects``.
    """
    bodies, outcome, cohort = select_starters(rows, specification)
    first = rows["financial_year"] == rows["financial_year"].min()
    units = units_of(rows[first & rows["area_code"].isin(bodies)], specification.strata)
    source = permutation_sources(
        units.labels, units.strata, all_units, settings["draws"], settings["seed"]
    )
    effects, errors = average_effects(outcome, np.vstack([cohort, cohort[source]]))
    ts = effects / errors
    return PermutationDistribution(
        specification.exposure, float(effects[0]), float(ts[0]), effects[1:], ts[1:], False, "refit"
    )


def average_effects(outcome: np.ndarray, drawn: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the average effect over all exposed cohorts and years, and its error (draws,).

    Parameters
    ----------
    outcome
        (bodies, years).
    drawn
        (draws, bodies): one cohort permuted, so that each has as many of every start.

    Raises
    ------
    NotFitted
        When no start has two bodies, or none is left to compare.
    """
    years = outcome.shape[1]
    cells = [
        (start, year)
        for start in sorted(set(drawn[0]) - {years})
        for year in range(start, years)
        if min((drawn[0] == start).sum(), (drawn[0] > year).sum()) >= 2
    ]
    if not cells:
        raise NotFitted("fewer than two bodies start the exposure within the years")
    # Within an event time cohorts weigh by their bodies, and each time by all who reach it
    size = {start: int((drawn[0] == start).sum()) for start, _ in cells}
    at_time: dict[int, int] = {}
    for start, year in cells:
        at_time[year - start] = at_time.get(year - start, 0) + size[start]
    starts = drawn[0][drawn[0] < years]
    reached = {time: int((starts + time < years).sum()) for time in at_time}
    effect, influence = np.zeros(len(drawn)), np.zeros(drawn.shape)
    for start, year in cells:
        time = year - start
        weight = size[start] / at_time[time] * reached[time] / sum(reached.values())
        change = outcome[:, year] - outcome[:, start - 1]
        for group, sign in ((drawn == start, 1), (drawn > year, -1)):
            n = group[0].sum()
            mean = (group @ change) / n
            effect += sign * weight * mean
            spread = (change - mean[:, None]) / np.sqrt(n * (n - 1))
            influence += sign * weight * group * spread
    return effect, np.sqrt((influence**2).sum(axis=1))


def welch_satterthwaite(cohort: np.ndarray, years: int) -> float:
    """Return the degrees of freedom of the average effect's t.

    Welch's (1947) for a comparison of the cohorts, each by its number of areas, with those that
    never start, at equal variances.

    Parameters
    ----------
    cohort
        From ``starting_cohorts`` (areas,).
    years
        How many.
    """
    sizes = np.array([(cohort == start).sum() for start in sorted(set(cohort))], dtype=float)
    never = sizes[-1] if (cohort == years).any() else 0.0
    own = sizes[:-1] if never else sizes
    own = own[own > 1]
    variances, freedom = (own / own.sum()) ** 2 / own, own - 1
    if never > 1:
        variances, freedom = np.append(variances, 1 / never), np.append(freedom, never - 1)
    return float(variances.sum() ** 2 / (variances**2 / freedom).sum())


def staggered_effects(
    rows: pd.DataFrame, specification: Specification, conf_level: float
) -> dict[str, np.ndarray]:
    """Return the average effect, under the exposure's name, and that of each event time.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    specification
        What is estimated.
    conf_level
        Of intervals, such as 0.95.

    Raises
    ------
    NotFitted
        When fewer than two bodies start within the years, or none is left to compare.
    """
    _, outcome, cohort = select_starters(rows, specification)
    years = outcome.shape[1]
    by_time = group_time(outcome, cohort)
    effects, errors = average_effects(outcome, cohort[None])
    starters = int((cohort < years).sum())
    df = welch_satterthwaite(cohort, years)
    terms = [
        specification.exposure,
        *(f"{specification.exposure}:event_time_{time:+d}" for time in by_time),
    ]
    estimate = np.append(effects, [effect for effect, _ in by_time.values()])
    each = [np.sqrt((influence**2).sum()) for _, influence in by_time.values()]
    std_error = np.append(errors, each)
    reach = stats.t.ppf((1 + conf_level) / 2, df) * std_error
    margin = np.where(np.arange(len(terms)) == 0, specification.margin, np.nan)
    return {
        "term": terms,
        "estimate": estimate,
        "std_error": std_error,
        "conf_low": estimate - reach,
        "conf_high": estimate + reach,
        "p_value": 2 * stats.t.sf(np.abs(estimate / std_error), df),
        "df": np.full(len(terms), df),
        "n_identifying_areas": np.where(
            np.arange(len(terms)) == 0, min(starters, len(cohort) - starters), np.nan
        ),
        "equivalence_margin": margin,
    }
