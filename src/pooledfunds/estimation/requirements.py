"""Tests of a design that are told first: where one rejects, what rests on the design describes."""

from collections.abc import Mapping, Sequence

import pandas as pd

from pooledfunds.catalogue.estimation import JOINT_TESTS
from pooledfunds.core.schema import enforce
from pooledfunds.estimation.fit import Regression

BEFORE = "before"


def joint_tests_table(regressions: Sequence[Regression]) -> pd.DataFrame:
    """Return every joint test of the regressions (``catalogue.estimation.JOINT_TESTS``).

    Parameters
    ----------
    regressions
        The fits of all specifications.
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
        }
        for regression in regressions
        for test in regression.joint_tests
    ]
    kinds: dict[str, type] = {"statistic": float, "df_numerator": int}
    kinds |= {"df_denominator": float, "p_value": float}
    return enforce(pd.DataFrame(rows, columns=list(JOINT_TESTS.columns)).astype(kinds), JOINT_TESTS)


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
    own = tests["specification"].str.partition("/")[0] == entry
    asked = tests[own & (tests["outcome"] == outcome) & (tests["hypothesis"] == BEFORE)]
    known = asked[asked["p_value"].notna()]
    if known.empty:
        return True, "the years before the base could not be tested"
    row = known.loc[known["p_value"].idxmin()]
    what = (
        f"F({row['df_numerator']}, {row['df_denominator']:.1f}) = {row['statistic']:.2f}, "
        f"p = {row['p_value']:.3f}"
    )
    failed = bool(row["p_value"] < alpha)
    differ = "effects" if failed else "no effects"
    return failed, f"{differ} in the years before the base ({what})"
