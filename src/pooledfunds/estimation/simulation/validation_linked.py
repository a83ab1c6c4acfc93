"""Scenarios of two levels: joint tests of specification curves, and apportioned figures."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pooledfunds.estimation.estimate import fit_specification
from pooledfunds.estimation.robustness.curve import fit_curve
from pooledfunds.estimation.simulation.linked_worlds import (
    CONDITIONS,
    YEAR,
    LinkedWorld,
    linked_layout,
    simulate_linked,
)
from pooledfunds.estimation.simulation.one_world import ALPHA, CONF_LEVEL
from pooledfunds.estimation.specifications import Specification

STATISTICS = {
    "median effect": "joint test, median effect",
    "share significant in the dominant direction": "joint test, share significant",
    "mean t": "joint test, mean t",
}
BASE = {
    "area_type": "pct",
    "periods": [YEAR],
    "strata": ["region_code"],
    "covariance": "HC2",
    "family": "poisson",
    "covariates": ["imd_score"],
}
AREA_TYPES = {"pct": {"area_type": "pct"}, "council": {"area_type": "council"}}
OF_CONDITION = {name: {"outcome": f"bed_days_{name}"} for name in CONDITIONS}
COVARIATES = {
    "need": {"covariates": ["imd_score"]},
    "need_and_size": {"covariates": ["imd_score", "log(population_65_plus)"]},
}
COVARIANCES = {"HC2": {}, "by_region": {"covariance": "CR2", "cluster": "region_code"}}
# The study's curves in small: the same axes, fewer choices.
STUDY = {
    "margins": {"five": 0.05},
    "exposures": {
        "coterminous": {},
        "pool": {},
        "pool_by_any_source": {},
        "some": {"column": "joint_gbp_thousand", "at_least": 50},
        "much": {"column": "joint_gbp_thousand", "at_least": 300},
    },
    "outcomes": {
        **{f"bed_days_{name}": {"denominator": f"expected_{name}"} for name in CONDITIONS},
        "spend_per_head": {},
    },
    "curves": {
        "boundaries": {
            "margin": "five",
            "base": BASE | {"exposure": "coterminous"},
            "axes": {
                "area_type": AREA_TYPES,
                "condition": OF_CONDITION,
                "covariates": COVARIATES,
                "covariance": COVARIANCES,
            },
        },
        "pools": {
            "margin": "five",
            "base": BASE,
            "axes": {
                "area_type": AREA_TYPES,
                "condition": OF_CONDITION,
                "evidence": {
                    "survey": {"exposure": "pool"},
                    "any_source": {"exposure": "pool_by_any_source"},
                },
                "covariance": COVARIANCES,
            },
        },
        "joint_financing": {
            "margin": "five",
            "base": BASE
            | {"area_type": "council", "family": "log_linear", "outcome": "spend_per_head"},
            "axes": {
                "evidence": {"from_50": {"exposure": "some"}, "from_300": {"exposure": "much"}},
                "councils": {"all": {}, "coterminous_only": {"where": {"coterminous": 1.0}}},
                "regions": {"ignored": {}, "fixed": {"fixed_effects": ["region_code"]}},
                "covariance": COVARIANCES,
            },
        },
    },
}


@dataclass(frozen=True)
class JointTest:
    """A world of two levels without effect, and the joint tests of one curve (``Scenario``)."""

    question: str
    world: LinkedWorld

    def __call__(self, seed: int, settings: Mapping) -> dict[str, float]:
        """Return what one world gives."""
        panels = simulate_linked(self.world, np.random.default_rng(seed))
        inference = {**settings, "conf_level": CONF_LEVEL, "seed": seed}
        _, tests = fit_curve(panels, self.question, STUDY | {"inference": inference})
        p_values = tests.set_index("statistic")["p_value"]
        return {check: float(p_values[name] <= ALPHA) for name, check in STATISTICS.items()}


@dataclass(frozen=True)
class Apportioned:
    """A world without effect whose PCTs hold shares of their councils' figures (``Scenario``)."""

    world: LinkedWorld
    specification: Specification

    def __call__(self, seed: int, settings: Mapping) -> dict[str, float]:
        """Return what one world gives."""
        panel = self.panel(seed)
        pairs = linked_layout()[["pct_code", "cssr_code"]]
        settings = {**settings, "seed": seed}
        reported, _ = fit_specification(panel, self.specification, pairs, settings)
        row = reported.row(self.specification.exposure)
        return {
            "size": float(row["p_value"] < ALPHA),
            "coverage": float(row["conf_low"] <= 0 <= row["conf_high"]),
        }

    def panel(self, seed: int) -> pd.DataFrame:
        """Return one world's panel."""
        return simulate_linked(self.world, np.random.default_rng(seed))["panel_pct"]
