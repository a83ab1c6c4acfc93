"""Writes ``docs/validation.md``: what the simulated worlds show, beside the targets.

Run by ``make validate``.
"""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np

from pooledfunds.estimation.validation import (
    COTERMINOUS,
    FIVE,
    NOISY,
    PRIMARY,
    SCENARIOS,
    power_found,
    register_correction,
    summed_up,
    worlds_of,
)

SETTINGS = {
    "conf_level": 0.95,
    "worlds": 3000,
    "randomised": 1000,
    "draws": 499,
    "seed": 20091029,
}
COVERAGE, SIZE, POWER = (0.935, 0.965), (0.04, 0.06), 0.9


def validate(settings: Mapping, tell: Callable[[str, int], None]) -> str:
    """Return the page: every scenario simulated, summed up and held against the targets.

    Parameters are those of ``validation.worlds_of``.
    """
    found = {name: worlds_of(name, settings, tell) for name in SCENARIOS}
    rows = {name: summed_up(name, worlds, settings) for name, worlds in found.items()}
    power = power_found(found[COTERMINOUS], settings)
    lines = [
        *introduction(settings),
        *table_of(rows),
        *in_words(power, register_correction(found[NOISY])),
        *targets(rows, power),
    ]
    return "\n".join([*lines, ""])


def introduction(settings: Mapping) -> list[str]:
    """Return what was simulated, and how to read the table."""
    return [
        "# Validation: do the estimators do what they say?",
        "",
        "Written by `make validate`; do not edit. Every scenario is a simulated England with a",
        f"known truth, drawn {settings['worlds']:,} times (seed {settings['seed']}). "
        "Permutation tests are worked out",
        f"in the first {settings['randomised']:,} worlds of each, with {settings['draws']} draws.",
        "Rates are in per cent with their Monte Carlo error (one standard error). *Found* is how",
        "often a difference is concluded at 5 %: with no effect it is the size of the test, else",
        "its power. Bias is on the log scale, in points of share for shares.",
        "",
        "Where nothing else is said, errors are HC2 with Bell and McCaffrey's degrees of freedom",
        "(decision 73). The area panel is clustered on its bodies (CR2); the event study has the",
        "error of its influences. Where co-terminosity moderates, the exposure's average effect is",
        "told.",
        "",
    ]


def table_of(rows: Mapping[str, Mapping]) -> Iterator[str]:
    """Yield the table of scenarios."""
    yield (
        "| scenario | bias ± error | coverage of 95 % | found, t | found, randomisation "
        "| spread of estimates | mean standard error | not fitted |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    for row in rows.values():
        yield (
            f"| {row['scenario']} | {row['bias']:+.4f} ± {row['bias_error']:.4f} "
            f"| {row['coverage']} | {row['p_value']} | {row['p_randomisation']} "
            f"| {row['spread']:.4f} | {row['mean_std_error']:.4f} "
            f"| {row['not_fitted']} |"
        )


def in_words(power: Mapping, register: Mapping) -> list[str]:
    """Return the two sections on power and on the noisy register."""
    return [
        "",
        "## The detectable effect, confirmed",
        "",
        f"{COTERMINOUS}: by the formula an effect of {100 * np.expm1(-power['detectable']):.1f} % "
        "is found in 90 % of worlds,",
        f"and the planted one in {100 * power['said']:.1f} %. It was found in {power['found']} % "
        f"of all worlds, and in {power['found_where_sure']} %",
        f"of the {power['sure']:,} worlds in which the formula, from the world's own standard "
        "error, gives it 90 % or more.",
        "",
        "## A noisy register, corrected",
        "",
        f"Truth {register['truth']:+.4f}; estimated from the register "
        f"{register['uncorrected']:+.4f}; corrected by its known rates "
        f"{register['corrected']:+.4f} ± {register['error']:.4f}.",
        "",
    ]


def targets(rows: Mapping[str, Mapping], power: Mapping) -> Iterator[str]:
    """Yield the targets, each with what was measured and whether it is met."""
    yield from ("## Targets", "", "| target | measured | met |", "|---|---|---|")
    missed = []

    def line(target: str, measured: object, met: bool) -> str:
        if not met:
            missed.append(target)
        return f"| {target} | {measured} | {'yes' if met else 'no'} |"

    for name in PRIMARY:
        rate = rows[name]["coverage"]
        yield line(f"coverage 93.5 to 96.5 %: {name}", rate, COVERAGE[0] <= rate <= COVERAGE[1])
    rate = rows[FIVE]["p_randomisation"]
    yield line(
        "size of the randomisation test at 5 %, five exposed, 4 to 6 %",
        rate,
        SIZE[0] <= rate <= SIZE[1],
    )
    rate = power["found_where_sure"]
    yield line(
        "a planted 10 % found in at least 90 % of worlds where the formula gives 90 %",
        rate,
        rate >= POWER,
    )
    yield ""
    if missed:
        yield f"Missed: {'; '.join(missed)}."
    else:
        yield "All targets are met."


def progress(worlds: int) -> Callable[[str, int], None]:
    """Return what tells a terminal how far it is, and any other reader each scenario's end."""
    start, names = time.monotonic(), list(SCENARIOS)

    def tell(name: str, done: int) -> None:
        minutes = (time.monotonic() - start) / 60
        place = f"[{names.index(name) + 1}/{len(names)}] {name}"
        line = f"{place}: {done:,} of {worlds:,} worlds, {minutes:.1f} min"
        if sys.stderr.isatty():
            print(f"\r\x1b[K{line}", end="" if done < worlds else "\n", file=sys.stderr, flush=True)
        elif done == worlds:
            print(line, file=sys.stderr, flush=True)

    return tell


if __name__ == "__main__":
    given = SETTINGS | ({"worlds": int(sys.argv[2])} if len(sys.argv) > 2 else {})
    text = validate(given, progress(given["worlds"]))
    Path(sys.argv[1]).write_text(text, encoding="utf-8")
