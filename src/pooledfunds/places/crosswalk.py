"""From councils to PCTs and back, where records give only one of them.

Only totals of the two kinds of body are known, and which covers all or part of which. Persons in
common follow exactly wherever a body lies whole within another; elsewhere they are estimated, and
every apportioned value says what share of it rests on such estimates.
"""

from collections.abc import Mapping
from functools import partial

import numpy as np
import pandas as pd

WEIGHTS = {"65_plus": "65 and over", "18_plus": "18 and over", "all": "all ages"}
ROUNDS = 200
CLOSE = 1e-10


def crosswalk(
    pairs: pd.DataFrame, councils: pd.Series, pcts: pd.Series | None = None
) -> pd.DataFrame:
    """Return how many persons each PCT and council have in common, with shares of both.

    The persons are fitted to the totals of councils and, where known, of PCTs, by proportional
    fitting from equal parts (Deming and Stephan 1940). Where only one table of persons fits
    the totals, as for a PCT of several whole councils or a council of several whole PCTs, that is
    the table found. A PCT without a total takes what the councils leave it: a council's persons in
    equal parts.

    Parameters
    ----------
    pairs
        ``pct_code, cssr_code``.
    councils, pcts
        Persons by council and by PCT, of the age that serves as weight. The two need not add up
        to the same; councils' totals hold.

    Returns
    -------
    DataFrame
        ``pct_code, cssr_code, persons, share_of_pct, share_of_council``. A council without a
        total has no shares.
    """
    table = pairs[["pct_code", "cssr_code"]].reset_index(drop=True)
    across = table["cssr_code"].map(councils).to_numpy(float)
    down = table["pct_code"].map(pcts if pcts is not None else {}).to_numpy(float)
    council = pd.factorize(table["cssr_code"])[0]
    pct = pd.factorize(table["pct_code"])[0]
    persons = np.where(np.isnan(across), np.nan, 1.0)
    for _ in range(ROUNDS):
        before = persons
        scale = down / sums(persons, pct)
        persons = persons * np.where(np.isnan(scale), 1, scale)
        persons = persons * across / sums(persons, council)
        if np.nanmax(np.abs(persons - before), initial=0) < CLOSE * np.nanmax(persons, initial=1):
            break
    return table.assign(
        persons=persons,
        share_of_pct=persons / sums(persons, pct),
        share_of_council=persons / sums(persons, council),
    )


def sums(persons: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Return for each row the sum of its group; missing where one of the group is missing."""
    return np.bincount(group, weights=persons)[group]


def apportion(values: pd.Series, shares: pd.DataFrame, target: str, kind: str) -> pd.DataFrame:
    """Return values of one kind of body for the other, with the share that was apportioned.

    Parameters
    ----------
    values
        Values by council code, or by PCT code.
    shares
        The crosswalk.
    target
        ``pct`` or ``council``: the bodies that the values are wanted for.
    kind
        ``total``: money, items and persons, which are split by share of the source body.
        ``rate``: rates and scores, which are averaged by persons in the target body.

    Returns
    -------
    DataFrame
        ``body_code, value, apportioned_share``. The share is the part of the value, or for a rate
        of its weight, that comes from source bodies which lie in more than one target. A value is
        missing where a source body's is.
    """
    source = {"pct": "cssr_code", "council": "pct_code"}[target]
    column = {"pct": "pct_code", "council": "cssr_code"}[target]
    of_source = {"pct": "share_of_council", "council": "share_of_pct"}[target]
    of_target = {"pct": "share_of_pct", "council": "share_of_council"}[target]
    split = shares[source].duplicated(keep=False)
    given = shares[source].map(values).astype(float)
    part = given * shares[of_source if kind == "total" else of_target]
    weight = part.abs() if kind == "total" else shares[of_target]
    rows = pd.DataFrame(
        {
            "body_code": shares[column],
            "value": part,
            "weight": weight,
            "estimated": weight.where(split, 0.0),
        }
    )
    summed = rows.groupby("body_code")[["value", "weight", "estimated"]].agg(
        lambda column: column.sum(skipna=False)
    )
    share = (summed["estimated"] / summed["weight"].where(summed["weight"] > 0)).fillna(0.0)
    table = summed[["value"]].assign(apportioned_share=share.where(summed["value"].notna()))
    return table.reset_index()


def compare_weights(values: pd.Series, crosswalks: dict[str, pd.DataFrame], target: str, kind: str):
    """Return each body's value under every weight, and how far these lie apart.

    Returns
    -------
    DataFrame
        ``body_code``, a column for each weight, ``apportioned_share`` under the first, and
        ``spread``: the largest less the smallest, over the mean.
    """
    found = {name: apportion(values, shares, target, kind) for name, shares in crosswalks.items()}
    table = pd.DataFrame({name: t.set_index("body_code")["value"] for name, t in found.items()})
    first = next(iter(found.values())).set_index("body_code")["apportioned_share"]
    spread = (table.max(axis=1) - table.min(axis=1)) / table.mean(axis=1).abs()
    return table.assign(apportioned_share=first, spread=spread).reset_index()


def weighted_crosswalk(tables: Mapping[str, pd.DataFrame], year: str, weight: str) -> pd.DataFrame:
    """Return the crosswalk of a year by the persons of an age (``contracts_returns.CROSSWALK``).

    Parameters
    ----------
    tables
        ``pct_council_pairs``, ``council_population`` and, where at hand, ``pct_population``.
    weight
        ``65_plus``, ``18_plus`` or ``all``.
    """
    councils = tables["council_population"]
    chosen = (councils["financial_year"] == year) & (councils["age_band"] == WEIGHTS[weight])
    councils = councils[chosen].set_index("area")["persons"]
    pcts = None
    if "pct_population" in tables:
        people = tables["pct_population"]
        people = people[people["financial_year"] == year]
        part = people["age_band"].astype(str).map(partial(share_of_band, weight=weight))
        pcts = (people["persons"] * part).groupby(people["pct_code"]).sum()
    return crosswalk(tables["pct_council_pairs"], councils, pcts)


def share_of_band(age_band: str, weight: str) -> float:
    """Return which part of a five-year band is of the weight's age: two of 15 to 19 are adults."""
    first = int(age_band.removesuffix("+").partition("-")[0])
    least = {"65_plus": 65, "18_plus": 18, "all": 0}[weight]
    return min(max((first + 5 - least) / 5, 0.0), 1.0)
