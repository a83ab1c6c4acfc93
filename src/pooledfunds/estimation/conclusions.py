"""What an estimate allows to be said.

Different, equivalent, both at once, inconclusive, or not testable; or that it only describes.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import stats

from pooledfunds.estimation.inference.multiplicity import adjust_p_values, confirm_by_primary


def minimum_detectable_effect(
    std_error: pd.Series, df: pd.Series, alpha: float, power: float
) -> pd.Series:
    """Return the effect that a test of this precision finds with the given power.

    Two-sided test at ``alpha``; Bloom (1995), Evaluation Review 19(5).

    Parameters
    ----------
    std_error
        By effect, on the scale of the estimate.
    df
        Degrees of freedom of t.
    alpha
        Size of the test, such as 0.05.
    power
        Such as 0.8.
    """
    return (stats.t.ppf(1 - alpha / 2, df) + stats.t.ppf(power, df)) * std_error


def equivalence_p(
    estimate: pd.Series, std_error: pd.Series, margin: pd.Series, df: pd.Series
) -> pd.Series:
    """Return the p-value of two one-sided tests that the effect lies within the margin.

    Schuirmann (1987): the larger of the two one-sided p-values.

    Parameters
    ----------
    estimate, std_error
        By effect.
    margin
        The largest effect that would not matter, on the scale of the estimate.
    df
        Degrees of freedom of t.
    """
    above = stats.t.sf((estimate + margin) / std_error, df)
    below = stats.t.cdf((estimate - margin) / std_error, df)
    return pd.Series(np.maximum(above, below), index=estimate.index)


def conclude(table: pd.DataFrame, settings: Mapping) -> pd.DataFrame:
    """Return estimates with detectable effect, equivalence, adjusted p-values and conclusion.

    Both findings, a difference and equivalence, are reported after Holm's adjustment over the
    declared family of tests, and by a sensitivity analysis only where its primary has it too; the
    plain p-values stand alongside (decision 74).

    Parameters
    ----------
    table
        From ``fit``. Where it has an ``equivalence_p`` already, that stands.
    settings
        ``inference`` of the study: ``conf_level`` and ``power``.
    """
    alpha = 1 - settings["conf_level"]
    table = table.reset_index(drop=True)
    of_interest = table["equivalence_margin"].notna()
    detectable = minimum_detectable_effect(
        table["std_error"], table["df"], alpha, settings["power"]
    )
    equivalence = equivalence_p(
        table["estimate"], table["std_error"], table["equivalence_margin"], table["df"]
    )
    if "equivalence_p" in table:
        equivalence = table["equivalence_p"].fillna(equivalence)
    table = table.assign(
        minimum_detectable_effect=detectable.where(of_interest), equivalence_p=equivalence
    )
    p_adjusted = confirm_by_primary(table, adjust_p_values(table, "holm"))
    equivalence_adjusted = confirm_by_primary(
        table, adjust_p_values(table, "holm", "equivalence_p")
    )
    conclusion = pd.Series(
        conclusion_words(p_adjusted < alpha, equivalence_adjusted < alpha), index=table.index
    )
    conclusion = conclusion.where(of_interest, "")
    described = of_interest & (table["descriptive"] != "")
    conclusion = conclusion.where(~described, "descriptive: " + table["descriptive"])
    conclusion = conclusion.where(table["reason"] == "", "not testable: " + table["reason"])
    concluded = of_interest & ~described & (table["reason"] == "")
    return table.assign(
        p_adjusted=p_adjusted,
        equivalence_p_adjusted=equivalence_adjusted,
        conclusion=conclusion,
        conclusion_basis=table["basis"].where(concluded, ""),
    )


def conclusion_words(different: np.ndarray, equivalent: np.ndarray) -> np.ndarray:
    """Return the word for whether a difference, and whether equivalence, was shown.

    Both can be: an effect that is not zero and too small to matter.

    Parameters
    ----------
    different
        By effect, whether a difference is shown.
    equivalent
        By effect, whether equivalence is shown.
    """
    return np.select(
        [different & equivalent, different, equivalent],
        ["different, within the margin", "different", "equivalent"],
        "inconclusive",
    )
