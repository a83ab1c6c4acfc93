"""Hospital records at 1, 10, 40 and 100 million, on one machine within 4 GiB; the growth fitted.

    python -m benchmarks.scale 1 10          millions of records; a year's growth needs two
    python -m benchmarks.scale               1 10 40 100, as ``make bench-scale`` does

Records are invented block by block, straight to disk: some 2.2 GB for ten million. A size for
which there is no room is left out, and said. Each run is a process of its own, which may not hold
more than 4 GiB that is its own (RLIMIT_DATA: files mapped into memory are the system's to
give back); its greatest resident memory, mapped files included, is told beside it.
"""

import json
import math
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median

from benchmarks import hes

LIMIT = 4 << 30  # bytes
BYTES = 330  # of disk for each record: delivered text, staged records and stays
NATIONAL = 500e6  # episodes of 25 years in England
RESULTS = Path(__file__).parent / "scale.json"
ROUNDS = 3


def limited() -> None:
    """Hold this process to 4 GiB of memory of its own."""
    resource.setrlimit(resource.RLIMIT_DATA, (LIMIT, LIMIT))


def timed(task: str, folder: Path) -> dict:
    """Return seconds, processor seconds and peak bytes of a task in a limited process."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    options = ["1GB"] if task == "pipeline" else []
    command = [sys.executable, "-m", "benchmarks.hes", task, str(folder), *options]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=hes.WORK.parents[2], preexec_fn=limited
    )
    if done.returncode:
        raise RuntimeError(f"{task} at {folder.name} records failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def measured(millions: float) -> dict:
    """Return what text to outcomes takes at a size, beside a bare scan of DuckDB's in turns."""
    folder = hes.written(int(millions * 1e6))
    text = sum(file.stat().st_size for file in folder.glob("APC_*.txt"))
    rounds = ROUNDS if millions <= 10 else 1
    runs = [(timed("bare_scan", folder), timed("pipeline", folder)) for _ in range(rounds)]
    scans, wholes = zip(*runs, strict=True)
    return {
        "records": int(millions * 1e6),
        "text_bytes": text,
        "seconds": min(run["seconds"] for run in wholes),
        "processor": min(run["processor"] for run in wholes),
        "peak_gib": max(run["peak"] for run in wholes) / 2**30,
        "over_scan": hes.ratio(list(wholes), list(scans)),
        "over_scan_processor": median(
            whole["processor"] / scan["processor"] for scan, whole in runs
        ),
        "load": os.getloadavg()[0],
    }


def fitted(rows: list[dict], what: str) -> tuple[float, float]:
    """Return the exponent of growth and its value at the national size, by least squares on logs.

    Parameters
    ----------
    rows
        From ``measured``, two sizes or more.
    what
        ``seconds`` or ``processor``.
    """
    x = [math.log(row["records"]) for row in rows]
    y = [math.log(row[what]) for row in rows]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    spread = sum((one - mean_x) ** 2 for one in x)
    slope = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / spread
    return slope, math.exp(mean_y + slope * (math.log(NATIONAL) - mean_x))


def main(sizes: list[float]) -> None:
    """Measure each size for which there is room, print a table and write ``scale.json``."""
    rows = []
    try:
        for millions in sizes:
            hes.WORK.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(hes.WORK).free < 1.2 * BYTES * millions * 1e6:
                print(f"{millions:g} million: left out, no room on disk", flush=True)
                continue
            row = measured(millions)
            rows.append(row)
            print(
                f"{millions:g} million: {row['seconds']:,.0f} s, processor {row['processor']:,.0f} "
                f"s, peak {row['peak_gib']:.2f} GiB, {row['over_scan']:.2f} of a bare scan "
                f"({row['over_scan_processor']:.2f} in processor time), load {row['load']:.1f}",
                flush=True,
            )
            RESULTS.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
            shutil.rmtree(hes.WORK / str(row["records"]))
    finally:
        shutil.rmtree(hes.WORK, ignore_errors=True)
    if len(rows) > 1:
        for what in ("seconds", "processor"):
            power, national = fitted(rows, what)
            print(f"{what}: records to the power {power:.3f}; 500 million: {national / 3600:.2f} h")


if __name__ == "__main__":
    main([float(size) for size in sys.argv[1:]] or [1, 10, 40, 100])
