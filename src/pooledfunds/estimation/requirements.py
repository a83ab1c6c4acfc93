"""Tests of a design that are told first: where one rejects, what rests on the design describes."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from pooledfunds.catalogue.estimation import JOINT_TESTS
from pooledfunds.core.schema import enforce
from pooledfunds.estimation.fit import Regression
from pooledfunds.estimation.inference.dose_permutation import permuted_years_before
from pooledfunds.estimation.models import NotFitted

BEFORE = "before"


def joint_tests_table(
    regressions: Sequence[Regression],
    settings: Mapping,
    all_units: Mapping[str, tuple[str, ...]],
) -> pd.DataFrame:
    """Return every joint test of the regressions (``catalogue.estimation.JOINT_TESTS``).

    Parameters
    ----------
    regressions
        The fits of all specifications.
    settings
        ``inference`` of the study.
    all_units
        Every area of each panel, by type of area.
    """
    rows = [
        {
            "specification": regression.specification.name,
            "outcome": regression.specification.outcome,
            "exposure": regression.specification.exposure_column,
            "hypothesis": test.hypothesis,
            "terms": "; ".join(test.terms),
            "statistic": test.statistic,
            "df_numerator": test.df_numerator,
            "df_denominator": test.df_denominator,
            "p_value": test.p_value,
            "p_randomisation": (
                permuted_p(regression, settings, all_units) if test.hypothesis == BEFORE else np.nan
            ),
        }
        for regression in regressions
        for test in regression.joint_tests
    ]
    kinds: dict[str, type] = {"statistic": float, "df_numerator": int}
    kinds |= {"df_denominator": float, "p_value": float, "p_randomisation": float}
    return enforce(pd.DataFrame(rows, columns=list(JOINT_TESTS.columns)).astype(kinds), JOINT_TESTS)


def permuted_p(
    regression: Regression, settings: Mapping, all_units: Mapping[str, tuple[str, ...]]
) -> float:
    """Return the p-value of the years before by permutation; missing where there is none.

    Parameters
    ----------
    regression
        Of the estimator ``dose``.
    settings, all_units
        As ``joint_tests_table`` has them.
    """
    specification = regression.specification
    units = all_units[specification.area_type]
    try:
        return permuted_years_before(regression.sample.rows, specification, settings, units)
    except NotFitted:
        return np.nan


def under_requirements(
    table: pd.DataFrame, regressions: Sequence[Regression], tests: pd.DataFrame, settings: Mapping
) -> pd.DataFrame:
    """Return estimates whose conclusions rest on the tests that their specifications require.

    Where the years before the base are told apart, or could not be tested, an effect is called
    descriptive. Its basis says what the test gave either way. Adjusted p-values stand: how many
    tests a family has is declared, and does not follow from what was found.

    Parameters
    ----------
    table
        From ``conclude``.
    regressions
        The fits of all specifications, which say what each requires.
    tests
        From ``joint_tests_table``.
    settings
        ``inference`` of the study: ``conf_level``.
    """
    required = {
        one.specification.name: (one.specification.requires, one.specification.outcome)
        for one in regressions
        if one.specification.requires
    }
    for name, (entry, outcome) in required.items():
        rows = (table["specification"] == name) & (table["conclusion_basis"] != "")
        failed, words = test_in_words(tests, entry, outcome, 1 - settings["conf_level"])
        basis = table.loc[rows, "conclusion_basis"] + f"; {entry}: {words}"
        table = table.assign(conclusion_basis=table["conclusion_basis"].where(~rows, basis))
        if failed:
            table = table.assign(
                conclusion=table["conclusion"].where(~rows, f"descriptive: {words}")
            )
    return table


def test_in_words(tests: pd.DataFrame, entry: str, outcome: str, alpha: float) -> tuple[bool, str]:
    """Return whether a test of the years before fails a design, and what it gave in words.

    Parameters
    ----------
    tests
        From ``joint_tests_table``.
    entry
        Name of the specification that is required.
    outcome
        Whose test it is.
    alpha
        Size of the test, such as 0.05.
    """
    own = np.array([name.partition("/")[0] == entry for name in tests["specification"]], dtype=bool)
    asked = tests[own & (tests["outcome"] == outcome) & (tests["hypothesis"] == BEFORE)]
    known = asked[asked["p_randomisation"].notna()]
    if known.empty:
        return True, "the years before the base could not be tested"
    row = known.sort_values("p_randomisation").iloc[0]
    what = (
        f"p = {row['p_randomisation']:.3f} by permutation; "
        f"F({row['df_numerator']}, {row['df_denominator']:.1f}) = {row['statistic']:.2f}"
    )
    failed = bool(row["p_randomisation"] < alpha)
    differ = "effects" if failed else "no effects"
    return failed, f"{differ} in the years before the base ({what})"
