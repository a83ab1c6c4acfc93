"""The bodies and persons of an invented small England of the years 2011 to 2019.

Every class of council stands in each region that has it in England, a few areas in each; one area
is of two councils, and one council is too small for the study. Codes have the official form, and
none is a real body's but those of the nine regions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
import pandas as pd

from pooledfunds.core.tables import rows_of
from pooledfunds.synthetic.names import coin_names, coin_stems

SHIRE, METROPOLITAN, UNITARY = "Shire Counties", "Metropolitan Districts", "Unitary Authorities"
INNER, OUTER = "Inner London", "Outer London"
# Code, name, letters in PSS-EX1, first council code, and the classes that the region has.
REGIONS = (
    ("E12000001", "North East", "NE", 150, (METROPOLITAN, UNITARY)),
    ("E12000003", "Yorkshire and The Humber", "YH", 250, (SHIRE, METROPOLITAN, UNITARY)),
    ("E12000002", "North West", "NW", 350, (SHIRE, METROPOLITAN, UNITARY)),
    ("E12000005", "West Midlands", "WM", 450, (SHIRE, METROPOLITAN, UNITARY)),
    ("E12000004", "East Midlands", "EM", 550, (SHIRE, UNITARY)),
    ("E12000006", "East of England", "E", 650, (SHIRE, UNITARY)),
    ("E12000008", "South East", "SE", 850, (SHIRE, UNITARY)),
    ("E12000009", "South West", "SW", 950, (SHIRE, UNITARY)),
    ("E12000007", "London", "L", 750, (INNER, OUTER)),
)
FIRST_OUTER = 764
PREFIX = {SHIRE: "E10", METROPOLITAN: "E08", UNITARY: "E06", INNER: "E09", OUTER: "E09"}
PERSONS = {SHIRE: 640_000, METROPOLITAN: 330_000, UNITARY: 210_000, INNER: 260_000, OUTER: 290_000}
TINY = 8_000
SMALL_AREAS = {SHIRE: 30}  # of a council; of any other class:
OTHER_SMALL_AREAS = 20
DISTRICTS_OF_A_SHIRE = 3
YEARS = range(2009, 2020)  # mid-years of the population
AGES = np.arange(91)
GROWTH, AGEING = 0.007, 0.0006  # a year
SHARED = 0.5  # of the areas of a region: as many share a CCG with a neighbour
OWN_MIDDLE = (0.0, 0.3, 0.6)  # shares of such an area that have a CCG of their own


@dataclass(frozen=True)
class Places:
    """Councils, their areas, districts and small areas; councils are in one order everywhere.

    ``councils`` has ``cssr_code, council, gss, ons_old, region_code, region, letters, area_class,
    study_area, need, persons``; ``districts`` has ``district_code, district, council_code,
    cssr_code, share``; ``small_areas`` has ``lsoa_code, ccg_code, ccg_id, ccg, district_code,
    cssr_code``; ``persons`` is districts × mid-years × ages.
    """

    councils: pd.DataFrame
    districts: pd.DataFrame
    small_areas: pd.DataFrame
    persons: np.ndarray

    @property
    def areas(self) -> pd.Index:
        """Codes of the study's areas, in the order in which councils first have them."""
        return pd.Index(self.councils["study_area"].unique())

    def by_council(self, ages: slice = slice(None)) -> pd.DataFrame:
        """Return persons of some ages: councils × mid-years."""
        persons = pd.DataFrame(self.persons[:, :, ages].sum(axis=2), columns=list(YEARS))
        summed = persons.groupby(self.districts["cssr_code"].to_numpy()).sum()
        return summed.loc[self.councils["cssr_code"]]


def alike_in_regions(rng: np.random.Generator, region: np.ndarray, share: float) -> np.ndarray:
    """Return deviates of variance one, of which those of a region have a share in common.

    Parameters
    ----------
    rng
        Random generator.
    region
        Number of each body's region.
    share
        Of the variance.
    """
    common = rng.normal(size=region.max() + 1)[region]
    return np.sqrt(1 - share) * rng.normal(size=len(region)) + np.sqrt(share) * common


def declare_places(rng: np.random.Generator, areas_per_cell: int, regional: float) -> Places:
    """Return the places of a world.

    Parameters
    ----------
    rng
        Random generator.
    areas_per_cell
        Areas of each class in each region that has it.
    regional
        Share of the variance of need that regions have in common.
    """
    councils = declare_councils(rng, areas_per_cell)
    numbers = pd.factorize(councils["region_code"])[0]
    councils["need"] = alike_in_regions(rng, numbers, regional)
    spread = np.exp(rng.normal(0, 0.3, len(councils)))
    sizes: pd.Series = councils["area_class"].map(PERSONS) * spread
    councils["persons"] = sizes.where(~councils["tiny"], TINY)
    names = iter(coin_names(rng, 4 * len(councils)))
    districts = declare_districts(councils, names)
    councils["sharing"] = draw_sharing(rng, councils)
    small_areas = declare_small_areas(rng, councils, districts)
    return Places(councils, districts, small_areas, declare_persons(rng, councils, districts))


def declare_councils(rng: np.random.Generator, areas_per_cell: int) -> pd.DataFrame:
    """Return the councils in the order of regions and classes.

    Parameters
    ----------
    rng
        Random generator.
    areas_per_cell
        Areas of each class in each region that has it.
    """
    stems = iter(coin_stems(rng, 200))
    rows = []
    for region_code, region, letters, first, classes in REGIONS:
        codes = count(first)
        for kind in classes:
            codes = count(FIRST_OUTER) if kind == OUTER else codes
            extra = kind == INNER or (region, kind) == ("South West", UNITARY)
            for place in range(areas_per_cell + extra):
                name = next(stems) + ("shire" if kind == SHIRE else "ton")
                rows.append((f"{next(codes)}", name, region_code, region, letters, kind,
                             kind == INNER and place == areas_per_cell))  # fmt: skip
    columns = ["cssr_code", "council", "region_code", "region", "letters", "area_class", "tiny"]
    table = pd.DataFrame(rows, columns=columns)
    prefix = table["area_class"].map(PREFIX)
    table["gss"] = prefix + (table.groupby(prefix).cumcount() + 901).astype(str).str.zfill(6)
    table["ons_old"] = [f"{place + 10}Z" for place in range(len(table))]
    table["study_area"], table["study_area_name"] = table["cssr_code"], table["council"]
    pair = table.index[(table["region"] == "South West") & (table["area_class"] == UNITARY)][-2:]
    table.loc[pair, "study_area"] = table.loc[pair[0], "cssr_code"]
    table.loc[pair, "study_area_name"] = " and ".join(table.loc[pair, "council"])
    return table


def declare_districts(councils: pd.DataFrame, names: Iterator[str]) -> pd.DataFrame:
    """Return the districts: several of a county, and any other council itself.

    Parameters
    ----------
    councils
        From ``declare_councils``.
    names
        Invented ones.
    """
    rows, number = [], count(901)
    for council in councils.itertuples():
        if council.area_class != SHIRE:
            rows.append((council.gss, council.council, council.gss, council.cssr_code, 1.0))
            continue
        rows += [
            (f"E07{next(number):06d}", next(names), council.gss, council.cssr_code,
             1 / DISTRICTS_OF_A_SHIRE)
            for _ in range(DISTRICTS_OF_A_SHIRE)
        ]  # fmt: skip
    columns = ["district_code", "district", "council_code", "cssr_code", "share"]
    return pd.DataFrame(rows, columns=columns)


def draw_sharing(rng: np.random.Generator, councils: pd.DataFrame) -> list[bool]:
    """Return for each council whether its area shares a CCG with a neighbour of its region.

    Parameters
    ----------
    rng
        Random generator.
    councils
        From ``declare_councils``.
    """
    sharing: set[str] = set()
    for _, of_region in councils.groupby("region_code", sort=False):
        large = of_region.loc[~of_region["tiny"], "study_area"].unique()
        sharing.update(rng.permutation(large)[: max(2, round(SHARED * len(large)))])
    return councils["study_area"].isin(sharing).tolist()


def declare_small_areas(
    rng: np.random.Generator, councils: pd.DataFrame, districts: pd.DataFrame
) -> pd.DataFrame:
    """Return the small areas with their CCG.

    Areas that share stand in a ring within their region: the last part of each is in one CCG with
    the first part of the next, and some keep a CCG of their own in the middle.

    Parameters
    ----------
    rng
        Random generator.
    councils, districts
        From ``declare_councils``, with ``sharing``, and ``declare_districts``.
    """
    rows: list[tuple[str, str, str]] = []
    for _, of_region in councils.groupby("region_code", sort=False):
        ring = list(of_region.loc[of_region["sharing"], "study_area"].unique())
        for area, members in of_region.groupby("study_area", sort=False):
            middle = rng.choice(OWN_MIDDLE) if area in ring else 1.0
            places = [
                (district, council.cssr_code)
                for council in rows_of(members)
                for district in spread_small_areas(council, districts)
            ]
            for place, (district, code) in enumerate(places):
                part = (place + 0.5) / len(places) - 0.5
                group = str(area)
                if abs(part) > middle / 2:
                    first = ring[ring.index(area) - 1] if part < 0 else area
                    group = f"{first!s} and next"
                rows.append((district, str(code), group))
    table = pd.DataFrame(rows, columns=["district_code", "cssr_code", "group"])
    number = pd.factorize(table["group"])[0]
    table["lsoa_code"] = [f"E01{900001 + place:06d}" for place in range(len(table))]
    table["ccg_id"] = [f"E38{901 + n:06d}" for n in number]
    table["ccg_code"] = [f"{50 + n // 26}{chr(ord('A') + n % 26)}" for n in number]
    names = coin_names(rng, number.max() + 1)
    table["ccg"] = [f"NHS {names[n]} CCG (invented)" for n in number]
    return table.drop(columns="group")


def spread_small_areas(council: Any, districts: pd.DataFrame) -> list[str]:
    """Return the district of each small area of a council, as many in each of its districts.

    Parameters
    ----------
    council
        A row of the councils.
    districts
        From ``declare_districts``.
    """
    own = districts.loc[districts["cssr_code"] == council.cssr_code, "district_code"]
    wanted = 2 if council.tiny else SMALL_AREAS.get(council.area_class, OTHER_SMALL_AREAS)
    return list(np.repeat(own, wanted // len(own)))


def declare_persons(
    rng: np.random.Generator, councils: pd.DataFrame, districts: pd.DataFrame
) -> np.ndarray:
    """Return persons by district, mid-year and age, the last of 90 and over.

    Parameters
    ----------
    rng
        Random generator.
    councils, districts
        From ``declare_councils`` and ``declare_districts``.
    """
    years = np.arange(len(YEARS))
    older = districts["cssr_code"].map(councils.set_index("cssr_code")["area_class"])
    tilt = older.map({SHIRE: 0.004, INNER: -0.010, OUTER: -0.004}).fillna(0).to_numpy()
    tilt = tilt + rng.normal(0, 0.003, len(districts))
    slope = tilt[:, None, None] + AGEING * years[None, :, None]
    weights = np.exp(slope * (AGES - 40)) / (1 + np.exp((AGES - 80) / 6))
    weights /= weights.sum(axis=2, keepdims=True)
    size = districts["cssr_code"].map(councils.set_index("cssr_code")["persons"]).to_numpy()
    size = size * districts["share"].to_numpy()
    whole = size[:, None] * np.exp(GROWTH * years)
    return np.round(whole[:, :, None] * weights).astype(int)
