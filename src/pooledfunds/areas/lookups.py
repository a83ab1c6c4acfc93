"""Which area of the study an area code belongs to, whatever the year of its boundaries.

Returns of one study bear the codes of several reorganisations: districts of counties, districts
that have merged since, councils that took others in. What is known is a list of councils, a lookup
from districts to councils, and a table of successions.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components


def area_of_codes(known: Mapping[str, str], successions: pd.DataFrame) -> dict[str, str]:
    """Return the area of the study of every code that is known, or that succession leads to one.

    Codes that followed one another, split or merged are one component. A code without an area of
    its own has that of its component where the component has one area alone: a council made of
    parts of two areas belongs to neither.

    Parameters
    ----------
    known
        Area of the study by area code.
    successions
        ``code, successor_code`` of bodies of one type.
    """
    codes = pd.concat([successions["code"], successions["successor_code"]])
    places, names = pd.factorize(codes)
    before, after = np.split(places, 2)
    links = coo_matrix((np.ones(len(before)), (before, after)), shape=(len(names), len(names)))
    component = connected_components(links, directed=False)[1]
    areas: dict[int, set[str]] = {}
    for code, number in zip(names, component, strict=True):
        areas.setdefault(number, set()).update({known[code]} if code in known else ())
    reached = {
        str(code): next(iter(areas[number]))
        for code, number in zip(names, component, strict=True)
        if len(areas[number]) == 1
    }
    return reached | dict(known)


def last_successor(codes: pd.Series, successions: pd.DataFrame) -> pd.Series:
    """Return the body that each code has become; the code itself where none followed it.

    Parameters
    ----------
    codes
        Codes of bodies of one type.
    successions
        ``code, successor_code`` of that type; a body that was split has become no single one.

    Raises
    ------
    ValueError
        When bodies follow each other in a circle.
    """
    alone = successions[~successions["code"].duplicated(keep=False)]
    following = dict(zip(alone["code"], alone["successor_code"], strict=True))
    for _ in range(len(following) + 1):
        later = codes.map(lambda code: following.get(code, code))
        if (later == codes).all():
            return codes
        codes = later
    raise ValueError("the table of successions leads in a circle")


def districts_by_name(codes: pd.Series, names: pd.Series, areas: pd.Series) -> pd.DataFrame:
    """Return each district once, by its first name, where that and its area are known.

    Parameters
    ----------
    codes, names
        Of districts, row by row of a lookup.
    areas
        Area of the study that each lies in; missing where none is.

    Returns
    -------
    DataFrame
        ``district_code, district_name, area_code`` (``catalogue.areas.DISTRICTS``).
    """
    rows = pd.DataFrame({"district_code": codes, "district_name": names, "area_code": areas})
    known = rows[rows["area_code"].notna() & (rows["district_name"].fillna("") != "")]
    return known.drop_duplicates("district_code", ignore_index=True)


def sum_members(table: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Return what councils report for the areas of the study that they lie in, by year.

    A sum is missing where the figure of a member is, or its row: part of an area is not the area.

    Parameters
    ----------
    table
        ``cssr_code, financial_year`` and columns of amounts or counts.
    areas
        ``catalogue.areas.COUNCIL_AREAS``.

    Returns
    -------
    DataFrame
        ``area_code, financial_year`` and the columns.
    """
    years = table[["financial_year"]].drop_duplicates()
    everyone = areas.merge(years, how="cross")  # a member without a row is missed too
    keys = ["cssr_code", "financial_year"]
    known = everyone.merge(table, on=keys, how="left", validate="one_to_one")
    by = known.drop(columns="cssr_code").groupby(["area_code", "financial_year"], observed=True)
    return by.sum().where(by.count().eq(by.size(), axis=0)).reset_index()
