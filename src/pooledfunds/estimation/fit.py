"""Fits a specification to a panel and returns its coefficients as a tidy table."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import statsmodels.api as sm

from pooledfunds.estimation.specifications import Specification

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
    "df",
    "nobs",
    "n_exposed",
    "n_unknown",
    "cov_type",
    "equivalence_margin",
    "tests",
    "reason",
]


@dataclass(frozen=True)
class Sample:
    """The rows of a panel that a specification is fitted to, and why others are not."""

    rows: pd.DataFrame
    unknown_exposure: int
    reason: str = ""


def sample(panel: pd.DataFrame, specification: Specification) -> Sample:
    """Return the rows with everything known, within the frame and the periods.

    A body whose exposure is unknown is counted apart: it is not a body without.
    """
    missing = [column for column in specification.columns if column not in panel]
    if missing:
        return Sample(panel.iloc[:0], 0, f"no {missing[0]} at hand")
    chosen = panel[panel["financial_year"].isin(specification.periods) & panel["in_frame"]]
    others = [c for c in specification.columns if c != specification.exposure_column]
    known = chosen.dropna(subset=others)
    unknown = int(known[specification.exposure_column].isna().sum())
    rows = known.dropna(subset=[specification.exposure_column])
    if rows.empty:
        empty = next((c for c in specification.columns if chosen[c].isna().all()), "")
        return Sample(rows, unknown, f"no {empty or 'row'} at hand")
    for name in filter(None, (specification.exposure_column, specification.moderator)):
        ones = int((rows[name] != 0).sum())
        if set(rows[name]) <= {0, 1} and min(ones, len(rows) - ones) < 2:
            return Sample(rows, unknown, f"fewer than two bodies with or without {name}")
    return Sample(rows, unknown)


def design(rows: pd.DataFrame, specification: Specification) -> tuple[pd.Series, pd.DataFrame]:
    """Return the outcome on its scale, and the matrix of terms.

    The exposure and the moderator are centred within their product, so that the coefficient of
    each alone is its average effect over the bodies of the sample, and the product's coefficient
    is how much the one changes the effect of the other (decision 70).
    """
    outcome = rows[specification.outcome]
    endog = np.log(outcome) if specification.scale == "log" else outcome
    exposure = rows[specification.exposure_column]
    terms = {"intercept": np.ones(len(rows)), specification.exposure: exposure}
    if specification.moderator:
        moderator = rows[specification.moderator]
        product = (exposure - exposure.mean()) * (moderator - moderator.mean())
        terms |= {
            specification.moderator: moderator,
            f"{specification.exposure}:{specification.moderator}": product,
        }
    terms |= {name: rows[name] for name in specification.covariates}
    exog = pd.DataFrame(terms, index=rows.index, dtype=float)
    for effect in specification.fixed_effects:
        dummies = pd.get_dummies(rows[effect].astype(str), prefix=effect, dtype=float)
        exog = exog.join(dummies.iloc[:, 1:])
    return endog, exog


def fit(panel: pd.DataFrame, specification: Specification, conf_level: float) -> pd.DataFrame:
    """Return one row per term; a specification that cannot be fitted gives one row with a reason.

    Least squares, with HC3 (MacKinnon and White 1985) or covariance clustered on a body with the
    usual small-sample factor; intervals from the t distribution, on the clusters less one where
    clustered.
    """
    chosen = sample(panel, specification)
    rows = chosen.rows
    head = {
        "specification": specification.name,
        "outcome": specification.outcome,
        "exposure": specification.exposure_column,
        "level": specification.level,
        "period": "; ".join(specification.periods),
        "scale": specification.scale,
        "nobs": len(rows),
        "n_exposed": int((rows[specification.exposure_column] == 1).sum()) if len(rows) else 0,
        "n_unknown": chosen.unknown_exposure,
        "cov_type": specification.covariance,
        "tests": specification.tests,
    }
    if chosen.reason:
        return tidy(head, pd.DataFrame({"term": [specification.exposure]}), chosen.reason)
    endog, exog = design(rows, specification)
    reason = unfit(exog)
    if reason:
        return tidy(head, pd.DataFrame({"term": [specification.exposure]}), reason)
    if specification.covariance == "cluster":
        groups = pd.factorize(rows[specification.cluster])[0]
        results = sm.OLS(endog, exog).fit(
            cov_type="cluster", cov_kwds={"groups": groups}, use_t=True
        )
        df = len(set(groups)) - 1
    else:
        results = sm.OLS(endog, exog).fit(cov_type=specification.covariance, use_t=True)
        df = int(results.df_resid)
    interval = results.conf_int(alpha=1 - conf_level)
    terms = pd.DataFrame(
        {
            "term": exog.columns,
            "estimate": results.params.to_numpy(),
            "std_error": results.bse.to_numpy(),
            "conf_low": interval[0].to_numpy(),
            "conf_high": interval[1].to_numpy(),
            "p_value": results.pvalues.to_numpy(),
        }
    )
    of_interest = terms["term"].map(lambda term: term.split(":")[0]).isin(
        {specification.exposure, specification.moderator}
    )
    terms["equivalence_margin"] = of_interest.map({True: specification.margin, False: np.nan})
    return tidy(head | {"df": df}, terms)


def unfit(exog: pd.DataFrame) -> str:
    """Return why a matrix of terms cannot be fitted with a robust covariance, or nothing.

    A row of leverage one determines a coefficient alone: its residual is nought by construction,
    and HC3 divides by nought.
    """
    q, r = np.linalg.qr(exog.to_numpy())
    if np.abs(np.diag(r)).min() < 1e-9 * np.abs(np.diag(r)).max():
        return "the terms are not linearly independent"
    alone = int(((q**2).sum(axis=1) > 1 - 1e-9).sum())
    return f"{alone} body alone determines a term" if alone else ""


def tidy(head: dict, terms: pd.DataFrame, reason: str = "") -> pd.DataFrame:
    """Return terms with their specification's facts, in the order of ``COLUMNS``."""
    return terms.assign(**head, reason=reason).reindex(columns=COLUMNS)
