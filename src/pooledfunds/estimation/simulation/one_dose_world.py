"""What one simulated world of doses gives, fitted and tested as a study does."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pooledfunds.estimation.estimate import conclude_inference, fewest_areas
from pooledfunds.estimation.fit import regress
from pooledfunds.estimation.inference.dose_permutation import permuted_years_before
from pooledfunds.estimation.simulation.dose_worlds import DoseWorld, simulate_dose
from pooledfunds.estimation.simulation.one_world import (
    ALPHA,
    CONF_LEVEL,
    NO_PAIRS,
    permutation_rejects,
    select_rates,
)
from pooledfunds.estimation.specifications import Specification

PERMUTED_BEFORE = "size, years before, permutation"


@dataclass(frozen=True)
class DoseFit:
    """A world of doses fitted by one specification, as ``Scenario.one_world``.

    Checks by name: ``size`` and ``coverage`` of ``term``; ``size, permutation`` alongside; ``size,
    years before`` and ``size, years after`` of the joint tests, and ``size, years before,
    permutation``. ``truth`` is the term's.
    """

    world: DoseWorld
    specification: Specification
    term: str
    checks: tuple[str, ...]
    truth: float = 0.0

    def __call__(self, seed: int, settings: Mapping) -> dict[str, float]:
        """Return what one world gives."""
        panel = simulate_dose(self.world, np.random.default_rng(seed))
        settings = {**settings, "seed": seed}
        fewest = fewest_areas(self.specification, settings)
        own = regress(panel, self.specification, CONF_LEVEL, fewest)
        reported, _ = conclude_inference(own, panel, NO_PAIRS, settings)
        row = reported.row(self.term)
        rates = {
            "size": row["p_value"] < ALPHA,
            "coverage": row["conf_low"] <= self.truth <= row["conf_high"],
        }
        rates |= {f"size, years {t.hypothesis}": t.p_value < ALPHA for t in own.joint_tests}
        if PERMUTED_BEFORE in self.checks:
            units = tuple(sorted(panel["area_code"].unique()))
            found = permuted_years_before(own.sample.rows, self.specification, settings, units)
            rates[PERMUTED_BEFORE] = found < ALPHA
        if "size, permutation" in self.checks:
            rates["size, permutation"] = permutation_rejects(own, panel, settings, self.term)
        return dict.fromkeys(self.checks, np.nan) | select_rates(self.checks, rates)
