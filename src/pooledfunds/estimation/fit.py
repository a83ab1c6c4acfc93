"""Fits a specification to a panel and returns its coefficients as a tidy table."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from pooledfunds.estimation.covariance import covariance, degrees_of_freedom, to_reporting_scale
from pooledfunds.estimation.inference.identification import exposed_areas, identifying_areas
from pooledfunds.estimation.models import Fitted, NotFitted, fit_family
from pooledfunds.estimation.robustness.staggered import staggered_effects
from pooledfunds.estimation.sample import Sample, design_problem, exposure_values, problem, sample
from pooledfunds.estimation.specifications import Specification
from pooledfunds.estimation.two_by_two import risk_difference

COLUMNS = [
    "specification",
    "outcome",
    "exposure",
    "level",
    "period",
    "term",
    "estimate",
    "scale",
    "std_error",
    "conf_low",
    "conf_high",
    "p_value",
    "p_t",
    "df",
    "nobs",
    "n_areas",
    "n_exposed",
    "n_exposed_areas",
    "n_identifying_areas",
    "n_unknown",
    "cov_type",
    "equivalence_margin",
    "equivalence_p",
    "std_error_region",
    "conf_low_region",
    "conf_high_region",
    "p_value_region",
    "df_region",
    "tests",
    "sensitivity_of",
    "descriptive",
    "basis",
    "reason",
]


# By column a value for each term: an array, or the names of the terms.
Terms = dict[str, Any]


@dataclass(frozen=True)
class Regression:
    """A specification with its sample, its fit where there is one, and what is told of it.

    ``head`` holds for every row; ``terms`` has an array by column, a value for each term.
    """

    specification: Specification
    sample: Sample
    fitted: Fitted | None
    head: dict
    terms: Terms
    reason: str = ""

    @property
    def model(self) -> Fitted:
        """The fit of a regression that has one.

        Raises
        ------
        NotFitted
            Where it has none, saying why.
        """
        if self.fitted is None:
            raise NotFitted(self.reason or f"{self.specification.name} has no single fit")
        return self.fitted

    @cached_property
    def table(self) -> pd.DataFrame:
        """The tidy table, columns ``COLUMNS``."""
        given = self.head | {"reason": self.reason} | self.terms
        rows = range(len(self.terms["term"]))
        return pd.DataFrame({name: given.get(name, np.nan) for name in COLUMNS}, index=rows)

    def row(self, term: str) -> dict:
        """Return one term's row of the table."""
        place = list(self.terms["term"]).index(term)
        told = {name: values[place] for name, values in self.terms.items()}
        given = self.head | {"reason": self.reason} | told
        return {name: given.get(name, np.nan) for name in COLUMNS}


def fit(
    panel: pd.DataFrame, specification: Specification, conf_level: float, fewest: int = 0
) -> pd.DataFrame:
    """Return one row per term; a specification that cannot be fitted gives one row with a reason.

    Columns are ``COLUMNS``. Intervals are from the t distribution, with Satterthwaite's degrees of
    freedom under HC2, HC3 and CR2.
    """
    return regress(panel, specification, conf_level, fewest).table


def regress(
    panel: pd.DataFrame, specification: Specification, conf_level: float, fewest: int = 0
) -> Regression:
    """Return the fit of a specification with all that inference needs of it.

    Parameters
    ----------
    conf_level
        Of intervals.
    fewest
        Areas that must identify a term; one that fewer identify is blank, with its reason
        (decision 71).
    """
    chosen = sample(panel, specification)
    head = heading(chosen, specification)
    try:
        if chosen.reason:
            raise NotFitted(chosen.reason)
        if specification.design == "staggered":
            terms: Terms = staggered_effects(chosen.rows, specification, conf_level)
            terms = without_too_few(terms, specification, fewest)
            return Regression(specification, chosen, None, head, terms)
        asked = problem(chosen.rows, specification)
        reason = design_problem(asked.exog)
        if reason:
            raise NotFitted(reason)
        fitted = fit_family(asked)
        if specification.design == "two_by_two":
            terms = risk_difference(asked, specification, conf_level)
        else:
            terms = coefficients(fitted, chosen.rows, specification, conf_level)
    except NotFitted as error:
        terms = {"term": [specification.exposure]}
        return Regression(specification, chosen, None, head, terms, str(error))
    terms = without_too_few(terms, specification, fewest)
    return Regression(specification, chosen, fitted, head, terms)


ESTIMATED = (
    "estimate",
    "std_error",
    "conf_low",
    "conf_high",
    "p_value",
    "p_t",
    "df",
    "equivalence_p",
)


def without_too_few(terms: Terms, specification: Specification, fewest: int) -> Terms:
    """Return the terms, blank with a reason where fewer areas identify one than there must be."""
    identifying = np.asarray(terms["n_identifying_areas"], dtype=float)
    few = identifying < fewest
    if not few.any():
        return terms
    blank = {name: np.where(few, np.nan, terms[name]) for name in ESTIMATED if name in terms}
    reasons = [
        too_few(specification, term, int(number)) if short else ""
        for term, number, short in zip(terms["term"], identifying, few, strict=True)
    ]
    return terms | blank | {"reason": np.array(reasons, dtype=object)}


def too_few(specification: Specification, term: str, number: int) -> str:
    """Return in words how few areas identify a term."""
    areas = f"only {number} area" if number == 1 else f"only {number} areas"
    if specification.design == "staggered":
        return f"{areas} start the exposure within the years, or never do"
    if "body_code" in specification.fixed_effects:
        return f"{areas} change{'s' if number == 1 else ''}"
    where = "the smallest of its four groups" if ":" in term else "the smaller group"
    return f"{areas} in {where}"


def with_covariance(
    regression: Regression, specification: Specification, groups: np.ndarray | None, level: float
) -> Regression:
    """Return a fit under a specification that differs in its covariance only.

    Parameters
    ----------
    groups
        Cluster of each row, or None.
    level
        Of confidence.
    """
    asked = replace(regression.model.problem, groups=groups)
    fitted = replace(regression.model, problem=asked)
    head = regression.head | {"cov_type": specification.covariance}
    try:
        terms = coefficients(fitted, regression.sample.rows, specification, level)
    except NotFitted as error:
        terms = {"term": [specification.exposure]}
        return Regression(specification, regression.sample, None, head, terms, str(error))
    return Regression(specification, regression.sample, fitted, head, terms)


def heading(chosen: Sample, specification: Specification) -> dict:
    """Return what every row of a specification's table says."""
    exposed = areas = 0
    if len(chosen.rows):
        exposed = int((exposure_values(chosen.rows, specification) != 0).sum())
        areas = exposed_areas(chosen.rows, specification)
    return {
        "specification": specification.name,
        "outcome": specification.outcome,
        "exposure": specification.exposure_column,
        "level": specification.level,
        "period": "; ".join(specification.periods),
        "scale": specification.scale,
        "nobs": len(chosen.rows),
        "n_areas": chosen.rows["body_code"].nunique(),
        "n_exposed": exposed,
        "n_exposed_areas": areas,
        "n_unknown": chosen.unknown_exposure,
        "cov_type": cov_type(specification),
        "tests": specification.tests,
        "sensitivity_of": specification.sensitivity_of,
        "descriptive": specification.descriptive,
        "basis": basis(specification),
    }


def basis(specification: Specification) -> str:
    """Return the test that a conclusion rests on, validated for the design (decision 71)."""
    match specification.design:
        case "staggered":
            return "t of the areas' influences, Welch-Satterthwaite degrees of freedom"
        case "two_by_two":
            return "Barnard's exact test, Newcombe's interval"
    clusters = {"body_code": " by area", "region_code": " by region"}
    by = clusters.get(specification.cluster, f" by {specification.cluster}")
    satterthwaite = specification.covariance in ("HC2", "HC3", "CR2")
    freedom = "Satterthwaite degrees of freedom" if satterthwaite else "residual degrees of freedom"
    return f"t, {specification.covariance}{by if specification.cluster else ''}, {freedom}"


def cov_type(specification: Specification) -> str:
    """Return the covariance's name, as the estimates tell it."""
    return "influence" if specification.design == "staggered" else specification.covariance


def coefficients(
    fitted: Fitted, rows: pd.DataFrame, specification: Specification, conf_level: float
) -> Terms:
    """Return each term's estimate, standard error, interval, p-value, df and margin.

    Fixed effects have neither interval nor p-value: nothing is asked of them, and where a cluster
    is one area its own effect has no spread.
    """
    terms = fitted.problem.terms
    matrix = covariance(fitted, specification.covariance)
    estimate, matrix = to_reporting_scale(fitted, matrix)
    # A fixed effect of one cluster has no spread of its own: rounding may leave it below nought.
    std_error = np.sqrt(np.diag(matrix).clip(min=0))
    effects = tuple(f"{name}_" for name in specification.fixed_effects)
    asked = [
        place for place, term in enumerate(terms) if not (effects and term.startswith(effects))
    ]
    df = np.full(len(terms), np.nan)
    df[asked] = degrees_of_freedom(fitted, specification.covariance, asked)
    identifying = identifying_areas(rows, specification)
    interest = np.isin(terms, list(specification.of_interest))
    return {
        "term": terms,
        "n_identifying_areas": np.array([identifying.get(term, np.nan) for term in terms]),
        "equivalence_margin": np.where(interest, specification.margin, np.nan),
    } | by_student(estimate, std_error, df, conf_level)


def by_student(
    estimate: np.ndarray, std_error: np.ndarray, df: np.ndarray, conf_level: float
) -> dict[str, np.ndarray]:
    """Return estimates with the interval and the two-sided p-value of their t distribution."""
    reach = stats.t.ppf((1 + conf_level) / 2, df) * std_error
    known = std_error > 0
    ratio = np.divide(estimate, std_error, out=np.full(len(estimate), np.nan), where=known)
    p_value = 2 * stats.t.sf(np.abs(ratio), df)
    return {
        "estimate": estimate,
        "std_error": std_error,
        "conf_low": estimate - reach,
        "conf_high": estimate + reach,
        "p_value": p_value,
        "p_t": p_value,
        "df": df,
    }
