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
from tests.mutation.reach import Order, Recorder, who_enters
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


def entered_by_tests(row: Row) -> dict:
    """Return which tests enter which functions of a row's modules; all must pass.

    Raises
    ------
    SystemExit
        When a test fails though nothing has a fault.
    """
    file = row.modules()[0]
    unchanged = Finder(file, ast.parse(file.read_text(encoding="utf-8")))
    RESULTS.mkdir(exist_ok=True)
    kept = RESULTS / f"{row.name}-reach.json"
    if trial(row.test_files(), 900, unchanged, Recorder(row.modules(), kept)) != SURVIVED:
        raise SystemExit(f"{row.name}: its tests fail without any fault; mend them first")
    return json.loads(kept.read_text(encoding="utf-8"))


def fate(row: Row, file: Path, one: Mutant, entered: dict, limit: float) -> str:
    """Return what becomes of a mutant before the tests that enter its function.

    Parameters
    ----------
    row
        That it is of.
    file
        Its module.
    one
        The mutant.
    entered
        As ``entered_by_tests`` has it.
    limit
        Seconds that the tests may take.
    """
    tests = row.test_files(file.stem)
    first = who_enters(entered, file, one.line)
    if first is not None:
        reach = {str(ROOT / test.split("::")[0]) for test in first}
        tests = [test for test in tests if test in reach]
        if not tests:
            return SURVIVED
    return trial(tests, limit, Finder(file, one.tree), Order(first or ()))


def try_row(row: Row, count: int, seed: int, again: bool) -> None:
    """Try the sample of a row, tell what survives, and keep the results.

    Parameters
    ----------
    row
        What is tried.
    count
        Mutants.
    seed
        Of the sample.
    again
        Whether only those are tried that survived the last time.
    """
    started = time.monotonic()
    entered = entered_by_tests(row)
    limit = 30 + 3 * (time.monotonic() - started)
    sample = sampled(row, count, seed)
    noticed = noticed_before(row, sample) if again else {}
    found = []
    for file, one in sample:
        name = key(file, one)
        end = noticed.get(name) or fate(row, file, one, entered, limit)
        found.append(dict(zip(("file", "before", "after"), name, strict=True)))
        found[-1] |= {"line": one.line, "fate": end}
        if end == SURVIVED:
            print(f"  {name[0]}:{one.line}: {one.before}  ->  {one.after}", flush=True)
    kept = {"row": row.name, "seed": seed, "mutants": found}
    kept_file(row).write_text(json.dumps(kept, indent=1), encoding="utf-8")
    print(f"{row.name}: {len(found)} tried in {time.monotonic() - started:.0f} s", flush=True)


def main() -> None:
    """Try the rows that are asked for, and print the scores of all that were tried."""
    words = argparse.ArgumentParser(prog="tests.mutation", description=__doc__)
    words.add_argument("--rows", nargs="*", default=[row.name for row in ROWS])
    words.add_argument("--count", type=int, default=15, help="mutants a row")
    words.add_argument("--seed", type=int, default=20261129)
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
