"""Writes ``docs/validation.md``: every scenario in one table, each beside its target.

Run by ``make validate``. What a scenario gave is kept beside the working files, so that a run that
was interrupted goes on where it stopped, as long as the modules are the same.
"""

import argparse
import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd
import yaml

from pooledfunds.estimation.validation import Scenario, summed_up, worlds_of
from pooledfunds.estimation.validation_scenarios import scenarios

# Fewer permutations than the study's: their error averages out over the worlds.
SETTINGS = {"worlds": 3000, "draws": 199, "refit_draws": 199, "curve_draws": 199}
STUDY = Path("config/study.yaml")
KEPT = Path("data/processed/validation")


def validate(
    settings: Mapping,
    tell: Callable[[str, int], None],
    chosen: Sequence[Scenario],
    kept: Path | None = None,
) -> str:
    """Return the page: the scenarios simulated, summed up and held against their targets.

    Parameters
    ----------
    settings, tell
        Those of ``validation.worlds_of``: `inference` of the study and the number of ``worlds``.
    kept
        Folder in which each scenario's worlds are kept, and looked for.
    """
    start = time.monotonic()
    rows = []
    for scenario in chosen:
        rows += summed_up(scenario, worlds_kept(scenario, settings, tell, kept))
    minutes = (time.monotonic() - start) / 60
    lines = [*introduction(settings, minutes), *table_of(rows), *in_words(rows)]
    return "\n".join([*lines, ""])


def worlds_kept(
    scenario: Scenario, settings: Mapping, tell: Callable[[str, int], None], kept: Path | None
) -> pd.DataFrame:
    """Return a scenario's worlds, as kept under the same settings and modules, or simulated."""
    if kept is None:
        return worlds_of(scenario, settings, tell)
    state = hashlib.sha256(f"{scenario} {sorted(settings.items())}".encode())
    for module in sorted(Path(__file__).parent.glob("*.py")):
        if not module.name.startswith("validation_page"):
            state.update(module.read_bytes())
    file = kept / f"{state.hexdigest()[:24]}.parquet"
    if file.exists():
        found = pd.read_parquet(file)
        tell(scenario.name, len(found))
        return found
    found = worlds_of(scenario, settings, tell)
    kept.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".part")
    found.to_parquet(unfinished)
    unfinished.rename(file)
    return found


def introduction(settings: Mapping, minutes: float) -> list[str]:
    """Return what was simulated, and how to read the table."""
    return [
        "# Validation: do the tests do what they say?",
        "",
        "Written by `make validate`; do not edit. Every scenario is a simulated England with a",
        f"known truth and the study's own numbers of areas, drawn {settings['worlds']:,} times "
        f"(seed {settings['seed']}),",
        f"with {settings['draws']} permutations where a test permutes. Rates are in per cent with "
        "their Monte Carlo",
        "error (one standard error). *Size* is how often a test at 5 per cent rejects a truth;",
        "*coverage* how often a 95 per cent interval holds the truth. Tests on few values and",
        "adjusted families may reject less often than they are allowed. *Not tested* counts worlds",
        "in which the study's own rules say *not testable*.",
        "",
        "No scenario is left out. Where the study concludes nothing from a test, the row says why,",
        "and shows what would happen if it did.",
        "",
        f"This run took {minutes:.0f} minutes on {len(os.sched_getaffinity(0))} cores.",
        "",
    ]


def table_of(rows: Sequence[Mapping]) -> Iterator[str]:
    """Yield the table, a row for each check of each scenario."""
    yield "| scenario | what | test | measured | target | not tested | met |"
    yield "|---|---|---|---|---|---|---|"
    for row in rows:
        low, high = (f"{100 * bound:g}" for bound in row["target"])
        met = "yes" if row["met"] else "**no**"
        if row["not_concluded"]:
            met = f"not concluded from: {row['not_concluded']}"
        yield (
            f"| {row['scenario']} | {row['check']} | {row['kind']} | {row['rate']} "
            f"| {low} to {high} | {row['not_tested']} | {met} |"
        )


def in_words(rows: Sequence[Mapping]) -> Iterator[str]:
    """Yield how many targets are met, and each that is missed."""
    held = [row for row in rows if not row["not_concluded"]]
    missed = [row for row in held if not row["met"]]
    yield ""
    yield f"Of {len(held)} targets {len(held) - len(missed)} are met."
    if missed:
        yield ""
        yield "Missed:"
        yield ""
        yield from (f"- {row['scenario']}: {row['check']}, {row['rate']}" for row in missed)


def progress(worlds: int, chosen: Sequence[Scenario]) -> Callable[[str, int], None]:
    """Return what tells a terminal how far it is, and any other reader each scenario's end."""
    start, names = time.monotonic(), [scenario.name for scenario in chosen]

    def tell(name: str, done: int) -> None:
        minutes = (time.monotonic() - start) / 60
        place = f"[{names.index(name) + 1}/{len(names)}] {name}"
        line = f"{place}: {done:,} of {worlds:,} worlds, {minutes:.1f} min"
        if sys.stderr.isatty():
            print(f"\r\x1b[K{line}", end="" if done < worlds else "\n", file=sys.stderr, flush=True)
        elif done == worlds:
            print(line, file=sys.stderr, flush=True)

    return tell


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the page to a file, for all scenarios or for those whose names hold some words."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("page", type=Path)
    parser.add_argument("--worlds", type=int, default=SETTINGS["worlds"])
    parser.add_argument("--only", default="", help="words of the scenarios' names")
    parser.add_argument("--afresh", action="store_true", help="look for nothing that was kept")
    given = parser.parse_args(arguments)
    inference = yaml.safe_load(STUDY.read_text(encoding="utf-8"))["inference"]
    settings = inference | SETTINGS | {"worlds": given.worlds}
    chosen = [one for one in scenarios() if given.only.lower() in one.name.lower()]
    kept = None if given.afresh else KEPT
    text = validate(settings, progress(given.worlds, chosen), chosen, kept)
    given.page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
