"""Bytes of delivered text per second of one core: our scan, DuckDB, Polars, and a plain pass.

Each reads the same text on one thread, in a process of its own, from the system's cache; its
processor time is what counts, so that other work on the machine tells little. Ours reads every
field that the study asks for into numbers and counts what is missing; DuckDB and Polars cut all
fields, read none into numbers and count the characters of one; the plain pass counts line ends,
which no reader can do without. ``zsv`` and ``xan`` cut and count, where they are installed.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from benchmarks import hes

RECORDS = int(os.environ.get("SCAN_BENCH_RECORDS", "1000000"))
ROUNDS = 5
PROGRAMS = {  # cut every field of each line, and count or choose
    "zsv": ["zsv", "select", "-d", "|", "-n", "--", "1"],
    "xan": ["xan", "select", "-d", "|", "0"],
}


def plain_pass(file: Path) -> None:
    """Count line ends, four megabytes at a time."""
    lines = 0
    with file.open("rb", buffering=0) as text:
        while some := text.read(1 << 22):
            lines += some.count(b"\n")


def ours(file: Path) -> None:
    """Read the study's fields as a run does, and keep nothing."""
    from pooledfunds.core.errors import IssueList
    from pooledfunds.run.hes import needed_fields
    from pooledfunds.staging.hes.block_reader import BlockReader
    from pooledfunds.staging.hes.blocks import read_blocks
    from pooledfunds.staging.hes.delivery import read_layout
    from pooledfunds.staging.hes.fields import fields_to_read, find_fields
    from pooledfunds.staging.hes.pseudonyms import Pseudonyms

    settings, lists, _places = hes.given()
    needed = needed_fields(settings)
    fields, layout = fields_to_read(lists["hes_fields"], needed), read_layout(file)
    kinds = dict(zip(fields["field"], fields["kind"], strict=True))
    places = find_fields(file, layout, fields, needed, IssueList())
    reader = BlockReader(0, places, layout.fields, kinds, 2, 0, Pseudonyms.of_environment())
    for block in read_blocks(file, layout):
        reader.read(block)


def in_duckdb(file: Path) -> None:
    """Cut all fields and measure one, on one thread."""
    hes.bare_scan(file.parent, threads=1)


def in_polars(file: Path) -> None:
    """Cut all fields and measure one, on one thread (POLARS_MAX_THREADS)."""
    import polars as pl

    frame = pl.scan_csv(
        file, separator="|", quote_char=None, infer_schema=False, truncate_ragged_lines=True,
        encoding="utf8-lossy",
    )  # fmt: skip
    frame.select(pl.len(), pl.col("diag_01").str.len_chars().sum()).collect(engine="streaming")


WAYS: dict[str, Callable[[Path], None]] = {
    "plain_pass": plain_pass,
    "ours": ours,
    "in_duckdb": in_duckdb,
    "in_polars": in_polars,
}
NAMED = {
    "plain_pass": "a plain pass over the bytes",
    "ours": "our scan, every field of the study read",
    "in_duckdb": "DuckDB, fields cut",
    "in_polars": "Polars, fields cut",
}


def processor(way: str, file: Path) -> float:
    """Return the processor seconds of one way of reading a file."""
    if way in PROGRAMS:
        before = os.times()
        with file.open("rb") as text:
            subprocess.run(PROGRAMS[way], stdin=text, stdout=subprocess.DEVNULL, check=True)
        after = os.times()
        return (
            after.children_user
            + after.children_system
            - before.children_user
            - before.children_system
        )
    command = [sys.executable, "-m", "benchmarks.scan", way, str(file)]
    one_thread = {"POLARS_MAX_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=hes.WORK.parents[2],
        env=os.environ | one_thread,
    )
    if done.returncode:
        raise RuntimeError(f"{way} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def run(records: int = RECORDS) -> list[dict]:
    """Return one row per way of reading."""
    absent = [name for name in PROGRAMS if not shutil.which(name)]
    absent += [] if find_spec("polars") else ["polars"]
    ways = [way for way in [*WAYS, *PROGRAMS] if way.removeprefix("in_") not in absent]
    try:
        folder = hes.written(records)
        file = folder / "all.txt"  # one file, for what cannot read several
        with file.open("wb") as whole:
            for part in sorted(folder.glob("APC_*.txt")):
                with part.open("rb") as text:
                    whole.write(text.read())
                part.unlink()
        file = file.rename(folder / "APC_0506.txt")
        size = file.stat().st_size
        seconds = {way: [] for way in ways}
        for _round in range(ROUNDS):
            for way in ways:
                seconds[way].append(processor(way, file))
    finally:
        shutil.rmtree(hes.WORK, ignore_errors=True)
    rows = [
        hes.row(
            f"{NAMED.get(way, way)}: MB per second and core", size / median(took) / 1e6, "", None
        )
        for way, took in seconds.items()
    ]
    if absent:
        rows.append(hes.row(f"not installed, not measured: {', '.join(absent)}", 0, "", None))
    return rows


if __name__ == "__main__":
    way, file = sys.argv[1], Path(sys.argv[2])
    hes.given()
    WAYS[way](file) if way == "ours" else None  # loads what it compiled before the clock starts
    started = time.process_time()
    WAYS[way](file)
    print(json.dumps(time.process_time() - started))
