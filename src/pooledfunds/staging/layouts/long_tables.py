"""A long table from many short columns: each part is one month and one measure."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

Part = Mapping[str, np.ndarray | str]


def long_table(parts: Sequence[Part], columns: Sequence[str]) -> pd.DataFrame:
    """Return parts one below the other; what is one word throughout each part becomes a category.

    Parameters
    ----------
    parts
        Values by column: an array, all of a part of one length, or one word for all its rows.
    columns
        Names of the columns, in order.
    """
    lengths = [
        next((len(value) for value in part.values() if not isinstance(value, str)), 1)
        for part in parts
    ]
    return pd.DataFrame(
        {name: stack([part[name] for part in parts], lengths) for name in columns},
    )


def stack(values: Sequence[np.ndarray | str], lengths: Sequence[int]) -> np.ndarray | pd.Series:
    """Return arrays one after the other, or words as often as the lengths say.

    Parameters
    ----------
    values
        Of one column, a part each.
    lengths
        Rows of each part.
    """
    words = [value for value in values if isinstance(value, str)]
    if len(words) < len(values) or not words:
        return np.concatenate([np.asarray(value) for value in values]) if values else np.array([])
    known = sorted(set(words))
    place = {word: n for n, word in enumerate(known)}
    codes = np.repeat([place[word] for word in words], lengths)
    kind = pd.CategoricalDtype(known)
    return pd.Series(pd.Categorical.from_codes(codes.astype(np.int16), dtype=kind))
