"""Staged records to stays, partition by partition, with an account of every record."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import ibis
import pandas as pd
from ibis import Table, _

from pooledfunds.episodes.bed_days import bed_days_by_year, days_columns, end_open_episodes
from pooledfunds.episodes.continuous import continuous_spells
from pooledfunds.episodes.engine import fetch, held
from pooledfunds.episodes.records import (
    FINISHED,
    KEPT,
    attribute,
    duplicate_records,
    judge_records,
    repair_admission_date,
    repeated_records,
    rival_records,
    superseded_records,
    transit,
)
from pooledfunds.episodes.spells import FROM_FIRST, link_episodes, provider_spells

PLACE = ["file", "line"]
# What the rules for spells look at; every further column would be sorted along
SPELL_INPUT = [
    "patient", "procode", "epikey", "epiorder", "epistart", "epiend", "is_open", "disdate",
    "admidate_filled", "dismeth", "transit", "diagnosis", *FROM_FIRST,
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
    judged = judge_records(records, settings)
    fates = fetch(con, judged.group_by(["file", "fate"]).aggregate(rows=_.count()))
    usable = transit(judged.filter(_.fate == KEPT))
    rivals = held(con, "rivals", rival_records(usable))
    rule = settings["duplicates"]
    aside = {"repeated record": held(con, "repeated", repeated_records(rivals))}
    rivals = rivals.anti_join(aside["repeated record"], PLACE)
    aside[f"duplicate ({rule})"] = held(con, "duplicate", duplicate_records(rivals, rules[rule]))
    rivals = rivals.anti_join(aside[f"duplicate ({rule})"], PLACE)
    superseded = held(con, "superseded", superseded_records(rivals))
    aside["unfinished, told of again later"] = superseded
    current = usable.anti_join(places_of(con, aside), PLACE)
    if settings["open_episodes"] == "drop":
        still_open = held(con, "still_open", current.filter(_.epistat != FINISHED))
        aside["unfinished to the end"] = still_open
        current = current.filter(_.epistat == FINISHED)
    episodes = repair_admission_date(current, settings["admission_date"])
    episodes = attribute(end_open_episodes(episodes), settings["attribution"])
    episodes = bed_days_by_year(episodes, superseded, settings["bed_days"]["source"], years)
    rule = settings["spells"]
    linked = link_episodes(episodes.select(*SPELL_INPUT, *days_columns(years)), rule)
    stays = provider_spells(held(con, "linked", linked), rule, years)
    if settings["stays"] == "continuous":
        stays = continuous_spells(held(con, "spells", stays), settings["transfer_days"], years)
    return Partition(stays, move_fates(con, fates, aside))


def places_of(con: ibis.BaseBackend, aside: dict[str, Table]) -> Table:
    """Return ``file, line`` of every record set aside."""
    return held(con, "aside", ibis.union(*(table.select(PLACE) for table in aside.values())))


def move_fates(con: ibis.BaseBackend, fates: pd.DataFrame, aside: dict[str, Table]) -> pd.DataFrame:
    """Return the fates with records moved from kept to the reasons of later steps."""
    moved = [fates]
    for reason, table in aside.items():
        counts = fetch(con, table.group_by("file").aggregate(rows=_.count()))
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
