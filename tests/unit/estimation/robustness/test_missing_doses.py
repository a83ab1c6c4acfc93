from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from pooledfunds.estimation.fit import regress
from pooledfunds.estimation.robustness.missing_doses import dose_bounds
from pooledfunds.estimation.simulation.dose_worlds import DoseWorld, simulate_dose
from pooledfunds.estimation.simulation.scenario_forms_dose import ANCOVA

WORLD = simulate_dose(DoseWorld(), np.random.default_rng(4))
ASKED = replace(ANCOVA, per=1.0, possible=(0.0, 3.0), fixed_effects=())


def silent(areas: list[str]):
    return WORLD.assign(dose=WORLD["dose"].mask(WORLD["area_code"].isin(areas)))


def estimate(panel) -> float:
    return regress(panel, ASKED, 0.95).row("dose")["estimate"]


def test_bounds_hold_every_answer_on_a_grid_and_are_reached():
    areas = ["003", "040", "120"]
    found = dose_bounds(silent(areas), ASKED, 0.95)
    estimates = []
    for doses in product((0.0, 1.0, 2.0, 3.0), repeat=3):
        filled = WORLD["area_code"].map(dict(zip(areas, doses, strict=True)))
        estimates.append(estimate(WORLD.assign(dose=filled.fillna(WORLD["dose"]))))
    assert found["labels"] == 3
    # The grid's extremes may lie within the bounds by what lies between its points.
    assert found["low"] <= min(estimates) + 1e-4
    assert found["high"] >= max(estimates) - 1e-4
    assert found["low"] == pytest.approx(min(estimates), abs=0.003)
    assert found["high"] == pytest.approx(max(estimates), abs=0.003)
    assert found["conf_low"] < found["low"] < found["high"] < found["conf_high"]


def test_more_silent_areas_allow_more():
    few, many = (dose_bounds(silent([f"{a:03d}" for a in range(n)]), ASKED, 0.95) for n in (5, 40))
    assert many["low"] < few["low"] < few["high"] < many["high"]


def test_where_everybody_reported_there_are_no_bounds():
    assert dose_bounds(WORLD, ASKED, 0.95) is None
