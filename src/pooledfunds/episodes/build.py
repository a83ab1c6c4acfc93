"""Staged records to stays, partition by partition, with an account of every record."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import ibis
import pandas as pd
from ibis import Table, _

from pooledfunds.episodes.bed_days import bed_days_by_year, end_open_episodes
from pooledfunds.episodes.continuous import continuous_spells
from pooledfunds.episodes.records import (
    FINISHED,
    KEPT,
    duplicate_records,
    judge_records,
    repair_admission_date,
    repeated_records,
    superseded_records,
    transit,
)
from pooledfunds.episodes.spells import provider_spells

NARROW = [
    "patient", "procode", "epikey", "file", "line", "fyear", "epistat", "epiorder", "epistart",
    "epiend", "admidate", "admidate_filled", "disdate", "dismeth", "transit", "bedyear",
    "admimeth", "mainspef", "age", "sex", "respct", "pctcode", "district", "lsoa", "diagnosis",
]  # fmt: skip


@dataclass(frozen=True)
class Partition:
    """One partition's stays, still to be run, and the fates of its records by file."""

    stays: Table
    fates: pd.DataFrame


def build_partition(
    con: ibis.BaseBackend, records: Table, settings: dict, rules: dict, years: list[int]
) -> Partition:
    """Return the stays of a partition's records.

    Each step is a judgement with its own function, setting and decision; here is only
    their order. Small tables of records set aside are kept by the connection, so that
    what is expensive runs once.

    Parameters
    ----------
    con
        The connection that holds ``records``.
    settings
        The section ``hes`` of the study's settings.
    rules
        Rules for duplicates by name (see ``duplicate_records``).
    years
        First calendar year of each data year.
    """
    judged = transit(judge_records(records, settings))
    fates = judged.group_by(["file", "fate"]).aggregate(rows=_.count()).to_pandas()
    usable = repair_admission_date(judged.filter(_.fate == KEPT), settings["admission_date"])
    rule = settings["duplicates"]
    repeats = held(con, "repeats", repeated_records(usable))
    single = usable.anti_join(repeats, ["file", "line"])
    duplicates = held(con, "duplicates", duplicate_records(single, rules[rule]))
    single = single.anti_join(duplicates, ["file", "line"]).select(*NARROW)
    superseded = held(con, "superseded", superseded_records(single))
    current = single.anti_join(superseded, ["file", "line"])
    aside = {
        "repeated record key": repeats,
        f"duplicate ({rule})": duplicates,
        "unfinished, told of again later": superseded,
    }
    still_open = held(con, "still_open", current.filter(_.epistat != FINISHED))
    if settings["open_episodes"] == "drop":
        aside["unfinished to the end"] = still_open
        current = current.filter(_.epistat == FINISHED)
    episodes = bed_days_by_year(
        end_open_episodes(current), superseded, settings["bed_days"]["source"], years
    )
    stays = provider_spells(episodes, settings["spells"], years)
    if settings["stays"] == "continuous":
        stays = continuous_spells(held(con, "spells", stays), settings["transfer_days"], years)
    return Partition(stays, move_fates(fates, aside))


def held(con: ibis.BaseBackend, name: str, table: Table) -> Table:
    """Return a table after running it once, under a name that a later partition reuses."""
    con.raw_sql(f"DROP TABLE IF EXISTS temp.main.{name}")
    return con.create_table(name, table, temp=True)


def move_fates(fates: pd.DataFrame, aside: dict[str, Table]) -> pd.DataFrame:
    """Return the fates with records moved from kept to the reasons of later steps."""
    moved = [fates]
    for reason, table in aside.items():
        counts = table.group_by("file").aggregate(rows=_.count()).to_pandas()
        moved.append(counts.assign(fate=reason))
        moved.append(counts.assign(fate=KEPT, rows=-counts["rows"]))
    every = pd.concat(moved, ignore_index=True)
    return every.groupby(["file", "fate"], as_index=False)["rows"].sum()


def build_stays(
    con: ibis.BaseBackend,
    parts: Iterable[Path],
    folder: str | Path,
    settings: dict,
    rules: dict,
    years: list[int],
) -> pd.DataFrame:
    """Write one Parquet file of stays per partition, and return fates by file.

    Stays are built across all data years at once, so that one that crosses 31 March is
    built once and counted once. Parameters are those of ``build_partition``.

    Returns
    -------
    ``file`` (position of the delivered file), ``fate``, ``rows``.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("stays-*.parquet"):
        old.unlink()
    fates = []
    for number, part in enumerate(parts):
        partition = build_partition(con, con.read_parquet(part), settings, rules, years)
        con.to_parquet(partition.stays, folder / f"stays-{number:04d}.parquet", compression="lz4")
        fates.append(partition.fates)
    return pd.concat(fates).groupby(["file", "fate"], as_index=False)["rows"].sum()
