"""Every test of an effect of interest: by t, by permutation, and adjusted over its family."""

from collections.abc import Iterable, Mapping
from itertools import chain

import numpy as np
import pandas as pd

from pooledfunds.core.parallel import in_parallel
from pooledfunds.estimation.fit import Regression
from pooledfunds.estimation.inference.multiplicity import adjust_p_values
from pooledfunds.estimation.inference.permutation import permutation_test
from pooledfunds.estimation.models import NotFitted
from pooledfunds.estimation.robustness.staggered import permute_starts
from pooledfunds.estimation.two_by_two import fisher_p

KEY = ["specification", "term"]


def tests_of(regression: Regression, settings: Mapping, all_units: tuple[str, ...]) -> list[dict]:
    """Return each effect of interest's tests; a hazard has that of its coefficient alone.

    How long an area is at risk is part of what happened to it, so that its course cannot be
    permuted with another's.

    Parameters
    ----------
    regression
        The fit.
    settings
        ``inference`` of the study.
    all_units
        Labels of every unit of the panel, so that draws agree between specifications.
    """
    specification, rows = regression.specification, regression.sample.rows
    two_by_two = specification.design == "two_by_two"
    if specification.design == "hazard":
        return []
    try:
        if specification.design == "staggered":
            draws = [permute_starts(rows, specification, settings, all_units)]
        else:
            problem = regression.model.problem
            draws = list(permutation_test(problem, rows, specification, settings, all_units))
    except NotFitted:
        return []
    return [
        {
            "specification": specification.name,
            "term": one.term,
            "p_randomisation": one.p_value,
            "statistic": one.statistic,
            "draws": len(one.ts),
            "exact": one.exact,
            "p_fisher": fisher_p(problem, one.term) if two_by_two else np.nan,
        }
        for one in draws
    ]


def tests_table(
    table: pd.DataFrame,
    regressions: Iterable[Regression],
    settings: Mapping,
    all_units: Mapping[str, tuple[str, ...]],
) -> pd.DataFrame:
    """Return every p-value of every effect of interest (``catalogue.estimation.TESTS``).

    Parameters
    ----------
    table
        The regressions' rows, one under another.
    settings
        ``inference`` of the study.
    all_units
        Every body of each level's panel.
    regressions
        The fits of all specifications.
    """
    work = [
        (r, settings, all_units[r.specification.area_type])
        for r in regressions
        if r.fitted or (r.specification.design == "staggered" and not r.reason)
    ]
    found = list(chain.from_iterable(in_parallel(tests_of, work, least=4)))
    columns: dict[str, type] = {"p_randomisation": float, "statistic": str, "draws": int}
    columns |= {"exact": bool, "p_fisher": float}
    permuted = pd.DataFrame(found, columns=[*KEY, *columns]).astype(columns)
    tested = table[table["equivalence_margin"].notna() & table["p_value"].notna()]
    tested = tested.reset_index(drop=True).assign(
        holm=lambda t: adjust_p_values(t, "holm"),
        benjamini_hochberg=lambda t: adjust_p_values(t, "fdr_bh"),
    )
    tested = tested.merge(permuted, on=KEY, how="left", validate="one_to_one")
    tested["statistic"] = tested["statistic"].fillna("")
    tested["draws"] = tested["draws"].fillna(0).astype(int)
    tested["exact"] = tested["exact"].fillna(False).astype(bool)
    return tested
