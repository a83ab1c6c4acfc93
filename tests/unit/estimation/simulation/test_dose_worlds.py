import numpy as np
import pytest

from pooledfunds.estimation.simulation.dose_worlds import (
    MONTHS,
    N_YEARS,
    DoseWorld,
    era_layout,
    moving,
    simulate_dose,
)


def test_areas_lie_as_those_of_the_era():
    region, kind = era_layout()
    assert np.bincount(region).tolist() == [12, 23, 15, 14, 9, 11, 19, 13, 32]
    assert np.bincount(kind).tolist() == [27, 36, 53, 12, 20]


def test_months_hang_together_and_areas_of_a_region_are_alike():
    region, world, rng = era_layout()[0], DoseWorld(), np.random.default_rng(1)
    courses = np.array([moving(world, rng) for _ in range(30)])
    assert courses.shape == (30, 148, N_YEARS * MONTHS)
    assert courses.var() == pytest.approx(1, abs=0.1)
    assert (courses[:, :, 1:] * courses[:, :, :-1]).mean() == pytest.approx(0.9, abs=0.1)
    pairs = np.triu(region[:, None] == region, 1)
    others = np.triu(region[:, None] != region, 1)
    both = np.einsum("wat,wbt->ab", courses, courses) / courses[:, 0].size
    assert both[pairs].mean() == pytest.approx(0.1, abs=0.03)
    assert both[others].mean() == pytest.approx(0.0, abs=0.03)


def test_the_effect_begins_after_the_base():
    plain, planted = (
        simulate_dose(DoseWorld(effect=effect), np.random.default_rng(2)) for effect in (0, -1)
    )
    ratio = (planted["days"] / plain["days"]).to_numpy().reshape(-1, N_YEARS)
    dose = plain["dose"].to_numpy().reshape(-1, N_YEARS)[:, 0]
    assert np.median(ratio[:, 0]) == pytest.approx(1.0, abs=0.01)
    assert np.median(np.log(ratio[:, 4]) / dose) == pytest.approx(-1.0, abs=0.01)
