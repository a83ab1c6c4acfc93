"""The invented England varies as the real one does: over places, over years, over starts."""

import numpy as np
import pandas as pd
import pytest

from pooledfunds.synthetic.area_effects import (
    RATE_WITH_STAY,
    SHARED,
    SPREAD,
    YEAR_CORRELATION,
    draw_area_effects,
)
from pooledfunds.synthetic.hes.admissions import DELIVERED, YEARS, hospital_population
from pooledfunds.synthetic.hes.stays import planted_rates
from pooledfunds.synthetic.hes.write import weights_of
from pooledfunds.synthetic.pssex1.spending import log_cost_per_head
from pooledfunds.synthetic.world import declare_world

SEEDS = range(1, 5)
OLDER = ["65-74", "75-84", "85+"]
# Section of PSS EX1, whom it is for, and on the official returns of 2007/08: the standard
# deviation of log spending per head, its correlation with the IMD, and that of its yearly change.
OFFICIAL = [("D", "p1864", 0.20, -0.03, 0.09), ("E", "p1864", 0.39, 0.58, 0.15),
            ("B", "p65", 0.26, 0.69, 0.05)]  # fmt: skip


@pytest.fixture(scope="module")
def untouched():
    """Several worlds in which nothing is planted."""
    return [declare_world({"seed": seed, "truth": "report"}) for seed in SEEDS]


def test_area_effects_have_the_declared_spread_and_correlations():
    rate, stay = draw_area_effects(np.random.default_rng(1), conditions=2, years=3, areas=40_000)
    assert rate.shape == stay.shape == (2, 3, 40_000)
    for effect in (rate, stay):
        assert effect.std(axis=2) == pytest.approx(SPREAD, rel=0.02)
        years = np.corrcoef(effect[0])[np.triu_indices(3, 1)]
        assert years == pytest.approx(YEAR_CORRELATION, abs=0.02)
        assert np.corrcoef(effect[0, 0], effect[1, 0])[0, 1] == pytest.approx(SHARED, abs=0.02)
    together = np.corrcoef(rate[0, 0], stay[0, 0])[0, 1]
    assert together == pytest.approx(RATE_WITH_STAY, abs=0.02)


def test_the_extract_has_englands_number_of_what_is_studied(world):
    rates = planted_rates(hospital_population(world.residents), world.hospital, list(YEARS))
    rates["admissions"] *= weights_of(rates, DELIVERED)
    rates = rates[rates["financial_year"].eq("2006/07")]
    older = rates[rates["age_band"].isin(OLDER)].groupby("condition")["admissions"].sum()
    assert older["lower_respiratory"] == pytest.approx(145_000, rel=0.06)
    assert older["stroke"] == pytest.approx(52_000, rel=0.06)
    assert older["fractured_neck_of_femur"] == pytest.approx(44_000, rel=0.06)
    every = rates.groupby("condition")["admissions"].sum()
    assert every["mental_health"] == pytest.approx(130_000, rel=0.06)
    assert every["other_emergency"] < 0.5 * every.drop("other_emergency").sum()  # thinned


@pytest.mark.parametrize(("section", "people", "spread", "with_imd", "change"), OFFICIAL)
def test_spending_is_as_varied_as_on_the_official_returns(
    untouched, section, people, spread, with_imd, change
):
    found = []
    for world in untouched:
        there, table = ~world.councils["tiny"].to_numpy(), world.people.population
        levels = [
            log_cost_per_head(
                world.spending[year],
                section,
                table.loc[table["year"].eq(opening), people].to_numpy(),
            )[there]
            for year, opening in (("2006/07", 2006), ("2007/08", 2007))
        ]
        imd = world.councils["imd_score"].to_numpy()[there]
        with_score = np.corrcoef(levels[1], imd)[0, 1]
        found.append((levels[1].std(), with_score, (levels[1] - levels[0]).std()))
    mean = np.mean(found, axis=0)
    assert mean[0] == pytest.approx(spread, rel=0.12)
    assert mean[1] == pytest.approx(with_imd, abs=0.15)
    assert mean[2] == pytest.approx(change, abs=0.03)


@pytest.mark.parametrize(
    ("area", "at_least"),
    [("mental_health", 15), ("learning_disability", 15), ("intermediate_care", 9)],
)
def test_enough_covered_pcts_start_to_pool_in_the_last_year(world, area, at_least):
    """The report's twelve PCTs with intermediate care leave no room for fifteen starts of it."""
    covered = world.frame.loc[world.frame["covered"], "body_code"]
    pools = world.pools_by_pct
    known = pools["pct_code"].isin(covered) & pools["service_area"].eq(area)
    assert (pools.loc[known & ~pools["found_wrong"], "since"] == 2007).sum() >= at_least


def test_fifteen_councils_start_joint_arrangements_between_the_last_two_years(world):
    joint = world.pools[world.pools["section"].isin(["B", "D", "E"])]
    starts = joint[joint["since"].eq(2007)].groupby("section").size()
    assert pd.Series({"B": 15, "D": 15, "E": 15}).equals(starts)
