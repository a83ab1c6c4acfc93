"""Errors clustered by region: beside those of every one-year fit, or in their place."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from pooledfunds.estimation.families import NotFitted
from pooledfunds.estimation.fit import Regression, basis, coefficients
from pooledfunds.estimation.spatial import correlated, residual_correlation

BY_REGION = {"covariance": "CR2", "cluster": "region_code"}
# What is told by region beside the fit's own, under these names with ``_region``.
BESIDE = ("std_error", "conf_low", "conf_high", "p_value", "df")


def cross_sectional(regression: Regression) -> bool:
    """Return whether a regression was fitted to one year."""
    return regression.fitted is not None and len(regression.specification.periods) == 1


def clustered_by_region(
    regression: Regression, regions: np.ndarray, conf_level: float
) -> dict[str, np.ndarray]:
    """Return a fit's terms with CR2 by region, blank where the fit's own are.

    Parameters
    ----------
    regions
        Region of each row fitted.

    Raises
    ------
    NotFitted
        Where there is one region only.
    """
    groups = pd.factorize(regions, sort=True)[0]
    if groups.max() < 1:
        raise NotFitted("one region only")
    specification = replace(regression.specification, **BY_REGION)
    fitted = replace(regression.fitted, problem=replace(regression.fitted.problem, groups=groups))
    found = coefficients(fitted, regression.sample.rows, specification, conf_level)
    places = [list(found["term"]).index(term) for term in np.atleast_1d(regression.terms["term"])]
    blank = np.isnan(np.asarray(regression.terms["estimate"], dtype=float))
    return {name: np.where(blank, np.nan, found[name][places]) for name in ("estimate", *BESIDE)}


def with_regions(
    regression: Regression, panel: pd.DataFrame, pairs: pd.DataFrame, settings: Mapping
) -> tuple[Regression, dict | None]:
    """Return a fit with its errors by region, and how alike its residuals are.

    Where residuals are alike within regions or among neighbours, the errors by region are the ones
    told, and the conclusion's basis says so (decision 73). A fit of several years is returned as
    it is, without a row.

    Parameters
    ----------
    panel
        That the regression was fitted to, with ``region_code``.
    pairs
        ``contracts.PCT_COUNCIL_PAIRS``.
    settings
        ``inference`` of the study.
    """
    if not cross_sectional(regression):
        return regression, None
    regions = panel.loc[regression.sample.rows.index, "region_code"].to_numpy(dtype=object)
    row = residual_correlation(regression, regions, pairs, settings["seed"])
    try:
        found = clustered_by_region(regression, regions, settings["conf_level"])
    except NotFitted:
        return regression, row
    terms = regression.terms | {f"{name}_region": found[name] for name in BESIDE}
    reason = correlated(row, settings)
    if not reason or regression.specification.cluster == "region_code":
        return replace(regression, terms=terms), row
    terms = {name: values for name, values in terms.items() if name != "equivalence_p"}
    terms |= {name: found[name] for name in ("estimate", *BESIDE)}
    specification = replace(regression.specification, design="regression", **BY_REGION)
    head = regression.head | {"cov_type": "CR2", "basis": f"{basis(specification)}: {reason}"}
    groups = pd.factorize(regions, sort=True)[0]
    fitted = replace(regression.fitted, problem=replace(regression.fitted.problem, groups=groups))
    told = replace(regression, specification=specification, fitted=fitted, head=head, terms=terms)
    return told, row
