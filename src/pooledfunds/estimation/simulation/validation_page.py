"""Writes ``docs/validation.md``: every scenario in one table, each with its target.

Run by ``make validate``, in jobs that simulate a share of the scenarios each, and a last one that
writes the page. What the worlds gave is kept among the working files, so that a run that was
interrupted goes on where it stopped. Where a module was edited since, a scenario's first worlds are
drawn again, and those kept are taken only where each comes out the same. A run may be given so many
minutes; the page then says of every scenario in how many worlds it was tried.
"""

import argparse
import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

from pooledfunds.core.settings import read_study
from pooledfunds.core.shares import ALL, share_of
from pooledfunds.estimation.simulation.progress import report_progress
from pooledfunds.estimation.simulation.validation import Scenario, summed_up, worlds_of
from pooledfunds.estimation.simulation.validation_scenarios import scenarios

# Fewer permutations than the study's: their error averages out over the worlds. Of 221 assignments
# eleven are 4.98 per cent, as near below five as so few come.
SETTINGS = {"worlds": 3000, "draws": 220, "refit_draws": 220, "curve_draws": 220}
KEPT = Path("data/processed/validation")


def validate(
    settings: Mapping,
    report: Callable[[str, int], None],
    chosen: Sequence[Scenario],
    kept: Path,
    deadline: float = np.inf,
) -> str:
    """Return the page: the scenarios simulated, summed up and held against their targets.

    Parameters
    ----------
    settings
        ``inference`` of the study and the number of ``worlds``.
    report
        Called with a scenario and how many of its worlds are done, after every batch.
    kept
        Folder in which each scenario's worlds are kept, and looked for.
    deadline
        No batch is begun after this time (``time.monotonic``).
    chosen
        The scenarios.
    """
    found = simulate(settings, report, chosen, kept, deadline)
    rows = [row for scenario, worlds in found for row in summed_up(scenario, worlds)]
    lines = [
        *introduction(settings),
        *table_of(rows, settings["worlds"]),
        *in_words(rows, settings["worlds"]),
    ]
    return "\n".join([*lines, ""])


def simulate(
    settings: Mapping,
    report: Callable[[str, int], None],
    chosen: Sequence[Scenario],
    kept: Path,
    deadline: float = np.inf,
) -> Iterator[tuple[Scenario, pd.DataFrame]]:
    """Yield each scenario with its worlds, which are kept.

    Parameters
    ----------
    settings, report, chosen, kept, deadline
        As ``validate`` has them.
    """
    for scenario in chosen:
        yield scenario, worlds_kept(scenario, settings, report, kept, deadline)


def worlds_kept(
    scenario: Scenario,
    settings: Mapping,
    report: Callable[[str, int], None],
    kept: Path,
    deadline: float = np.inf,
) -> pd.DataFrame:
    """Return a scenario's worlds: those kept that still hold, and further ones.

    Parameters
    ----------
    scenario
        What is drawn.
    settings, report, kept, deadline
        As ``validate`` has them.
    """
    file = kept / f"{scenario_digest(scenario, settings)}.parquet"
    found = still_true(file, scenario, settings)
    report(scenario.name, len(found))
    batches = worlds_of(scenario, settings, len(found))
    while len(found) < settings["worlds"] and time.monotonic() < deadline:
        batch = next(batches)
        found = pd.concat([found, batch], ignore_index=True) if len(found) else batch
        found.attrs["modules"] = modules_digest()
        kept.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(".part")
        found.to_parquet(unfinished)
        unfinished.rename(file)
        report(scenario.name, len(found))
    return found


def still_true(file: Path, scenario: Scenario, settings: Mapping) -> pd.DataFrame:
    """Return the worlds kept in a file, or none where the present modules would give others.

    Parameters
    ----------
    file
        Written by ``worlds_kept``, under the modules of that day, or missing.
    scenario, settings
        As ``worlds_kept`` has them.
    """
    none = pd.DataFrame(columns=list(scenario.checks), dtype=float)
    if not file.exists():
        return none
    found = pd.read_parquet(file)
    modules = found.attrs["modules"]
    found = found.head(settings["worlds"])
    if modules != modules_digest():
        again = next(worlds_of(scenario, settings))
        if not again.equals(found.head(len(again))):
            return none
    return found


def scenario_digest(scenario: Scenario, settings: Mapping) -> str:
    """Return the name that a scenario's worlds are kept under: that of what is drawn.

    Parameters
    ----------
    scenario
        What is drawn.
    settings
        As ``validate`` has them.
    """
    given = {name: value for name, value in settings.items() if name != "worlds"}
    drawn = f"{scenario.name} {scenario.one_world} {list(scenario.checks)} {sorted(given.items())}"
    return hashlib.sha256(drawn.encode()).hexdigest()[:24]


@cache
def modules_digest() -> str:
    """Return a digest of the modules of estimation."""
    digest = hashlib.sha256()
    for module in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(module.read_bytes())
    return digest.hexdigest()[:24]


def introduction(settings: Mapping) -> list[str]:
    """Return what was simulated, and how to read the table."""
    return [
        "# Validation: do the tests do what they say?",
        "",
        "Written by `make validate`; do not edit. Every scenario is a simulated England with a",
        "known truth and the study's own numbers of areas, meant to be drawn",
        f"{settings['worlds']:,} times (seed {settings['seed']}); *worlds* says how often it was,",
        f"where the run was ended before. A test that permutes does so {settings['draws']} times.",
        "Rates are in per cent with their Monte Carlo error (one standard error). *Size* is how",
        "often a test at 5 per cent rejects a truth; *coverage* how often a 95 per cent interval",
        "holds the truth. Tests on few values and adjusted families may reject less often than",
        "they are allowed. *Not tested* counts worlds that the study's rules call *not testable*.",
        "",
        "No scenario is left out. *Open* are targets whose rate, over fewer worlds than meant, is",
        "outside but may be so by chance (exact binomial test at 5 per cent): they are not shown.",
        "Where the study concludes nothing from a test, the row says why, and shows what would",
        "happen if it did.",
        "",
    ]


def is_open(row: Mapping, worlds: int) -> bool:
    """Return whether a rate of fewer worlds than meant may be outside its target by chance.

    By an exact binomial test at 5 per cent of the target's nearer end. Fewer count where the run
    was ended before, or where in some a test was not made.

    Parameters
    ----------
    row
        Of the table.
    worlds
        How many were meant.
    """
    rate, nearer = row["rate"], float(np.clip(row["rate"], *row["target"]))
    if not rate.worlds or rate.worlds >= worlds:
        return rate.worlds < worlds
    happened = round(rate * rate.worlds)
    return bool(stats.binomtest(happened, rate.worlds, nearer).pvalue > 0.05)


def table_of(rows: Sequence[Mapping], worlds: int) -> Iterator[str]:
    """Yield the table, a row for each check of each scenario.

    Parameters
    ----------
    rows
        From ``summed_up``.
    worlds
        How many were meant.
    """
    yield "| scenario | what | test | worlds | measured | target | not tested | met |"
    yield "|---|---|---|---|---|---|---|---|"
    for row in rows:
        low, high = (f"{100 * bound:g}" for bound in row["target"])
        met = "yes" if row["met"] else "open" if is_open(row, worlds) else "**no**"
        if row["not_concluded"]:
            met = f"not concluded from: {row['not_concluded']}"
        yield (
            f"| {row['scenario']} | {row['check']} | {row['kind']} | {row['worlds']:,} "
            f"| {row['rate']} | {low} to {high} | {row['not_tested']} | {met} |"
        )


def in_words(rows: Sequence[Mapping], worlds: int) -> Iterator[str]:
    """Yield how many targets are met, each that is missed, and which scenarios are unfinished.

    Parameters
    ----------
    rows
        From ``summed_up``.
    worlds
        How many were meant.
    """
    held = [row for row in rows if not row["not_concluded"]]
    missed = [row for row in held if not row["met"]]
    unclear = [row for row in missed if is_open(row, worlds)]
    missed = [row for row in missed if not is_open(row, worlds)]
    short = {row["scenario"]: row["worlds"] for row in rows if row["worlds"] < worlds}
    yield ""
    yield (
        f"Of {len(held)} targets {len(held) - len(missed) - len(unclear)} are met, "
        f"{len(missed)} missed and {len(unclear)} open."
    )
    if missed:
        yield ""
        yield "Missed:"
        yield ""
        yield from (f"- {row['scenario']}: {row['check']}, {row['rate']}" for row in missed)
    if short:
        yield ""
        yield f"Tried in fewer than {worlds:,} worlds, so with a larger error:"
        yield ""
        yield from (f"- {name}: {done:,}" for name, done in short.items())


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the page to a file; or the names of the scenarios of a share, once simulated."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("page", type=Path)
    parser.add_argument("--study", required=True, help="whose settings of inference are tried")
    parser.add_argument("--worlds", type=int, default=SETTINGS["worlds"])
    parser.add_argument("--only", default="", help="words of the scenarios' names")
    parser.add_argument("--share", default="", help="simulate these alone, as in 2-of-8; no page")
    parser.add_argument("--minutes", type=float, default=np.inf, help="when to begin no more")
    parser.add_argument("--kept", type=Path, default=KEPT, help="folder of what worlds gave")
    given = parser.parse_args(arguments)
    deadline = time.monotonic() + 60 * given.minutes
    inference = read_study(given.study)["inference"]
    settings = inference | SETTINGS | {"worlds": given.worlds}
    chosen = [one for one in scenarios() if given.only.lower() in one.name.lower()]
    chosen = share_of(chosen, given.share or ALL)
    work = settings, report_progress(given.worlds, chosen), chosen, given.kept, deadline
    if given.share:
        text = "".join(f"{scenario.name}: {len(found):,}\n" for scenario, found in simulate(*work))
    else:
        text = validate(*work)
    given.page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
