"""The effect of a dose in each year or month: areas and periods have effects, and so has the dose
in every period but those of the base year.
"""

import numpy as np
import pandas as pd

from pooledfunds.estimation.absorbed import fit_absorbed, within_areas
from pooledfunds.estimation.coefficients import Terms, t_inference
from pooledfunds.estimation.covariance import covariance, degrees_of_freedom
from pooledfunds.estimation.inference.joint import JointTest, joint_test
from pooledfunds.estimation.model_data import ModelData, independent_of
from pooledfunds.estimation.sample import exposure_values
from pooledfunds.estimation.specifications import Specification

MONTH = "month"


def dose_effects(
    rows: pd.DataFrame, specification: Specification, conf_level: float
) -> tuple[Terms, tuple[JointTest, ...]]:
    """Return the dose's effect in each period, and the joint tests of those before and after.

    A month is held against the same month of the base year, so that a dose whose areas have other
    seasons has no effect by that. Only years are concluded from: those after the base have a
    margin. Months have no joint test.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    specification
        ``by`` and ``base``.
    conf_level
        Of intervals, such as 0.95.

    Raises
    ------
    NotFitted
        When the model cannot be fitted.
    """
    fitted = fit_absorbed(dose_data(rows, specification))
    asked = {
        specification.effect_in(period): period for period in effect_periods(rows, specification)
    }
    places = [fitted.problem.terms.index(term) for term in asked]
    matrix = covariance(fitted, "CR2")[np.ix_(places, places)]
    error = np.sqrt(np.diag(matrix).clip(min=0))
    df = degrees_of_freedom(fitted, "CR2", places)
    yearly = specification.by != MONTH
    after = np.array([yearly and period > specification.base for period in asked.values()])
    terms = {
        "term": tuple(asked),
        "n_identifying_areas": np.full(len(asked), float(areas_that_differ(rows, specification))),
        "equivalence_margin": np.where(after, specification.margin, np.nan),
    } | t_inference(fitted.params[places], error, df, conf_level)
    if not yearly:
        return terms, ()
    sides = {
        "before": tuple(term for term, period in asked.items() if period < specification.base),
        "after": tuple(term for term, period in asked.items() if period > specification.base),
    }
    tests = (joint_test(fitted, side, name) for name, side in sides.items() if side)
    return terms, tuple(tests)


def dose_data(rows: pd.DataFrame, specification: Specification) -> ModelData:
    """Return what the count is fitted to: the dose by period and season, and other effects.

    The season is the month of the year, whose effects the base year's months tell; with years there
    is one, which the areas' own effects hold. Areas are the groups.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    specification
        What is estimated.
    """
    dose, period = exposure_values(rows, specification), rows[specification.by].to_numpy(dtype=str)
    season = np.array([text[5:] if specification.by == MONTH else "" for text in period])
    terms = {
        specification.effect_in(one): dose * (period == one)
        for one in effect_periods(rows, specification)
    }
    for one in np.unique(season)[1:]:
        terms[f"{specification.exposure} in season {one}"] = dose * (season == one)
    areas = pd.factorize(rows["area_code"], sort=True)[0]
    terms |= effects_within_areas(rows, specification.fixed_effects[1:], areas)
    outcome = rows[specification.measured].to_numpy(dtype=float)
    base = np.ones(len(rows))
    if specification.denominator:
        base = rows[specification.denominator].to_numpy(dtype=float)
    exog = np.column_stack(list(terms.values()))
    ones = np.ones(len(rows))
    return ModelData(specification.family, outcome, exog, tuple(terms), np.log(base), ones, areas)


def effects_within_areas(
    rows: pd.DataFrame, effects: tuple[str, ...], areas: np.ndarray
) -> dict[str, np.ndarray]:
    """Return the columns of effects, but for those that areas or earlier effects determine.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    effects
        Columns whose values have an effect each, or two of them joined by a colon.
    areas
        Place of each row's area (n,).
    """
    terms: dict[str, np.ndarray] = {}
    ones, earlier = np.ones(len(rows)), np.empty((len(rows), 0))
    for effect in effects:
        parts = [rows[column].astype(str).to_numpy(dtype=object) for column in effect.split(":")]
        labels = parts[0] if len(parts) == 1 else parts[0] + " " + parts[1]
        names, place = np.unique(labels.astype(str), return_inverse=True)
        columns = np.eye(len(names))[place]
        within = within_areas(columns, ones, areas)
        kept = independent_of(earlier, within)
        earlier = np.hstack([earlier, within[:, kept]])
        terms |= {f"{effect}_{names[one]}": columns[:, one] for one in kept}
    return terms


def effect_periods(rows: pd.DataFrame, specification: Specification) -> list[str]:
    """Return the years or months in which the dose has an effect of its own, in order.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    specification
        ``by``; what lies in the year ``base`` has none.
    """
    outside = rows["financial_year"].to_numpy(dtype=str) != specification.base
    return sorted(set(rows[specification.by].to_numpy(dtype=str)[outside]))


def areas_that_differ(rows: pd.DataFrame, specification: Specification) -> int:
    """Return how many areas have another dose than the largest set of areas with one dose.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    specification
        What is estimated.
    """
    dose = pd.Series(exposure_values(rows, specification)).groupby(rows["area_code"].to_numpy())
    doses = dose.first().round(12)
    return int(len(doses) - doses.value_counts().max())
