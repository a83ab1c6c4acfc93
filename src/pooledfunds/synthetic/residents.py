"""Who lives in each PCT of the invented England: by age band and sex, and how great the need is."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pooledfunds.synthetic.bodies import Bodies
from pooledfunds.synthetic.boundaries import pct_of_small_areas
from pooledfunds.synthetic.people import YEARS, People

SEXES = ("male", "female")
# Shares of five-year bands within the bands of the councils' file, near the England of 2007.
AGES = {
    "0-17": {"0-4": 0.280, "5-9": 0.265, "10-14": 0.285, "15-17": 0.170},
    "18-64": {
        "18-19": 0.041, "20-24": 0.104, "25-29": 0.103, "30-34": 0.105, "35-39": 0.119,
        "40-44": 0.122, "45-49": 0.107, "50-54": 0.096, "55-59": 0.104, "60-64": 0.099,
    },
    "65-74": {"65-69": 0.54, "70-74": 0.46},
    "75-84": {"75-79": 0.57, "80-84": 0.43},
    "85+": {"85+": 1.0},
}  # fmt: skip
MEN = {"0-17": 0.512, "18-64": 0.497, "65-74": 0.475, "75-84": 0.425, "85+": 0.31}
FIVE_YEARS = (*(f"{first}-{first + 4}" for first in range(0, 85, 5)), "85+")


@dataclass(frozen=True)
class Residents:
    """People and need of the PCTs.

    Parameters
    ----------
    cells
        ``pct_code, lad07_code, year, broad, band, sex, persons``: one row per part of a district,
        mid-year, age band and sex. Bands add up to the councils' file, person for person.
    need
        ``pct_code, imd_score, need``: the mean IMD 2007 score of the PCT's small areas, and the
        same standardised over the PCTs.
    small_areas
        ``lsoa01_code, lad07_code, pct_code``.
    """

    cells: pd.DataFrame
    need: pd.DataFrame
    small_areas: pd.DataFrame

    def by_pct(self, year: int, lowest: int = 0) -> pd.Series:
        """Return each PCT's people of an age or older (0, 18, 65, 75 or 85) in a mid-year.

        Parameters
        ----------
        year
            Of the middle of which.
        lowest
            Age from which persons are counted.
        """
        older = [band for band in AGES if int(band.rstrip("+").split("-")[0]) >= lowest]
        chosen = self.cells["year"].eq(year) & self.cells["broad"].isin(older)
        return self.cells[chosen].groupby("pct_code")["persons"].sum()


def declare_residents(bodies: Bodies, people: People) -> Residents:
    """Return the people of the PCTs, from the councils' people and the districts of each PCT.

    Parameters
    ----------
    bodies
        PCTs, districts and which part of one lies in which PCT.
    people
        Councils' population, and small areas with their IMD score.
    """
    areas = people.small_areas
    areas = areas.assign(pct_code=pct_of_small_areas(areas, bodies.parts))
    score = areas.groupby("pct_code")["imd_score"].mean()
    need = score.rename("imd_score").reset_index()
    need["need"] = (need["imd_score"] - need["imd_score"].mean()) / need["imd_score"].std(ddof=0)
    small_areas = areas[["lsoa01_code", "lad07_code", "pct_code"]]
    return Residents(_cells(bodies, people.population), need, small_areas)


def _cells(bodies: Bodies, population: pd.DataFrame) -> pd.DataFrame:
    """Return persons by part of a district, year, age band and sex."""
    parts = bodies.parts.merge(bodies.districts, on=["lad07_code", "cssr_code"])
    parts["share"] = parts["share_of_council"] * parts["share_of_district"]
    persons = _by_age_and_sex(population)  # councils in order of code, years, bands and sexes
    codes = np.sort(population["cssr_code"].unique())
    divided = np.zeros((len(parts), *persons.shape[1:]), dtype=int)
    place = parts["cssr_code"].map(dict(zip(codes, range(len(codes)), strict=True)))
    for council, rows in parts.groupby(place).indices.items():
        shares = parts["share"].to_numpy()[rows]
        divided[rows] = np.moveaxis(_split(persons[int(str(council))], shares), -1, 0)
    bands = [(broad, band) for broad, fine in AGES.items() for band in fine]
    index = pd.MultiIndex.from_product([range(len(parts)), YEARS, range(len(bands)), SEXES])
    cells = pd.DataFrame(
        {"persons": divided.ravel()},
        index=index.set_names(["part", "year", "number", "sex"]),
    ).reset_index()
    names = pd.DataFrame(bands, columns=["broad", "band"])
    cells = cells.join(names, on="number").join(parts[["pct_code", "lad07_code"]], on="part")
    return cells[["pct_code", "lad07_code", "year", "broad", "band", "sex", "persons"]]


def _by_age_and_sex(population: pd.DataFrame) -> np.ndarray:
    """Return persons by council, year, age band and sex, in the councils' order of code."""
    table = population.sort_values(["cssr_code", "year"])
    broad = {
        "0-17": table["all"] - table["p18"],
        "18-64": table["p1864"],
        "65-74": table["p65"] - table["p75"],
        "75-84": table["p75"] - table["p85"],
        "85+": table["p85"],
    }
    parts = []
    for band, fine in AGES.items():
        shares = [share * of for share in fine.values() for of in (MEN[band], 1 - MEN[band])]
        parts.append(_split(broad[band].to_numpy(), np.array(shares)))
    people = np.concatenate(parts, axis=1)
    return people.reshape(-1, len(YEARS), people.shape[1] // 2, 2)


def _split(totals: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Return whole persons by share along a new last axis, which add up to the totals."""
    reached = np.rint(totals[..., None] * np.cumsum(shares) / shares.sum()).astype(int)
    return np.diff(reached, axis=-1, prepend=0)
