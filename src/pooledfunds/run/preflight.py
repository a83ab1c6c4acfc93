"""The preflight: which returns are at hand, what each holds, and what that makes testable."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pandas as pd

from pooledfunds.catalogue.sources import readable_sources, tables_of_source
from pooledfunds.claims.readings import (
    ARITHMETIC,
    PRIMARY,
    REPORT,
    components_of,
    readings_by_claim,
    sources_of,
)
from pooledfunds.claims.registry import facts_of
from pooledfunds.core.cells import split_list
from pooledfunds.core.codelists import read_table
from pooledfunds.core.errors import IssueList
from pooledfunds.core.settings import SOURCES, read_rows, study_rows
from pooledfunds.linkage.pooling.schemes import register_in_words
from pooledfunds.run.plan import Run
from pooledfunds.run.table_addresses import read_address

WIDTH = 100
# What can be computed of a claim, with the roles of reading that must be had of each component.
CLAIM_GROUPS = {
    "Claims whose primary reading can be computed": (PRIMARY,),
    "Claims on the report's own figures only": (PRIMARY, ARITHMETIC),
    "Claims with another reading only, which does not decide": (),
}
REGISTERS = ("pooled_fund_register", "notification_register")


def preflight(run: Run, stage: Callable[[], Mapping[str, pd.DataFrame]]) -> str:
    """Return the preflight as text.

    Parameters
    ----------
    run
        The plan of the run.
    stage
        Reads every return at hand, as the run would; called only when the files are there.

    Raises
    ------
    BadInput
        Listing every fault of the returns at hand.
    """
    unwritten = [
        file for file in run.raw_files if not Path(file).exists() and file not in run.tables
    ]
    staged = {} if unwritten else stage()
    extracts = {} if unwritten else look_at_extracts(run)
    parts = [f"Study: {run.name}; basis: {run.basis}, returns under {run.raw_root}", ""]
    if unwritten:
        parts += ["The invented returns are not written yet; `snakemake` writes them.", ""]
    for row in read_rows(SOURCES):
        parts += source_lines(row, run, staged, extracts)
    if run.unread:
        parts += ["", run.unread_in_words]
    parts += ["", *claim_lines(run.name, set(run.at_hand)), "", *exhibit_lines(run)]
    return "\n".join(parts)


def look_at_extracts(run: Run) -> dict[str, str]:
    """Return in words what each file of hospital records holds, or each table not copied yet.

    Raises
    ------
    BadInput
        Listing the files that are no extract, or lack a field, and the tables that cannot be read.
    """
    from pooledfunds.run.database import look_at_table
    from pooledfunds.run.hes import columns_to_copy, needed_fields
    from pooledfunds.staging.hes.look import look_at_extract

    found, faults = {}, IssueList()
    files = run.sources.get("hes_apc", [])
    if not files + run.spark_tables:
        return {}
    hes, fields = run.study["hes"], read_table(run.word_lists["hes_fields"])
    needed = needed_fields(hes)
    if hes["engine"]["name"] == "spark":
        from pooledfunds.run.on_spark import check_plans, look_at_entries

        check_plans(run.study, run.word_lists)
        columnar = [*(file for file in files if file.endswith(".parquet")), *run.spark_tables]
        if columnar:
            found = look_at_entries(columnar, hes, fields, faults)
            files = [file for file in files if file not in columnar]
    for file in files:
        with faults.collect():
            if file in run.tables and not Path(file).exists():
                table = read_address(run.tables[file])
                found[file] = look_at_table(table, columns_to_copy(table, fields, needed))
            else:
                found[file] = str(look_at_extract(file, fields, needed, faults))
    faults.raise_if_any()
    return found


def source_lines(
    row: Mapping[str, str],
    run: Run,
    staged: Mapping[str, pd.DataFrame],
    extracts: Mapping[str, str],
) -> list[str]:
    """Return what is at hand of one source: its files, and what these and their tables hold.

    Parameters
    ----------
    row
        Of the source, in ``config/sources.csv``.
    run
        The plan of the run.
    staged
        Staged tables by name.
    extracts
        What each delivered extract holds, in words, by its path.
    """
    name = row["source"]
    if name not in run.at_hand:
        state = "not at hand" if name in readable_sources() else "no reader yet"
        return [f"  --  {name:<22} {state}: {row['title']}"]
    files = [*run.sources.get(name, []), *(run.spark_tables if name == "hes_apc" else [])]
    lines = [f"  ok  {name:<22} {row['title']}"]
    for file in files:
        lines.append(f"{'':29}{Path(file).name}")
        lines += [f"{'':31}{extracts[file]}"] if file in extracts else []
    holds = [held(table, staged[table]) for table in tables_of_source(name) if table in staged]
    if name in REGISTERS and "register_arrangements" in staged:
        holds += register_in_words(staged)
    return lines + [f"{'':29}{text}" for text in holds]


def held(name: str, table: pd.DataFrame) -> str:
    """Return in words what a staged table holds.

    Parameters
    ----------
    name
        Of the table.
    table
        Its rows, with ``financial_year`` where it has years.
    """
    words = f"{name}: {len(table):,} rows"
    if "financial_year" in table and len(table):
        years = sorted(table["financial_year"].astype(str).unique())
        words += f", {years[0]} to {years[-1]}" if len(years) > 1 else f", {years[0]}"
    return words


def claim_lines(study: str, at_hand: set[str]) -> list[str]:
    """Return which claims can be computed, and how many wait for which source.

    Parameters
    ----------
    study
        Name of the study.
    at_hand
        Names of the sources at hand.
    """
    facts = facts_of(study)
    groups: dict[str, list[str]] = {words: [] for words in CLAIM_GROUPS}
    waiting: dict[str, list[str]] = {}
    claims = study_rows(study, "claims")
    by_claim = readings_by_claim(claims, study_rows(study, "readings"))
    for claim in claims:
        if claim["kind"] == "external-citation":
            continue
        missing = {
            reading: set(sources_of(claim, reading, facts)) - at_hand - {REPORT}
            for reading in by_claim[claim["claim_id"]]
        }
        had = [reading for reading, gap in missing.items() if reading.kind and not gap]
        for words, roles in CLAIM_GROUPS.items():
            decided = {reading.component for reading in had if reading.role in roles}
            if decided >= set(components_of(list(missing))) or (had and not roles):
                groups[words].append(claim["claim_id"])
                break
        for source in set().union(*missing.values()):
            waiting.setdefault(source, []).append(claim["claim_id"])
    lines = []
    for words, found in groups.items():
        lines += [f"{words}: {len(found)}", *wrapped(found), ""]
    lines += ["Claims with a reading that waits for a source:"]
    for source, found in sorted(waiting.items(), key=lambda item: -len(item[1])):
        lines += [f"  {source} ({len(found)})", *wrapped(found)]
    return lines


def exhibit_lines(run: Run) -> list[str]:
    """Return which exhibits can be drawn, and what the others wait for."""
    lines = ["Exhibits:"]
    for row in run.exhibits:
        missing = [name for name in split_list(row["sources"]) if name not in run.at_hand]
        state = f"waits for {', '.join(missing)}" if missing else "can be drawn"
        lines.append(f"  {row['exhibit']}: {state}")
    return lines


def wrapped(words: Iterable[str]) -> list[str]:
    """Return words in lines of a terminal's width, indented."""
    lines: list[str] = []
    line = ""
    for word in words:
        if len(line) + len(word) + 1 > WIDTH - 4:
            lines, line = [*lines, line], ""
        line = f"{line} {word}".strip()
    return [f"    {text}" for text in [*lines, line] if text]
