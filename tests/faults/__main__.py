"""Disturb runs of a small study: ``make faults`` writes ``docs/faults.md``.

python -m tests.faults [--only WORD] [--each N] [--page FILE] [--results FILE]

With --results the points that a file has are not tried again, so that it can be done in pieces.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from pooledfunds.core.idle_jobs import PATIENCE
from pooledfunds.core.memory_limits import ADDRESSES, DATA, RESIDENT
from tests.faults.points import Point, kills, others
from tests.faults.study import DisturbedStudy

NOT_PLAIN = ("Traceback", "ABORT", "core dumped", "Exception")


def wrong(study: DisturbedStudy, point: Point) -> list[str]:
    """Return what went wrong at a point: in the run's words, its files, or those of the rerun."""
    study.undo(point.rule)
    words = point.disturb(study)
    found = [f"it says {bad}" for bad in NOT_PLAIN if bad in words]
    # A run that was quicker than its signal, or that had enough, has nothing to say.
    if study.status and point.says not in words:
        found.append(f"it does not say {point.says!r}")
    found += [f"half written: {name}" for name in study.torn()]
    status, again, differing = study.rerun()
    found += [f"the rerun ends with {status}: {again[-800:]}"] if status else []
    found += [f"differs after the rerun: {name}" for name in differing]
    return [*found, f"--- it said: {words[-1200:]}"] if found else []


def last_of_each(points: list[Point], most: int) -> list[Point]:
    """Return the last points of each kind: they stand in late rules, after which little is left."""
    kinds = dict.fromkeys(point.kind for point in points)
    return [p for kind in kinds for p in [p for p in points if p.kind == kind][-most:]]


def main() -> int:
    """Try the points asked for, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--only", default="", help="points whose name has this word")
    parser.add_argument("--each", type=int, default=100, help="points of each kind")
    parser.add_argument("--page", type=Path, help="where the table goes")
    parser.add_argument("--results", type=Path, default=Path("/dev/null"), help="what was tried")
    options = parser.parse_args()
    asked = [point for point in [*others(), *kills()] if options.only in point.name]
    points = last_of_each(asked, options.each)
    before = [json.loads(line) for line in options.results.read_text("utf-8").splitlines()]
    tried = [(point, found) for point in points for name, found in before if name == point.name]
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        study = DisturbedStudy(Path(folder))
        for number, point in enumerate(points, 1):
            if point.name in dict(before):
                continue
            began = time.monotonic()
            found = wrong(study, point)
            tried.append((point, found))
            with options.results.open("a", encoding="utf-8") as results:
                results.write(json.dumps([point.name, found]) + "\n")
            verdict = "WRONG" if found else "right"
            took = time.monotonic() - began
            print(f"{number} of {len(points)} {verdict} {point.name} ({took:.0f} s)", flush=True)
            for line in found:
                print(f"    {line}", flush=True)
    right = sum(not found for _, found in tried)
    print(f"{right} of {len(tried)} points end with equal bytes and a plain message")
    if options.page:
        options.page.write_text(page(tried, len(points)), encoding="utf-8")
    return right < len(tried)


def page(tried: list[tuple[Point, list[str]]], declared: int) -> str:
    """Return the page: how many of the points tried of each kind ended as they should."""
    points, right = Counter(p.kind for p, _ in tried), Counter(p.kind for p, f in tried if not f)
    rows = "\n".join(f"| {kind} | {count} | {right[kind]} |" for kind, count in points.items())
    untried = declared - len(tried)
    wrong = "\n".join(f"- Wrong: {p.name}: {f[0]}." for p, f in tried if f)
    return f"""# Faults

`make faults` writes this page: runs of a small study are disturbed, each at one point, and then
started once more by the same command. Right is a run that said in words what happened, left no
published file half written, and after the one rerun published the same bytes as a run in peace.

**{sum(right.values())} of {len(tried)} points are right;** {untried} of {declared} were not tried.

| fault | points | right |
|---|---|---|
{rows}

Under {ADDRESSES} MB of addresses, {DATA} of data or, in a control group, {RESIDENT} of memory a run
stops before it loads a library. *Unasked* are runs that were not asked, under limits at which Arrow
waits for a thread for ever, OpenBLAS ends the job, or C++ aborts it. A job that does nothing for
{PATIENCE:.0f} seconds is ended.

{wrong or "None was wrong."}
"""


if __name__ == "__main__":
    sys.exit(main())
