"""From councils to areas of another type and back, where records give only one of them.

The other type, the partner, is that of the table of pairs: PCTs, or those of another era. Only
totals of the two kinds of body are known, and which covers all or part of which. Persons in
common follow exactly wherever a body lies whole within another; elsewhere they are estimated, and
every apportioned value says what share of it rests on such estimates.
"""

from collections.abc import Mapping
from functools import partial

import numpy as np
import pandas as pd
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from pooledfunds.catalogue.area_types import (
    AREA_CODES,
    HUB,
    pairs_table,
    partner_code,
    partner_of,
    type_of_code,
)

# Ages whose persons may weigh, as councils' population names them: first age, and first beyond.
WEIGHTS = {
    "65_plus": ("65 and over", 65, np.inf),
    "18_to_64": ("18 to 64", 18, 65),
    "18_plus": ("18 and over", 18, np.inf),
    "all": ("all ages", 0, np.inf),
}
ROUNDS = 200
CLOSE = 1e-10


def crosswalk(
    pairs: pd.DataFrame, councils: pd.Series, partners: pd.Series | None = None
) -> pd.DataFrame:
    """Return how many persons each council and partner have in common, with shares of both.

    The persons are fitted to the totals of councils and, where known, of partners, by
    proportional fitting from equal parts (Deming and Stephan 1940). Where only one table of persons
    fits the totals, as for a partner of several whole councils or a council of several whole
    partners, that is the table found. A partner without a total takes what the councils leave it: a
    council's persons in equal parts.

    Parameters
    ----------
    pairs
        ``cssr_code`` and the code of the partners, such as ``pct_code``. Where the table has
        ``small_areas``, the number in common, fitting starts from these in place of equal parts.
    councils, partners
        Persons by code, of the age that serves as weight. The two need not add up to the same;
        councils' totals hold.

    Returns
    -------
    DataFrame
        The codes, ``persons``, ``share_of_<partner>`` and ``share_of_council``. A council without
        a total has no shares.
    """
    own, other = AREA_CODES[HUB], partner_code(pairs.columns)
    table = pairs[[other, own]].reset_index(drop=True)
    across = table[own].map(councils).to_numpy(float)
    down = table[other].map(partners if partners is not None else {}).to_numpy(float)
    council = pd.factorize(table[own])[0]
    partner = pd.factorize(table[other])[0]
    start = pairs["small_areas"].to_numpy(float) if "small_areas" in pairs else 1.0
    persons = np.where(np.isnan(across), np.nan, start)
    for _ in range(ROUNDS):
        before = persons
        scale = down / sums(persons, partner)
        persons = persons * np.where(np.isnan(scale), 1, scale)
        persons = persons * across / sums(persons, council)
        if np.nanmax(np.abs(persons - before), initial=0) < CLOSE * np.nanmax(persons, initial=1):
            break
    shares = {
        f"share_of_{type_of_code(other)}": persons / sums(persons, partner),
        f"share_of_{HUB}": persons / sums(persons, council),
    }
    return table.assign(persons=persons, **shares)


def sums(persons: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Return for each row the sum of its group; missing where one of the group is missing.

    Parameters
    ----------
    persons
        By row (n,).
    group
        Number of each row's group (n,).
    """
    return np.bincount(group, weights=persons)[group]


def apportion(values: pd.Series, shares: pd.DataFrame, target: str, kind: str) -> pd.DataFrame:
    """Return values of one kind of body for the other, with the share that was apportioned.

    Parameters
    ----------
    values
        Values by council code, or by partner code.
    shares
        The crosswalk.
    target
        The type of area that the values are wanted for: one of the crosswalk's two.
    kind
        ``total``: money, items and persons, which are split by share of the source body.
        ``rate``: rates and scores, which are averaged by persons in the target body.

    Returns
    -------
    DataFrame
        ``area_code, value, apportioned_share``. The share is the part of the value, or for a rate
        of its weight, that comes from source bodies which lie in more than one target. A value is
        missing where a source body's is.
    """
    partner = partner_code(shares.columns)
    if target == HUB:
        column, source, from_type = AREA_CODES[HUB], partner, type_of_code(partner)
    else:
        column, source, from_type = AREA_CODES[target], AREA_CODES[HUB], HUB
    of_source, of_target = f"share_of_{from_type}", f"share_of_{target}"
    split = shares[source].duplicated(keep=False)
    given = shares[source].map(values).astype(float)
    part = given * shares[of_source if kind == "total" else of_target]
    weight = part.abs() if kind == "total" else shares[of_target]
    rows = pd.DataFrame(
        {
            "area_code": shares[column],
            "value": part,
            "weight": weight,
            "estimated": weight.where(split, 0.0),
        }
    )
    summed = rows.groupby("area_code")[["value", "weight", "estimated"]].sum(skipna=False)
    share = (summed["estimated"] / summed["weight"].where(summed["weight"] > 0)).fillna(0.0)
    table = summed[["value"]].assign(apportioned_share=share.where(summed["value"].notna()))
    return table.reset_index()


def weighted_crosswalk(
    tables: Mapping[str, pd.DataFrame], year: str, weight: str, partner: str
) -> pd.DataFrame:
    """Return the crosswalk of a year by the persons of an age (``catalogue.returns.CROSSWALK``).

    Parameters
    ----------
    tables
        ``<partner>_council_pairs``, ``council_population`` and, where available, the partners'
        population by five-year band.
    year
        Financial year.
    weight
        ``65_plus``, ``18_to_64``, ``18_plus`` or ``all``.
    partner
        The other type of area.
    """
    population = tables["council_population"]
    chosen = (population["financial_year"] == year) & (population["age_band"] == WEIGHTS[weight][0])
    councils = population[chosen].set_index("area")["persons"]
    partners = None
    if f"{partner}_population" in tables:
        people = tables[f"{partner}_population"]
        people = people[people["financial_year"] == year]
        part = people["age_band"].astype(str).map(partial(share_of_band, weight=weight))
        partners = (people["persons"] * part).groupby(people[AREA_CODES[partner]]).sum()
    return crosswalk(tables[pairs_table(partner)], councils, partners)


def crosswalks(tables: Mapping[str, pd.DataFrame], year: str, study: Mapping) -> pd.DataFrame:
    """Return the crosswalk of a year under every weight that the study asks for.

    Parameters
    ----------
    tables
        See :func:`weighted_crosswalk`.
    year
        Financial year.
    study
        ``area_types``, and ``crosswalk``: ``weight``, and by client group other weights
        (``by_client_group``).
    """
    settings, partner = study["crosswalk"], partner_of(study)
    if partner is None:
        raise ValueError("a study of councils alone has no crosswalk")
    weights = dict.fromkeys([settings["weight"], *settings.get("by_client_group", {}).values()])
    each = {weight: weighted_crosswalk(tables, year, weight, partner) for weight in weights}
    return pd.concat(each, names=["weight", None]).reset_index("weight").reset_index(drop=True)


def weight_of(column: str, settings: Mapping) -> str:
    """Return whose persons weigh when a column is apportioned: those whom its service is for.

    Parameters
    ----------
    column
        Of a panel, of which the ending may name a client group.
    settings
        ``crosswalk`` of the study.
    """
    for group, weight in settings.get("by_client_group", {}).items():
        if column.endswith(f"_{group}"):
            return weight
    return settings["weight"]


def share_of_band(age_band: str, weight: str) -> float:
    """Return which part of a five-year band is of the weight's age: two of 15 to 19 are adults.

    Parameters
    ----------
    age_band
        Five years, such as ``15-19``, or ``85+``.
    weight
        One of ``WEIGHTS``.
    """
    first = int(age_band.removesuffix("+").partition("-")[0])
    _, least, beyond = WEIGHTS[weight]
    return min(max((first + 5 - least) / 5, 0.0), 1.0) if first < beyond else 0.0


def linked_areas(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return which councils and partners are one linked area: connected components of the pairs.

    A figure that is apportioned never leaves its linked area, so bodies of different ones share
    none.

    Parameters
    ----------
    pairs
        ``cssr_code`` and the partners' code, of bodies with persons in common.

    Returns
    -------
    DataFrame
        ``area_type, area_code, linked_area``; an area goes by the first of its councils' codes.
    """
    code = partner_code(pairs.columns)
    partner, partners = pd.factorize(pairs[code])
    council, councils = pd.factorize(pairs[AREA_CODES[HUB]])
    number = len(partners) + len(councils)
    links = (np.ones(len(pairs)), (partner, len(partners) + council))
    area = connected_components(coo_matrix(links, shape=(number, number)), directed=False)[1]
    names = pd.Series(councils).groupby(area[len(partners) :]).min()
    return pd.DataFrame(
        {
            "area_type": [type_of_code(code)] * len(partners) + [HUB] * len(councils),
            "area_code": [*partners, *councils],
            "linked_area": names.reindex(area).to_numpy(),
        },
        dtype=str,
    )


def draw_shares(
    shares: pd.DataFrame, source: str, concentration: float, rng: np.random.Generator
) -> pd.DataFrame:
    """Return a crosswalk whose source bodies' totals are split by chance about the shares.

    Money and items need not follow persons. The split of a source body is drawn from a Dirichlet
    distribution with the shares as its mean (decision 16): a half varies with a standard deviation
    of ``0.5 / sqrt(concentration + 1)``. What lies in one target body stays whole.

    Parameters
    ----------
    shares
        The crosswalk.
    source
        The type of area whose totals are split.
    concentration
        Of the Dirichlet distribution: the larger, the closer to the shares.
    rng
        Random generator.
    """
    code = AREA_CODES[source]
    column = f"share_of_{source}"
    expected = shares[column].to_numpy(float)
    drawn = rng.gamma(np.maximum(concentration * np.nan_to_num(expected), 1e-9))
    group = pd.factorize(shares[code])[0]
    split = np.where(np.isnan(expected), np.nan, drawn) / sums(drawn, group)
    return shares.assign(**{column: split})
