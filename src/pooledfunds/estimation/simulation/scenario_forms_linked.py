"""The forms of scenario over two levels: joint tests of curves, and apportioned figures."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pooledfunds.estimation.simulation.linked_worlds import (
    LinkedWorld,
    linked_layout,
    simulate_linked,
)
from pooledfunds.estimation.simulation.one_world import (
    base_specification,
)
from pooledfunds.estimation.simulation.scenario_forms import FEW
from pooledfunds.estimation.simulation.validation import COVERAGE, Check, Scenario
from pooledfunds.estimation.simulation.validation_linked import STATISTICS, Apportioned, JointTest

LINKED: dict[str, Any] = {"covariance": "CR2", "cluster": "linked_area"}


BY_LINKED_AREA = "t, CR2 by linked area, Satterthwaite"


def joint_test(question: str, words: str) -> Scenario:
    """Return a scenario of a curve's joint tests over both levels.

    Parameters
    ----------
    question
        Name of the curve.
    words
        Name of the scenario.
    """
    why = {"median effect": "it describes: the share and the mean t decide (decision 76)"}
    checks = {
        check: Check("one permutation for all", not_concluded=why.get(statistic, ""))
        for statistic, check in STATISTICS.items()
    }
    return Scenario(words, checks, JointTest(question, LinkedWorld()))


def apportioned_figures(
    family: str,
    exposure: str,
    words: str,
    pooled: float = 0.4,
    seen: type[Apportioned] = Apportioned,
    why: str = "",
) -> Scenario:
    """Return a scenario of PCTs that hold shares of their councils' figures.

    Parameters
    ----------
    family
        Of the model.
    exposure
        ``pool`` or ``coterminous``.
    words
        Name of the scenario.
    pooled
        Share of units with a pool.
    seen
        Which figures are apportioned.
    why
        Why nothing is concluded from it; blank where something is.
    """
    checks = {
        "size": Check(BY_LINKED_AREA, not_concluded=why),
        "coverage": Check(BY_LINKED_AREA, COVERAGE, why),
    }
    specification = base_specification(
        family, exposure=exposure, exposure_column=exposure, **FEW, **LINKED
    )
    world = LinkedWorld(pooled=pooled)
    return Scenario(words, checks, seen(world, specification))


@dataclass(frozen=True)
class ApportionedSpending(Apportioned):
    """The same of PCTs whose spending per head is the mean of their councils' (``Scenario``)."""

    def panel(self, seed: int) -> pd.DataFrame:
        """Return one world's panel."""
        panels = simulate_linked(self.world, np.random.default_rng(seed))
        of_council = panels["panel_council"].set_index("area_code")["spend_per_head"]
        parts = linked_layout()
        mean = parts["cssr_code"].map(of_council).groupby(parts["pct_code"]).mean()
        panel = panels["panel_pct"]
        return panel.assign(spend_per_head=panel["area_code"].map(mean))
