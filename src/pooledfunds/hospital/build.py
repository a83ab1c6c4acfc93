"""Staged records to stays, partition by partition, with an account of every record."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import ibis
import pandas as pd
from ibis import Table, _

from pooledfunds.core.parallel import in_order
from pooledfunds.hospital.bed_days import (
    contradicted_bed_days,
    end_open_episodes,
    recorded_bed_days,
)
from pooledfunds.hospital.continuous import continuous_spells
from pooledfunds.hospital.engine import Plan, connect, look_at, plan_kind, scanned
from pooledfunds.hospital.plan_cache import cached_plan, definitions, kept_in
from pooledfunds.hospital.records import (
    FINISHED,
    KEPT,
    SAME_EPISODE,
    SHARED,
    attribute,
    duplicate_records,
    judge_records,
    name_fates,
    repair_admission_date,
    repeated_records,
    shared_starts,
    superseded_records,
    transfer_status,
)
from pooledfunds.hospital.spells import (
    AT_PROVIDER,
    FROM_FIRST,
    in_rule_order,
    link_episodes,
    may_be_linked,
    provider_spells,
)

TOLD_AGAIN = "unfinished, told of again later"
PLACE = ["file", "line"]
# What later steps look at; every further column would be copied and sorted along
EPISODE = [
    "patient", "procode", "epikey", "epiorder", "epistart", "epiend", "fyear", "disdate",
    "admidate_filled", "dismeth", "transfer_status", "diagnosis", *FROM_FIRST,
]  # fmt: skip
USABLE = [*PLACE, *EPISODE, "epistat", "admidate", "nights", "contradicted"]
SUPERSEDED = [*PLACE, *SAME_EPISODE, "fyear", "nights"]
# What the links between episodes needed and no count looks at, the patient before all
NOT_COUNTED = ("patient", "procode", "ended", "moved_in", "moved_out", "episodes")


def plan_stays(
    plan: Plan, records: Table, settings: Mapping, rules: dict, years: list[int]
) -> None:
    """Plan the way from a partition's records to its ``stays`` and its records' ``fates``.

    Beside these it tells how many BEDYEAR the dates ``contradicted``. Each step is a judgement
    with its own function, setting and decision; here is only their order.

    Parameters
    ----------
    plan
        Gets the steps and queries.
    records
        The staged records, under the name by which every partition will be known.
    settings
        The section ``hes`` of the study's settings.
    rules
        Rules for duplicates by name (see ``duplicate_records``).
    years
        First calendar year of each data year.
    """
    judged = plan.view("judged", judge_records(records, settings, years))
    rule = settings["duplicates"]
    told = {name for names in rules[rule].values() for name in names}
    usable = attribute(transfer_status(judged.filter(_.fate == 0)), settings["attribution"])
    usable = recorded_bed_days(repair_admission_date(usable, settings["admission_date"]))
    usable = plan.materialize_arrow(
        "usable", usable.select(*USABLE, *sorted(told.difference(USABLE)))
    )
    sharing, aside = plan_repeated(plan, usable, rule, rules[rule])
    places = ibis.union(*(table.select(PLACE) for table in aside.values()))
    places = plan.materialize("aside", places)
    rule, source = settings["spells"], settings["bed_days"]["source"]
    linkable = plan.materialize("linkable", may_be_linked(usable, sharing, rule))
    apart = usable.anti_join(linkable, AT_PROVIDER)
    rest = usable.semi_join(linkable, AT_PROVIDER).anti_join(places, PLACE)
    if settings["open_episodes"] == "drop":
        still_open = apart.union(rest).filter(_.epistat != FINISHED)
        aside["unfinished to the end"] = plan.materialize("still_open", still_open)
        apart, rest = (records.filter(_.epistat == FINISHED) for records in (apart, rest))
    apart, rest = (
        end_open_episodes(records).select(*EPISODE, "is_open", "nights")
        for records in (apart, rest)
    )
    if plan.keeps_order:
        rest = in_rule_order(rest, rule)
    linked = link_episodes(plan.materialize("ordered", rest), rule, plan.keeps_order)
    stays = provider_spells(apart, linked, aside[TOLD_AGAIN], source, years)
    if settings["stays"] == "continuous":
        stays = continuous_spells(
            plan.materialize("spells", stays), settings["transfer_max_gap_days"], years
        )
    counts = judged.group_by(["file", "fate"]).aggregate(rows=_.count())
    fates = fates_of(name_fates(counts, settings), aside)
    plan.query("stays", stays)
    plan.query("fates", fates)
    plan.query("contradicted", contradicted_bed_days(usable))


def plan_repeated(
    plan: Plan, usable: Table, name: str, rule: Mapping
) -> tuple[Table, dict[str, Table]]:
    """Plan which usable records say again what others say, and return these by the reason.

    Parameters
    ----------
    plan
        Gets the steps.
    usable
        Records that count, each by itself.
    name, rule
        The published rule for duplicates (see ``duplicate_records``).

    Returns
    -------
    sharing
        The records that share their start with another of the patient.
    aside
        ``file, line`` of those to be set aside, by the reason.
    """
    shared = plan.materialize("shared", shared_starts(usable))
    sharing = plan.materialize("sharing", usable.semi_join(shared, SHARED))
    aside = {"repeated record": plan.materialize("repeated", repeated_records(sharing))}
    rivals = sharing.anti_join(aside["repeated record"], PLACE)
    duplicates = plan.materialize("duplicates", duplicate_records(rivals, rule))
    aside[f"duplicate ({name})"] = duplicates
    rivals = rivals.anti_join(duplicates, PLACE)
    superseded = plan.materialize("superseded", superseded_records(rivals).select(SUPERSEDED))
    aside[TOLD_AGAIN] = superseded
    return sharing, aside


def fates_of(first: Table, aside: dict[str, Table]) -> Table:
    """Return ``file, fate, rows``: records moved from kept to the reasons of later steps.

    Parameters
    ----------
    first
        ``file, fate, rows`` of the judgements on single records.
    aside
        ``file`` of the records that each later step has set aside, by its reason.
    """
    reasons = (table.select("file", fate=ibis.literal(why)) for why, table in aside.items())
    moved = ibis.union(*reasons).group_by(["file", "fate"]).aggregate(rows=_.count())
    no_longer = moved.select("file", fate=ibis.literal(KEPT), rows=-_.rows)
    counts = ibis.union(first.select("file", "fate", "rows"), moved, no_longer)
    return counts.group_by(["file", "fate"]).aggregate(rows=_.rows.sum())


def build_stays(
    parts: Sequence[Path],
    folder: str | Path,
    settings: Mapping,
    rules: dict,
    years: list[int],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Write one Parquet file of stays per partition, and return fates by file.

    Stays are built across all data years at once, so that one that crosses 31 March is
    built once and counted once.

    Parameters
    ----------
    parts
        Arrow files of staged records, each with all records of its patients.
    folder
        Gets ``stays-0000.parquet`` and so on; older ones are removed.
    settings
        The section ``hes``, whose ``engine`` may name ``spill`` and ``plans`` (see ``in_run``).
    rules
        Rules for duplicates by name (see ``duplicate_records``).
    years
        First calendar year of each data year.

    Returns
    -------
    fates
        ``file`` (position of the delivered file), ``fate``, ``rows``.
    contradicted
        ``file, fyear, records`` (see ``contradicted_bed_days``).
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("stays-*.parquet"):
        if old.is_file():  # a folder is Spark's, which clears it by itself
            old.unlink()
    # A partition on each thread: to share one out and put it together again costs a sixth more
    engine, kind = settings["engine"], plan_kind(settings)
    with connect({**engine, "threads": 1}, folder.parent) as con:
        records = scanned(con, "records", parts[0])
        facts = records, definitions(settings), rules, years
        plan = cached_plan(plan_stays, *facts, folder=kept_in(settings), kind=kind)

        def build(numbered: tuple[int, Path]) -> tuple[pd.DataFrame, pd.DataFrame]:
            number, part = numbered
            with con.cursor() as own:
                look_at(own, "records", part)
                plan.run(own)
                file = folder / f"stays-{number:04d}.parquet"
                plan.write_answer(own, "stays", file, NOT_COUNTED)
                return plan.answer(own, "fates"), plan.answer(own, "contradicted")

        built = list(in_order(build, enumerate(parts), engine["threads"]))
    fates, contradicted = (pd.concat(tables) for tables in zip(*built, strict=True))
    every = fates.groupby(["file", "fate"], as_index=False)["rows"].sum()
    contradicted = contradicted.groupby(["file", "fyear"], as_index=False)["records"].sum()
    return every[every["rows"] != 0].reset_index(drop=True), contradicted
