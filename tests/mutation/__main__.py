"""How many small faults do the unit tests notice? ``make mutation`` prints it and writes the page.

python -m tests.mutation [--rows audit pools] [--count 20] [--seed 1] [--again]
    [--page docs/mutation.md]
"""

import argparse
import ast
import json
import random
import time
from pathlib import Path

from tests.mutation.mutants import Mutant, mutants
from tests.mutation.page import page, scores
from tests.mutation.rows import ROWS, Row
from tests.mutation.trial import ROOT, SOURCE, SURVIVED, Finder, load_libraries, trial

RESULTS = ROOT / ".mutation"


def sampled(row: Row, count: int, seed: int) -> list[tuple[Path, Mutant]]:
    """Return a simple random sample of the mutants of a row's modules; more extend the fewer."""
    every = [
        (file, one) for file in row.modules() for one in mutants(file.read_text(encoding="utf-8"))
    ]
    random.Random(f"{seed} {row.name}").shuffle(every)
    return every[:count]


def kept_file(row: Row) -> Path:
    """Return where a row's results are kept."""
    return RESULTS / f"{row.name}.json"


def noticed_before(row: Row, sample: list[tuple[Path, Mutant]]) -> dict[tuple, str]:
    """Return the fates kept of a sample, but of those that survived: tests may have come."""
    if not kept_file(row).exists():
        return {}
    kept = json.loads(kept_file(row).read_text(encoding="utf-8"))["mutants"]
    fates = {(m["file"], m["before"], m["after"]): m["fate"] for m in kept}
    known = {key(file, one): fates.get(key(file, one), SURVIVED) for file, one in sample}
    return {name: fate for name, fate in known.items() if fate != SURVIVED}


def key(file: Path, one: Mutant) -> tuple[str, str, str]:
    """Return what names a mutant, whatever moves its line."""
    return file.relative_to(SOURCE / "pooledfunds").as_posix(), one.before, one.after


def try_row(row: Row, count: int, seed: int, again: bool) -> None:
    """Try the sample of a row, tell what survives, and keep the results."""
    started = time.monotonic()
    file = row.modules()[0]
    unchanged = Finder(file, ast.parse(file.read_text(encoding="utf-8")))
    if trial(row.test_files(), 600, unchanged) != SURVIVED:
        raise SystemExit(f"{row.name}: its tests fail without any fault; mend them first")
    limit = 30 + 3 * (time.monotonic() - started)
    sample = sampled(row, count, seed)
    noticed = noticed_before(row, sample) if again else {}
    found = []
    for file, one in sample:
        name = key(file, one)
        fate = noticed.get(name) or trial(row.test_files(file.stem), limit, Finder(file, one.tree))
        found.append(dict(zip(("file", "before", "after"), name, strict=True)))
        found[-1] |= {"line": one.line, "fate": fate}
        if fate == SURVIVED:
            print(f"  {name[0]}:{one.line}: {one.before}  ->  {one.after}", flush=True)
    RESULTS.mkdir(exist_ok=True)
    kept = {"row": row.name, "seed": seed, "mutants": found}
    kept_file(row).write_text(json.dumps(kept, indent=1), encoding="utf-8")
    print(f"{row.name}: {len(found)} tried in {time.monotonic() - started:.0f} s", flush=True)


def main() -> None:
    """Try the rows that are asked for, and print the scores of all that were tried."""
    words = argparse.ArgumentParser(prog="tests.mutation", description=__doc__)
    words.add_argument("--rows", nargs="*", default=[row.name for row in ROWS])
    words.add_argument("--count", type=int, default=20, help="mutants a row")
    words.add_argument("--seed", type=int, default=20261128)
    words.add_argument("--again", action="store_true", help="try only what survived the last time")
    words.add_argument("--page", type=Path, help="file to write")
    asked = words.parse_args()
    load_libraries()
    for row in ROWS:
        if row.name in asked.rows:
            try_row(row, asked.count, asked.seed, asked.again)
    files = [kept_file(row) for row in ROWS]
    results = [json.loads(file.read_text(encoding="utf-8")) for file in files if file.exists()]
    print(scores(results))
    if asked.page:
        asked.page.write_text(page(results), encoding="utf-8")


if __name__ == "__main__":
    main()
