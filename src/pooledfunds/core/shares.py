"""Work shared out among jobs, each of which does its share: Snakemake's scatter items."""

from collections.abc import Iterable
from itertools import islice
from typing import TypeVar

import pandas as pd

Item = TypeVar("Item")
ALL = "1-of-1"


def share_of(items: Iterable[Item], share: str) -> list[Item]:
    """Return every n-th of some items, so that all shares together hold each item once.

    Parameters
    ----------
    items
        In an order that is the same in every job.
    share
        Which of how many, as in ``2-of-8``.

    Raises
    ------
    ValueError
        When there is no such share.
    """
    place, number = (int(word) for word in share.split("-of-"))
    if not 1 <= place <= number:
        raise ValueError(f"no share {share}: count from 1")
    return list(islice(items, place - 1, None, number))


def in_order_of(table: pd.DataFrame, column: str, names: Iterable[str]) -> pd.DataFrame:
    """Return the rows of all shares in the order that one job would have given them.

    Parameters
    ----------
    table
        What the shares gave, one below the other.
    column
        Tells of which item a row is; the rows of one item lie in one share.
    names
        The items in their order.
    """
    places = {name: place for place, name in enumerate(names)}
    order = table[column].astype(object).map(places).argsort(kind="stable")
    return table.iloc[order].reset_index(drop=True)
