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
class ModelData:
    """What a family is fitted to: outcome, terms, offset, trials or weights, and groups."""

    family: str
    endog: np.ndarray
    exog: np.ndarray
    terms: tuple[str, ...]
    offset: np.ndarray
    weights: np.ndarray
    groups: np.ndarray | None = None

    def keep(self, columns: np.ndarray | list[int]) -> "ModelData":
        """Return the problem with these terms only."""
        names = tuple(np.array(self.terms, dtype=object)[columns])
        return replace(self, exog=self.exog[:, columns], terms=names)

    def rows(self, chosen: np.ndarray) -> "ModelData":
        """Return the problem with these rows only."""
        groups = None if self.groups is None else self.groups[chosen]
        parts = {
            name: getattr(self, name)[chosen] for name in ("endog", "exog", "offset", "weights")
        }
        return replace(self, groups=groups, **parts)


def exposure_values(rows: pd.DataFrame, specification: Specification) -> np.ndarray:
    """Return the exposure as a number; financial years count from the first.

    Where the exposure is declared as ``at_least`` an amount, it is 1 from that amount and 0
    below. Unknown stays unknown, unless it is to count as no or as yes.
    """
    column = rows[specification.exposure_column].to_numpy()
    if specification.exposure_column == "financial_year":
        year = np.array([int(text[:4]) for text in column], dtype=float)
        return year - year.min()
    values = column.astype(float) / specification.per
    unknown = np.isnan(values)
    if specification.at_least is not None:
        values = np.where(unknown, np.nan, values >= specification.at_least)
    if specification.unknown != "left_out":
        values = np.where(unknown, float(specification.unknown == "as_yes"), values)
    return values


def sample(panel: pd.DataFrame, specification: Specification) -> Sample:
    """Return the rows with everything known, within the frame and the periods.

    Fates are told in the order in which a row can fail: exposure, outcome, anything else. Where a
    denominator or weight is nought there is nothing to measure, so the outcome is missing.
    """
    fates = dict.fromkeys(
        (
            "in frame",
            "unknown exposure",
            "missing outcome",
            "missing covariate",
            "own effect only",
            "fitted",
        ),
        0,
    )
    missing = [column for column in specification.columns if column not in panel]
    if missing:
        return Sample(panel.iloc[:0], fates, f"no {missing[0]} at hand")
    wanted = panel["in_frame"].to_numpy(dtype=bool, copy=True)
    wanted &= np.isin(panel["financial_year"].to_numpy(dtype=str), specification.periods)
    for column, value in specification.where:
        wanted &= (panel[column] == value).to_numpy(dtype=bool)
    if not wanted.any():
        return Sample(panel.iloc[:0], fates, "no row within frame, periods and condition")
    blank = {column: pd.isna(panel[column].to_numpy()) for column in specification.columns}
    unknown = blank.pop(specification.exposure_column) & wanted
    unknown &= specification.unknown == "left_out"
    left = wanted & ~unknown
    no_outcome = np.zeros(len(panel), dtype=bool)
    for column in {specification.measured, specification.denominator, specification.weights}:
        no_outcome |= blank.pop(column, False)
    for column in filter(None, (specification.denominator, specification.weights)):
        no_outcome |= panel[column].to_numpy(dtype=float) <= 0
    no_outcome &= left
    left &= ~no_outcome
    incomplete = left & np.any([np.zeros(len(panel), dtype=bool), *blank.values()], axis=0)
    rows = panel[list(dict.fromkeys([*KEYS, *specification.columns]))][left & ~incomplete]
    alone = own_effect_only(rows, specification)
    rows = rows[~alone] if alone.any() else rows
    counts = (wanted, unknown, no_outcome, incomplete, alone)
    account = dict(zip(fates, [*(int(np.sum(one)) for one in counts), len(rows)], strict=True))
    if rows.empty:
        within = panel.loc[wanted, list(specification.columns)]
        empty = next((c for c in specification.columns if within[c].isna().all()), "")
        return Sample(rows, account, f"no {empty or 'row'} at hand")
    return Sample(rows, account, untestable_reason(rows, specification))


def own_effect_only(rows: pd.DataFrame, specification: Specification) -> np.ndarray:
    """Return which rows say nothing of any term beside their body's own effect.

    A body seen once; and a body whose count is nought in every year: the likelihood is largest
    with its own effect at minus infinity (Correia, Guimaraes and Zylkin 2020).
    """
    if "body_code" not in specification.fixed_effects:
        return np.zeros(len(rows), dtype=bool)
    outcomes = rows.groupby("body_code")[specification.measured]
    nothing = outcomes.transform("size") == 1
    if specification.family in ("poisson", "negative_binomial"):
        nothing |= outcomes.transform("max") == 0
    return nothing.to_numpy()


def untestable_reason(rows: pd.DataFrame, specification: Specification) -> str:
    """Return why known rows cannot test the exposure, or nothing."""
    outcome = rows[specification.measured].to_numpy(dtype=float)
    lowest = outcome.min()
    if specification.family == "log_linear" and lowest <= 0:
        return f"{specification.measured} is not positive"
    # Gamma is a quasi-likelihood here, and takes nought (Santos Silva and Tenreyro 2006).
    if specification.family not in ("log_linear", "linear") and lowest < 0:
        return f"{specification.measured} is negative"
    if specification.family in ("fractional_logit", "beta_binomial"):
        of = (
            rows[specification.denominator].to_numpy(dtype=float)
            if specification.denominator
            else 1
        )
        if (outcome > of).any():
            return f"{specification.measured} is more than {specification.denominator or 'one'}"
    for name in specification.covariates:
        if name != column_of(name) and (rows[column_of(name)] <= 0).any():
            return f"{name} is asked, and {column_of(name)} is not positive"
    if (outcome == outcome[0]).all():
        return f"{specification.measured} is the same everywhere"
    named = {specification.exposure_column: exposure_values(rows, specification)}
    if specification.moderator:
        named[specification.moderator] = rows[specification.moderator].to_numpy(dtype=float)
    for name, values in named.items():
        if binary(values):
            if smallest_group(rows, values) < 2:
                return f"fewer than two bodies with or without {name}"
        elif (values == values[0]).all():
            return f"{name} is the same everywhere"
    return ""


def binary(values: np.ndarray) -> bool:
    """Return whether values are all nought or one."""
    return bool(((values == 0) | (values == 1)).all())


def smallest_group(rows: pd.DataFrame, *values: np.ndarray) -> int:
    """Return how many bodies the smallest group has that binary values set apart."""
    bodies = rows["body_code"].to_numpy(dtype=object)
    group = np.zeros(len(rows), dtype=int)
    for one in values:
        group = 2 * group + (one == 1)
    return min(len(set(bodies[group == which])) for which in range(2 ** len(values)))


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


def design(rows: pd.DataFrame, specification: Specification) -> tuple[tuple[str, ...], np.ndarray]:
    """Return the terms' names and their matrix, one row per row of the sample."""
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
    names, columns = [*terms], [np.column_stack(list(terms.values()))]
    for effect in specification.fixed_effects:
        groups, place = np.unique(rows[effect].to_numpy(dtype=str), return_inverse=True)
        names += [f"{effect}_{group}" for group in groups[1:]]
        columns.append(np.eye(len(groups))[place][:, 1:])
    return tuple(names), np.hstack(columns)


def problem(rows: pd.DataFrame, specification: Specification) -> ModelData:
    """Return what the family is fitted to.

    A count has the logarithm of its denominator as offset. A share has its denominator as
    trials, one where there is none. The linear families take the ratio to the denominator.
    """
    terms, exog = design(rows, specification)
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

    A row of leverage one determines a coefficient alone: its residual is nought by construction,
    and HC2 and HC3 divide by nought.
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
