"""Errors clustered by region: alongside those of every one-year fit, or in their place."""

from dataclasses import replace

import numpy as np
import pandas as pd

from pooledfunds.estimation.coefficients import coefficients
from pooledfunds.estimation.description import conclusion_basis
from pooledfunds.estimation.fit import Regression
from pooledfunds.estimation.models import NotFitted

REGION = "region_code"  # column of the panel
# What is reported by region alongside the fit's own, under these names with ``_region``.
ALONGSIDE = ("std_error", "conf_low", "conf_high", "p_value", "df")


def cross_sectional(regression: Regression) -> bool:
    """Return whether a regression was fitted to one row an area."""
    return regression.fitted is not None and regression.specification.cross_sectional


def clustered_by_region(
    regression: Regression, regions: np.ndarray, conf_level: float
) -> dict[str, np.ndarray]:
    """Return a fit's terms with CR2 by region, blank where the fit's own are.

    Parameters
    ----------
    regression
        The fit.
    regions
        Region of each row fitted.
    conf_level
        Of intervals, such as 0.95.

    Raises
    ------
    NotFitted
        Where there is one region only.
    """
    groups = pd.factorize(regions, sort=True)[0]
    if groups.max() < 1:
        raise NotFitted("one region only")
    specification = replace(regression.specification, covariance="CR2", cluster=REGION)
    fitted = replace(regression.model, problem=replace(regression.model.problem, groups=groups))
    found = coefficients(fitted, regression.sample.rows, specification, conf_level)
    places = [list(found["term"]).index(term) for term in np.atleast_1d(regression.terms["term"])]
    blank = np.isnan(np.asarray(regression.terms["estimate"], dtype=float))
    return {name: np.where(blank, np.nan, found[name][places]) for name in ALONGSIDE}


def with_regional_errors(
    regression: Regression, regions: np.ndarray, conf_level: float
) -> Regression:
    """Return a fit of one year with its errors by region alongside its own.

    Parameters
    ----------
    regression
        The fit.
    regions
        Region of each row fitted.
    conf_level
        Of intervals, such as 0.95.
    """
    try:
        found = clustered_by_region(regression, regions, conf_level)
    except NotFitted:
        return regression
    return replace(
        regression, terms=regression.terms | {f"{name}_region": found[name] for name in ALONGSIDE}
    )


def concluded_by_region(regression: Regression, regions: np.ndarray, reason: str) -> Regression:
    """Return a fit concluded from by its errors by region, the conclusion's basis saying why.

    Parameters
    ----------
    regression
        From ``with_regional_errors``.
    regions
        Region of each row fitted.
    reason
        Why, in words.
    """
    terms = {name: values for name, values in regression.terms.items() if name != "equivalence_p"}
    terms |= {name: terms[f"{name}_region"] for name in ALONGSIDE}
    specification = replace(
        regression.specification, design="regression", covariance="CR2", cluster=REGION
    )
    head = regression.head | {
        "cov_type": "CR2",
        "basis": f"{conclusion_basis(specification)}: {reason}",
    }
    groups = pd.factorize(regions, sort=True)[0]
    fitted = replace(regression.model, problem=replace(regression.model.problem, groups=groups))
    return replace(regression, specification=specification, fitted=fitted, head=head, terms=terms)
