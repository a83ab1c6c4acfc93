"""Fits a specification to a panel and returns its coefficients as a tidy table."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from pooledfunds.estimation.coefficients import Terms, coefficients
from pooledfunds.estimation.contrast import difference_of_effects
from pooledfunds.estimation.description import describe_regression, too_few_reason
from pooledfunds.estimation.dose import dose_effects
from pooledfunds.estimation.inference.joint import JointTest
from pooledfunds.estimation.model_data import build_model_data, design_problem
from pooledfunds.estimation.models import Fitted, NotFitted, fit_family
from pooledfunds.estimation.robustness.staggered import staggered_effects
from pooledfunds.estimation.sample import Sample, select_sample
from pooledfunds.estimation.specifications import Specification
from pooledfunds.estimation.two_by_two import risk_difference

COLUMNS = [
    "specification",
    "outcome",
    "exposure",
    "area_type",
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
    "multiplicity_family",
    "sensitivity_of",
    "descriptive",
    "basis",
    "reason",
]


@dataclass(frozen=True)
class Regression:
    """A specification with its sample, its fit where there is one, and what is reported of it.

    ``head`` holds for every row; ``terms`` has an array by column, a value for each term.
    """

    specification: Specification
    sample: Sample
    fitted: Fitted | None
    head: dict
    terms: Terms
    reason: str = ""
    joint_tests: tuple[JointTest, ...] = ()

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
        reported = {name: values[place] for name, values in self.terms.items()}
        given = self.head | {"reason": self.reason} | reported
        return {name: given.get(name, np.nan) for name in COLUMNS}


def fit(
    panel: pd.DataFrame, specification: Specification, conf_level: float, fewest: int = 0
) -> pd.DataFrame:
    """Return one row per term; a specification that cannot be fitted gives one row with a reason.

    Columns are ``COLUMNS``. Intervals are from the t distribution, with Satterthwaite's degrees of
    freedom under HC2, HC3 and CR2.

    Parameters
    ----------
    panel
        Areas by year, a row each.
    specification
        What is estimated.
    conf_level
        Of intervals, such as 0.95.
    fewest
        Areas that must identify a term.
    """
    return regress(panel, specification, conf_level, fewest).table


def regress(
    panel: pd.DataFrame, specification: Specification, conf_level: float, fewest: int = 0
) -> Regression:
    """Return the fit of a specification with all that inference needs of it.

    Parameters
    ----------
    panel
        Areas by year, a row each.
    specification
        What is estimated.
    conf_level
        Of intervals.
    fewest
        Areas that must identify a term; one that fewer identify is blank, with its reason
        (decision 71).
    """
    chosen = select_sample(panel, specification)
    head = describe_regression(chosen, specification)
    try:
        if chosen.reason:
            raise NotFitted(chosen.reason)
        if specification.design in WITHOUT_ONE_FIT:
            terms, joint = effects_without_fit(chosen.rows, specification, conf_level)
            terms = blank_unidentified(terms, specification, fewest)
            return Regression(specification, chosen, None, head, terms, joint_tests=joint)
        asked = build_model_data(chosen.rows, specification)
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
    terms = blank_unidentified(terms, specification, fewest)
    return Regression(specification, chosen, fitted, head, terms)


# Designs that are more than one fit of the sample's rows.
WITHOUT_ONE_FIT = ("staggered", "dose", "contrast")


def effects_without_fit(
    rows: pd.DataFrame, specification: Specification, conf_level: float
) -> tuple[Terms, tuple[JointTest, ...]]:
    """Return the terms of a design that is no single fit of its rows, and its joint tests.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    specification
        Its ``design`` is among ``WITHOUT_ONE_FIT``.
    conf_level
        Of intervals, such as 0.95.
    """
    match specification.design:
        case "dose":
            return dose_effects(rows, specification, conf_level)
        case "contrast":
            return difference_of_effects(rows, specification, conf_level), ()
    return staggered_effects(rows, specification, conf_level), ()


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


def blank_unidentified(terms: Terms, specification: Specification, fewest: int) -> Terms:
    """Return the terms, blank with a reason where fewer areas identify one than there must be.

    Parameters
    ----------
    terms
        By column a value for each term.
    specification
        What is estimated.
    fewest
        Areas that must identify a term (decision 71).
    """
    identifying = np.asarray(terms["n_identifying_areas"], dtype=float)
    few = identifying < fewest
    if not few.any():
        return terms
    blank = {name: np.where(few, np.nan, terms[name]) for name in ESTIMATED if name in terms}
    reasons = [
        too_few_reason(specification, term, int(number)) if short else ""
        for term, number, short in zip(terms["term"], identifying, few, strict=True)
    ]
    return terms | blank | {"reason": np.array(reasons, dtype=object)}


def with_covariance(
    regression: Regression, specification: Specification, groups: np.ndarray | None, level: float
) -> Regression:
    """Return a fit under a specification that differs in its covariance only.

    Parameters
    ----------
    regression
        The fit.
    specification
        With the other covariance.
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
