"""The rows of a panel that a specification is fitted to, and the matrix of its terms."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pooledfunds.estimation.periods import put_together
from pooledfunds.estimation.specifications import (
    HAZARDS,
    STANDARD_DEVIATION,
    Specification,
    column_of,
)

# What a row is, whatever is asked of it.
KEYS = ("area_code", "financial_year")
# What can become of a row, in the order in which it can fail.
FATES = (
    *("in frame", "unknown exposure", "missing outcome", "missing covariate"),
    *("own effect only", "fitted"),
)


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


def exposure_values(rows: pd.DataFrame, specification: Specification) -> np.ndarray:
    """Return the exposure as a number; financial years count from the first.

    Where the exposure is declared as ``at_least`` an amount, it is 1 from that amount and 0
    below. Unknown stays unknown, unless it is to count as no or as yes.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    specification
        What is estimated.
    """
    column = rows[specification.exposure_column].to_numpy()
    if specification.exposure_column == "financial_year":
        year = np.array([int(text[:4]) for text in column], dtype=float)
        return year - year.min()
    values = column.astype(float) / unit_of(rows, specification)
    unknown = np.isnan(values)
    if specification.at_least is not None:
        values = np.where(unknown, np.nan, values >= specification.at_least)
    if specification.unknown != "left_out":
        values = np.where(unknown, float(specification.unknown == "as_yes"), values)
    return values


def unit_of(rows: pd.DataFrame, specification: Specification) -> float:
    """Return what one unit of the exposure is, in those of its column.

    As declared; or the standard deviation of the areas' means over the rows that are fitted.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    specification
        What is estimated.
    """
    if specification.per != STANDARD_DEVIATION:
        return float(specification.per)
    if specification.exposure_column not in rows:
        return np.nan
    values = rows[specification.exposure_column].astype(float)
    spread = values.groupby(rows["area_code"].to_numpy()).mean().std()
    return float(spread) if spread > 0 else 1.0


def select_sample(panel: pd.DataFrame, specification: Specification) -> Sample:
    """Return the rows with everything known, within the frame and the periods.

    Fates are counted in the order in which a row can fail: exposure, outcome, anything else. Where
    a denominator or weight is zero there is nothing to measure, so the outcome is missing.

    Parameters
    ----------
    panel
        Areas by year, a row each.
    specification
        What is estimated.
    """
    fates = dict.fromkeys(FATES, 0)
    panel = put_together(panel, specification)
    missing = [column for column in specification.columns if column not in panel]
    if missing:
        return Sample(panel.iloc[:0], fates, f"no {missing[0]} available")
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
    no_outcome = left & nothing_measured(panel, specification, blank)
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
        return Sample(rows, account, f"no {empty or 'row'} available")
    return Sample(rows, account, untestable_reason(rows, specification))


def nothing_measured(
    panel: pd.DataFrame, specification: Specification, blank: dict[str, np.ndarray]
) -> np.ndarray:
    """Return which rows of a panel have no outcome, or no base that it is of.

    Parameters
    ----------
    panel
        Areas by year, a row each.
    specification
        What is estimated.
    blank
        Which rows are blank, by column; those of outcome and base are taken out of it.
    """
    bases = [name for name in (specification.denominator, specification.weights) if name]
    nothing = np.zeros(len(panel), dtype=bool)
    for column in {specification.measured, *bases}:
        nothing |= blank.pop(column, False)
    for column in bases:
        nothing |= panel[column].to_numpy(dtype=float) <= 0
    return nothing


def own_effect_only(rows: pd.DataFrame, specification: Specification) -> np.ndarray:
    """Return which rows say nothing of any term but their body's own effect.

    A body seen once; and a body whose count is zero in every year: the likelihood is largest
    with its own effect at minus infinity (Correia, Guimaraes and Zylkin 2020). Of a hazard, the
    rows of a value of a fixed effect in which nothing begins, or everything.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    specification
        What is estimated.
    """
    if specification.design == "hazard":
        return nothing_begins(rows, specification)
    if "area_code" not in specification.fixed_effects:
        return np.zeros(len(rows), dtype=bool)
    outcomes = rows.groupby("area_code")[specification.measured]
    nothing = outcomes.transform("size") == 1
    if specification.family in ("poisson", "negative_binomial"):
        nothing |= outcomes.transform("max") == 0
    return nothing.to_numpy()


def nothing_begins(rows: pd.DataFrame, specification: Specification) -> np.ndarray:
    """Return which rows of a hazard have a fixed effect that fits them without error.

    Leaving out the rows of one value may leave another with nothing, so it is asked again.

    Parameters
    ----------
    rows
        Rows of those at risk (n).
    specification
        What is estimated.
    """
    out = np.zeros(len(rows), dtype=bool)
    begins = rows[specification.measured].to_numpy(dtype=float)
    values = {name: rows[name].to_numpy(dtype=str) for name in specification.fixed_effects}
    left = -1
    while out.sum() != left:
        left = int(out.sum())
        for value in values.values():
            share = pd.Series(begins[~out]).groupby(value[~out]).mean()
            out |= np.isin(value, share.index[share.isin([0, 1])])
    return out


def untestable_reason(rows: pd.DataFrame, specification: Specification) -> str:
    """Return why known rows cannot test the exposure, or nothing.

    Parameters
    ----------
    rows
        Rows of the panel that are fitted (n).
    specification
        What is estimated.
    """
    outcome = rows[specification.measured].to_numpy(dtype=float)
    lowest = outcome.min()
    if specification.family == "log_linear" and lowest <= 0:
        return f"{specification.measured} is not positive"
    # Gamma is a quasi-likelihood here, and takes zero (Santos Silva and Tenreyro 2006).
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
    if specification.family in HAZARDS and not np.isin(outcome, [0, 1]).all():
        return f"{specification.measured} is neither zero nor one everywhere"
    if (outcome == outcome[0]).all():
        return f"{specification.measured} is the same everywhere"
    named = {specification.exposure_column: exposure_values(rows, specification)}
    if specification.moderator:
        named[specification.moderator] = rows[specification.moderator].to_numpy(dtype=float)
    for name, values in named.items():
        if is_binary(values):
            if smallest_group(rows, values) < 2:
                return f"fewer than two bodies with or without {name}"
        elif (values == values[0]).all():
            return f"{name} is the same everywhere"
    return ""


def is_binary(values: np.ndarray) -> bool:
    """Return whether values are all zero or one."""
    return bool(((values == 0) | (values == 1)).all())


def smallest_group(rows: pd.DataFrame, *values: np.ndarray) -> int:
    """Return how many bodies the smallest group has that binary values set apart."""
    bodies = rows["area_code"].to_numpy(dtype=object)
    group = np.zeros(len(rows), dtype=int)
    for one in values:
        group = 2 * group + (one == 1)
    return min(len(set(bodies[group == which])) for which in range(2 ** len(values)))
