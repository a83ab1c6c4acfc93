"""Hospital episodes at national scale: time against a bare scan, memory, growth.

    python -m benchmarks hes                       10 million records, growth from 5 to 40
    HES_BENCH_RECORDS=1000000 python -m benchmarks hes      the same at a tenth of the size

Each measurement runs in a process of its own, which tells its time without imports and the
peak of its resident memory. What is compared runs in turns; a ratio is the median of three rounds,
or of seven short ones, so that what only a first run compiles does not tell (decisions 31 and 46).
"""

import json
import math
import os
import shutil
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from statistics import median

WORK = Path(__file__).parent / "work" / "hes"
RECORDS = int(os.environ.get("HES_BENCH_RECORDS", "10000000"))


def bare_scan(folder: Path, threads: int = 2) -> None:
    """Count the records and measure one column, and nothing else."""
    import duckdb

    files = sorted(folder.glob("APC_*.txt"))
    with files[0].open(encoding="utf-8") as file:
        names = file.readline().strip().split("|")
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    con = duckdb.connect(config={"threads": threads})
    con.execute(
        "SELECT count(*), sum(length(diag_01)) FROM read_csv(?, delim='|', header=true, quote='', "
        f"escape='', auto_detect=false, ignore_errors=true, columns={{{columns}}})",
        [[str(file) for file in files]],
    ).fetchall()


def pipeline(folder: Path, memory_limit: str) -> dict:
    """Take the delivered text to aggregated outcomes, row accounts included."""
    from pooledfunds.run.hes import stage_extract

    settings, lists, places = given()
    settings["engine"]["memory_limit"] = memory_limit
    files = sorted(folder.glob("APC_*.txt"))
    tables = stage_extract(files, folder / "out", settings, lists)
    return tables | counted(folder, settings, lists, places)


def measure(folder: Path, lower_respiratory: str) -> dict:
    """Count outcomes from stays already built, under one set of diagnoses."""
    settings, lists, places = given()
    settings["diagnosis_sets"]["lower_respiratory"] = lower_respiratory
    return counted(folder, settings, lists, places)


def counted(folder: Path, settings: dict, lists: dict, places) -> dict:
    """Count outcomes from stays already built."""
    from pooledfunds.hospital.measure import measure_stays

    return measure_stays(folder / "out", settings, lists["hes_diagnosis_sets"], places)


def in_pandas(folder: Path) -> dict:
    """Count the same outcomes in straightforward pandas."""
    from benchmarks._hes_pandas import outcomes

    _, lists, places = given()
    asked = ["respct", "district"]
    fields = lists["hes_fields"]
    fields = fields[(fields["needed"] != "asked") | fields["field"].isin(asked)]
    councils = places.set_index("code")["council"]
    return outcomes(sorted(folder.glob("APC_*.txt")), fields, lists["hes_codes"], councils)


@cache
def given() -> tuple[dict, dict, object]:
    """Return what every task is given: settings, word lists and the councils of places."""
    from benchmarks import _hes_world as world

    return world.settings(), world.word_lists(), world.places()


def check_agreement(folder: Path) -> None:
    """Raise where the two ways differ in any number."""
    import pandas as pd

    for name in ("hes_row_accounts", "hes_quality", "hes_activity", "hes_lengths_of_stay"):
        theirs = pd.read_parquet(folder / f"in_pandas_{name}.parquet")
        ours = pd.read_parquet(folder / f"pipeline_{name}.parquet")[list(theirs.columns)]
        keys = [column for column in theirs if theirs[column].dtype.kind not in "iu"]
        keys += ["nights"] if "nights" in theirs else []
        kinds = {name: str for name in keys if isinstance(ours[name].dtype, pd.CategoricalDtype)}
        both = [table.astype(kinds).set_index(keys).sort_index() for table in (ours, theirs)]
        pd.testing.assert_frame_equal(*both, check_index_type=False)


TASKS = {"bare_scan": bare_scan, "pipeline": pipeline, "measure": measure, "in_pandas": in_pandas}


def peak_memory() -> int:
    """Return the greatest resident memory of this process so far, in bytes (Linux)."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024
    raise OSError("no peak memory in /proc/self/status")


def timed(task: str, folder: Path, *options: str) -> dict:
    """Return seconds and peak bytes of a task in its own process."""
    if task == "pipeline":  # to clear away what an earlier run wrote is no part of a run
        shutil.rmtree(folder / "out", ignore_errors=True)
    command = [sys.executable, "-m", "benchmarks.hes", task, str(folder), *options]
    done = subprocess.run(command, capture_output=True, text=True, cwd=WORK.parents[2])
    if done.returncode:
        raise RuntimeError(f"{task} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def in_turns(times: int, *tasks: tuple) -> list[list[dict]]:
    """Return the results of several runs of each task, taken in turns.

    So a slow spell of the machine meets all of them alike. A task is what ``timed`` takes.
    """
    runs = [[timed(*task) for task in tasks] for _ in range(times)]
    return [list(of_task) for of_task in zip(*runs, strict=True)]


def ratio(some: list[dict], others: list[dict], of: str = "seconds") -> float:
    """Return the median of the ratios of runs that followed each other."""
    return median(one[of] / other[of] for one, other in zip(some, others, strict=True))


def shortest(runs: list[dict]) -> float:
    """Return the seconds of the shortest run."""
    return min(run["seconds"] for run in runs)


def written(records: int) -> Path:
    """Return the folder of an extract of some size, written where it is not there yet."""
    from benchmarks import _hes_world as world

    folder = WORK / str(records)
    if not (folder / "done").exists():
        world.write(folder, records)
        (folder / "done").touch()
    return folder


def row(what: str, value: float, target: str, met: bool | None) -> dict:
    """Return one row of the table of results."""
    return {"what": what, "value": float(value), "target": target, "met": met}


def run(records: int = RECORDS) -> list[dict]:
    """Return the measurements at a size, each with its target and whether it is met.

    Growth and memory are measured from half to four times the size; the comparison with
    pandas at a tenth of it.
    """
    half, tenth, fourfold = records // 2, records // 10, records * 4

    def pipeline_at(size: int) -> tuple:
        return "pipeline", written(size), "1GB"

    try:
        base = written(records)
        other_set = ("measure", base, "infection_only")
        scan, whole, again = in_turns(3, ("bare_scan", base), pipeline_at(records), other_set)
        small, pandas = in_turns(7, pipeline_at(tenth), ("in_pandas", written(tenth)))
        check_agreement(written(tenth))
        low, large = in_turns(3, pipeline_at(half), pipeline_at(fourfold))
    finally:
        shutil.rmtree(WORK, ignore_errors=True)
    slower, worked = ratio(whole, scan), ratio(whole, scan, "processor")
    faster, redone = ratio(pandas, small), ratio(again, scan)
    growth = math.log(ratio(large, low)) / math.log(fourfold / half)
    gib = max(run["peak"] for run in whole) / 2**30
    more = max(run["peak"] for run in large) / 2**30 / gib
    size, few = f"{records / 1e6:g} million records", f"{tenth / 1e6:g}"
    return [
        row(f"bare scan of {size}, seconds", shortest(scan), "", None),
        row(f"text to outcomes, {size}, seconds", shortest(whole), "", None),
        row("text to outcomes / bare scan", slower, "at most 3", slower <= 3),
        row("the same in processor time", worked, "", None),
        row(f"pandas / text to outcomes, {few} million", faster, "at least 15", faster >= 15),
        row("other diagnosis set / bare scan", redone, "at most 1", redone <= 1),
        row(f"peak memory at {size}, GiB", gib, "at most 2", gib <= 2),
        row("peak memory at four times the size / at the size", more, "at most 1.2", more <= 1.2),
        row("growth of time, half to fourfold: exponent", growth, "at most 1.05", growth <= 1.05),
    ]


if __name__ == "__main__":
    task, folder, *options = sys.argv[1:]
    # What a task imports and is given is loaded before the clock starts, for each task alike
    import duckdb  # noqa: F401
    import ibis
    import pandas as pd

    from benchmarks import _hes_pandas  # noqa: F401
    from pooledfunds.catalogue.accounts import ROW_ACCOUNTS
    from pooledfunds.core.schema import enforce

    # Ibis and pandera import most of themselves at their first use
    ibis.to_sql(ibis.table({"a": "int"}, name="a"), dialect="duckdb")
    enforce(
        pd.DataFrame([("a", "a", "submitted", 0)], columns=[*ROW_ACCOUNTS.columns]), ROW_ACCOUNTS
    )
    given()
    started, worked = time.perf_counter(), time.process_time()
    tables = TASKS[task](Path(folder), *options)
    result = {
        "seconds": time.perf_counter() - started,
        "processor": time.process_time() - worked,
        "peak": peak_memory(),
    }
    for name, table in (tables or {}).items():
        table.to_parquet(Path(folder) / f"{task}_{name}.parquet")
    print(json.dumps(result))
