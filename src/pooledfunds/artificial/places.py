"""The lists of bodies, population and deprivation, in the layouts of the compiled files."""

from pathlib import Path

import numpy as np
import pandas as pd

from pooledfunds.artificial.world import World

INVENTED = "invented"
GROWTH_TO_2011 = 1.007  # of the population of 2010
SHARE_OF_MEN = 0.492
WITHOUT_POPULATION = 2  # parts of a council that later became one body


def write_pcts(path: Path, world: World) -> None:
    """Write the PCTs; two have no later population, as in the compiled list."""
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
    _write(path, table[order + columns])


def pct_population(world: World, year: int) -> pd.Series:
    """Return each PCT's population of all ages in a year, from the councils it covers."""
    people = world.people.population.loc[lambda table: table["year"].eq(year)]
    pairs = world.bodies.pairs.merge(people, on="cssr_code", validate="many_to_one")
    return (pairs["all"] * pairs["share_of_council"]).groupby(pairs["pct_code"]).sum()


def write_councils(path: Path, world: World) -> None:
    """Write the councils."""
    table = world.bodies.councils.assign(match=INVENTED)
    _write(path, table[["cssr_code", "council", "key", "ons_old", "gss", "match"]])


def write_pairs(path: Path, world: World) -> None:
    """Write which PCT covers which council, with the list's own reading of the relation."""
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
    _write(path, table[order])


def write_care_trusts(path: Path, world: World) -> None:
    """Write the care trusts; no official file has them, so the form is plain."""
    _write(path, world.bodies.care_trusts)


def write_population(path: Path, world: World) -> None:
    """Write the population of the councils by year and age band."""
    table = world.people.population.merge(
        world.bodies.councils[["cssr_code", "council", "gss"]],
        on="cssr_code",
        validate="many_to_one",
    ).assign(note=INVENTED)
    bands = ["all", "p18", "p1864", "p65", "p75", "p85"]
    _write(path, table[["cssr_code", "council", "gss", "year", *bands, "note"]])


def write_deprivation(path: Path, world: World) -> None:
    """Write IMD 2007 by LSOA with rank and tenth, one the most deprived."""
    table = world.people.small_areas.copy()
    table["lad07_name"] += " (invented)"
    table["IMD_score"] = table["imd_score"]
    rank = table["imd_score"].rank(ascending=False, method="first")
    table["IMD_rank"] = rank
    table["IMD_decile"] = np.ceil(rank / len(table) * 10).astype(int)
    order = ["lsoa01_code", "lad07_code", "lad07_name", "IMD_score", "IMD_rank", "IMD_decile"]
    _write(path, table[order])


def _write(path: Path, table: pd.DataFrame) -> None:
    """Write a table as comma-separated text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(path, index=False, lineterminator="\n")
