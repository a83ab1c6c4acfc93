"""From a seed to linked panels within seconds: for studies of many worlds.

What the text path writes and reads at length is made here in memory: the workbooks of PSSEX1, of
which the panels take the groups' totals, and the hospital records, of which they take counts. All
other returns are small, and go through their own text and readers in a folder that is deleted.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from pooledfunds.catalogue.hes import HES_ACTIVITY, HES_LENGTHS_OF_STAY
from pooledfunds.core.codelists import read_tables
from pooledfunds.core.schema import enforce
from pooledfunds.core.settings import read_basis, word_list_files
from pooledfunds.linkage.build import linked_panels
from pooledfunds.run.returns import returns_folder
from pooledfunds.staging.stage import stage_returns
from pooledfunds.synthetic.checks.study import STUDY
from pooledfunds.synthetic.england import WRITERS
from pooledfunds.synthetic.hes.admissions import DELIVERED, YEARS, hospital_population
from pooledfunds.synthetic.hes.kinds import KINDS
from pooledfunds.synthetic.hes.stays import Stays, planted_rates, year_start
from pooledfunds.synthetic.hes.write import blocks_of, count_stays, stays_of_block, weights_of
from pooledfunds.synthetic.pssex1.services import FINANCIAL_YEARS, LINES
from pooledfunds.synthetic.world import World, declare_world

HEAVY = ("pssex1", "hes_apc")  # sources that are made in memory
MEASURES = ["admissions", "bed_days", "stays", "stay_days"]
DIAGNOSED = [kind.name for kind in KINDS if kind.known_by == "diagnosis"]
SECTIONS_OF = {"older_people": ("B", "B12"), "physical_disability": ("C", "C12"),
               "learning_disability": ("D", "D12"), "mental_health": ("E", "E12"),
               "other_adults": ("G", "G6")}  # fmt: skip


def panel_of_world(
    seed: int, truth: str, config: Mapping, volume: float = 1.0
) -> dict[str, pd.DataFrame]:
    """Return what the estimation stage reads of a world: its linked tables, and who covers whom.

    The hospital counts are those of the very stays that the text path would write, before any
    mishap of their records. Other definitions of an admission (``hospital_variants``) are not
    counted, and only diagnosed emergencies make up ``all_emergency``.

    Parameters
    ----------
    seed
        Of the world.
    config
        The settings of the study.
    volume
        Share of England's hospital stays to draw.
    truth
        Name of what is planted in it (``planted_effects.TRUTHS``).
    """
    world = declare_world({"seed": seed, "truth": truth})
    with tempfile.TemporaryDirectory() as folder:
        basis = read_basis(STUDY, "artificial", folder)
        sources = returns_folder(basis).sources
        light = {name: files for name, files in sources.items() if name not in HEAVY}
        for name, write in WRITERS.items():
            if str(Path(folder, name)) in {file for files in light.values() for file in files}:
                write(Path(folder, name), world)
        lists = read_tables(word_list_files(STUDY, basis))
        staged = stage_returns(light, lists, {"register": config["register"]})
    staged["pssex1"] = pssex1_totals(world)
    linked = linked_panels(staged | hospital_counts(world, volume), config)
    return linked | {"pct_council_pairs": staged["pct_council_pairs"]}


def pssex1_totals(world: World) -> pd.DataFrame:
    """Return the adult client groups' totals by council and year, as PSSEX1 is staged."""
    tables = []
    for year in FINANCIAL_YEARS:
        for group, (section, supporting_people) in SECTIONS_OF.items():
            places = [
                place
                for place, line in enumerate(LINES)
                if line == supporting_people or (line[0] == section and line[1:].isdigit())
            ]
            spent = {name: of[:, places].sum(axis=1) for name, of in world.spending[year].items()}
            table = pd.DataFrame(_measures(spent, year)).assign(area=world.councils["cssr_code"])
            tables.append(table.assign(financial_year=year, client_group=group))
    keys = ["area", "financial_year", "client_group"]
    long = pd.concat(tables).melt(keys, var_name="measure", value_name="gbp_thousand").dropna()
    return long.assign(family="detailed", area_type="council", service_line="total", line="")


def _measures(spent: Mapping[str, np.ndarray], year: str) -> dict[str, np.ndarray]:
    """Return the return's columns from one group's sums; as ``pssex1_detailed.columns_of``."""
    total = spent["own"] + spent["others"] + spent["grants"]
    current = total - spent["own_capital"] - spent["others_capital"]
    partners = spent["joint"] + spent["nhs"] + spent["other"]
    columns = {
        "own_provision_capital_charges": spent["own_capital"],
        "provision_by_others_capital_charges": spent["others_capital"],
        "total_cost_including_capital": total,
        "client_contributions": spent["fees"],
        "joint_arrangements": spent["joint"],
        "other_income": spent["other"],
        "gross_current_expenditure": current - partners,
        "net_current_expenditure": current - partners - spent["fees"],
    }
    if year == "2005/06":  # the form had no column for NHS income
        return columns | {"other_income": spent["other"] + spent["nhs"], "total_cost": current}
    columns["nhs_income"] = spent["nhs"]
    return columns if year == "2007/08" else columns | {"total_cost": current}


def hospital_counts(world: World, volume: float = 1.0) -> dict[str, pd.DataFrame]:
    """Return ``hes_activity`` and ``hes_lengths_of_stay``, as staged, of the world's stays.

    Parameters
    ----------
    world
        Of whose stays the counts are drawn.
    volume
        Share of the stays of a national extract: 1 for all.
    """
    population = hospital_population(world.residents)
    rates = planted_rates(population, world.hospital, list(YEARS))
    rates["admissions"] *= volume * weights_of(rates, DELIVERED)
    counts = np.zeros((len(MEASURES), len(rates)))
    mental = []
    for block in range(blocks_of(rates)):
        stays, _ = stays_of_block(rates, len(population), world.settings["seed"], block)
        counts += count_stays(stays, list(YEARS), len(population))
        mental.append(_mental_health(stays, population))
    counted = rates.assign(**dict(zip(MEASURES, counts, strict=True)))
    counted = counted[counted["condition"].isin(DIAGNOSED)]
    counted["sex"] = counted["sex"].map({1: "male", 2: "female"})
    every = pd.concat([counted, counted.assign(condition="all_emergency")])
    cells = ["financial_year", "condition", "age_band", "sex"]
    activity = _by_body(every, world, cells, MEASURES)
    lengths = _by_body(pd.concat(mental), world, ["financial_year", "nights"], ["stays"])
    return {
        "hes_activity": enforce(activity, HES_ACTIVITY),
        "hes_lengths_of_stay": enforce(lengths, HES_LENGTHS_OF_STAY),
    }


def _mental_health(stays: Stays, population: pd.DataFrame) -> pd.DataFrame:
    """Return each mental health stay that ended within the years: place, year and nights."""
    kind = [kind.name for kind in KINDS].index("mental_health")
    ended = stays.admitted + stays.nights
    place = np.searchsorted([year_start(year) for year in (*YEARS, YEARS[-1] + 1)], ended, "right")
    chosen = (stays.kind == kind) & (place > 0) & (place <= len(YEARS))
    years = np.array([f"{year}/{(year + 1) % 100:02d}" for year in YEARS])
    table = population[["pct", "district"]].iloc[stays.cell[chosen]].reset_index(drop=True)
    return table.assign(
        financial_year=years[place[chosen] - 1], nights=stays.nights[chosen], stays=1
    )


def _by_body(
    table: pd.DataFrame, world: World, cells: list[str], measures: list[str]
) -> pd.DataFrame:
    """Return sums by area: the PCT of each row, and the council of its district."""
    words = {name: "category" for name in ("area_type", "area_code", *cells) if name != "nights"}
    council = world.bodies.districts.set_index("lad07_code")["cssr_code"]
    bodies = {"council": table["district"].map(council), "pct": table["pct"]}
    return pd.concat(
        [
            table.assign(area_type=area_type, area_code=body)
            .groupby(["area_type", "area_code", *cells], as_index=False)[measures]
            .sum()
            for area_type, body in bodies.items()
        ],
        ignore_index=True,
    ).astype(words | dict.fromkeys(measures, "int64"))
