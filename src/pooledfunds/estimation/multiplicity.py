"""p-values adjusted over declared families of tests."""

import numpy as np
import pandas as pd
from statsmodels.stats.multitest import multipletests


def adjust(table: pd.DataFrame, method: str) -> pd.Series:
    """Return p-values adjusted within each family of tests.

    A family is the rows of one ``tests`` name that carry a margin: effects of interest, not
    covariates.

    Parameters
    ----------
    method
        ``holm`` (Holm 1979) controls the chance of any false finding; ``fdr_bh`` (Benjamini and
        Hochberg 1995) the share of false findings.
    """
    adjusted = pd.Series(np.nan, index=table.index)
    tested = table[table["equivalence_margin"].notna() & table["p_value"].notna()]
    for _, family in tested.groupby("tests"):
        adjusted[family.index] = multipletests(family["p_value"], method=method)[1]
    return adjusted


def holm(table: pd.DataFrame) -> pd.Series:
    """Return p-values adjusted by Holm (1979) within each family of tests."""
    return adjust(table, "holm")


def westfall_young(observed: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Return step-down max-T adjusted p-values (Westfall and Young 1993).

    Unlike Holm's, they use how the statistics move together over the same draws.

    Parameters
    ----------
    observed
        Absolute statistics (tests,).
    drawn
        Absolute statistics under each draw (draws, tests).
    """
    order = np.argsort(-observed)
    # The largest statistic among each test and those weaker than it.
    largest = np.maximum.accumulate(drawn[:, order][:, ::-1], axis=1)[:, ::-1]
    as_far = (largest >= observed[order] * (1 - 1e-9)).sum(axis=0)
    stepped = np.maximum.accumulate((1 + as_far) / (1 + len(drawn)))
    adjusted = np.empty(len(observed))
    adjusted[order] = stepped
    return adjusted
