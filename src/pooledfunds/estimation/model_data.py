"""What a family is fitted to: outcome, terms and weights of the rows of a sample."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pooledfunds.estimation.sample import exposure_values
from pooledfunds.estimation.specifications import Specification, column_of

# What is left of a column of length one that others determine.
DETERMINED = 1e-9


@dataclass(frozen=True)
class ModelData:
    """What a family is fitted to: outcome, terms, offset, trials or weights, and groups.

    Where ``absorbed``, each group has an effect that is no column.
    """

    family: str
    endog: np.ndarray
    exog: np.ndarray
    terms: tuple[str, ...]
    offset: np.ndarray
    weights: np.ndarray
    groups: np.ndarray | None = None
    absorbed: bool = False

    def keep_terms(self, columns: np.ndarray | list[int]) -> "ModelData":
        """Return the problem with these terms only."""
        names = tuple(np.array(self.terms, dtype=object)[columns])
        return replace(self, exog=self.exog[:, columns], terms=names)


def exposure_terms(
    exposure: np.ndarray, moderator: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray | None]:
    """Return the exposure's column and its product with the moderator.

    Both are centred within their product, so that the coefficient of each alone is its average
    effect over the bodies of the sample, and the product's coefficient is how much the one
    changes the effect of the other (decision 70). Works along the last axis.

    Parameters
    ----------
    exposure
        (n,) or (draws, n).
    moderator
        (n,), if there is one.
    """
    if moderator is None:
        return exposure, None
    centred = exposure - exposure.mean(axis=-1, keepdims=True)
    return exposure, centred * (moderator - moderator.mean())


def design_matrix(
    rows: pd.DataFrame, specification: Specification
) -> tuple[tuple[str, ...], np.ndarray]:
    """Return the terms' names and their matrix, one row per row of the sample.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    specification
        What is estimated.
    """
    terms = {"intercept": np.ones(len(rows))}
    exposure = exposure_values(rows, specification)
    moderator = None
    if specification.moderator:
        moderator = rows[specification.moderator].to_numpy(dtype=float)
    column, product = exposure_terms(exposure, moderator)
    terms[specification.exposure] = column
    if product is not None:
        if moderator is not None and not specification.absorbed:
            terms[specification.moderator] = moderator
        terms[specification.product] = product
    for name in specification.covariates:
        values = rows[column_of(name)].to_numpy(dtype=float)
        terms[name] = np.log(values) if name.startswith("log(") else values
    names, effects = fixed_effects(rows, specification.fixed_effects)
    return (*terms, *names), np.column_stack([*terms.values(), effects])


def fixed_effects(rows: pd.DataFrame, columns: tuple[str, ...]) -> tuple[list[str], np.ndarray]:
    """Return the names and the matrix of fixed effects: a column for each value but the first.

    Of several effects, a value that the earlier ones determine has no column, as a class of areas
    that is one region's.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    columns
        Whose values have an effect each.
    """
    names: list[str] = []
    matrix = np.ones((len(rows), 1))
    for effect in columns:
        groups, place = np.unique(rows[effect].to_numpy(dtype=str), return_inverse=True)
        own, labels = np.eye(len(groups))[place][:, 1:], groups[1:]
        if names:
            kept = independent_of(matrix, own)
            own, labels = own[:, kept], labels[kept]
        names += [f"{effect}_{group}" for group in labels]
        matrix = np.hstack([matrix, own])
    return names, matrix[:, 1:]


def independent_of(earlier: np.ndarray, columns: np.ndarray) -> list[int]:
    """Return the places of the columns that neither ``earlier`` nor those before them determine.

    Parameters
    ----------
    earlier
        (n, j), linearly independent.
    columns
        (n, k).
    """
    size = np.linalg.norm(columns, axis=0)
    scaled = columns / size.clip(min=DETERMINED)
    triangle = np.linalg.qr(np.hstack([earlier, scaled]))[1]
    left = np.abs(np.diag(triangle)[earlier.shape[1] :])
    return [int(place) for place in np.flatnonzero((left > DETERMINED) & (size > DETERMINED))]


def build_model_data(rows: pd.DataFrame, specification: Specification) -> ModelData:
    """Return what the family is fitted to.

    A count has the logarithm of its denominator as offset. A share has its denominator as
    trials, one where there is none. The linear families take the ratio to the denominator.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    specification
        What is estimated.
    """
    terms, exog = design_matrix(rows, specification)
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
        case "logit" | "cloglog":
            endog = outcome
        case "fractional_logit" | "beta_binomial":
            endog, weights = outcome / base, base * weights
        case "log_linear":
            endog = np.log(outcome / base)
        case _:
            endog = outcome / base
    groups = None
    if specification.cluster:
        groups = pd.factorize(rows[specification.cluster], sort=True)[0]
    return ModelData(
        specification.family,
        endog,
        exog,
        terms,
        offset,
        weights,
        groups,
    )


def design_problem(exog: np.ndarray) -> str:
    """Return why a matrix of terms cannot be fitted with a robust covariance, or nothing.

    A row of leverage one determines a coefficient alone: its residual is zero by construction,
    and HC2 and HC3 divide by zero.
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
