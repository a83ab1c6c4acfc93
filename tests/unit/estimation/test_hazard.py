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


def test_areas_that_identify_are_the_smallest_of_four_groups():
    first = PANEL.drop_duplicates("area_code")
    four = set(first.loc[first[STABLE] == 1, "area_code"].head(4))
    begins = PANEL["start"].mask(
        (PANEL[STABLE] == 1) & ~PANEL["area_code"].isin(four) & (PANEL["start"] == 1), 0.0
    )
    found = row(PANEL.assign(start=begins))
    assert found["n_identifying_areas"] == 4
    assert np.isnan(found["estimate"])
    assert found["reason"] == "only 4 areas in the smallest group of those that begin, or do not"


def test_of_a_continuous_covariate_they_are_the_smaller_of_those_that_begin_and_do_not():
    specification = hazard_specification("log2_population")
    found = regress(PANEL, specification, 0.95).row("log2_population")
    begun = PANEL[PANEL["start"] == 1]["area_code"].nunique()
    never = PANEL[PANEL["start"] == 0]["area_code"].nunique()
    assert found["n_identifying_areas"] == min(begun, never)


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
