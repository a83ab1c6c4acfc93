"""Simulated councils in which arrangements begin by planted odds, to try hazards on.

Each council is at risk for several client groups in several years, until it begins. What it has
in common beyond what a model sees makes its client groups alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import expit

from pooledfunds.estimation.estimate import conclude_inference, fewest_areas
from pooledfunds.estimation.fit import regress
from pooledfunds.estimation.simulation.one_world import (
    CONF_LEVEL,
    NO_PAIRS,
    power,
    row_of,
    select_rates,
)
from pooledfunds.estimation.simulation.validation import POWER
from pooledfunds.estimation.simulation.worlds import REGION_SIZES, YEARS
from pooledfunds.estimation.specifications import Specification

GROUPS = ("learning_disability", "mental_health", "older_people", "physical_disability")
COUNCILS = 148
# Planted in every world besides the effect that is asked for, on the scale of the family.
NEED, OF_YEARS = 0.5, 0.3


@dataclass(frozen=True)
class HazardWorld:
    """What is planted.

    ``effects`` are those of the covariates by column, on the log odds, or under ``cloglog`` on the
    log hazard; ``rate`` is about the chance that one begins in a year; ``stood`` the share of
    councils whose arrangement stood already; ``years`` how many years are seen; ``alike`` the
    standard deviation of what a council's client groups have in common unseen.
    """

    effects: tuple[tuple[str, float], ...] = ()
    rate: float = 0.12
    stood: float = 0.25
    years: int = 1
    alike: float = 0.0
    link: str = "logit"


def simulate_starts(world: HazardWorld, rng: np.random.Generator) -> pd.DataFrame:
    """Return the panel of those at risk, a row a council, client group and year.

    Parameters
    ----------
    world, rng
        What is planted, and the random generator.
    """
    n, groups = COUNCILS, len(GROUPS)
    need = rng.normal(size=n)
    region = rng.integers(0, len(REGION_SIZES), n)
    fixed = {
        "coterminous": (rng.random(n) < 0.7).astype(float),
        "stable_boundaries": (rng.random(n) < 0.4).astype(float),
        "log2_population": 17.5 + 0.9 * rng.normal(size=n) + 0.2 * need,
    }
    common = world.alike * rng.normal(size=n)
    present = rng.random((n, groups)) < world.stood * np.exp(0.3 * need - 0.05)[:, None]
    balance = rng.beta(4, 2, (n, groups))
    centre = np.log(world.rate)
    effects = dict(world.effects)
    parts = []
    for place, year in enumerate(YEARS[: world.years]):
        elsewhere = (present.sum(axis=1, keepdims=True) - present > 0).astype(float)
        columns = {
            name: np.repeat(values[:, None], groups, axis=1) for name, values in fixed.items()
        }
        columns |= {"joint_elsewhere_before": elsewhere, "spending_balance_before": balance}
        predictor = centre + NEED * need[:, None] + OF_YEARS * place + common[:, None]
        for name, effect in effects.items():
            predictor = predictor + effect * (columns[name] - columns[name].mean())
        chance = -np.expm1(-np.exp(predictor)) if world.link == "cloglog" else expit(predictor)
        begins = rng.random((n, groups)) < chance
        start = np.where(present, np.nan, begins)
        present = present | begins
        parts.append(
            pd.DataFrame(
                {
                    "area_code": np.repeat([f"A{i:03d}" for i in range(n)], groups),
                    "client_group": np.tile(GROUPS, n),
                    "financial_year": year,
                    "region_code": np.repeat([f"R{r:02d}" for r in region], groups),
                    "in_frame": True,
                    "imd_score": np.repeat(22 + 8 * need, groups),
                    "start": start.ravel(),
                }
                | {name: values.ravel() for name, values in columns.items()}
            )
        )
    return pd.concat(parts, ignore_index=True)


def hazard_specification(exposure: str, family: str = "logit", **changed: Any) -> Specification:
    """Return the specification of one covariate, given the others that the study gives it."""
    given = ("coterminous", "log2_population", "imd_score")
    plain: dict[str, Any] = {
        "name": family,
        "outcome": "start",
        "area_type": "council",
        "periods": YEARS,
        "family": family,
        "exposure": exposure,
        "exposure_column": exposure,
        "covariance": "CR2",
        "cluster": "area_code",
        "margin": 0.405,
        "multiplicity_family": "validation",
        "covariates": tuple(name for name in given if name != exposure),
        "fixed_effects": ("client_group", "financial_year"),
        "strata": (),
        "design": "hazard",
    }
    return Specification(**(plain | changed))


@dataclass(frozen=True)
class OneHazard:
    """A world of starts fitted as the study does, as ``Scenario.one_world``."""

    world: HazardWorld
    specification: Specification
    checks: tuple[str, ...]
    fewest: int | None = None

    def __call__(self, seed: int, settings: Mapping) -> dict[str, float]:
        """Return what one world gives."""
        panel = simulate_starts(self.world, np.random.default_rng(seed))
        fewest = fewest_areas(self.specification, settings) if self.fewest is None else self.fewest
        fitted = regress(panel, self.specification, CONF_LEVEL, fewest)
        reported, _ = conclude_inference(fitted, panel, NO_PAIRS, settings)
        row = row_of(reported, self.specification.exposure)
        found = dict.fromkeys(self.checks, np.nan)
        if row is None:
            return found
        truth = dict(self.world.effects).get(self.specification.exposure, 0.0)
        rates = {
            "coverage": row["conf_low"] <= truth <= row["conf_high"],
            "size": row["p_value"] < 1 - CONF_LEVEL,
        }
        if truth and power(row, truth) >= POWER[0]:
            rates["power"] = rates["size"]
        return found | select_rates(self.checks, rates)
