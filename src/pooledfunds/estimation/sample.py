"""The rows of a panel that a specification is fitted to, and the matrix of its terms."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pooledfunds.estimation.specifications import Specification, column_of

# What a row is, whatever is asked of it.
KEYS = ("body_code", "financial_year")


@dataclass(frozen=True)
class Sample:
    """The rows that a specification is fitted to, and what became of the others.

    ``account`` counts rows by fate; ``reason`` says why nothing can be fitted, or is empty.
    """

    rows: pd.DataFrame
    account: Mapping[str, int]
    reason: str = ""

    @property
    def unknown_exposure(self) -> int:
        """Rows left out because the exposure is not known: a body without is another thing."""
        return self.account["unknown exposure"]


@dataclass(frozen=True)
class Problem:
    """What a family is fitted to: outcome, terms, offset, trials or weights, and groups.

    ``permuted`` names the columns of ``exog`` that depend on who has the exposure.
    """

    family: str
    endog: np.ndarray
    exog: np.ndarray
    terms: tuple[str, ...]
    offset: np.ndarray
    weights: np.ndarray
    groups: np.ndarray | None = None

    def keep(self, columns: np.ndarray | list[int]) -> "Problem":
        """Return the problem with these terms only."""
        names = tuple(np.array(self.terms, dtype=object)[columns])
        return replace(self, exog=self.exog[:, columns], terms=names)

    def rows(self, chosen: np.ndarray) -> "Problem":
        """Return the problem with these rows only."""
        groups = None if self.groups is None else self.groups[chosen]
        parts = {
            name: getattr(self, name)[chosen] for name in ("endog", "exog", "offset", "weights")
        }
        return replace(self, groups=groups, **parts)


def exposure_values(rows: pd.DataFrame, specification: Specification) -> pd.Series:
    """Return the exposure as a number; financial years count from the first.

    Where the exposure is declared as ``at_least`` an amount, it is 1 from that amount and 0
    below; unknown stays unknown.
    """
    column = rows[specification.exposure_column]
    if specification.exposure_column == "financial_year":
        year = column.str[:4].astype(float)
        return year - year.min()
    values = column.astype(float) / specification.per
    if specification.at_least is None:
        return values
    return values.ge(specification.at_least).astype(float).where(values.notna())


def sample(panel: pd.DataFrame, specification: Specification) -> Sample:
    """Return the rows with everything known, within the frame and the periods.

    Fates are told in the order in which a row can fail: exposure, outcome, anything else.
    """
    fates = dict.fromkeys(
        ("in frame", "unknown exposure", "missing outcome", "missing covariate", "fitted"), 0
    )
    missing = [column for column in specification.columns if column not in panel]
    if missing:
        return Sample(panel.iloc[:0], fates, f"no {missing[0]} at hand")
    chosen = panel["financial_year"].isin(specification.periods) & panel["in_frame"]
    rows = panel.loc[chosen, list(dict.fromkeys([*KEYS, *specification.columns]))]
    for column, value in specification.where:
        rows = rows[rows[column] == value]
    if rows.empty:
        return Sample(rows, fates, "no row within frame, periods and condition")
    outcome = [specification.measured, specification.denominator, specification.weights]
    others = [
        c for c in specification.columns if c not in {*outcome, specification.exposure_column}
    ]
    unknown = rows[specification.exposure_column].isna()
    no_outcome = rows[list(filter(None, outcome))].isna().any(axis=1) & ~unknown
    incomplete = rows[others].isna().any(axis=1) & ~unknown & ~no_outcome
    kept = rows[~(unknown | no_outcome | incomplete)]
    counts = (len(rows), unknown.sum(), no_outcome.sum(), incomplete.sum(), len(kept))
    account = dict(zip(fates, map(int, counts), strict=True))
    if kept.empty:
        empty = next((c for c in specification.columns if rows[c].isna().all()), "")
        return Sample(kept, account, f"no {empty or 'row'} at hand")
    return Sample(kept, account, untestable(kept, specification))


def untestable(rows: pd.DataFrame, specification: Specification) -> str:
    """Return why known rows cannot test the exposure, or nothing."""
    if specification.denominator and (rows[specification.denominator] <= 0).any():
        return f"{specification.denominator} is not positive"
    outcome = rows[specification.measured]
    lowest = outcome.min()
    if specification.family in ("log_linear", "gamma") and lowest <= 0:
        return f"{specification.measured} is not positive"
    if specification.family not in ("log_linear", "gamma", "linear") and lowest < 0:
        return f"{specification.measured} is negative"
    if outcome.nunique() == 1:
        return f"{specification.measured} is the same everywhere"
    named = {specification.exposure_column: exposure_values(rows, specification)}
    if specification.moderator:
        named[specification.moderator] = rows[specification.moderator]
    bodies = rows["body_code"]
    for name, values in named.items():
        if set(values) <= {0, 1}:
            fewest = min(bodies[values == 1].nunique(), bodies[values == 0].nunique())
            if fewest < 2:
                return f"fewer than two bodies with or without {name}"
        elif values.nunique() < 2:
            return f"{name} is the same everywhere"
    return ""


def exposure_terms(
    exposure: np.ndarray, moderator: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray | None]:
    """Return the exposure's column and its product with the moderator.

    Both are centred within their product, so that the coefficient of each alone is its average
    effect over the bodies of the sample, and the product's coefficient is how much the one
    changes the effect of the other (decision 70). Works along the last axis.
    """
    if moderator is None:
        return exposure, None
    centred = exposure - exposure.mean(axis=-1, keepdims=True)
    return exposure, centred * (moderator - moderator.mean())


def design(rows: pd.DataFrame, specification: Specification) -> pd.DataFrame:
    """Return the matrix of terms, one row per row of the sample."""
    terms = {"intercept": np.ones(len(rows))}
    exposure = exposure_values(rows, specification).to_numpy(dtype=float)
    moderator = None
    if specification.moderator:
        moderator = rows[specification.moderator].to_numpy(dtype=float)
    column, product = exposure_terms(exposure, moderator)
    terms[specification.exposure] = column
    if product is not None:
        if not specification.absorbed:
            terms[specification.moderator] = moderator
        terms[specification.product] = product
    for name in specification.covariates:
        values = rows[column_of(name)].astype(float)
        terms[name] = np.log(values) if name.startswith("log(") else values
    exog = pd.DataFrame(terms, index=rows.index, dtype=float)
    effects = [
        pd.get_dummies(rows[effect].astype(str), prefix=effect, dtype=float).iloc[:, 1:]
        for effect in specification.fixed_effects
    ]
    return pd.concat([exog, *effects], axis=1)


def problem(rows: pd.DataFrame, specification: Specification) -> Problem:
    """Return what the family is fitted to.

    A count has the logarithm of its denominator as offset. A share has its denominator as
    trials, one where there is none. The linear families take the ratio to the denominator.
    """
    exog = design(rows, specification)
    outcome = rows[specification.measured].to_numpy(dtype=float)
    ones = np.ones(len(rows))
    base = ones
    if specification.denominator:
        base = rows[specification.denominator].to_numpy(dtype=float)
    weights = ones
    if specification.weights:
        weights = rows[specification.weights].to_numpy(dtype=float)
    offset = np.zeros(len(rows))
    match specification.family:
        case "poisson" | "negative_binomial" | "gamma":
            endog, offset = outcome, np.log(base)
        case "fractional_logit" | "beta_binomial":
            endog, weights = outcome / base, base * weights
        case "log_linear":
            endog = np.log(outcome / base)
        case _:
            endog = outcome / base
    groups = None
    if specification.cluster:
        groups = pd.factorize(rows[specification.cluster], sort=True)[0]
    return Problem(
        specification.family,
        endog,
        exog.to_numpy(dtype=float),
        tuple(exog.columns),
        offset,
        weights,
        groups,
    )


def unfit(exog: np.ndarray) -> str:
    """Return why a matrix of terms cannot be fitted with a robust covariance, or nothing.

    A row of leverage one determines a coefficient alone: its residual is nought by construction,
    and HC3 divides by nought.
    """
    if len(exog) <= exog.shape[1]:
        return "fewer rows than terms"
    q, r = np.linalg.qr(exog / np.linalg.norm(exog, axis=0).clip(min=1e-300))
    if np.abs(np.diag(r)).min() < 1e-9:
        return "the terms are not linearly independent"
    alone = int(((q**2).sum(axis=1) > 1 - 1e-9).sum())
    if not alone:
        return ""
    return f"{alone} {'body alone determines' if alone == 1 else 'bodies alone determine'} a term"
