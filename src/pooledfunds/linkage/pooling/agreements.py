"""How complete the agreements are: by agreement, and by element over England."""

import pandas as pd

from pooledfunds.catalogue.arrangements import SCOPES, STATES

SCHEME = ["evidence_source", "scheme_id"]


def completeness(records: pd.DataFrame) -> pd.DataFrame:
    """Return how many elements of each agreement are there, within each list of elements.

    Parameters
    ----------
    records
        ``catalogue.pooled_fund_register.REGISTER_AGREEMENTS``.

    Returns
    -------
    DataFrame
        ``catalogue.arrangements.AGREEMENT_COMPLETENESS``: lists overlap, and must not be added.
    """
    parts = [
        counted(records[records[flag]] if flag else records, SCHEME).assign(scope=scope)
        for scope, flag in SCOPES.items()
    ]
    return pd.concat(parts, ignore_index=True)


def by_element(records: pd.DataFrame) -> pd.DataFrame:
    """Return in how many agreements each element is there, by evidence source.

    Parameters
    ----------
    records
        See ``completeness``.
    """
    key = ["evidence_source", "element", "label", "in_table_1", "in_checklist"]
    return counted(records, key)


def counted(records: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Return the number of each state by a key, and the share present of those that are known.

    Parameters
    ----------
    records
        See ``completeness``.
    key
        Columns to count by.
    """
    states = pd.crosstab([records[name] for name in key], records["state"].astype(str)).reindex(
        columns=list(STATES), fill_value=0
    )
    known = states["present"] + states["partly"] + states["absent"]
    share = (states["present"] / known).where(known > 0)
    return states.assign(share_present=share).rename_axis(columns=None).reset_index()
