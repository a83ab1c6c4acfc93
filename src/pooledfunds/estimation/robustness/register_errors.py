"""What one source of evidence knows of another, and what that leaves of an estimate.

The second source is taken as the truth. What an estimate by the first must be multiplied with to
undo the first one's errors is one over the attenuation; where the attenuation's interval holds
zero, no estimate from the first source can be corrected: what it may truly be has no bounds.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint

from pooledfunds.estimation.two_by_two import newcombe_interval

KEY = ["comparison", "area_type", "service_area", "source_a", "year_a", "source_b", "year_b"]
# Where the linked comparison of sources counts each answer.
CELLS = {
    "both": "a_yes_b_yes",
    "first_only": "a_yes_b_no",
    "second_only": "a_no_b_yes",
    "neither": "a_no_b_no",
}


class Measured(NamedTuple):
    """A measure with its interval."""

    value: float
    conf_low: float
    conf_high: float


NOTHING = Measured(np.nan, np.nan, np.nan)


def agreement_measures(
    both: int, first_only: int, second_only: int, neither: int, conf_level: float
) -> dict[str, Measured]:
    """Return how far one source agrees with another: each measure's value and interval.

    Shares have score intervals (Wilson 1927). ``information`` is sensitivity + specificity - 1,
    ``attenuation`` positive + negative predictive value - 1, the factor by which the first
    source's errors shrink a difference of means if they are alike in all bodies (Aigner 1973);
    both are differences of two shares, with Newcombe's (1998) interval. ``kappa`` is Cohen's, its
    interval from the large-sample error of Fleiss, Cohen and Everitt (1969). ``multiplier`` is one
    over the attenuation, missing where the latter's interval includes zero. What has no base is
    missing.

    Parameters
    ----------
    both
        Bodies that both sources call exposed.
    first_only
        Those that only the first does.
    second_only
        Those that only the second does.
    neither
        Those that neither does.
    conf_level
        Of intervals, such as 0.95.
    """
    alpha = 1 - conf_level
    yes_first, yes_second = both + first_only, both + second_only
    no_first, no_second = second_only + neither, first_only + neither
    attenuation = newcombe_difference(both, yes_first, second_only, no_first, alpha)
    return {
        "positive_predictive_value": score_share(both, yes_first, alpha),
        "sensitivity": score_share(both, yes_second, alpha),
        "specificity": score_share(neither, no_second, alpha),
        "information": newcombe_difference(both, yes_second, first_only, no_second, alpha),
        "kappa": cohens_kappa_interval(both, first_only, second_only, neither, alpha),
        "attenuation": attenuation,
        "multiplier": inverse_of(attenuation),
    }


def inverse_of(found: Measured) -> Measured:
    """Return one over a measure; missing where its interval includes zero."""
    if not found.conf_low * found.conf_high > 0:
        return NOTHING
    return Measured(1 / found.value, 1 / found.conf_high, 1 / found.conf_low)


def score_share(yes: int, of: int, alpha: float) -> Measured:
    """Return a share with its score interval.

    Parameters
    ----------
    yes
        How many.
    of
        Of how many.
    alpha
        Size of the test, such as 0.05.
    """
    if not of:
        return NOTHING
    low, high = proportion_confint(yes, of, alpha=alpha, method="wilson")
    return Measured(yes / of, float(low), float(high))


def newcombe_difference(yes_1: int, n_1: int, yes_0: int, n_0: int, alpha: float) -> Measured:
    """Return the difference of two shares with Newcombe's interval.

    Parameters
    ----------
    yes_1
        How many of the first group.
    n_1
        Its size.
    yes_0
        How many of the second.
    n_0
        Its size.
    alpha
        Size of the test, such as 0.05.
    """
    if not (n_1 and n_0):
        return NOTHING
    low, high = newcombe_interval((yes_1, n_1, yes_0, n_0), alpha)
    return Measured(yes_1 / n_1 - yes_0 / n_0, low, high)


def cohens_kappa_interval(
    both: int, first_only: int, second_only: int, neither: int, alpha: float
) -> Measured:
    """Return Cohen's kappa with its large-sample interval; missing where all answers are alike.

    Parameters
    ----------
    both
        Bodies that both sources call exposed.
    first_only
        Those that only the first does.
    second_only
        Those that only the second does.
    neither
        Those that neither does.
    alpha
        Size of the test, such as 0.05.
    """
    table = np.array([[both, first_only], [second_only, neither]])
    total = table.sum()
    if not total or table[0].sum() * table[:, 0].sum() in (0, total**2):
        return NOTHING
    found = cohens_kappa(table)
    reach = stats.norm.ppf(1 - alpha / 2) * np.sqrt(found.var_kappa)
    return Measured(float(found.kappa), float(found.kappa - reach), float(found.kappa + reach))


def interpret_attenuation(attenuation: Measured) -> str:
    """Return what the attenuation allows to be said of an estimate by the first source."""
    low, high = attenuation.conf_low, attenuation.conf_high
    if np.isnan(low):
        return "the answers of one source are all alike"
    if low > 0:
        return "an estimate by the first source is to be multiplied by this"
    if high < 0:
        return "the first source says the opposite of the second"
    return (
        "unbounded: the first source may say nothing of the second, so no estimate by it can "
        "be corrected"
    )


def register_errors(evidence: pd.DataFrame | None, study: Mapping) -> pd.DataFrame:
    """Return what each comparison of sources implies (``catalogue.estimation.REGISTER_ERRORS``).

    Parameters
    ----------
    evidence
        ``catalogue.pooled_fund_register.EVIDENCE_AGREEMENT``, or None where no register is
        available.
    study
        Its ``register_noise: published`` has comparisons that the report prints.
    """
    conf_level = study["inference"]["conf_level"]
    rows = []
    for key, cells in source_comparisons(evidence, study["register_noise"]["published"]):
        found = agreement_measures(**cells, conf_level=conf_level)
        table = [[cells["both"], cells["first_only"]], [cells["second_only"], cells["neither"]]]
        for measure, (value, low, high) in found.items():
            reported = {
                "bodies": sum(cells.values()),
                "measure": measure,
                "value": value,
                "conf_low": low,
                "conf_high": high,
                "p_value": np.nan,
                "meaning": "",
            }
            if measure == "information":
                reported["p_value"] = float(stats.fisher_exact(table).pvalue)
            if measure == "multiplier":
                reported["meaning"] = interpret_attenuation(found["attenuation"])
            rows.append(key | cells | reported)
    columns = [*KEY, *CELLS, "bodies", "measure", "value", "conf_low", "conf_high", "p_value"]
    kinds: dict[str, type] = dict.fromkeys(("value", "conf_low", "conf_high", "p_value"), float)
    kinds |= dict.fromkeys((*CELLS, "bodies"), int)
    return pd.DataFrame(rows, columns=[*columns, "meaning"]).astype(kinds)


def source_comparisons(
    evidence: pd.DataFrame | None, published: list[Mapping]
) -> Iterator[tuple[dict[str, str], dict[str, int]]]:
    """Yield each comparison's key and its four counts: those printed, then those of this run.

    Parameters
    ----------
    evidence
        As ``register_errors`` has it.
    published
        ``register_noise: published`` of the study.
    """
    for one in published:
        yield {name: one[name] for name in KEY}, {name: one[name] for name in CELLS}
    if evidence is None:
        return
    for row in evidence[evidence["known_to_both"] > 0].to_dict("records"):
        key = {"comparison": "this run"} | {name: row[name] for name in KEY[1:]}
        yield key, {name: int(row[column]) for name, column in CELLS.items()}
