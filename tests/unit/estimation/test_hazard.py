"""What makes something begin: those at risk, by year."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pooledfunds.core.settings import read_study
from pooledfunds.estimation.design_checks import design_faults
from pooledfunds.estimation.finer_panels import panel_of
from pooledfunds.estimation.fit import regress
from pooledfunds.estimation.inference import tests as inference_tests
from pooledfunds.estimation.inference.identification import beginning_areas
from pooledfunds.estimation.robustness.apportionment import on_panel_of
from pooledfunds.estimation.sample import nothing_begins, untestable_reason
from pooledfunds.estimation.simulation.hazard_worlds import (
    HazardWorld,
    hazard_specification,
    simulate_starts,
)
from pooledfunds.estimation.simulation.one_world import base_specification

STABLE = "stable_boundaries"
PLANTED = HazardWorld(((STABLE, 1.5),), years=3)
PANEL = simulate_starts(PLANTED, np.random.default_rng(1))


def row(panel: pd.DataFrame = PANEL, family: str = "logit", fewest: int = 5) -> dict:
    return regress(panel, hazard_specification(STABLE, family), 0.95, fewest).row(STABLE)


@pytest.mark.parametrize("family", ["logit", "cloglog"])
def test_a_large_planted_effect_is_found_on_the_log_scale(family):
    found = row(family=family)
    assert found["scale"] == "log"
    assert found["conf_low"] > 0.5
    assert found["p_value"] < 1e-4


def test_those_whose_arrangement_stood_already_are_not_at_risk():
    assert row()["nobs"] == PANEL["start"].notna().sum() < len(PANEL)


def beginning(starts: str, exposed: str) -> int:
    """Of ten areas of one row each: '1' where something begins, or where an area is exposed."""
    rows = pd.DataFrame({"area_code": [f"A{place}" for place in range(10)]})
    return beginning_areas(rows, np.array([*map(float, starts)]), np.array([*map(float, exposed)]))


@pytest.mark.parametrize(
    ("starts", "exposed", "expected"),
    [
        ("1111000000", "1100110000", 1),  # four begin, four in ten exposed: 4 x 0.4 = 1.6
        ("1111000000", "1110100000", 1),  # whoever they are
        ("1111111100", "1010101010", 1),  # two begin nothing, half exposed
        ("1111000000", "1111000000", 0),  # all exposed begin: no odds are known
        ("1111000000", "0123456789", 2),  # a continuous one, cut at its middle
    ],
)
def test_areas_that_identify_are_those_expected_in_the_smallest_of_four_groups(
    starts, exposed, expected
):
    assert beginning(starts, exposed) == expected


def test_too_few_that_begin_are_not_testable():
    some = set(PANEL["area_code"].unique()[:30])
    begins = PANEL["start"].mask(~PANEL["area_code"].isin(some) & (PANEL["start"] == 1), 0.0)
    found = row(PANEL.assign(start=begins), fewest=8)
    number = int(found["n_identifying_areas"])
    assert 0 < number < 8
    assert np.isnan(found["estimate"])
    assert found["reason"] == (
        f"only {number} areas expected in the smallest group of those that begin, or do not"
    )


def test_a_year_in_which_nothing_begins_says_nothing_and_is_left_out():
    early = PANEL["financial_year"] == PANEL["financial_year"].min()
    quiet = PANEL.assign(start=PANEL["start"].mask(early & PANEL["start"].notna(), 0.0))
    found = row(quiet)
    assert found["nobs"] == PANEL.loc[~early, "start"].notna().sum()
    assert np.isfinite(found["estimate"])


def test_leaving_out_a_year_can_leave_a_client_group_with_nothing():
    rows = pd.DataFrame(
        {
            "start": [0.0, 1.0, 1.0, 1.0, 0.0, 1.0],
            "financial_year": ["a", "b", "b", "b", "c", "c"],
            "client_group": ["x", "x", "y", "y", "y", "x"],
        }
    )
    specification = hazard_specification(STABLE)
    assert nothing_begins(rows, specification).all()


def test_what_is_neither_nought_nor_one_is_no_start():
    specification = replace(hazard_specification(STABLE), exposure_column=STABLE)
    rows = PANEL.dropna(subset="start").assign(start=0.5)
    assert "neither zero nor one" in untestable_reason(rows, specification)


def test_a_hazard_has_no_permutation_test():
    assert (
        inference_tests.tests_of(regress(PANEL, hazard_specification(STABLE), 0.95), {}, ()) == []
    )


def test_a_hazard_has_a_panel_of_its_own_which_no_other_is_read_from():
    hazard, other = hazard_specification(STABLE), base_specification(area_type="council")
    panels = {"panel_council": PANEL.iloc[:0], "panel_council_starts": PANEL}
    assert panel_of(panels, hazard) is PANEL
    assert panel_of(panels, other) is panels["panel_council"]
    assert not on_panel_of(hazard, "council")
    assert on_panel_of(other, "council")


DECLARED = {
    "design": "hazard",
    "family": "logit",
    "area_type": "council",
    "covariance": "CR2",
    "cluster": "area_code",
    "periods": [["2006/07", "2007/08"]],
    "fixed_effects": ["client_group"],
    "outcomes": [],
}


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({}, None),
        ({"family": "poisson"}, "goes with family: logit or cloglog"),
        ({"design": "regression"}, "goes with family: logit or cloglog"),
        ({"area_type": "pct"}, "area_type: council"),
        ({"cluster": "region_code"}, "cluster: area_code"),
        ({"moderator": "coterminous"}, "no moderator"),
        ({"fixed_effects": ["area_code"]}, "no effect of its own"),
    ],
)
def test_what_does_not_go_with_a_hazard_is_named(changed, fault):
    study = read_study("means_to_an_end")
    told = list(design_faults("specification x", DECLARED | changed, study))
    if fault is None:
        assert told == []
    else:
        assert any(fault in one for one in told)
