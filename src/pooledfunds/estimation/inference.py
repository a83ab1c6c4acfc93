"""Every test of an effect of interest: by t, by randomisation, by bootstrap, over families."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from pooledfunds.estimation.bootstrap import cluster_bootstrap, weights
from pooledfunds.estimation.families import NotFitted
from pooledfunds.estimation.fit import Regression
from pooledfunds.estimation.multiplicity import adjust, westfall_young
from pooledfunds.estimation.randomisation import Draws, randomise

KEY = ["specification", "term"]


def draws_of(regression: Regression, settings: Mapping, everyone: tuple[str, ...]) -> list[Draws]:
    """Return the randomisation draws of a regression's effects of interest; none if not fitted."""
    if regression.fitted is None:
        return []
    problem, rows = regression.fitted.problem, regression.sample.rows
    try:
        return list(randomise(problem, rows, regression.specification, settings, everyone))
    except NotFitted:
        return []


def bootstrapped(regression: Regression, term: str, settings: Mapping) -> float:
    """Return the wild cluster bootstrap p-value of a term; missing without clusters."""
    problem = regression.fitted.problem
    if problem.groups is None:
        return np.nan
    drawn = weights(int(problem.groups.max()) + 1, settings["bootstrap_draws"], settings["seed"])
    try:
        return cluster_bootstrap(problem, term, drawn)[1]
    except NotFitted:
        return np.nan


def tests_table(
    table: pd.DataFrame,
    regressions: Iterable[Regression],
    settings: Mapping,
    everyone: Mapping[str, tuple[str, ...]],
) -> pd.DataFrame:
    """Return every p-value of every effect of interest (``contracts_estimation.TESTS``).

    Parameters
    ----------
    table
        The regressions' rows, one under another.
    settings
        ``inference`` of the study: ``draws``, ``bootstrap_draws`` and ``seed``.
    everyone
        Every body of each level's panel.
    """
    found, drawn = [], {}
    for regression in regressions:
        specification = regression.specification
        for draws in draws_of(regression, settings, everyone[specification.level]):
            found.append(
                {
                    "specification": specification.name,
                    "term": draws.term,
                    "p_randomisation": draws.p_value,
                    "draws": len(draws.ts),
                    "exact": draws.exact,
                    "p_bootstrap": bootstrapped(regression, draws.term, settings),
                }
            )
            if not draws.exact:
                drawn[specification.name, draws.term] = (abs(draws.t), np.abs(draws.ts))
    columns = {"p_randomisation": float, "draws": int, "exact": bool, "p_bootstrap": float}
    found = pd.DataFrame(found, columns=[*KEY, *columns]).astype(columns)
    tested = table[table["equivalence_margin"].notna() & table["p_value"].notna()]
    tested = tested.reset_index(drop=True).assign(
        holm=lambda t: adjust(t, "holm"), benjamini_hochberg=lambda t: adjust(t, "fdr_bh")
    )
    tested = tested.merge(found, on=KEY, how="left", validate="one_to_one")
    tested["draws"] = tested["draws"].fillna(0).astype(int)
    tested["exact"] = tested["exact"].fillna(False).astype(bool)
    tested["westfall_young"] = over_families(tested, drawn)
    return tested


def over_families(tested: pd.DataFrame, drawn: Mapping) -> pd.Series:
    """Return Westfall and Young's adjusted p-values within each family of tests.

    A test whose every assignment was worked out has no draws in common with the others.
    """
    adjusted = pd.Series(np.nan, index=tested.index)
    for _, family in tested.groupby("tests"):
        keys = {place: tuple(tested.loc[place, KEY]) for place in family.index}
        shared = [place for place, key in keys.items() if key in drawn]
        if shared:
            observed = np.array([drawn[keys[place]][0] for place in shared])
            each = np.column_stack([drawn[keys[place]][1] for place in shared])
            adjusted[shared] = westfall_young(observed, each)
    return adjusted
