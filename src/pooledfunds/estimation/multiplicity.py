"""p-values adjusted over declared families of tests."""

import numpy as np
import pandas as pd
from statsmodels.stats.multitest import multipletests


def adjust(table: pd.DataFrame, method: str, column: str = "p_value") -> pd.Series:
    """Return p-values adjusted within each family of tests.

    A family is the rows of one ``tests`` name from which something is to be concluded: effects of
    interest, which carry a margin, and are not descriptive.

    Parameters
    ----------
    method
        ``holm`` (Holm 1979) controls the chance of any false finding; ``fdr_bh`` (Benjamini and
        Hochberg 1995) the share of false findings.
    column
        Of the p-values.
    """
    adjusted = pd.Series(np.nan, index=table.index)
    concluded = table["equivalence_margin"].notna() & (table["descriptive"] == "")
    for _, family in table[concluded & table[column].notna()].groupby("tests"):
        adjusted[family.index] = multipletests(family[column], method=method)[1]
    return adjusted
