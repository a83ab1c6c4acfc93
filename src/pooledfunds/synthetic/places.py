"""The lists of bodies, population and deprivation, in the layouts of the compiled files."""

from pathlib import Path

import numpy as np
import pandas as pd

from pooledfunds.synthetic.residents import FIVE_YEARS
from pooledfunds.synthetic.tables import write_table
from pooledfunds.synthetic.world import World

INVENTED = "invented"
GROWTH_TO_2011 = 1.007  # of the population of 2010
SHARE_OF_MEN = 0.492
WITHOUT_POPULATION = 2  # parts of a council that later became one body


def write_pcts(path: Path, world: World) -> None:
    """Write the PCTs; two have no later population, as in the compiled list.

    Parameters
    ----------
    path
        ``.csv`` of the list of PCTs.
    world
        Whose PCTs are written, with residents of 2010 carried forward to 2011.
    """
    table = world.bodies.pcts.copy()
    table["successor_2012"] = table["pct_code"]
    people = table["pct_code"].map(pct_population(world, 2010)) * GROWTH_TO_2011
    table["pop_mid2011"] = people.round().astype("Int64")
    table["pop_mid2011_male"] = (people * SHARE_OF_MEN).round().astype("Int64")
    table["pop_mid2011_female"] = table["pop_mid2011"] - table["pop_mid2011_male"]
    columns = ["pop_mid2011", "pop_mid2011_male", "pop_mid2011_female"]
    parts = table.index[table["pct_name"].str.startswith(("EAST ", "WEST "))]
    table.loc[parts[:WITHOUT_POPULATION], columns] = pd.NA
    order = ["pct_code", "pct_name", "sha_code", "sha_name", "ons_code_2012", "successor_2012"]
    write_table(path, table[order + columns])


def pct_population(world: World, year: int) -> pd.Series:
    """Return each PCT's population of all ages in a year.

    Parameters
    ----------
    world
        Of whose ``residents`` persons are counted.
    year
        Of the middle of which.
    """
    return world.residents.by_pct(year)


def write_councils(path: Path, world: World) -> None:
    """Write the councils.

    Parameters
    ----------
    path
        ``.csv`` of the list of councils.
    world
        Whose councils are written.
    """
    table = world.bodies.councils.assign(match=INVENTED)
    write_table(path, table[["cssr_code", "council", "key", "ons_old", "gss", "match"]])


def write_pairs(path: Path, world: World) -> None:
    """Write which PCT covers which council, with the list's own reading of the relation.

    Parameters
    ----------
    path
        ``.csv`` of pairs of PCT and council.
    world
        Whose pairs are written.
    """
    table = (
        world.bodies.pairs.merge(world.bodies.pcts, on="pct_code", validate="many_to_one")
        .merge(world.bodies.councils, on="cssr_code", validate="many_to_one")
        .sort_values(["pct_code", "cssr_code"], ignore_index=True)
    )
    councils = table.groupby("pct_code")["cssr_code"].transform("size")
    pcts = table.groupby("cssr_code")["pct_code"].transform("size")
    table["n_councils_of_pct"], table["n_pcts_of_council"] = councils, pcts
    table["relation"] = np.select(
        [councils.eq(1) & pcts.eq(1), pcts.eq(1), councils.eq(1)],
        [
            "coterminous 1:1",
            "PCT spans several whole councils",
            "PCT within one council (council has several PCTs)",
        ],
        "complex",
    )
    table = table.assign(source=INVENTED, note="")
    order = ["pct_code", "pct_name", "cssr_code", "council", "gss", "n_councils_of_pct",
             "n_pcts_of_council", "relation", "source", "note"]  # fmt: skip
    write_table(path, table[order])


def write_care_trusts(path: Path, world: World) -> None:
    """Write the care trusts; no official file has them, so the form is plain.

    Parameters
    ----------
    path
        ``.csv`` of care trusts.
    world
        Whose ten care trusts are written.
    """
    write_table(path, world.bodies.care_trusts)


def write_population(path: Path, world: World) -> None:
    """Write the population of the councils by year and age band.

    Parameters
    ----------
    path
        ``.csv``, a row a council and mid-year.
    world
        Whose people are written, persons by age band.
    """
    table = world.people.population.merge(
        world.bodies.councils[["cssr_code", "council", "gss"]],
        on="cssr_code",
        validate="many_to_one",
    ).assign(note=INVENTED)
    bands = ["all", "p18", "p1864", "p65", "p75", "p85"]
    write_table(path, table[["cssr_code", "council", "gss", "year", *bands, "note"]])


def write_deprivation(path: Path, world: World) -> None:
    """Write IMD 2007 by LSOA with rank and tenth, one the most deprived.

    Parameters
    ----------
    path
        ``.csv``, a row a small area.
    world
        Whose small areas are written.
    """
    table = world.people.small_areas.copy()
    table["lad07_name"] += " (invented)"
    table["IMD_score"] = table["imd_score"]
    rank = table["imd_score"].rank(ascending=False, method="first")
    table["IMD_rank"] = rank
    table["IMD_decile"] = np.ceil(rank / len(table) * 10).astype(int)
    order = ["lsoa01_code", "lad07_code", "lad07_name", "IMD_score", "IMD_rank", "IMD_decile"]
    write_table(path, table[order])


def write_pct_population(path: Path, world: World) -> None:
    """Write the population of the PCTs by mid-year, sex and five-year age band, ages across.

    Parameters
    ----------
    path
        ``.csv``, a row a PCT, mid-year and sex.
    world
        Whose residents are written, persons by five-year band.
    """
    cells = world.residents.cells
    band = cells["band"].replace({"15-17": "15-19", "18-19": "15-19"})
    keys = [cells["pct_code"], cells["year"], cells["sex"], band]
    wide = cells["persons"].groupby(keys).sum().unstack("band")[list(FIVE_YEARS)]
    both = wide.groupby(level=["pct_code", "year"]).sum()
    both.index = pd.MultiIndex.from_tuples([(*key, "persons") for key in both.index])
    table = pd.concat([wide, both.rename_axis(wide.index.names)]).sort_index()
    table.insert(0, "All ages", table.sum(axis=1))
    table = table.reset_index().rename(columns={"year": "mid_year"})
    names = world.pcts.set_index("pct_code")["pct_name"]
    table.insert(1, "pct_name", table["pct_code"].map(names))
    write_table(path, table.assign(note=INVENTED))


def write_pct_deprivation(path: Path, world: World) -> None:
    """Write the mean IMD 2007 score of the small areas of each PCT.

    Parameters
    ----------
    path
        ``.csv``, a row a PCT.
    world
        Whose PCTs' mean scores are written, to two decimals.
    """
    table = world.pcts[["pct_code", "pct_name", "imd_score"]]
    write_table(path, table.assign(imd_score=table["imd_score"].round(2), note=INVENTED))
