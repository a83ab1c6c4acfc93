"""p-values adjusted over declared families of tests."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pandas as pd
from statsmodels.stats.multitest import multipletests


def adjust_p_values(table: pd.DataFrame, method: str, column: str = "p_value") -> pd.Series:
    """Return p-values adjusted within each family of tests.

    A family is the rows of one ``tests`` name from which something is to be concluded: effects of
    interest, which carry a margin, and are not descriptive.

    Parameters
    ----------
    table
        A row for each effect.
    method
        ``holm`` (Holm 1979) controls the chance of any false finding; ``fdr_bh`` (Benjamini and
        Hochberg 1995) the share of false findings.
    column
        Of the p-values.
    """
    adjusted = pd.Series(np.nan, index=table.index)
    concluded = table["equivalence_margin"].notna() & (table["descriptive"] == "")
    with all_spared_collection():
        for _, family in table[concluded & table[column].notna()].groupby("multiplicity_family"):
            adjusted[family.index] = multipletests(family[column], method=method)[1]
    return adjusted


@contextmanager
def all_spared_collection() -> Iterator[None]:
    """Spare all that is loaded the garbage collection that ``multipletests`` ends with.

    With this many modules loaded each takes a quarter of a second, and the adjustment itself none.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def confirm_by_primary(table: pd.DataFrame, adjusted: pd.Series) -> pd.Series:
    """Return adjusted p-values, those of sensitivity analyses no smaller than their primary's.

    A sensitivity analysis asks the primary's question once more. Were it to announce on its own,
    every further model would be a further chance of a false announcement. It can be wrong only
    where the primary is, for the two have one null hypothesis: the same effect on the same outcome.

    Parameters
    ----------
    table
        ``sensitivity_of`` names the entry that is the primary, or is empty.
    adjusted
        p-values from ``adjust_p_values``.
    """
    again = table["sensitivity_of"] != ""
    if not again.any():
        return adjusted
    entry = table["specification"].str.partition("/")[0]
    of_primary = adjusted.groupby([entry, table["outcome"], table["term"]]).min()
    asked = pd.MultiIndex.from_frame(table[["sensitivity_of", "outcome", "term"]])
    primary = of_primary.reindex(asked).set_axis(table.index)
    # A primary that could not be tested has shown nothing.
    raised = np.maximum(adjusted, primary.fillna(1.0))
    return adjusted.mask(again & adjusted.notna(), raised)
