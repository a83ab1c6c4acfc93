"""A yes or no compared between two groups, by methods made for counts this small."""

import numpy as np
from scipy import optimize, stats
from statsmodels.stats.proportion import confint_proportions_2indep

from pooledfunds.estimation.model_data import ModelData
from pooledfunds.estimation.models import NotFitted
from pooledfunds.estimation.sample import is_binary
from pooledfunds.estimation.specifications import Specification


def two_by_two_counts(problem: ModelData, exposure: str) -> tuple[int, int, int, int]:
    """Return the yes and the number of the exposed, then of the others.

    Parameters
    ----------
    problem
        What is fitted (n rows, k terms).
    exposure
        Name of the term.

    Raises
    ------
    NotFitted
        When outcome or exposure is anything but zero or one.
    """
    outcome, exposed = problem.endog, problem.exog[:, problem.terms.index(exposure)]
    if not (is_binary(outcome) and is_binary(exposed)):
        raise NotFitted("outcome or exposure is more than yes or no")
    there = exposed == 1
    return (
        int(outcome[there].sum()),
        int(there.sum()),
        int(outcome[~there].sum()),
        int((~there).sum()),
    )


def risk_difference(
    problem: ModelData, specification: Specification, conf_level: float
) -> dict[str, np.ndarray]:
    """Return the difference of two shares as the row of a specification's table.

    The interval joins the score intervals of both shares (Newcombe 1998, method 10); the standard
    error is what its width would be of, so that the detectable effect is on its terms. The p-value
    is Barnard's (1945), exact whatever the share that both groups have; equivalence is from the
    interval.

    Parameters
    ----------
    problem
        What is fitted (n rows, k terms).
    specification
        What is estimated.
    conf_level
        Of intervals, such as 0.95.
    """
    table = two_by_two_counts(problem, specification.exposure)
    yes_1, n_1, yes_0, n_0 = table
    low, high = newcombe_interval(table, 1 - conf_level)
    # Barnard's test has a column for each group.
    exact = stats.barnard_exact([[yes_1, yes_0], [n_1 - yes_1, n_0 - yes_0]])
    row = {
        "term": specification.exposure,
        "estimate": yes_1 / n_1 - yes_0 / n_0,
        "std_error": (high - low) / (2 * stats.norm.ppf((1 + conf_level) / 2)),
        "conf_low": low,
        "conf_high": high,
        "p_value": exact.pvalue,
        "df": np.inf,
        "n_identifying_areas": float(min(n_1, n_0)),
        "equivalence_margin": specification.margin,
        "equivalence_p": equivalence_by_interval(table, specification.margin),
    }
    return {name: np.array([value]) for name, value in row.items()}


def newcombe_interval(table: tuple[int, int, int, int], alpha: float) -> tuple[float, float]:
    """Return Newcombe's limits of the difference of shares, from ``two_by_two_counts``.

    Parameters
    ----------
    table
        From ``two_by_two_counts``.
    alpha
        One less the confidence.
    """
    yes_1, n_1, yes_0, n_0 = table
    limits = confint_proportions_2indep(yes_1, n_1, yes_0, n_0, method="newcomb", alpha=alpha)
    return float(limits[0]), float(limits[1])


def equivalence_by_interval(table: tuple[int, int, int, int], margin: float) -> float:
    """Return the p-value of two one-sided tests that the difference lies within the margin.

    The least for which the interval of confidence 1 - 2p lies within.

    Parameters
    ----------
    table
        From ``two_by_two_counts``.
    margin
        The largest difference that would not matter.
    """
    yes_1, n_1, yes_0, n_0 = table
    return max(one_sided_p(table, margin), one_sided_p((yes_0, n_0, yes_1, n_1), margin))


def one_sided_p(table: tuple[int, int, int, int], bound: float) -> float:
    """Return the one-sided p-value that the difference is the bound or more, by its interval.

    Parameters
    ----------
    table
        From ``two_by_two_counts``.
    bound
        Of the difference.
    """
    yes_1, n_1, yes_0, n_0 = table
    above = yes_1 / n_1 - yes_0 / n_0 >= bound

    def beyond(p: float) -> float:
        return newcombe_interval(table, 2 * p)[0 if above else 1] - bound

    least = 1e-15
    p = least if (beyond(least) > 0) == above else optimize.brentq(beyond, least, 0.5)
    return 1 - p if above else p


def fisher_p(problem: ModelData, exposure: str) -> float:
    """Return Fisher's exact p-value of a table of two by two, both margins held.

    Parameters
    ----------
    problem
        What is fitted (n rows, k terms).
    exposure
        Name of the term.
    """
    yes_1, n_1, yes_0, n_0 = two_by_two_counts(problem, exposure)
    return float(stats.fisher_exact([[yes_1, yes_0], [n_1 - yes_1, n_0 - yes_0]]).pvalue)
