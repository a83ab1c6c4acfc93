"""Continuous inpatient spells beside those of epidm, the UK Health Security Agency's R package.

Both are given the same provider spells, in the same order: ours, of an invented extract. Processor
time is compared, and every pair of neighbours on which the two disagree is explained by a rule that
one of them has. epidm is read as its version 1.0.6 has it; without R or epidm nothing is measured,
and that is said.
"""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import hes

RECORDS = 100_000
SCRIPT = Path(__file__).parent / "_spells.R"
PROVIDER_SPELLS, CONTINUOUS = "provider_spells", "continuous_spells"
UNEXPLAINED = "unexplained"
BY_METHOD = ("2B", "81")  # admission methods that tell of a transfer by themselves


def run(records: int = RECORDS) -> list[dict]:
    """Return one row per measurement."""
    if not has_epidm():
        return [hes.row("epidm's spells: R or epidm is not installed", float("nan"), "", None)]
    try:
        stays, spells, seconds = ours(hes.written(records))
    finally:
        shutil.rmtree(hes.WORK, ignore_errors=True)
    stays["theirs"], theirs = by_epidm(stays)
    expected = len(stays) - int(stays["joins"].sum())  # by the rule once more, in pandas
    told, faster = disagreements(stays), theirs / seconds
    alone = told.pop(UNEXPLAINED, 0)
    return [
        counted(f"spells of {len(stays):,} provider spells, ours", spells, spells == expected),
        counted("the same, epidm's", stays["theirs"].nunique(), None),
        *(counted(f"neighbours joined by ours alone: {what}", told[what], None) for what in told),
        counted("neighbours joined by one alone, unexplained", alone, alone == 0),
        hes.row("processor seconds of epidm / ours", faster, "at least 1", faster >= 1),
    ]


def counted(what: str, count: int, met: bool | None) -> dict:
    """Return one row of the table of results, of a count."""
    return {"what": what, "value": int(count), "target": "", "met": met}


def has_epidm() -> bool:
    """Return whether R is there and has epidm."""
    if not shutil.which("Rscript"):
        return False
    asked = ["Rscript", "-e", "quit(status = !requireNamespace('epidm', quietly = TRUE))"]
    return subprocess.run(asked, capture_output=True).returncode == 0


def ours(folder: Path) -> tuple[pd.DataFrame, int, float]:
    """Return the provider spells of an extract, how many continuous ones, and processor seconds.

    Of each provider spell: ``stay`` (its place), ``patient``, ``admitted``, ``ended``, ``method``,
    ``moved_in``, ``moved_out``, and ``joins``, whether ours joins it to the one before.
    """
    from pooledfunds.catalogue.hes_codes import decode
    from pooledfunds.hospital.build import plan_stays
    from pooledfunds.hospital.continuous import ORDER, continuous_spells
    from pooledfunds.hospital.engine import Plan, connect, look_at, scanned
    from pooledfunds.hospital.measure import duplicate_rules
    from pooledfunds.run.hes import needed_fields
    from pooledfunds.staging.hes.read import stage_hes_apc

    settings, lists, _places = hes.given()
    settings = {**settings, "stays": "provider"}
    asked, rules = needed_fields(settings), duplicate_rules(lists["hes_duplicate_rules"])
    files = sorted(folder.glob("APC_*.txt"))
    extract = stage_hes_apc(
        files, folder / "records", lists["hes_fields"], settings["reading"], asked
    )
    with connect({**settings["engine"], "threads": 1}, folder) as con:
        plan = Plan()
        records = scanned(con, "records", extract.parts[0])
        plan_stays(plan, records, settings, rules, extract.years)
        for number, part in enumerate(extract.parts):
            look_at(con, "records", part)
            plan.run(con)
            if not number:
                con.execute(f"CREATE TEMP TABLE {PROVIDER_SPELLS} AS {plan.asked['stays']} LIMIT 0")
            con.execute(f"INSERT INTO {PROVIDER_SPELLS} {plan.asked['stays']}")
        spells = continuous_spells(
            scanned_table(con, PROVIDER_SPELLS), settings["transfer_max_gap_days"], extract.years
        )
        statement = f"CREATE TEMP TABLE {CONTINUOUS} AS {Plan().compiled(spells)}"
        began = time.process_time()
        con.execute(statement)
        seconds = time.process_time() - began
        [[joined]] = con.execute(f"SELECT count(*) FROM {CONTINUOUS}").fetchall()
        order = ", ".join(["patient", *ORDER])
        stays = con.execute(f"FROM {PROVIDER_SPELLS} ORDER BY {order}").df()
    stays["method"] = stays["admimeth"].map(lambda code: decode(code, 2))
    stays["stay"] = range(len(stays))
    stays["joins"] = joins(stays, settings["transfer_max_gap_days"])
    return stays, joined, seconds


def scanned_table(connection, name: str):
    """Return a table of a connection as an Ibis expression."""
    import ibis

    arrow = connection.sql(f"FROM {name} LIMIT 0").to_arrow_table()
    return ibis.table(ibis.Schema.from_pyarrow(arrow.schema), name=name)


def joins(stays: pd.DataFrame, days: int) -> pd.Series:
    """Return which stays go on the one before, by the rule of ``continuous_spells``, in pandas."""
    before = stays.shift()
    gap = (stays["admitted"] - before["ended"]).dt.days
    moved = stays["moved_in"] | before["moved_out"].eq(True)
    return stays["patient"].eq(before["patient"]) & (gap <= days) & moved


def by_epidm(stays: pd.DataFrame) -> tuple[np.ndarray, float]:
    """Return epidm's spell of each stay, and the processor seconds that it took.

    A transfer that ours read from a source or a destination is given to it as code 51.
    """
    by_source = stays["moved_in"] & ~stays["method"].isin(BY_METHOD)
    table = stays[["stay", "patient", "admitted", "ended", "method"]].assign(
        source=np.where(by_source, "51", "19"),
        destination=np.where(stays["moved_out"], "51", "19"),
        **{"class": "1"},
    )
    with tempfile.TemporaryDirectory() as folder:
        given, found = Path(folder, "stays.csv"), Path(folder, "spells.csv")
        table.to_csv(given, index=False, date_format="%Y-%m-%d")
        done = subprocess.run(
            ["Rscript", str(SCRIPT), str(given), str(found)],
            capture_output=True,
            text=True,
            check=True,
        )
        spells = pd.read_csv(found, dtype=str).astype({"stay": int}).set_index("stay")["cip_indx"]
    return spells.reindex(stays["stay"]).to_numpy(), float(done.stdout.split()[-1])


def disagreements(stays: pd.DataFrame) -> dict[str, int]:
    """Return how many neighbours only one of the two joins, by the rule that explains it.

    Parameters
    ----------
    stays
        From ``ours``, with ``theirs``.
    """
    before = stays.shift()
    gap = (stays["admitted"] - before["ended"]).dt.days
    theirs = stays["theirs"].eq(before["theirs"])
    by_emergency = stays["moved_in"] & (stays["method"] == "21")
    went_home = by_emergency & ~before["moved_out"].eq(True)
    reasons = {
        "a day or two lie between": gap.between(1, 2),
        "the second begins before the first ends": gap < 0,
        "sent home, then an emergency from elsewhere": went_home,
    }
    by_reason = np.select([*reasons.values()], [*reasons], UNEXPLAINED)
    why = np.where(stays["joins"], by_reason, UNEXPLAINED)
    return pd.Series(why[stays["joins"] != theirs]).value_counts().to_dict()
