"""How far a validation is, which takes hours."""

import sys
import time
from collections.abc import Callable, Sequence

from pooledfunds.estimation.simulation.validation import Scenario


def report_progress(worlds: int, chosen: Sequence[Scenario]) -> Callable[[str, int], None]:
    """Return what shows a terminal how far it is, and any other reader each scenario's end.

    Parameters
    ----------
    worlds
        How many were meant.
    chosen
        The scenarios.
    """
    start, names = time.monotonic(), [scenario.name for scenario in chosen]

    def report(name: str, done: int) -> None:
        minutes = (time.monotonic() - start) / 60
        place = f"[{names.index(name) + 1}/{len(names)}] {name}"
        line = f"{place}: {done:,} of {worlds:,} worlds, {minutes:.1f} min"
        if sys.stderr.isatty():
            print(f"\r\x1b[K{line}", end="" if done < worlds else "\n", file=sys.stderr, flush=True)
        elif done == worlds:
            print(line, file=sys.stderr, flush=True)

    return report
