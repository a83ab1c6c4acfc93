"""The scores as a page."""

import csv
from pathlib import Path

from tests.mutation.rows import ROWS
from tests.mutation.trial import SURVIVED

TEXT = """\
# What the unit tests notice

`make mutation` puts a small fault into a module, runs the unit tests that mirror it (of pools the
worked examples in `tests/spec/arrangements` too), and asks whether one of them fails: a
comparison, an operator, a constant or a condition changed, or a statement removed
(`tests/mutation/mutants.py`). The faults are a simple random sample of all that each row's
modules could hold (seed {seeds}). Of a row's tests the files are run that enter the function with
the fault (`tests/mutation/reach.py`). Whole runs, reference values, specification cases and the
published returns, which catch more, are not run.

The score is the share noticed of those that could be: a mutant that behaves as the original does
in every case that can arise is no fault, and is left out. Each of those is listed below with its
reason. A mutant whose tests ran out of time is noticed.

The aim is 90 per cent, and no row under 80.

## Scores

{scores}

A row of fifteen is known to some ten percentage points; `--count` tries more, `--seed` others.
Where a survivor of the sample got a test, the row's score is of that sample with the test
(`--again`), and a sample that no test was written for says more: see below.

## Samples that no test had been written for

{fresh}

## Not noticed

{survivors}

## No faults

{equivalent}
"""


def equivalents() -> dict[tuple[str, str, str], str]:
    """Return the reason of each mutant that was judged equivalent, by file, before and after."""
    file = Path(__file__).with_name("equivalent.csv")
    with file.open(encoding="utf-8", newline="") as lines:
        return {(r["file"], r["before"], r["after"]): r["reason"] for r in csv.DictReader(lines)}


def of(result: dict) -> tuple[list[dict], list[dict], int]:
    """Return a row's survivors, its equivalent mutants, and the number that could be noticed."""
    known = equivalents()
    left = [m for m in result["mutants"] if m["fate"] == SURVIVED]
    same = [m for m in left if (m["file"], m["before"], m["after"]) in known]
    return [m for m in left if m not in same], same, len(result["mutants"]) - len(same)


def scores(results: list[dict]) -> str:
    """Return the table of scores, one line a row and one for all."""
    lines = ["| | modules | tried | no fault | noticed | score, % |", "|---|---|--:|--:|--:|--:|"]
    modules = {row.name: row.sources for row in ROWS}
    totals = [0, 0, 0]
    for result in results:
        left, same, could = of(result)
        counts = [len(result["mutants"]), len(same), could - len(left)]
        totals = [a + b for a, b in zip(totals, counts, strict=True)]
        lines.append(line(result["row"], f"`{', '.join(modules[result['row']])}`", *counts))
    lines.append(line("**all tried**", "", *totals))
    tried = {result["row"] for result in results}
    lines += [
        f"| {row.name} | `{', '.join(row.sources)}` | not yet tried | | | |"
        for row in ROWS
        if row.name not in tried
    ]
    return "\n".join(lines)


def line(name: str, modules: str, tried: int, same: int, noticed: int) -> str:
    """Return one line of the table."""
    score = 100 * noticed / (tried - same)
    return f"| {name} | {modules} | {tried} | {same} | {noticed} | {score:.0f} |"


def page(results: list[dict]) -> str:
    """Return the page: the scores, what was not noticed, and what is no fault."""
    known = equivalents()
    parts = [of(result) for result in results]
    survivors = [written(m) for left, _, _ in parts for m in left]
    same = [
        f"{written(m)}: {known[m['file'], m['before'], m['after']]}"
        for _, some, _ in parts
        for m in some
    ]
    fresh = Path(__file__).with_name("fresh_samples.md")
    return TEXT.format(
        fresh=fresh.read_text(encoding="utf-8").strip(),
        seeds=", ".join(sorted({str(result["seed"]) for result in results})),
        scores=scores(results),
        survivors="\n".join(survivors) or "Nothing.",
        equivalent="\n".join(same) or "None.",
    )


def written(one: dict) -> str:
    """Return a mutant as an item of a list."""
    before, after = around_change(one["before"], one["after"])
    return f"- `{one['file']}:{one['line']}`: `{before}` became `{after}`"


def around_change(before: str, after: str, context: int = 40) -> tuple[str, str]:
    """Return two texts without what they share further than some characters from the change."""
    if after == "pass":
        return before, after
    start = shared(before, after)
    end = shared(before[start:][::-1], after[start:][::-1])
    first = max(start - context, 0)
    return tuple(
        f"{'…' * (first > 0)}{text[first : len(text) - max(end - context, 0)]}"
        f"{'…' * (end > context)}"
        for text in (before, after)
    )


def shared(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
