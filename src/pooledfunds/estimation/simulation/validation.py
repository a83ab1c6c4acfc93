"""Whether the tests that the study concludes from hold what they promise, over simulated worlds.

A scenario draws worlds whose truth is known and applies what the study applies. Its checks count in
how many worlds something happened that should happen in one of twenty, or in nineteen. ``make
validate`` writes what they give to ``docs/validation.md``; the tests run a short form.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pooledfunds.core.parallel import in_parallel

# What a rate should be: of size and of coverage; a test on few values, or of several hypotheses,
# may reject less often than it is allowed.
SIZE, COVERAGE, AT_MOST, POWER = (0.035, 0.065), (0.935, 0.965), (0.0, 0.065), (0.9, 1.0)


@dataclass(frozen=True)
class Check:
    """What is counted over a scenario's worlds, and what its rate should be.

    ``kind`` is what was tested and how; ``target`` the lowest and the highest rate.
    ``not_concluded`` says why the study concludes nothing from it, and is empty where it does.
    """

    kind: str
    target: tuple[float, float] = SIZE
    not_concluded: str = ""


@dataclass(frozen=True)
class Scenario:
    """Worlds of one truth, and the checks over them.

    ``one_world`` takes a seed and the settings and returns by the name of each check whether it
    happened; missing where nothing was tested in that world.
    """

    name: str
    checks: Mapping[str, Check]
    one_world: Callable[[int, Mapping], dict[str, float]]


class Rate(float):
    """A share of the worlds in which something was tested, with its Monte Carlo standard error."""

    error: float
    worlds: int

    @classmethod
    def of(cls, happened: pd.Series) -> "Rate":
        """Return the share of worlds in which something happened; missing over no world."""
        known = happened.dropna().astype(float)
        rate = cls(known.mean() if len(known) else np.nan)
        rate.worlds = len(known)
        rate.error = float(np.sqrt(rate * (1 - rate) / max(len(known), 1)))
        return rate

    def __str__(self) -> str:
        """Return the rate in per cent with its error."""
        return "–" if np.isnan(self) else f"{100 * self:.1f} ± {100 * self.error:.1f}"


# Worlds that are drawn, reported and kept together.
BATCH = 250


def worlds_of(scenario: Scenario, settings: Mapping, done: int = 0) -> Iterator[pd.DataFrame]:
    """Yield what a scenario's worlds give, a row each, in batches.

    Parameters
    ----------
    scenario
        What is drawn.
    settings
        ``worlds``, of which each has a seed that follows ``seed``, and ``draws``.
    done
        How many worlds there are already.
    """
    digits = int.from_bytes(scenario.name.encode(), "big") % 1_000_003
    first = settings["seed"] + 100_003 * digits
    while done < settings["worlds"]:
        batch = range(done, min(done + BATCH, settings["worlds"]))
        yield pd.DataFrame(in_parallel(scenario.one_world, [(first + k, settings) for k in batch]))
        done = batch.stop


def summed_up(scenario: Scenario, found: pd.DataFrame) -> Iterator[dict]:
    """Yield for each check of a scenario its rate, with its target and whether it is met.

    Parameters
    ----------
    scenario
        What was drawn.
    found
        What its worlds gave, a row each.
    """
    for name, check in scenario.checks.items():
        rate = Rate.of(found[name])
        low, high = check.target
        yield {
            "scenario": scenario.name,
            "check": name,
            "kind": check.kind,
            "rate": rate,
            "target": check.target,
            "worlds": len(found),
            "not_tested": len(found) - rate.worlds,
            "not_concluded": check.not_concluded,
            "met": bool(low <= rate <= high),
        }
